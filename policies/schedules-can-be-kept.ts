// A schedule is one that cron can read, in a time zone that there is.
import { policy, type Found } from 'leitwerk/policy';
import { runsPerDay } from '../src/analyse/slo/schedule.ts';

/** As the tz database spells it; the runtime takes other cases for the same, the cluster does not: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones */
function isZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone.toLowerCase() !== name.toLowerCase() || timeZone === name || name === 'Etc/UTC';
  } catch { return false; }
}

export default policy({
  on: 'Pipeline',
  severity: 'error',
  controls: ['ISO 27001 A.8.6'],
  because: 'A cluster refuses the whole object, and nothing runs at all.',
  remedy: 'let ranges rise (`0-5`, not `5-0`), or name a zone of the tz database (`Europe/Berlin`)',
  waivable: 'never',
  check: ({ schedule, timeZone }): readonly Found[] => [
    ...(runsPerDay(schedule) === undefined ? [{ at: ['schedule'], what: `runs at '${schedule}', which cron cannot read` }] : []),
    ...(isZone(timeZone) ? [] : [{ at: ['timeZone'], what: `runs by the clock of ${timeZone}, a time zone that there is not` }]),
  ],
  fails: { props: { schedule: '15 5-2 * * *' } },
  passes: { props: { schedule: '15 2-5 * * *' } },
});
