// A schedule is one that cron can read, in a time zone that there is.
import { policy, type Found } from 'leitwerk/policy';
import { runsPerDay } from '../src/analyse/slo/schedule.ts';
import { isTimeZone } from '../src/data/time-zones.ts';

export default policy({
  on: 'Pipeline',
  severity: 'error',
  controls: ['ISO 27001 A.8.6'],
  because: 'A cluster refuses the whole object, and nothing runs at all.',
  remedy: 'let ranges rise (`0-5`, not `5-0`), or name a zone of the tz database (`Europe/Berlin`)',
  waivable: 'never',
  check: ({ schedule, timeZone }): readonly Found[] => [
    ...(runsPerDay(schedule) === undefined ? [{ at: ['schedule'], what: `runs at '${schedule}', which cron cannot read` }] : []),
    ...(isTimeZone(timeZone) ? [] : [{ at: ['timeZone'], what: `runs by the clock of ${timeZone}, a time zone that there is not` }]),
  ],
  fails: { props: { schedule: '15 5-2 * * *' } },
  passes: { props: { schedule: '15 2-5 * * *' } },
});
