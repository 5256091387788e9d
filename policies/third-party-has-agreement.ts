// Nothing is sent to another company without a contract on data processing.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties'],
  controls: ['GDPR Art. 28(3)', 'ISO 27701 A.7.2.6', 'ISO 27001 A.5.20', 'ISO 42001 A.10.3', 'SOC 2 CC9.2', 'NIST AI RMF GOVERN 6.1'],
  because: 'Without a contract the provider may do with what it is sent whatever its terms of the day say.',
  remedy: 'name the contract on data processing and its last day, or do not declare the model in this environment',
  waivable: 'governance',
  check: ({ agreement, provider }, { env }) => agreement !== undefined || {
    ...(env.stage === 'production' ? {} : { severity: 'warning' as const }),
    at: ['agreement'], what: `sends data to ${provider} without an agreement on data processing`,
  },
  fails: { props: { agreement: undefined } },
  passes: { props: { agreement: { reference: 'Contract 2026-117', until: '2028-03-31' } } },
});
