// What is made of personal data may be used for no purpose that its source does not allow, across projects too.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(b)', 'GDPR Art. 6(4)', 'ISO 27701 A.7.4.2', 'SOC 2 P4.1', 'ISO 42001 A.7.5'],
  because: 'A copy under another purpose is the same data, and the people whose it is were not asked.',
  remedy: 'take the purpose out, make the data anonymous on the way, or agree on the purpose with the owner of the source',
  waivable: 'governance',
  check(contract, { facts, get }) {
    const from = new Map<string, string[]>();
    for (const f of facts.dataFlow.flows) if (f.to === contract.$path && f.contract !== contract.$path && f.classification !== 'confidential') from.set(f.contract, [...from.get(f.contract) ?? [], f.field]);
    return [...from].flatMap(([path, fields]): readonly Found[] => {
      const allowed = get<'DataContract'>({ $ref: path, kind: 'DataContract' }).purposes;
      const beyond = contract.purposes.filter((p) => !allowed.includes(p));
      return beyond.length === 0 ? [] : [{
        at: ['purposes'], what: `may be used for ${beyond.map((p) => `'${p}'`).join(', ')}, and holds data of ${path}, which may not`,
        why: [`${path}: ${allowed.join(', ') || 'no purpose'}; from there: ${fields.join(', ')}`], try: [{ node: contract.$path, property: ['purposes'], to: contract.purposes.filter((p) => allowed.includes(p)) }],
        related: [{ node: path, property: ['purposes'], what: 'declared here' }],
      }];
    });
  },
  fails: { props: { purposes: ['customer-support', 'supply-planning'] }, also: [{ kind: 'DataContract', props: { purposes: ['customer-support'] } }, { kind: 'Pipeline', props: { reads: [{ $ref: 'example/also-0', kind: 'DataContract' }], writes: [{ $ref: 'subject' }], transformation: { kind: 'pseudonymise', fields: [], because: 'Names are not needed.' } } }] },
  passes: { props: { purposes: ['customer-support'] }, also: [{ kind: 'DataContract', props: { purposes: ['customer-support'] } }, { kind: 'Pipeline', props: { reads: [{ $ref: 'example/also-0', kind: 'DataContract' }], writes: [{ $ref: 'subject' }], transformation: { kind: 'pseudonymise', fields: [], because: 'Names are not needed.' } } }] },
});
