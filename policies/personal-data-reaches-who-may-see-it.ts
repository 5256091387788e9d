// Personal data that can be read reaches an endpoint only where its callers, its purpose and its region are meant to have it.
import { policy, type Found } from 'leitwerk/policy';
import { valueOf } from '../src/model/known.ts';

/** Callers outside the company: an answer may tell them what somebody else wrote. */
const outside = ['customers', 'partners', 'public'];

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(f)', 'GDPR Art. 25', 'ISO 27701 A.7.4.4', 'ISO 42001 A.7.4'],
  because: 'A model repeats what it reads: whoever may ask it may read that data.',
  remedy: 'pseudonymise or drop the fields in a pipeline before, or serve callers who may read them from an endpoint of their own',
  waivable: 'governance',
  check(endpoint, { facts, get, root, platform }) {
    const readable = facts.dataFlow.flows.filter((f) => f.to === endpoint.$path && f.classification !== 'confidential' && valueOf(f.arrives) !== 'pseudonymised');
    if (readable.length === 0) return true;
    const why = readable.map((f) => `${f.contract}.${f.field} (${f.classification})${f.via.length === 0 ? '' : ` by way of ${f.via.join(', ')}`}${f.arrives.state === 'unknown' ? `: ${f.arrives.because.join('; ')}` : ''}`);
    const related = endpoint.reads.map((r, i) => ({ node: endpoint.$path, property: ['reads', i], what: `reads ${r.$ref}` }));
    const found: Found[] = [];
    const { audience } = endpoint.access;
    if (outside.includes(audience)) found.push({ at: ['access', 'audience'], what: `shows personal data to ${audience}`, why, related, try: [{ node: endpoint.$path, property: ['access', 'audience'], to: 'employees' }] });
    // What comes by way of others keeps the purpose that it was collected for.
    const foreign = [...new Set(readable.filter((f) => f.via.length > 0).map((f) => f.contract))].filter((c) => !get({ $ref: c, kind: 'DataContract' }).purposes.includes(root.purpose));
    if (foreign.length > 0) found.push({ at: ['reads'], what: `uses personal data of ${foreign.join(', ')} for '${root.purpose}', which is not allowed there`, why });
    const region = valueOf(facts.dataFlow.endpoints[endpoint.$path]!.region);
    if (region !== undefined && !root.regions.includes(region)) {
      found.push({ at: ['reads'], what: `brings personal data to ${region} (${platform.regions[region]?.jurisdiction ?? 'unknown jurisdiction'}), which is none of the project's regions`, why: [`regions: ${root.regions.join(', ')}`, ...why] });
    }
    return found;
  },
  fails: { props: { access: { audience: 'customers', issuer: 'corporate' } } },
  passes: { props: { access: { audience: 'employees', issuer: 'corporate' } } },
});
