// What counts as an event, and as a bad one, for each indicator: PromQL over the metrics of vLLM and of kube-state-metrics.
import type { SloArithmetic } from '../../analyse/slo.ts';
import { boundaryLabel } from '../../analyse/slo/histograms.ts';
import { increaseSum, rateSum, regexText, series, type Matchers } from './promql.ts';

/** Events of an endpoint: the share of bad ones in a window, and how many there were. */
export interface Indicator { readonly badShare: (window: string) => string; readonly count: (window: string) => string }

// Quiet windows record nothing: a share of nothing would be NaN, and one NaN makes every average over it NaN.
const share = (bad: string, all: string): string => `(${bad}) / (${all} > 0)`;

/** Requests to the API alone; vLLM leaves probes and `/metrics` out by itself. https://github.com/vllm-project/vllm/blob/02a69ad2710b79425c217f79dd4ad8e4ea671ee1/vllm/entrypoints/serve/instrumentator/metrics.py */
export function endpointIndicator(kind: string, { measure }: SloArithmetic, of: Matchers): Indicator | undefined {
  if (kind === 'availability') {
    const requests = { ...of, handler: { matches: '/v1/.*' } };
    return {
      badShare: (w) => share(`${rateSum('http_requests_total', { ...requests, status: '5xx' }, w)} or vector(0)`, rateSum('http_requests_total', requests, w)),
      count: (w) => increaseSum('http_requests_total', requests, w),
    };
  }
  const le = measure?.le ?? (measure?.neighbours?.[0] === undefined ? undefined : boundaryLabel(measure.neighbours[0]));
  if (measure === undefined || le === undefined) return undefined;
  const [all, good] = [`${measure.metric}_count`, `${measure.metric}_bucket`];
  return {
    badShare: (w) => share(`${rateSum(all, of, w)} - ${rateSum(good, { ...of, le }, w)}`, rateSum(all, of, w)),
    count: (w) => increaseSum(all, of, w),
  };
}

/** Runs of a CronJob. A finished Job is seen as long as it exists; over a window every Job counts once, also those that are gone by now, and those that two exporters have seen. */
export function runsOf(namespace: string, cronJob: string): { readonly failed: (window: string) => string; readonly all: (window: string) => string; readonly due: string } {
  const jobs: Matchers = { namespace, job_name: { matches: `${regexText(cronJob)}-[0-9]+` }, condition: 'true' };
  const ended = (metric: string, w: string): string => `(sum(max by (job_name) (max_over_time(${series(metric, jobs)}[${w}]))) or vector(0))`;
  return {
    failed: (w) => ended('kube_job_failed', w),
    all: (w) => `${ended('kube_job_failed', w)} + ${ended('kube_job_complete', w)}`,
    due: `time() - ${series('kube_cronjob_next_schedule_time', { namespace, cronjob: cronJob })}`,
  };
}
