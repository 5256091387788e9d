// Personal data says whose it is, so that the record of processing does.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'warning',
  packs: ['privacy'],
  controls: ['GDPR Art. 30', 'GDPR Art. 5(2)', 'ISO 27701 A.7.2.8', 'SOC 2 P1.1'],
  because: 'An authority asks for the record first, and whose data it is stands at its top.',
  remedy: 'declare subjects',
  waivable: 'owner',
  check: (contract) => personalFields(contract).length === 0 || contract.subjects.length > 0 || { at: ['subjects'], what: 'has personal data and does not say whose', why: [`personal: ${personalFields(contract).join(', ')}`] },
  fails: { props: { subjects: [] } },
  passes: { props: { subjects: ['customers'] } },
});
