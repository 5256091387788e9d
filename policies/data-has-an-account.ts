// A data contract is kept somewhere: its environment has an account.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'DataContract',
  severity: 'error',
  controls: ['ISO 27001 A.5.9', 'ISO 27001 A.8.10'],
  because: 'A data set without an account has no bucket, no key and no retention: the promise is kept by nobody.',
  remedy: 'the platform adds an account to the environment in leitwerk.config.ts, or the contract is declared for other environments only',
  waivable: 'never',
  check: (_, { env }) => env.accounts.length > 0 || `is promised in ${env.name}, which has no account to keep it in`,
  fails: { platform: { environments: { production: { accounts: { main: null } } } } },
  passes: {},
});
