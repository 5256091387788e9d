// A refresh of features is at times that cron can read.
import { policy } from 'leitwerk/policy';
import { runsPerDay } from '../src/analyse/slo/schedule.ts';

export default policy({
  on: 'FeatureView',
  severity: 'error',
  controls: ['ISO 27001 A.8.6'],
  because: 'A cluster refuses the whole object, and no feature is ever refreshed.',
  remedy: 'let ranges rise: `0-5`, not `5-0`',
  waivable: 'never',
  check: ({ refresh }) => refresh === undefined || runsPerDay(refresh) !== undefined || { at: ['refresh'], what: `is refreshed at '${refresh}', which cron cannot read` },
  fails: { props: { refresh: '15 5-2 * * *' } },
  passes: { props: { refresh: '15 2-5 * * *' } },
});
