// What counts as an event, and as a bad one, for each indicator: PromQL over the metrics of vLLM, MLServer, Envoy and kube-state-metrics.
import type { SloArithmetic } from '../slo.ts';
import type { Meter } from './meters.ts';
import { increaseSum, rateSum, regexText, series, type Matchers } from '../../model/promql.ts';

/** Events of an endpoint: the share of bad ones in a window, and how many there were. */
export interface Indicator { readonly badShare: (window: string) => string; readonly count: (window: string) => string }

// Quiet windows record nothing: a share of nothing would be NaN, and one NaN makes every average over it NaN.
const share = (bad: string, all: string): string => `(${bad}) / (${all} > 0)`;

/** Of which series a meter's counters are. */
export interface Measured { readonly namespace: string; readonly name: string }
const scraped = ({ namespace, name }: Measured): Matchers => ({ namespace, job: `${namespace}/${name}` });
// A cluster of Envoy's a rule of a route: https://github.com/envoyproxy/gateway/blob/v1.8.1/test/e2e/tests/retry.go
const routed = ({ namespace, name }: Measured): Matchers => ({ envoy_cluster_name: { matches: `httproute/${regexText(namespace)}/${regexText(name)}/rule/[0-9]+` } });
const requests: Readonly<Record<Meter, { readonly of: (m: Measured) => Matchers; readonly all: string; readonly failed: string; readonly failing: Matchers }>> = {
  // Requests to the API alone; vLLM leaves probes and `/metrics` out by itself. https://github.com/vllm-project/vllm/blob/02a69ad2710b79425c217f79dd4ad8e4ea671ee1/vllm/entrypoints/serve/instrumentator/metrics.py
  vllm: { of: (m) => ({ ...scraped(m), handler: { matches: '/v1/.*' } }), all: 'http_requests_total', failed: 'http_requests_total', failing: { status: '5xx' } },
  // What no replica could take is completed too, by the gateway itself: https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats#dynamic-http-statistics
  envoy: { of: routed, all: 'envoy_cluster_upstream_rq_completed', failed: 'envoy_cluster_upstream_rq_xx', failing: { envoy_response_code_class: '5' } },
  mlserver: { of: (m) => ({ ...scraped(m), path: { matches: '/v2/models/.*infer' } }), all: 'rest_server_requests_total', failed: 'rest_server_requests_total', failing: { status_code: { matches: '5..' } } },
};

/** All requests of a workload, and those that failed: counter and labels. */
export const requestMatchers = (meter: Meter, measured: Measured): { readonly all: readonly [string, Matchers]; readonly failed: readonly [string, Matchers] } => {
  const { of, all, failed, failing } = requests[meter];
  return { all: [all, of(measured)], failed: [failed, { ...of(measured), ...failing }] };
};

export function endpointIndicator(kind: string, { measure, meter }: SloArithmetic, measured: Measured): Indicator | undefined {
  if (meter === undefined) return undefined;
  const { all, failed } = requestMatchers(meter, measured);
  if (kind === 'availability') return { badShare: (w) => share(`${rateSum(...failed, w)} or vector(0)`, rateSum(...all, w)), count: (w) => increaseSum(...all, w) };
  const le = measure?.bucket;
  if (measure === undefined || le === undefined) return undefined;
  const which = meter === 'vllm' ? scraped(measured) : all[1];
  const [total, good] = [measure.all ?? `${measure.metric}_count`, `${measure.metric}_bucket`];
  return {
    badShare: (w) => share(`${rateSum(total, which, w)} - ${rateSum(good, { ...which, le }, w)}`, rateSum(total, which, w)),
    count: (w) => increaseSum(total, which, w),
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
