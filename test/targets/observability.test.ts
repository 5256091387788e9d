// What is seen of a running project: monitors, objectives of every kind, outcomes, the dashboard.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import dashboard from '../../src/targets/observability/grafana-dashboard.ts';
import podMonitor from '../../src/targets/observability/pod-monitor.ts';
import rule from '../../src/targets/observability/prometheus-rule.ts';
import serviceMonitor from '../../src/targets/observability/service-monitor.ts';
import { body, contextOf, objectsOf, to } from '../support/emit.ts';
import { check } from '../support/kubernetes-schema.ts';
import { observed, observedNodes, systems, withProps } from '../support/observed.ts';
import { faultsOf } from '../support/promql.ts';

interface Rule { readonly record?: string; readonly alert?: string; readonly expr: string; readonly labels: Record<string, string>; readonly annotations?: Record<string, string> }
const groupsOf = (object: JsonObject): readonly { readonly name: string; readonly rules: readonly Rule[] }[] => (object['spec'] as unknown as { readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] }).groups;
const rules = (name: string, context = observed()): readonly Rule[] => groupsOf(body(objectsOf(rule, context), 'PrometheusRule', name)).flatMap((g) => g.rules);
const recorded = (name: string, record: string, context = observed()): string => rules(name, context).find((r) => r.record === record)!.expr;

describe('monitors', () => {
  it('find the metrics of everything that answers, by either system', () => {
    const ports = (target: unknown, kind: string, list: string): readonly unknown[] => objectsOf(target, observed()).map(({ address, body: { spec } }) => [address.kind, address.name, ((spec as JsonObject)[list] as readonly JsonObject[])[0]![kind === 'pod' ? 'port' : 'targetPort'], kind]);
    expect(ports(podMonitor, 'pod', 'podMetricsEndpoints')).toEqual([['PodMonitor', 'chat', 'http', 'pod'], ['PodMonitor', 'scores', 'metrics', 'pod'], ['PodMonitor', 'assistant', 'http', 'pod']]);
    expect(ports(serviceMonitor, 'service', 'endpoints')).toEqual([['ServiceMonitor', 'chat', 'http', 'service'], ['ServiceMonitor', 'scores', 'metrics', 'service'], ['ServiceMonitor', 'assistant', 'http', 'service']]);
  });
  it('give the same job, so that rules hold whichever the platform chose', () => {
    const { spec } = body(objectsOf(serviceMonitor, observed()), 'ServiceMonitor', 'chat');
    expect((spec as { endpoints: readonly { relabelings: unknown }[] }).endpoints[0]!.relabelings).toEqual([{ action: 'replace', targetLabel: 'job', replacement: 'demo/chat' }]);
    expect(recorded('chat-up', 'slo:sli_error:ratio_rate5m')).toContain('job="demo/chat"');
  });
  it('keep to the upstream schema', async () => {
    for (const target of [podMonitor, serviceMonitor, dashboard, rule]) for (const { body: object } of objectsOf(target, observed())) expect(await check(object)).toEqual([]);
  });
});

describe('an objective on what answers at the gateway', () => {
  it('counts all requests there, also those that no replica could take, and times in milliseconds', () => {
    const of = 'envoy_cluster_name=~"httproute/demo/scores/rule/[0-9]+"';
    expect(recorded('scores-fast', 'slo:sli_error:ratio_rate5m')).toBe(
      `(sum(rate(envoy_cluster_upstream_rq_completed{${of}}[5m])) - sum(rate(envoy_cluster_upstream_rq_time_bucket{${of},le="100.0"}[5m]))) / (sum(rate(envoy_cluster_upstream_rq_completed{${of}}[5m])) > 0)`);
    expect(recorded('assistant-up', 'slo:sli_error:ratio_rate5m')).toContain('envoy_cluster_upstream_rq_xx{envoy_cluster_name=~"httproute/demo/assistant/rule/[0-9]+",envoy_response_code_class="5"}');
  });
  it('names the neighbours of a promise that its buckets cannot tell', () => {
    const { facts } = observed({}, withProps('scores-fast', { indicator: { kind: 'time-to-answer', under: '80ms' } }));
    expect(facts.slo['demo/scores-fast']).toMatchObject({ meter: 'envoy', measure: { underSeconds: 0.08, le: '80.0' } });
    const own = observed({ platform: (p) => ({ ...p, environments: { ...p.environments, production: { ...p.environments['production']!, clusters: { main: { ...p.environments['production']!.clusters['main']!, ingress: undefined } } } } }) as Platform }, withProps('scores-fast', { indicator: { kind: 'time-to-answer', under: '80ms' } }));
    expect(own.facts.slo['demo/scores-fast']).toMatchObject({ measure: { underSeconds: 0.08, neighbours: [0.05, 0.1], bucket: '50.0' } });
  });
  it('is measured by the model server where no gateway stands, and an application by nobody', () => {
    const { facts } = contextOf(observedNodes, { platform: systems({ gateway: 'none' }) });
    expect(facts.slo['demo/scores-fast']).toMatchObject({ meter: 'mlserver', measure: { metric: 'rest_server_request_duration_seconds', le: '0.1' } });
    expect(facts.alerts['demo/scores-fast']!.groups[0]!.rules[0]!.expr).toContain('rest_server_request_duration_seconds_bucket{namespace="demo",job="demo/scores",path=~"/v2/models/.*infer",le="0.1"}');
    expect(facts.slo['demo/assistant-up']!.unmeasured).toBe('its requests are counted at the gateway, and no system stands there');
  });
  it('has no first token', () => {
    const { facts } = observed({}, withProps('scores-fast', { indicator: { kind: 'time-to-first-token', under: '100ms' } }));
    expect(facts.slo['demo/scores-fast']!.unmeasured).toBe('scores has no first token; its indicator is `time-to-answer`');
    expect(facts.alerts['demo/scores-fast']).toBeUndefined();
  });
  it('notices by its controller that nobody answers', () => {
    expect(rules('assistant-up').find((r) => r.alert === 'AssistantUpNothingAnswers')!.expr).toBe('absent(kube_deployment_status_replicas_available{namespace="demo",deployment="assistant"} > 0)');
  });
});

describe('an alert', () => {
  it('links its runbook where documents are published', () => {
    expect(rules('chat-up').find((r) => r.alert === 'ChatUpNothingAnswers')!.annotations!['runbook_url'])
      .toBe('https://github.com/nordlicht/ai-projects/blob/env/production/_projects/demo/documents/runbook.md#chatupnothinganswers');
  });
});

describe('an outcome', () => {
  const ids = 'environment="production",project="demo",outcome="resolved"';
  it('is counted in the namespace, against what thirty of the month\'s days expect', () => {
    expect(recorded('resolved', 'outcome:events:increase30d')).toBe('sum(increase(support_tickets_resolved_total{namespace="demo",channel="assistant"}[30d]))');
    expect(recorded('resolved', 'outcome:attainment:ratio30d')).toBe(`outcome:events:increase30d{${ids}} / 17753.424657534247`);
  });
  it('costs the GPU hours that were, at the exact price', () => {
    expect(recorded('resolved', 'outcome:gpu_cost:money_per_hour')).toBe('(count(up{namespace="demo",job="demo/chat"}) or vector(0)) * 6.1');
    expect(recorded('resolved', 'outcome:gpu_cost_per_event:money30d')).toBe(`sum_over_time(outcome:gpu_cost:money_per_hour{${ids},currency="EUR"}[30d:1h]) / on(environment, project, outcome) (outcome:events:increase30d{${ids}} > 0)`);
    expect(recorded('resolved', 'outcome:worth:money')).toBe('vector(4.2)');
  });
  it('says nothing of a cost that is unknown', () => {
    const priceless = observed({ platform: (p) => ({ ...p, money: { ...p.money, gpuHour: {}, exchange: [] } }) });
    expect(rules('resolved', priceless).map((r) => r.record)).toEqual(['outcome:events:increase30d', 'outcome:attainment:ratio30d', 'outcome:worth:money']);
  });
  it('of a pipeline is counted wherever it is pushed to', () => {
    expect(recorded('resolved', 'outcome:events:increase30d', observed({}, withProps('resolved', { of: to('Pipeline', 'nightly') })))).toBe('sum(increase(support_tickets_resolved_total{channel="assistant"}[30d]))');
  });
});

describe('the dashboard', () => {
  interface Drawn { readonly title: string; readonly type: string; readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }; readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[] }
  const drawn = (context = observed()): { readonly uid: string; readonly panels: readonly Drawn[] } => {
    const { data } = body(objectsOf(dashboard, context), 'ConfigMap', 'dashboard');
    const [[name, text]] = Object.entries(data as Record<string, string>) as [[string, string]];
    const parsed = JSON.parse(text) as { readonly uid: string; readonly panels: readonly Drawn[] };
    expect(name).toBe(`${parsed.uid}.json`);
    return parsed;
  };
  it('shows service levels with their objectives, load, cache, GPUs, tokens, cost and outcomes', () => {
    expect(drawn().panels.map((p) => p.title)).toEqual([
      'Service levels', 'first-token: good events', 'first-token: error budget left in 30d', 'chat-up: good events', 'chat-up: error budget left in 30d', 'scores-fast: good events', 'scores-fast: error budget left in 30d',
      'assistant-up: good events', 'assistant-up: error budget left in 30d', 'runs: failed runs in 30d',
      'Outcomes and cost', 'resolved: share of what is expected in 30 days', 'resolved: GPU cost of one', 'GPU cost per hour',
      'chat', 'Time to the first token', 'Time to the answer', 'Requests', 'KV cache in use', 'Tokens per second', 'Requests put back for want of cache', 'GPU load', 'GPU memory in use', 'Replicas',
      'scores', 'Requests per second', 'Time to the answer', 'Replicas', 'assistant', 'Requests per second', 'Time to the answer', 'Replicas',
    ]);
  });
  it('asks in PromQL that parses, each question under a letter of its own', () => {
    const panels = drawn().panels.flatMap((p) => (p.targets === undefined ? [] : [p.targets]));
    expect(panels.flatMap((t) => t.flatMap(({ expr }) => faultsOf(expr)))).toEqual([]);
    expect(panels.every((t) => new Set(t.map((x) => x.refId)).size === t.length && new Set(t.map((x) => x.legendFormat)).size === t.length)).toBe(true);
    expect(faultsOf('sum(rate(x{a="b}[5m]))').length).toBeGreaterThan(0);
  });
  it('shows only recordings that its rules make', () => {
    const made = new Set(objectsOf(rule, observed()).flatMap((o) => groupsOf(o.body).flatMap((g) => g.rules.map((r) => r.record))));
    const shown = drawn().panels.flatMap((p) => p.targets ?? []).flatMap(({ expr }) => [...expr.matchAll(/\b(?:slo|outcome):[\w:]+/g)].map(([name]) => name));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((name) => !made.has(name))).toEqual([]);
  });
  it('draws the promise beside the latency', () => {
    const panel = drawn().panels.find((p) => p.title === 'Time to the first token')!;
    expect(panel.targets!.at(-1)).toMatchObject({ expr: 'vector(0.75)', legendFormat: 'first-token: 95% under' });
  });
  it('puts no panel over another', () => {
    const cells = drawn().panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
  });
  it('is found under a name of at most forty characters, another one in each environment', () => {
    const uids = ['staging', 'production'].map((environment) => drawn(observed({ environment })).uid);
    expect(uids).toEqual(['nordlicht-staging-demo', 'nordlicht-production-demo']);
  });
});
