// An index over personal data says whose a document is, and everybody who looks things up in it shows the claim that it asks for.
import { policy, type Found } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'VectorIndex',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 25', 'GDPR Art. 32', 'ISO 27001 A.8.3', 'OWASP LLM08:2025'],
  because: 'A search finds whatever is near: without a rule in the database, one caller reads what another wrote.',
  remedy: 'declare rowLevelSecurity, and the same claim as tenantClaim of each application and endpoint that reads the index',
  waivable: 'governance',
  check({ $path, source, rowLevelSecurity, text, metadata }, { get, users, facts }) {
    const contract = get(source);
    const personal = personalFields(contract).filter((f) => [...text, ...metadata].includes(f));
    const found: Found[] = [];
    if (personal.length > 0 && rowLevelSecurity === undefined) found.push({ at: ['source'], what: 'holds personal data and shows all of it to whoever may search', why: [`personal: ${personal.map((f) => `${contract.$path}.${f}`).join(', ')}`] });
    if (rowLevelSecurity === undefined) return found;
    const readers = [...users({ $path }, 'Application'), ...users({ $path }, 'ModelEndpoint').filter((e) => e.reads.some((r) => r.$ref === $path))];
    return readers.filter((r) => r.access.tenantClaim !== rowLevelSecurity.claim).map((r): Found => ({
      at: ['rowLevelSecurity', 'claim'], what: `wants the claim ${rowLevelSecurity.claim}, and ${r.$id} shows ${r.access.tenantClaim === undefined ? 'none' : r.access.tenantClaim}: it finds nothing, or is given what is not its own`,
      why: facts.dataFlow.crossings.filter((c) => c.border === 'tenant' && c.to === r.$path).map((c) => `${c.contract} (${c.classification}): ${c.why}`),
      try: [{ node: r.$path, property: ['access', 'tenantClaim'], to: rowLevelSecurity.claim }], related: [{ node: r.$path, property: ['access'], what: 'who may call it' }],
    }));
  },
  fails: { props: { rowLevelSecurity: { field: 'customer', claim: 'organisation' } }, also: [{ kind: 'Application', props: { reads: [{ $ref: 'subject', kind: 'VectorIndex' }] } }] },
  passes: { also: [{ kind: 'Application', props: { reads: [{ $ref: 'subject', kind: 'VectorIndex' }] } }] },
});
