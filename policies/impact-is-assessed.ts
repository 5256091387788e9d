// Where people could be hurt, the impact on them is assessed, and the assessment is looked at again in time.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 35', 'EU AI Act Art. 27', 'ISO 27701 A.7.2.5', 'ISO 42001 A.5.2', 'ISO 42001 A.5.3', 'NIST AI RMF MAP 5.1', 'SOC 2 CC3.2'],
  because: 'For such data the law asks for an assessment before the first record, not after the first complaint.',
  remedy: 'make the assessment and declare where it is filed and when it is reviewed',
  waivable: 'governance',
  check(contract, { root, asOf }) {
    const reasons = [
      ...(Object.values(contract.fields).some((f) => f.classification === 'special-category') ? ['it holds special categories of data'] : []),
      ...(contract.subjects.includes('children') ? ['it holds data of children'] : []),
      ...(contract.subjects.includes('patients') ? ['it holds data of patients'] : []),
      ...(personalFields(contract).length > 0 && root.aiAct?.class === 'high-risk' ? ['the project is high-risk and the data is personal'] : []),
    ];
    if (contract.impactAssessment === undefined) return reasons.length === 0 || { at: ['impactAssessment'], what: 'needs an impact assessment and has none', why: reasons };
    const { reference, review } = contract.impactAssessment;
    return review >= asOf || { severity: 'warning', at: ['impactAssessment', 'review'], what: `has an impact assessment that was to be looked at again on ${review}`, why: [reference] };
  },
  fails: { props: { subjects: ['children'], impactAssessment: undefined } },
  passes: { props: { subjects: ['children'], impactAssessment: { reference: 'DPIA 2026-14', on: '2026-05-04', review: '2027-05-04' } } },
});
