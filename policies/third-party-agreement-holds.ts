// The contract with a provider has not run out, and somebody knows in time that it will.
import { policy } from 'leitwerk/policy';
import { daysBetween } from '../src/model/dates.ts';

/** A new contract takes about a quarter. */
const notice = 90;

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties'],
  controls: ['GDPR Art. 28(3)', 'ISO 27001 A.5.22', 'ISO 42001 A.10.3', 'SOC 2 CC9.2', 'NIST AI RMF MANAGE 3.1'],
  because: 'The day after its last day every request is sent without a contract, and nothing else would change.',
  remedy: 'extend the contract and write its new last day, or take the model out',
  waivable: 'governance',
  check({ agreement, provider }, { asOf }) {
    if (agreement === undefined) return true;
    const left = daysBetween(asOf, agreement.until);
    if (left > notice) return true;
    const why = [`${agreement.reference}: until ${agreement.until}; today is ${asOf}`];
    return left < 0 ? { at: ['agreement', 'until'], what: `is bound by an agreement with ${provider} that ended ${-left} days ago`, why } : { severity: 'warning', at: ['agreement', 'until'], what: `is bound by an agreement with ${provider} that ends in ${left} days`, why };
  },
  fails: { props: { agreement: { reference: 'Contract 2024-3', until: '2026-11-22' } }, asOf: '2026-11-23' },
  passes: { props: { agreement: { reference: 'Contract 2026-117', until: '2027-02-22' } }, asOf: '2026-11-23' },
});
