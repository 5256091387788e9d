// What people asked and were answered is kept only without what the data behind it holds of persons.
import { policy } from 'leitwerk/policy';
import { refsTo } from '../src/model/query.ts';

/** What a personal field most likely holds, by its name; free text may hold addresses of all kinds. */
const hints = [[/mail/, 'email'], [/phone|tel(efon)?$|mobile/, 'phone'], [/iban|account/, 'iban'], [/card/, 'credit-card'], [/(^|_)ip(_|$)|address/, 'ip-address']] as const;

export default policy({
  on: 'Telemetry',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 25', 'GDPR Art. 32', 'ISO 27001 A.8.11', 'ISO 27701 A.7.4.4'],
  because: 'Who reads telemetry is not who may read the data: developers, on-call, and whoever runs the store.',
  remedy: 'mask what the contracts hold, or keep no content',
  waivable: 'governance',
  check(telemetry, { facts, get, all }) {
    if (telemetry.content === undefined) return true;
    const paths = telemetry.of.map((r) => r.$ref);
    const read = refsTo([...all('Application'), ...all('Pipeline'), ...all('ModelEndpoint')].filter((w) => paths.includes(w.$path)).flatMap((w) => w.reads), 'DataContract').map((r) => r.$ref);
    const contracts = [...new Set([...read, ...facts.dataFlow.flows.filter((f) => paths.includes(f.to)).map((f) => f.contract)])].sort();
    const held = contracts.flatMap((path) => Object.entries(get<'DataContract'>({ $ref: path, kind: 'DataContract' }).fields).filter(([, f]) => f.classification === 'personal' || f.classification === 'special-category').flatMap(([field, { type, pseudonym }]) => {
      const named = hints.filter(([shape]) => shape.test(field)).map(([, kind]) => kind);
      const kinds = named.length > 0 ? named : type === 'string' && !pseudonym ? ['email', 'phone'] as const : [];
      return kinds.map((kind) => ({ kind, field: `${path}.${field}` }));
    }));
    const missing = [...new Set(held.map((h) => h.kind))].filter((kind) => !telemetry.mask.includes(kind));
    return missing.length === 0 || {
      at: ['mask'], what: `keeps content without masking ${missing.join(', ')}`, why: missing.map((kind) => `${kind}: ${[...new Set(held.filter((h) => h.kind === kind).map((h) => h.field))].join(', ')}`),
      try: [{ node: telemetry.$path, property: ['mask'], to: [...telemetry.mask, ...missing] }],
    };
  },
  fails: { props: { mask: [] } },
  passes: { props: { mask: ['email', 'phone'] } },
});
