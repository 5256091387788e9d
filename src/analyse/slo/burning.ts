// An objective on requests: the share of bad ones in each window, what is left of the budget, and alerts on how fast it burns.
// https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
import type { Kind, NodeOf } from '../../model/node.ts';
import { series } from '../../model/promql.ts';
import { isA } from '../../model/query.ts';
import type { AlertContext, Alerting } from '../alerts.ts';
import type { SloArithmetic } from '../slo.ts';
import { endpointIndicator, type Indicator } from './indicators.ts';

export function burning(slo: NodeOf<'Slo'>, of: NodeOf<Kind>, arithmetic: SloArithmetic, context: AlertContext): Omit<Alerting, 'of'> | undefined {
  const { ids, alert, nameOf, namespace } = context;
  const indicator = endpointIndicator(slo.indicator.kind, arithmetic, { namespace, name: nameOf(of) });
  if (!indicator) return undefined;
  const { rungs, errorBudget, objective, window, windowHours, strategy } = arithmetic;
  const windows = [...new Set(['5m', ...rungs.flatMap((r) => [r.short, r.long])])];
  const bad = (w: string): string => series(`slo:sli_error:ratio_rate${w}`, ids);
  const remaining = series('slo:period_error_budget_remaining:ratio', ids);
  return {
    groups: [
      { name: `slo-${nameOf(slo)}-indicator`, rules: windows.map((w) => ({ record: `slo:sli_error:ratio_rate${w}`, expr: indicator.badShare(w), labels: ids })) },
      { name: `slo-${nameOf(slo)}-budget`, rules: [
        { record: 'slo:objective:ratio', expr: `vector(${objective})`, labels: ids },
        { record: 'slo:error_budget:ratio', expr: `vector(${errorBudget})`, labels: ids },
        // The mean over time of five-minute shares: cheap, and close to the share of all requests where traffic is even.
        { record: 'slo:period_error_budget_remaining:ratio', expr: `1 - avg_over_time(${bad('5m')}[${window}]) / ${errorBudget}`, labels: ids },
      ] },
    ],
    alerts: [
      ...rungs.map((r) => alert('ErrorBudgetBurn', r.severity, {
        kind: 'burn', expr: `(${bad(r.long)} > ${r.threshold} and ${bad(r.short)} > ${r.threshold})${strategy === 'burn-rate-with-minimum' ? minimum(indicator, r) : ''}`, labels: { window: r.long },
        summary: `${slo.$id}: the error budget burns at ${r.factor} times the rate that it allows for, or faster`,
        description: `{{ $value | humanizePercentage }} of events were bad over ${r.long}; the objective is ${slo.objective} over ${window}. At ${r.factor} times the rate a whole budget lasts ${Math.round(windowHours / Number(r.factor))} h.`,
        look: { 'share of bad events now': indicator.badShare('5m'), 'events in the last hour': indicator.count('1h'), 'what is left of the budget': remaining },
      })),
      ...(slo.indicator.kind === 'availability' ? [alert('NothingAnswers', 'page', {
        kind: 'silence', expr: nobodyAnswers(of, context), for: '5m', summary: `${of.$id}: no replica answers`, description: 'Requests that reach nobody are counted by nobody: this alert stands in for them. Look at the pods and at the quota first.',
        look: { 'pods by phase': `sum by (phase) (${series('kube_pod_status_phase', { namespace })})`, 'why containers wait': `sum by (pod, reason) (${series('kube_pod_container_status_waiting_reason', { namespace })})` },
      })] : []),
    ],
  };
}

/** What Prometheus reads is up; of a Deployment the cluster tells how many can be asked, which is surer where the metrics are the author's own. */
function nobodyAnswers(of: NodeOf<Kind>, { facts, namespace, nameOf }: AlertContext): string {
  const { kind, name } = facts.workloads[of.$path]!.controller;
  if (isA(of, 'ModelEndpoint') || (kind !== 'Deployment' && kind !== 'InferenceService')) return `absent(${series('up', { namespace, job: `${namespace}/${nameOf(of)}` })} == 1)`;
  // KServe runs a predictor as a Deployment: https://github.com/kserve/kserve/blob/v0.20.0/pkg/constants/constants.go
  return `absent(${series('kube_deployment_status_replicas_available', { namespace, deployment: kind === 'InferenceService' ? `${name}-predictor` : name })} > 0)`;
}
/** Too few events for shares to mean much: one failure alone must not wake anybody. */
const minimum = ({ count }: Indicator, { long, minimumEvents }: { readonly long: string; readonly minimumEvents: number }): string => ` and on() (${count(long)} >= ${minimumEvents})`;
