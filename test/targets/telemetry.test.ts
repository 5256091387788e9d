// What is kept, who is woken, what the runbook says, and what an outcome costs.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import alertmanager from '../../src/targets/observability/alertmanager-config.ts';
import collector from '../../src/targets/observability/otel-collector.ts';
import runbook from '../../src/targets/documents/runbook.ts';
import { emitted, body, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';
import { check } from '../support/kubernetes-schema.ts';
import { observed, observedNodes, withProps } from '../support/observed.ts';

const telemetry = (props: JsonObject = {}): readonly Declaring[] => [...observedNodes, { kind: 'Telemetry', id: 'records', props: { of: [to('ModelEndpoint', 'chat'), to('Application', 'assistant')], ...props } }];
interface Config { readonly processors: Readonly<Record<string, JsonObject>>; readonly exporters: Readonly<Record<string, JsonObject>>; readonly service: { readonly pipelines: Readonly<Record<string, { readonly processors: readonly string[]; readonly exporters: readonly string[] }>> } }
const config = (nodes = telemetry(), setting: Setting = {}): Config => JSON.parse((body(objectsOf(collector, observed(setting, nodes)), 'ConfigMap', 'otel-collector')['data'] as Record<string, string>)['collector.yaml']!) as Config;

describe('the collector', () => {
  it('has a pipeline for each thing that is kept: limit, filter, mask, sample, batch, in this order', () => {
    const { pipelines } = config().service;
    expect(Object.keys(pipelines)).toEqual(['logs/records-logs', 'traces/records-traces', 'traces/records-content']);
    expect(pipelines['traces/records-traces']!.processors).toEqual(['memory_limiter', 'filter/records-traces', 'transform/records-traces', 'redaction/records-traces', 'transform/records-traces-names', 'probabilistic_sampler/records-traces', 'batch']);
  });
  it('stores by region and by how long', () => {
    expect(config().exporters['otlp_http/traces-eu-central-1-14d']).toMatchObject({ endpoint: 'http://tempo-distributor.monitoring:4318', headers: { 'X-Scope-OrgID': 'keep-14d' } });
    expect(Object.keys(config().exporters)).toEqual(['otlp_http/logs-eu-central-1-183d', 'otlp_http/traces-eu-central-1-14d', 'otlp_http/traces-eu-central-1-7d']);
  });
  it('takes content away where it is not kept, and has no pipeline for it', () => {
    const without = config(telemetry({ content: undefined } as unknown as JsonObject));
    expect(Object.keys(without.service.pipelines)).toEqual(['logs/records-logs', 'traces/records-traces']);
    expect(JSON.stringify(without.processors['transform/records-traces'])).toContain('delete_matching_keys(span.attributes');
  });
  it('drops what it is not asked to keep: of other workloads, and what it cannot decide', () => {
    expect(config().processors['filter/records-logs']).toMatchObject({ error_mode: 'propagate', logs: { log_record: ['resource.attributes["service.name"] != "chat" and resource.attributes["service.name"] != "assistant"', expect.any(String)] } });
  });
  it('gets the spans of endpoints, in place of the one that all share', () => {
    expect(observed({}, telemetry()).facts.tracing.collector).toEqual({ namespace: 'demo', port: 4317, url: 'http://otel-collector.demo:4317' });
    expect(observed().facts.tracing.collector?.url).toBe('http://otel-collector.monitoring:4317');
  });
  it('keeps to the upstream schemas, and starts anew when its configuration changes', async () => {
    const objects = objectsOf(collector, observed({}, telemetry()));
    expect(objects.map((o) => o.address.kind)).toEqual(['ConfigMap', 'Deployment', 'Service']);
    for (const { body: object } of objects) expect(await check(object)).toEqual([]);
    const digest = (nodes: readonly Declaring[]): string => JSON.stringify(body(objectsOf(collector, observed({}, nodes)), 'Deployment', 'otel-collector')).match(/leitwerk\.dev\/config":"([0-9a-f]{16})/)![1]!;
    expect(digest(telemetry())).not.toBe(digest(telemetry({ mask: ['email'] })));
  });
});

describe('routing of alerts', () => {
  const spec = (setting: Setting = {}): JsonObject => body(objectsOf(alertmanager, observed(setting)), 'AlertmanagerConfig', 'owner')['spec'] as JsonObject;
  it('wakes the owner\'s on-call for pages, and mails the rest', () => {
    expect(spec()).toMatchObject({
      route: { receiver: 'tickets', routes: [{ receiver: 'on-call', matchers: [{ name: 'severity', matchType: '=', value: 'page' }] }] },
      receivers: [{ name: 'tickets', emailConfigs: [{ to: 'customer-care@nordlicht.example' }] }, { name: 'on-call', pagerdutyConfigs: [{ routingKey: { name: 'oncall-customer-care-primary', key: 'key' } }] }],
    });
  });
  it('reads the key out of the store', () => {
    expect(body(objectsOf(alertmanager, observed()), 'ExternalSecret')['spec']).toMatchObject({ data: [{ secretKey: 'key', remoteRef: { key: 'oncall/customer-care-primary', property: 'routing-key' } }] });
  });
  it('mails pages too where nobody can be woken', () => {
    expect(spec({ platform: (p) => ({ ...p, oncall: {} }) })).toMatchObject({ receivers: [{ name: 'tickets' }] });
  });
  it('keeps to the upstream schema', async () => { for (const { body: object } of objectsOf(alertmanager, observed())) expect(await check(object)).toEqual([]); });
});

describe('the runbook', () => {
  const context = observed();
  const text = (): string => {
    const [file] = emitted(runbook, { project: 'demo', root: context.root, platform: context.platform, environments: [context], objects: () => [] } as never);
    return (file as { readonly content: string }).content;
  };
  it('has a chapter for each alert, to which the alert\'s link leads', () => {
    const names = new Set(Object.values(context.facts.alerts).flatMap((a) => a.alerts.map((x) => x.name)));
    expect([...text().matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual([...names]);
  });
  it('shows the arithmetic, the question to ask, what helps, and whom to call', () => {
    expect(text()).toContain('0.5% of requests may be bad in 30d: 216 minutes of a full outage.');
    expect(text()).toContain('| 1h and 5m | 7.2% | 2% | 50 h | 4m 19s | page |');
    expect(text()).toContain('```promql\n(sum(rate(http_requests_total{');
    expect(text()).toContain('Customer Care, on call.');
  });
});

describe('what an outcome costs', () => {
  const cost = (nodes: readonly Declaring[]) => observed({}, nodes.filter((n) => n.kind !== 'Pipeline' && n.kind !== 'DataContract' && n.kind !== 'TrainedModel' && n.kind !== 'PredictionEndpoint' && n.id !== 'runs' && n.id !== 'scores-fast')).facts.cost;
  it('is the cost of the project over what it expects, rounded once', () => {
    // 2 GPUs x 730 h x 6.10; fallback: 0.5 % of 7,884,000 requests.
    const { outcomes, lines } = cost(observedNodes);
    expect(lines[0]!.perMonth).toMatchObject({ value: { amount: 890_600, currency: 'EUR' } });
    // (2000 x (0.5 x 0.10 + 0.5 x 0.01) + 200 x 0.30) x 39,420 / 1,000,000 x 0.86 = 5.763...
    expect(lines[1]).toMatchObject({ node: 'demo/elsewhere', what: '39,420 requests to elsewhere', perMonth: { state: 'assumed', value: { amount: 576, currency: 'EUR' } } });
    // The assistant: 2 x 730 h x (0.5 x 0.0405 + 0.0046) = 36.281
    expect(lines[2]).toMatchObject({ node: 'demo/assistant', perMonth: { state: 'known', value: { amount: 3_628, currency: 'EUR' } } });
    // 8,948.04 / 18,000 = 0.4971; 4.20 x 18,000 / 8,948.04 = 8.44878
    expect(outcomes['demo/resolved']).toMatchObject({ cost: { state: 'assumed', value: { amount: 50, currency: 'EUR' } }, worth: { value: { amount: 420, currency: 'EUR' } }, return: { value: '8.4488' }, pays: true });
  });
  it('is unknown where tokens have no price, and never zero', () => {
    const { outcomes, perMonth } = cost(withProps('elsewhere', { price: undefined } as unknown as JsonObject));
    expect(perMonth).toMatchObject({ state: 'unknown', because: ['elsewhere names no price of its tokens'] });
    expect(outcomes['demo/resolved']!.cost.state).toBe('unknown');
    expect(outcomes['demo/resolved']!.pays).toBeUndefined();
  });
  it('counts what an external model is declared to be asked', () => {
    const { lines } = cost(withProps('elsewhere', { usage: { requests: '1/s', input: 1000, output: 100, cached: '0%' } }));
    // 2,628,000 requests x (1000 x 0.10 + 100 x 0.30) / 1,000,000 x 0.86
    expect(lines[1]).toMatchObject({ what: '2,628,000 requests to elsewhere', perMonth: { state: 'known', value: { amount: 29_381, currency: 'EUR' } } });
  });
});
