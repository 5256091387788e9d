// Data that rests on consent can be erased person by person.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 7(3)', 'GDPR Art. 17', 'ISO 27701 A.7.3.4', 'ISO 27701 A.7.3.6', 'SOC 2 P4.3'],
  because: 'Who withdraws consent is not helped by a retention that ends next year.',
  remedy: 'erase by key, or rest on another basis',
  waivable: 'governance',
  check(contract, { platform }) {
    if (personalFields(contract).length === 0 || contract.erasure === 'by-key') return true;
    const asked = contract.legalBasis === undefined ? contract.purposes.filter((p) => platform.purposes[p]?.legalBasis === 'consent') : contract.legalBasis === 'consent' ? ['declared here'] : [];
    return asked.length === 0 || { at: ['erasure'], what: 'rests on consent and erases nobody before the end of its retention', why: [`consent: ${asked.join(', ')}`], try: [{ node: contract.$path, property: ['erasure'], to: 'by-key' }] };
  },
  fails: { props: { legalBasis: 'consent', erasure: 'by-retention' } },
  passes: { props: { legalBasis: 'consent', erasure: 'by-key' } },
});
