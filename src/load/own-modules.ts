// What the files of a company's policies/, targets/ and waivers/ must export. Nobody else checks them: a wrong one that is passed over would be a rule that nobody keeps.
import type { Concepts } from '../model/concepts.ts';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isObject, type JsonObject, type Path } from '../model/json.ts';
import { nearest } from '../model/suggest.ts';

export interface OwnModules { readonly waivers: Readonly<Record<string, unknown>>; readonly policies: Readonly<Record<string, unknown>>; readonly targets: Readonly<Record<string, unknown>> }

export function judgeModules({ waivers, policies, targets }: OwnModules, concepts: Concepts, teams: readonly string[]): readonly Diagnostic[] {
  const kinds = Object.keys(concepts.info);
  return [
    ...Object.entries(policies).flatMap(([id, value]) => policyFaults(value, kinds).map((fault) => said('policies', id, fault))),
    ...Object.entries(targets).flatMap(([id, value]) => targetFaults(value, kinds).map((fault) => said('targets', id, fault))),
    ...Object.entries(waivers).flatMap(([id, value]) => waiverFaults(value, teams).map((fault) => said('waivers', id, fault))),
  ];
}

interface Fault { readonly what: string; readonly property?: Path; readonly near?: string | undefined; readonly key?: true }
type Folder = keyof OwnModules;
const said = (folder: Folder, id: string, { what, property = [], near, key }: Fault): Diagnostic =>
  diagnose(catalogue, 'LW1007', { file: `${folder}/${id}.ts`, property, ...(key ? { key } : {}) }, { file: `${folder}/${id}.ts`, problem: what, folder, nearest: near });

const has = (value: JsonObject, name: string, types: readonly string[]): boolean => types.includes(Array.isArray(value[name]) ? 'list' : typeof value[name]);
const lacking = (value: JsonObject, wanted: Readonly<Record<string, readonly string[]>>): readonly Fault[] =>
  Object.entries(wanted).filter(([name, types]) => !has(value, name, types)).map(([name, types]) => ({ what: `needs ${name}, ${types.map((t) => t === 'function' ? 'a function' : t === 'object' ? 'an object' : t === 'list' ? 'a list' : 'a text').join(' or ')}` }));
const among = (value: JsonObject, name: string, known: readonly string[]): readonly Fault[] =>
  known.includes(String(value[name])) ? [] : [{ what: `has ${name} '${String(value[name])}': ${known.join(', ')}`, property: [name], near: nearest(String(value[name]), known) }];

function policyFaults(value: unknown, kinds: readonly string[]): readonly Fault[] {
  if (!isObject(value) || !('on' in value || 'onObject' in value)) return [{ what: 'exports no policy as default' }];
  const common = [...lacking(value, { because: ['string'], remedy: ['string'], fails: ['object'], passes: ['object'] }), ...among(value, 'severity', ['error', 'warning', 'info']), ...among(value, 'waivable', ['owner', 'governance', 'never'])];
  if ('onObject' in value) return [...common, ...lacking(value, { onObject: ['object'], rule: ['object'] })];
  const on = [value['on']].flat();
  return [...common, ...lacking(value, { check: ['function'] }), ...(on.length === 0 ? [{ what: 'is on no concept', property: ['on'] }] : []), ...on.flatMap((on): readonly Fault[] => kinds.includes(String(on)) ? [] : [{ what: `is on ${String(on)}, which is no concept`, property: ['on'], near: nearest(String(on), kinds) }])];
}

function targetFaults(value: unknown, kinds: readonly string[]): readonly Fault[] {
  if (!isObject(value) || !('emit' in value)) return [{ what: 'exports no target as default' }];
  const consumes = Array.isArray(value['consumes']) ? value['consumes'] as readonly unknown[] : [];
  return [
    ...lacking(value, { system: ['string'], docs: ['string'], api: ['string'], judge: ['string'], consumes: ['list'], emit: ['function'] }),
    ...among(value, 'per', ['node', 'project', 'portfolio']), ...among(value, 'scope', ['cluster', 'account', 'environment', 'project', 'portfolio']),
    ...consumes.flatMap((kind, i): readonly Fault[] => kinds.includes(String(kind)) ? [] : [{ what: `consumes ${String(kind)}, which is no concept`, property: ['consumes', i], near: nearest(String(kind), kinds) }]),
  ];
}

const waiverNames = ['policy', 'node', 'object', 'environments', 'because', 'owner', 'until'];
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

function waiverFaults(value: unknown, teams: readonly string[]): readonly Fault[] {
  if (!Array.isArray(value)) return [{ what: 'exports no list of waivers as default' }];
  return (value as readonly unknown[]).flatMap((waiver, i): readonly Fault[] => {
    if (!isObject(waiver)) return [{ what: `has an entry that is no waiver`, property: [i] }];
    const { owner, until } = waiver;
    return [
      ...lacking(waiver, { policy: ['string'], because: ['string'], owner: ['string'], until: ['string'] }).map((f) => ({ ...f, what: `has a waiver that ${f.what}`, property: [i] })),
      ...Object.keys(waiver).filter((k) => !waiverNames.includes(k)).map((k): Fault => ({ what: `has a waiver with an unknown property ${k}`, property: [i, k], near: nearest(k, waiverNames), key: true })),
      ...typeof until === 'string' && !isDate(until) ? [{ what: `has a waiver until '${until}', which is no date such as '2027-03-31'`, property: [i, 'until'] }] : [],
      ...typeof owner === 'string' && !teams.includes(owner) ? [{ what: `has a waiver whose owner '${owner}' is no team`, property: [i, 'owner'], near: nearest(owner, teams) }] : [],
    ];
  });
}
