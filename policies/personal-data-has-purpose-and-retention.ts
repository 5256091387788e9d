// A contract with personal data says what it may be used for and how long it is kept.
import { policy, type Found } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(b)', 'GDPR Art. 5(1)(e)', 'ISO 27701 A.7.2.1', 'ISO 27701 A.7.4.7'],
  because: 'Personal data may be collected for stated purposes only, and kept no longer than they need.',
  remedy: 'state the purposes and the retention',
  waivable: 'never',
  check(contract) {
    const personal = personalFields(contract);
    if (personal.length === 0) return true;
    const why = [`personal: ${personal.join(', ')}`];
    const found: Found[] = [];
    if (contract.purposes.length === 0) found.push({ at: ['purposes'], what: 'has personal data and no purpose', why });
    if (contract.retention === undefined) found.push({ at: ['retention'], what: 'has personal data and no retention', why });
    return found;
  },
  fails: { props: { purposes: [] } },
  passes: { props: { purposes: ['customer-support'], retention: '13mo' } },
});
