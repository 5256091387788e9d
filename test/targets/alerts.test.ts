// Service level objectives as Prometheus rules.
import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../src/model/json.ts';
import rule from '../../src/targets/observability/prometheus-rule.ts';
import { literal, series } from '../../src/model/promql.ts';
import { body, contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';

const chat: readonly Declaring[] = [
  { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], fallback: [] } },
];
const slo = (props: JsonObject = {}): readonly Declaring[] => [...chat, { kind: 'Slo', id: 'fast', props: { of: to('ModelEndpoint', 'chat'), ...props } }];
const runs = (props: JsonObject = {}): readonly Declaring[] => [
  { kind: 'Pipeline', id: 'nightly', props: { reads: [], writes: [] } },
  { kind: 'Slo', id: 'runs', props: { of: to('Pipeline', 'nightly'), indicator: { kind: 'run-succeeds' }, ...props } },
];
interface Rule { readonly record?: string; readonly alert?: string; readonly expr: string; readonly labels: Record<string, string> }
function rulesOf(nodes: readonly Declaring[], setting?: Setting): readonly Rule[] {
  const { spec } = body(objectsOf(rule, contextOf(nodes, setting)), 'PrometheusRule');
  return (spec as unknown as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups.flatMap((g) => g.rules);
}
const recorded = (rules: readonly Rule[], name: string): string => rules.find((r) => r.record === name)!.expr;
const alerts = (rules: readonly Rule[]): readonly Rule[] => rules.filter((r) => r.alert !== undefined);

describe('an objective on an endpoint', () => {
  it('counts as bad what came after the bucket of its promise, from the pods that the PodMonitor reads', () => {
    expect(recorded(rulesOf(slo()), 'slo:sli_error:ratio_rate1h')).toBe(
      '(sum(rate(vllm:time_to_first_token_seconds_count{namespace="demo",job="demo/chat"}[1h])) - sum(rate(vllm:time_to_first_token_seconds_bucket{namespace="demo",job="demo/chat",le="0.75"}[1h])))'
      + ' / (sum(rate(vllm:time_to_first_token_seconds_count{namespace="demo",job="demo/chat"}[1h])) > 0)');
  });
  it('records nothing for a quiet window, and zero where nothing failed', () => {
    const expr = recorded(rulesOf(slo({ indicator: { kind: 'availability' }, objective: '99.5%' })), 'slo:sli_error:ratio_rate5m');
    expect(expr).toContain('or vector(0)');
    expect(expr).toMatch(/> 0\)$/);
  });
  it('fires on both windows of each rung, with exact thresholds', () => {
    const burn = alerts(rulesOf(slo({ objective: '99.9%' }))).filter((r) => r.alert === 'FastErrorBudgetBurn');
    expect(burn.map((r) => [r.labels.window, r.labels.severity])).toEqual([['1h', 'page'], ['6h', 'page'], ['1d', 'ticket'], ['3d', 'ticket']]);
    const ids = '{environment="production",project="demo",slo="fast"}';
    expect(burn[0]!.expr).toBe(`(slo:sli_error:ratio_rate1h${ids} > 0.0144 and slo:sli_error:ratio_rate5m${ids} > 0.0144)`);
  });
  it('leaves out a rung that cannot fire', () => {
    const burn = alerts(rulesOf(slo({ objective: '90%' }))).filter((r) => r.alert === 'FastErrorBudgetBurn');
    expect(burn.map((r) => r.labels.window)).toEqual(['6h', '1d', '3d']);
  });
  it('asks for a minimum of requests where there are few', () => {
    const traffic = { mean: '10/h', peak: '20/h', input: { p50: 100, p95: 200 }, output: { p50: 100, p95: 200 } };
    const nodes = slo({ objective: '99.9%' }).map((n) => (n.id === 'chat' ? { ...n, props: { ...n.props, traffic } } : n));
    expect(alerts(rulesOf(nodes))[0]!.expr).toMatch(/ and on\(\) \(sum\(increase\(vllm:time_to_first_token_seconds_count\{.*\}\[1h\]\)\) >= 139\)$/);
  });
  it('notices that nobody answers, which no request can tell', () => {
    const down = alerts(rulesOf(slo({ indicator: { kind: 'availability' }, objective: '99.5%' }))).find((r) => r.alert === 'FastNothingAnswers');
    expect(down!.expr).toBe('absent(up{namespace="demo",job="demo/chat"} == 1)');
  });
  it('gets people out of bed in production alone', () => {
    expect(alerts(rulesOf(slo(), { environment: 'staging' })).map((r) => r.labels.severity)).not.toContain('page');
  });
  it('carries the labels that Prometheus selects rules by, and the team', () => {
    const { metadata } = body(objectsOf(rule, contextOf(slo())), 'PrometheusRule');
    expect(at(metadata, ['labels', 'release'])).toBe('platform');
    expect(alerts(rulesOf(slo())).every((r) => r.labels.team === 'customer-care')).toBe(true);
  });
});

describe('an objective on a pipeline', () => {
  it('counts runs, and compares with how many may fail', () => {
    const rules = rulesOf(runs());
    expect(recorded(rules, 'slo:failed_runs:count30d')).toBe('(sum(max by (job_name) (max_over_time(kube_job_failed{namespace="demo",job_name=~"nightly-[0-9]+",condition="true"}[30d]))) or vector(0))');
    expect(alerts(rules).map((r) => [r.alert, r.expr])).toEqual([
      ['RunsFailureBudgetHalfSpent', 'slo:failed_runs:count30d{environment="production",project="demo",slo="runs"} > 0'],
      ['RunsFailureBudgetSpent', 'slo:failed_runs:count30d{environment="production",project="demo",slo="runs"} > 1'],
      ['RunsRunOverdue', 'time() - kube_cronjob_next_schedule_time{namespace="demo",cronjob="nightly"} > 10800'],
    ]);
  });
  it('has no half of nothing', () => {
    expect(alerts(rulesOf(runs({ objective: '99.9%' }))).map((r) => r.alert)).toEqual(['RunsFailureBudgetSpent', 'RunsRunOverdue']);
  });
});

describe('PromQL', () => {
  it('takes any text as a label value and nothing else', () => {
    expect(series('up', { a: 'x"} or vector(1) #\\\n' })).toBe('up{a="x\\"} or vector(1) #\\\\\\x0a"}');
    expect(literal('{{ $value }}')).toBe('"{{ $value }}"');
  });
});
