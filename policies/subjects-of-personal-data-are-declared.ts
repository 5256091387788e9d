// A contract with personal data says whose it is.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 30(1)', 'ISO 27701 A.7.2.8'],
  because: 'The record of processing names the people; what is asked of a system hangs on who they are.',
  remedy: 'declare subjects',
  waivable: 'governance',
  check: (contract) => contract.subjects.length > 0 || personalFields(contract).length === 0 || { at: ['fields'], what: 'has personal data and does not say whose', why: [`personal: ${personalFields(contract).join(', ')}`] },
  fails: { props: { subjects: [] } },
  passes: { props: { subjects: ['customers'] } },
});
