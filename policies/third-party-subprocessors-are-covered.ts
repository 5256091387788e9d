// Whoever works for a provider is where data may go: in the jurisdiction of the project, in one that is adequate, or under clauses that bind.
import { policy, type Found } from 'leitwerk/policy';
import { jurisdictions, protectionIn } from '../src/data/jurisdictions.ts';

const binding = ['standard-contractual-clauses', 'binding-corporate-rules'];

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties', 'privacy'],
  controls: ['GDPR Art. 28(2)', 'GDPR Art. 44', 'ISO 27701 A.7.5.2', 'ISO 27701 A.7.5.4', 'ISO 27001 A.5.21', 'SOC 2 P6.4'],
  because: 'The agreement ends at the provider; its hosts and support desks see the data all the same.',
  remedy: 'have the provider leave it out, or cover it by standard contractual clauses',
  waivable: 'governance',
  check(model, { facts, asOf }) {
    const { subprocessors } = facts.thirdParties.find((t) => t.node === model.$path)!;
    return subprocessors.flatMap((s, i): readonly Found[] => {
      if (!s.leaves || binding.includes(model.transferBasis ?? '') || protectionIn(s.jurisdiction, asOf)?.protection === 'adequate') return [];
      return [{
        at: ['subprocessors', i, 'region'], what: `hands data on to ${s.name} in ${jurisdictions[s.jurisdiction]?.title ?? s.jurisdiction}, which nothing covers`,
        why: [`${s.name}: ${s.does}`, `basis of the transfer: ${model.transferBasis ?? 'none'}`], try: [{ node: model.$path, property: ['transferBasis'], to: 'standard-contractual-clauses' }],
      }];
    });
  },
  fails: { props: { subprocessors: [{ name: 'Support desk', region: 'us-east-1', does: 'Reads tickets.' }], transferBasis: undefined } },
  passes: { props: { subprocessors: [{ name: 'Support desk', region: 'us-east-1', does: 'Reads tickets.' }], transferBasis: 'standard-contractual-clauses' } },
});
