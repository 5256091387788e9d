// What engines and services show of themselves: latency beside the promise, queue, cache, tokens, GPUs; requests and answers at the gateway.
import { meterOf } from '../../analyse/slo/meters.ts';
import { requestMatchers } from '../../analyse/slo/indicators.ts';
import type { AnyNode, NodeOf } from '../../model/node.ts';
import { rateSum, regexText, series, type Matchers } from '../../model/promql.ts';
import type { EmitContext } from '../../target.ts';
import type { Line, Panel } from './panels.ts';

const quantiles = [['0.5', 'median'], ['0.95', '95 %'], ['0.99', '99 %']] as const;

/** Quantiles of a histogram in seconds, and the promise. */
function latency(title: string, metric: string, of: Matchers, node: AnyNode, indicator: string, { facts, users }: EmitContext, perSecond = ''): Panel {
  const promises = users(node, 'Slo').filter((s) => s.of.$ref === node.$path && s.indicator.kind === indicator).flatMap((s): Line[] => {
    const measure = facts.slo[s.$path]?.measure;
    return measure === undefined ? [] : [{ expr: `vector(${measure.underSeconds})`, legend: `${s.$id}: ${s.objective} under`, mark: true }];
  });
  return { title, unit: 's', lines: [...quantiles.map(([q, legend]) => ({ expr: `histogram_quantile(${q}, sum by (le) (rate(${series(`${metric}_bucket`, of)}[5m])))${perSecond}`, legend })), ...promises] };
}

export function enginePanels(endpoint: NodeOf<'ModelEndpoint'>, context: EmitContext): readonly Panel[] {
  const { env, namespace, names } = context;
  const node = endpoint as unknown as AnyNode;
  if (meterOf(node, env) !== 'vllm') return [];
  const name = names.of(endpoint);
  const of = { namespace, job: `${namespace}/${name}` };
  // The exporter's own labels are renamed where Prometheus has such labels already: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
  const gpu = (metric: string): string => ['exported_', ''].map((p) => series(metric, { [`${p}namespace`]: namespace, [`${p}pod`]: { matches: `${regexText(name)}-.+` } })).join(' or ');
  return [
    latency('Time to the first token', 'vllm:time_to_first_token_seconds', of, node, 'time-to-first-token', context),
    latency('Time to the answer', 'vllm:e2e_request_latency_seconds', of, node, 'time-to-answer', context),
    { title: 'Requests', unit: 'none', lines: [{ expr: `sum(${series('vllm:num_requests_running', of)})`, legend: 'under way' }, { expr: `sum(${series('vllm:num_requests_waiting', of)})`, legend: 'waiting' }, { expr: `vector(${endpoint.concurrency})`, legend: 'at once, of one replica', mark: true }] },
    { title: 'KV cache in use', unit: 'percentunit', lines: [{ expr: `max by (pod) (${series('vllm:kv_cache_usage_perc', of)})`, legend: '{{pod}}' }] },
    { title: 'Tokens per second', unit: 'none', lines: [{ expr: rateSum('vllm:prompt_tokens_total', of, '5m'), legend: 'input' }, { expr: rateSum('vllm:generation_tokens_total', of, '5m'), legend: 'output' }] },
    { title: 'Requests put back for want of cache', unit: 'none', lines: [{ expr: rateSum('vllm:num_preemptions_total', of, '5m'), legend: 'per second' }] },
    // https://github.com/NVIDIA/dcgm-exporter/blob/main/etc/default-counters.csv
    { title: 'GPU load', unit: 'percent', lines: [{ expr: `avg by (gpu) (${gpu('DCGM_FI_DEV_GPU_UTIL')})`, legend: 'GPU {{gpu}}' }] },
    { title: 'GPU memory in use', unit: 'percentunit', lines: [{ expr: `sum by (gpu) (${gpu('DCGM_FI_DEV_FB_USED')}) / (sum by (gpu) (${gpu('DCGM_FI_DEV_FB_USED')}) + sum by (gpu) (${gpu('DCGM_FI_DEV_FB_FREE')}))`, legend: 'GPU {{gpu}}' }] },
    { title: 'Replicas', unit: 'none', lines: [{ expr: `count(${series('up', of)} == 1)`, legend: 'up' }] },
  ];
}

export function servicePanels(service: NodeOf<'PredictionEndpoint' | 'Application'>, context: EmitContext): readonly Panel[] {
  const { env, namespace, names, facts } = context;
  const node = service as unknown as AnyNode;
  const meter = meterOf(node, env);
  if (meter === undefined) return [];
  const measured = { namespace, name: names.of(service) };
  const { all, failed } = requestMatchers(meter, measured);
  const { kind, name } = facts.workloads[service.$path]!.controller;
  // Of other controllers than Deployments the cluster's exporter tells nothing.
  const available = kind === 'Deployment' || kind === 'InferenceService' ? series('kube_deployment_status_replicas_available', { namespace, deployment: kind === 'InferenceService' ? `${name}-predictor` : name })
    : `count(${series('up', { namespace, job: `${namespace}/${measured.name}` })} == 1)`;
  return [
    { title: 'Requests per second', unit: 'reqps', lines: [{ expr: rateSum(...all, '5m'), legend: 'all' }, { expr: rateSum(...failed, '5m'), legend: 'failed' }] },
    meter === 'envoy' ? latency('Time to the answer', 'envoy_cluster_upstream_rq_time', all[1], node, 'time-to-answer', context, ' / 1000') : latency('Time to the answer', 'rest_server_request_duration_seconds', all[1], node, 'time-to-answer', context),
    { title: 'Replicas', unit: 'none', lines: [{ expr: available, legend: 'available' }, { expr: `vector(${service.replicas})`, legend: 'declared', mark: true }] },
  ];
}
