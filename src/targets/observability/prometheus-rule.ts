// A service level objective as Prometheus rules: the share of bad events in each window, what is left of the budget, and alerts on how fast it burns.
// https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
import type { SloArithmetic } from '../../analyse/slo.ts';
import type { JsonObject } from '../../model/json.ts';
import { isA } from '../../model/query.ts';
import type { AnyNode, NodeOf } from '../../model/node.ts';
import { milliseconds } from '../../model/units.ts';
import { object, target, type EmitContext } from '../../target.ts';
import { endpointIndicator, runsOf, type Indicator } from './indicators.ts';
import { series } from './promql.ts';

const api = 'monitoring.coreos.com/v1';
type Slo = NodeOf<'Slo'>;
const pascal = (id: string): string => id.split(/[^A-Za-z0-9]+/).map((w) => w.slice(0, 1).toUpperCase() + w.slice(1)).join('');

export default target({
  system: 'Prometheus Operator', api, docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule',
  concern: 'alerting', consumes: ['Slo'], per: 'node', scope: 'cluster', requires: ['prometheus-operator >= 0.70', 'kube-state-metrics >= 2.10'], judge: 'promtool',
  *emit(slo, context) {
    const { get, names, namespace, labels, facts, cluster } = context;
    const of = get(slo.of) as unknown as AnyNode;
    const groups = isA(of, 'Pipeline') ? runGroups(slo, of, facts.slo[slo.$path]!, context) : burnGroups(slo, of, facts.slo[slo.$path]!, context);
    if (groups.length === 0) return;
    yield object(api, 'PrometheusRule', { name: names.of(slo), namespace, labels: { ...labels(slo), ...cluster.monitoring?.ruleLabels } }, { spec: { groups } }, { file: 'alerts', from: [of.$path] });
  },
});

function burnGroups(slo: Slo, of: AnyNode, arithmetic: SloArithmetic, context: EmitContext): readonly JsonObject[] {
  // The job is the PodMonitor's: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitorSpec
  const measured = { namespace: context.namespace, name: context.names.of(of) };
  const indicator = endpointIndicator(slo.indicator.kind, arithmetic, measured);
  if (!indicator) return [];
  const { ids, alert } = common(slo, context);
  const { rungs, errorBudget, objective, window, windowHours, strategy } = arithmetic;
  const windows = [...new Set(['5m', ...rungs.flatMap((r) => [r.short, r.long])])];
  const bad = (w: string): string => series(`slo:sli_error:ratio_rate${w}`, ids);
  return [
    { name: `slo-${context.names.of(slo)}-indicator`, rules: windows.map((w) => ({ record: `slo:sli_error:ratio_rate${w}`, expr: indicator.badShare(w), labels: ids })) },
    { name: `slo-${context.names.of(slo)}-budget`, rules: [
      { record: 'slo:objective:ratio', expr: `vector(${objective})`, labels: ids },
      { record: 'slo:error_budget:ratio', expr: `vector(${errorBudget})`, labels: ids },
      // The mean over time of five-minute shares: cheap, and close to the share of all requests where traffic is even.
      { record: 'slo:period_error_budget_remaining:ratio', expr: `1 - avg_over_time(${bad('5m')}[${window}]) / ${errorBudget}`, labels: ids },
    ] },
    { name: `slo-${context.names.of(slo)}-alerts`, rules: [
      ...rungs.map((r) => alert('ErrorBudgetBurn', r.severity, {
        expr: `(${bad(r.long)} > ${r.threshold} and ${bad(r.short)} > ${r.threshold})${strategy === 'burn-rate-with-minimum' ? minimum(indicator, r) : ''}`, labels: { window: r.long },
        summary: `${slo.$id}: the error budget burns at ${r.factor} times the rate that it allows for, or faster`,
        description: `{{ $value | humanizePercentage }} of events were bad over ${r.long}; the objective is ${slo.objective} over ${window}. At ${r.factor} times the rate a whole budget lasts ${Math.round(windowHours / Number(r.factor))} h.`,
      })),
      ...(slo.indicator.kind === 'availability' ? [alert('NothingAnswers', 'page', {
        expr: nobodyAnswers(of, context), for: '5m', summary: `${of.$id}: no replica answers`, description: 'Requests that reach nobody are counted by nobody: this alert stands in for them. Look at the pods and at the quota first.',
      })] : []),
    ] },
  ];
}
/** An engine that Prometheus reads is up; of others their controller tells how many can be asked. */
function nobodyAnswers(of: AnyNode, { facts, namespace, names }: EmitContext): string {
  if (isA(of, 'ModelEndpoint')) return `absent(${series('up', { namespace, job: `${namespace}/${names.of(of)}` })} == 1)`;
  const { kind, name } = facts.workloads[of.$path]!.controller;
  // KServe runs a predictor as a Deployment: https://github.com/kserve/kserve/blob/v0.20.0/pkg/constants/constants.go
  return `absent(${series('kube_deployment_status_replicas_available', { namespace, deployment: kind === 'InferenceService' ? `${name}-predictor` : name })} > 0)`;
}
/** Too few events for shares to mean much: one failure alone must not wake anybody. */
const minimum = ({ count }: Indicator, { long, minimumEvents }: { readonly long: string; readonly minimumEvents: number }): string => ` and on() (${count(long)} >= ${minimumEvents})`;

function runGroups(slo: Slo, of: NodeOf<'Pipeline'>, { window, errorBudget, events }: SloArithmetic, context: EmitContext): readonly JsonObject[] {
  const runs = runsOf(context.namespace, context.names.of(of, 'cron-job'));
  const { ids, alert } = common(slo, context);
  const [failed, all] = [`slo:failed_runs:count${window}`, `slo:runs:count${window}`];
  // Where the schedule tells how many runs there will be, failures are counted: a share would cry at the first run of a new pipeline.
  const over = (part: 1 | 2): string => (events === undefined ? `${series(failed, ids)} / (${series(all, ids)} > 0) > ${errorBudget} / ${part}` : `${series(failed, ids)} > ${Math.floor(events.mayFail / part)}`);
  const allowed = events === undefined ? `${errorBudget} of all runs may fail` : `${events.mayFail} of ${events.expected} runs may fail`;
  const description = `{{ $value | humanize }} failed in the last ${window}; ${allowed} (objective ${slo.objective}). Read the log of the last failed Job, then decide whether its data must be made up for.`;
  return [
    { name: `slo-${context.names.of(slo)}-indicator`, rules: [{ record: failed, expr: runs.failed(window), labels: ids }, { record: all, expr: runs.all(window), labels: ids }] },
    { name: `slo-${context.names.of(slo)}-alerts`, rules: [
      ...(events?.mayFail === 0 ? [] : [alert('FailureBudgetHalfSpent', 'ticket', { expr: over(2), summary: `${of.$id}: half of the failures that ${window} allow have happened`, description })]),
      alert('FailureBudgetSpent', 'page', { expr: over(1), summary: `${of.$id}: more runs failed than promised`, description }),
      alert('RunOverdue', 'ticket', {
        expr: `${runs.due} > ${Math.ceil(milliseconds(of.timeout) / 1000) + 3600}`, summary: `${of.$id}: a run has not started`,
        description: 'Its time came more than a timeout and an hour ago. Is the CronJob suspended, or the run before it stuck?',
      }),
    ] },
  ];
}

interface Alert { readonly expr: string; readonly for?: string; readonly labels?: JsonObject; readonly summary: string; readonly description: string }
function common(slo: Slo, { env, root }: EmitContext) {
  const ids = { environment: env.name, project: root.$project, slo: slo.$id };
  const alert = (name: string, severity: 'page' | 'ticket', { expr, for: wait, labels, summary, description }: Alert): JsonObject => ({
    alert: `${pascal(slo.$id)}${name}`, expr, ...(wait === undefined ? {} : { for: wait }),
    // Only production gets people out of bed.
    labels: { ...ids, ...labels, severity: env.stage === 'production' ? severity : 'ticket', team: root.owner }, annotations: { summary, description },
  });
  return { ids, alert };
}
