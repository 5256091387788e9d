// Special categories, children, patients and applicants need a data protection impact assessment, which is looked at again when it says so.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

/** People who can hardly refuse, or whom a mistake hits hard: https://ec.europa.eu/newsroom/article29/items/611236 (WP 248), criteria 4 and 7 */
const vulnerable = ['children', 'patients', 'applicants', 'employees'];

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 35', 'ISO 42001 A.5.2', 'ISO 27701 A.7.2.5'],
  because: 'Where much can go wrong for people, the law wants it thought through beforehand, and again when things have changed.',
  remedy: 'make or renew the assessment, and say where it is filed',
  waivable: 'governance',
  check(contract, { asOf }) {
    const special = Object.keys(contract.fields).filter((f) => contract.fields[f]!.classification === 'special-category');
    const weak = personalFields(contract).length > 0 ? contract.subjects.filter((s) => vulnerable.includes(s)) : [];
    const why = [...(special.length > 0 ? [`special categories: ${special.join(', ')}`] : []), ...(weak.length > 0 ? [`about ${weak.join(', ')}`] : [])];
    const { impactAssessment: made } = contract;
    if (made === undefined) return why.length === 0 || { at: ['fields'], what: 'needs an impact assessment and has none', why };
    if (made.on > asOf) return { at: ['impactAssessment', 'on'], what: `has an impact assessment of the future: ${made.on}` };
    if (made.review < asOf) return { at: ['impactAssessment', 'review'], what: `has an impact assessment that was to be looked at again on ${made.review}`, ...(why.length === 0 ? { severity: 'warning' as const } : { why }) };
    return made.review > made.on || { at: ['impactAssessment', 'review'], what: 'looks at its impact assessment again before it was made' };
  },
  fails: { props: { subjects: ['children'], impactAssessment: { reference: 'DPIA 2024-3', on: '2024-01-10', review: '2025-01-10' } } },
  passes: {},
});
