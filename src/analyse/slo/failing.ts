// An objective on runs of a pipeline: how many failed in the window, and alerts on how many more may.
import type { NodeOf } from '../../model/node.ts';
import { series } from '../../model/promql.ts';
import { milliseconds } from '../../model/units.ts';
import type { AlertContext, Alerting } from '../alerts.ts';
import type { SloArithmetic } from '../slo.ts';
import { runsOf } from './indicators.ts';

export function failing(slo: NodeOf<'Slo'>, of: NodeOf<'Pipeline'>, { window, errorBudget, events }: SloArithmetic, { ids, alert, nameOf, namespace }: AlertContext): Omit<Alerting, 'of'> | undefined {
  if (slo.indicator.kind !== 'run-succeeds') return undefined;
  const runs = runsOf(namespace, nameOf(of, 'cron-job'));
  const [failed, all] = [`slo:failed_runs:count${window}`, `slo:runs:count${window}`];
  // Where the schedule tells how many runs there will be, failures are counted: a share would cry at the first run of a new pipeline.
  const over = (part: 1 | 2): string => (events === undefined ? `${series(failed, ids)} / (${series(all, ids)} > 0) > ${errorBudget} / ${part}` : `${series(failed, ids)} > ${Math.floor(events.mayFail / part)}`);
  const allowed = events === undefined ? `${errorBudget} of all runs may fail` : `${events.mayFail} of ${events.expected} runs may fail`;
  const description = `{{ $value | humanize }} failed in the last ${window}; ${allowed} (objective ${slo.objective}). Read the log of the last failed Job, then decide whether its data must be made up for.`;
  const look = { [`failed runs in ${window}`]: runs.failed(window), [`runs in ${window}`]: runs.all(window) };
  return {
    groups: [{ name: `slo-${nameOf(slo)}-indicator`, rules: [{ record: failed, expr: runs.failed(window), labels: ids }, { record: all, expr: runs.all(window), labels: ids }] }],
    alerts: [
      ...(events?.mayFail === 0 ? [] : [alert('FailureBudgetHalfSpent', 'ticket', { kind: 'half-of-failures', expr: over(2), summary: `${of.$id}: half of the failures that ${window} allow have happened`, description, look })]),
      alert('FailureBudgetSpent', 'page', { kind: 'failures', expr: over(1), summary: `${of.$id}: more runs failed than promised`, description, look }),
      alert('RunOverdue', 'ticket', {
        kind: 'overdue', expr: `${runs.due} > ${Math.ceil(milliseconds(of.timeout) / 1000) + 3600}`, summary: `${of.$id}: a run has not started`,
        description: 'Its time came more than a timeout and an hour ago. Is the CronJob suspended, or the run before it stuck?', look: { 'seconds since it was due': runs.due },
      }),
    ],
  };
}
