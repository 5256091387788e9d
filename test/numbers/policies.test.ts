// The policies on numbers, weights and personal data: their own examples, and the findings that people read.
import { describe, expect, test } from 'vitest';
import { judgeNode } from '../../src/check/declarations.ts';
import { policies } from '../../src/generated/registry.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { kindsOf, type CheckContext, type DeclarationPolicy } from '../../src/policy.ts';
import { contextOf, to, type Declaring, type Setting } from '../support/emit.ts';

type Any = DeclarationPolicy<never>;
const mine = ['gpu-within-quota', 'gpu-fits', 'budget-has-teeth', 'endpoint-has-slo-and-timeout', 'weights-pinned', 'personal-data-has-purpose-and-retention', 'data-used-for-its-purpose', 'budget-covers-cost', 'slo-can-fire', 'quantisation-can-load', 'context-covers-prompt'];
const find = (id: string): Any => (policies as Readonly<Record<string, unknown>>)[id] as Any;

const base: readonly Declaring[] = [
  { kind: 'Model', id: 'model' }, { kind: 'GpuQuota', id: 'quota' }, { kind: 'DataContract', id: 'contract' },
  { kind: 'ModelEndpoint', id: 'endpoint', props: { model: to('Model', 'model'), quota: to('GpuQuota', 'quota'), reads: [to('DataContract', 'contract')] } },
];
/** Judges the node of this id among these nodes. */
function findings(id: string, nodes: readonly Declaring[], node: string, setting: Setting = {}): readonly Diagnostic[] {
  const emit = contextOf(nodes, setting);
  const context: CheckContext = { ...emit, portfolio: {} as CheckContext['portfolio'], asOf: '2026-11-23' };
  const subject = emit.project.nodes.find((n) => n.$id === node)!;
  return judgeNode(id, find(id), subject, context);
}
/** The world of a policy's example: the subject over its concept's example, and the nodes that it refers to. */
function example(id: string, which: 'fails' | 'passes'): readonly Diagnostic[] {
  const declared = find(id) as unknown as DeclarationPolicy;
  const { fails, passes } = declared;
  const on = kindsOf(declared)[0]!;
  const { props = {}, also = [], environment } = which === 'fails' ? fails : passes;
  const subjectId = on === 'AiProject' ? 'demo' : base.find((n) => n.kind === on)?.id ?? 'subject';
  const aimed = (value: unknown): unknown => typeof value !== 'object' || value === null ? value : '$ref' in value && value.$ref === 'subject' ? to(on, subjectId)
    : Array.isArray(value) ? value.map(aimed) : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, aimed(v)]));
  const nodes = new Map(base.map((n) => [n.id, n]));
  if (on !== 'AiProject') {
    const links = on === 'Slo' ? { of: to('ModelEndpoint', 'endpoint') } : {};
    nodes.set(subjectId, { kind: on, id: subjectId, props: { ...nodes.get(subjectId)?.props, ...links, ...props } as Declaring['props'] & {} });
  }
  for (const { kind, props: more } of also) {
    const same = base.find((n) => n.kind === kind);
    nodes.set(same?.id ?? 'other', { kind, id: same?.id ?? 'other', props: { ...same?.props, ...(aimed(more) as object) } as Declaring['props'] & {} });
  }
  return findings(id, [...nodes.values()], subjectId, environment === undefined ? {} : { environment });
}
const blocking = (list: readonly Diagnostic[]): readonly Diagnostic[] => list.filter((d) => d.severity === 'error');

describe.each(mine)('%s', (id) => {
  test('is declared with a reason, a remedy and controls', () => {
    const { because, remedy, controls } = find(id);
    expect(because.length).toBeGreaterThan(20);
    expect(remedy.length).toBeGreaterThan(10);
    expect(controls!.length).toBeGreaterThan(0);
  });
  test('finds fault with its own bad example', () => expect(blocking(example(id, 'fails')).length).toBeGreaterThan(0));
  test('finds none with its good example', () => expect(example(id, 'passes')).toEqual([]));
});

const edits = (d: Diagnostic | undefined): readonly string[] => (d?.remedies ?? []).flatMap((r) => (r.edit ? [r.text] : []));
const big: readonly Declaring[] = [
  { kind: 'Model', id: 'model', props: { weights: 'meta-llama/Llama-3.3-70B-Instruct' } }, { kind: 'GpuQuota', id: 'quota', props: { accelerator: 'h100-sxm', guaranteed: 8 } },
];
const chat = (props: Declaring['props'] = {}): Declaring => ({
  kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'model'), quota: to('GpuQuota', 'quota'), reads: [], guardrails: [], scale: undefined, context: 16_384, concurrency: 64, tensorParallel: undefined, replicas: undefined, ...props },
});

describe('findings', () => {
  test('show the sum and the ways out when a model does not fit', () => {
    const [found] = findings('gpu-fits', [...big, chat({ context: 32_768 })], 'chat');
    expect(found).toMatchObject({ severity: 'error', what: 'chat does not fit on 4 × NVIDIA H100 SXM', at: { node: 'demo/chat', property: ['context'] } });
    expect(found!.why![3]).toBe('short by 28.2 GiB per GPU');
    expect(edits(found)).toEqual([
      'context: 19_456  slack 4.3 GiB per GPU', 'concurrency: 39  slack 3.0 GiB per GPU',
      'tensorParallel: 8  slack 20.2 GiB per GPU; one replica on 8 GPUs, then no room for a rolling update', 'guaranteed: 16  slack 20.2 GiB per GPU; tensor parallelism 8',
    ]);
  });
  test('are warnings when it may fit, and informations when nobody knows', () => {
    expect(findings('gpu-fits', [...big, chat({ context: 20_480 })], 'chat')).toMatchObject([{ severity: 'warning', what: 'chat may not fit on 4 × NVIDIA H100 SXM' }]);
    expect(findings('gpu-fits', [{ ...big[0]!, props: { weights: 'acme/unheard-of' } }, big[1]!, chat()], 'chat')).toMatchObject([{ severity: 'info', what: 'chat cannot be sized' }]);
  });
  test('refuse more context than the model has', () => {
    const [found] = findings('gpu-fits', [...big, chat({ context: 200_000, concurrency: 1 })], 'chat');
    expect(found!.what).toBe('chat asks for more context than its model has: 200,000 of 131,072 tokens');
    expect(edits(found)).toEqual(['context: 131_072']);
  });
  test('hold the load against the context, and against itself', () => {
    const traffic = { mean: '3/s', peak: '60/min', input: { p50: 2100, p95: 15_000 }, output: { p50: 180, p95: 1700 } };
    const [short, flat, ...rest] = findings('context-covers-prompt', [...big, chat({ traffic })], 'chat');
    expect(short).toMatchObject({ what: 'chat has a context shorter than its long requests', why: ['95 % of requests: up to 15,000 tokens in and 1,700 out, 16,700 together; context 16,384', expect.any(String)] });
    expect(edits(short)).toEqual(['context: 17_408']);
    expect(flat).toMatchObject({ what: 'chat expects fewer requests at its peak (60/min) than on average (3/s)', at: { property: ['traffic', 'peak'] } });
    expect(rest).toEqual([]);
    expect(findings('context-covers-prompt', [...big, chat({ traffic: { ...traffic, peak: '9/s', input: { p50: 2100, p95: 210 } } })], 'chat')).toMatchObject([{ at: { property: ['traffic', 'input', 'p95'] } }]);
  });
  test('add up the GPUs of a quota, and look for its pool', () => {
    const [used] = findings('gpu-within-quota', [...big, chat({ tensorParallel: 4, replicas: 3 })], 'quota');
    expect(used).toMatchObject({ what: 'quota guarantees 8 GPUs, and its endpoints use 12', at: { property: ['guaranteed'] } });
    expect(edits(used)).toEqual(['guaranteed: 12', 'replicas: 2']);
    const [none] = findings('gpu-within-quota', [big[0]!, { ...big[1]!, props: { accelerator: 'b200', guaranteed: 0 } }], 'quota');
    expect(none).toMatchObject({ what: 'quota asks for b200, which no cluster of production has', why: ['production has h100-sxm, l40s', expect.any(String)] });
    const [many] = findings('gpu-within-quota', [big[0]!, { ...big[1]!, props: { guaranteed: 25 } }], 'quota');
    expect(many).toMatchObject({ what: 'quota guarantees 25 GPUs where 24 are', why: ['main/h100: 3 nodes × 8 h100-sxm = 24', expect.any(String)] });
  });
  test('compare a budget with the cost, line by line', () => {
    const limit: Declaring = { kind: 'Budget', id: 'monthly', props: { amount: { amount: 3_000_000, currency: 'EUR' } } };
    const [over] = findings('budget-covers-cost', [...big, chat(), limit], 'monthly');
    expect(over).toMatchObject({ what: 'monthly does not cover the cost: 35,624 € of 30,000 € a month (118.75%)', why: ['8 × NVIDIA H100 SXM × 730 h at 6.10 EUR per GPU hour = 35,624 €', expect.any(String)] });
    expect(edits(over)).toEqual(['amount: eur(35_700)']);
    const assumed: Setting = { platform: (p) => ({ ...p, money: { ...p.money, gpuHour: {} } }) };
    const [guess] = findings('budget-covers-cost', [...big, chat(), { ...limit, props: { amount: { amount: 4_800_000, currency: 'EUR' } } }], 'monthly', assumed);
    expect(guess).toMatchObject({ severity: 'warning', what: 'monthly rests on what is assumed: 34,554.11 € of 48,000 € a month (71.99%)' });
    expect(guess!.why).toContain('the price of 2026-07-20 is 126 days old');
  });
  test('call a budget that timeouts alone would exceed a doubt, and one that they cannot exceed covered', () => {
    const nightly: Declaring = { kind: 'Pipeline', id: 'nightly', props: { schedule: '0 2 * * *', timeout: '3h', duration: undefined, cpu: '2', memory: '8Gi', reads: [], writes: [] } };
    const limit = (amount: number): Declaring => ({ kind: 'Budget', id: 'monthly', props: { amount: { amount, currency: 'EUR' } } });
    const paying: Setting = { platform: (p) => ({ ...p, money: { ...p.money, cpuHour: { price: '0.04', currency: 'EUR', asOf: '2026-10-01', source: 'here' }, memoryGibHour: { price: '0.005', currency: 'EUR', asOf: '2026-10-01', source: 'here' } } }) };
    expect(findings('budget-covers-cost', [nightly, limit(1_095)], 'monthly', paying)).toEqual([]);
    expect(findings('budget-covers-cost', [nightly, limit(1_094)], 'monthly', paying)).toMatchObject([{ severity: 'warning', what: 'monthly may not cover the cost, if runs last until their timeouts: 10.95 € of 10.94 € a month (100.09%)' }]);
    const lasting: Declaring = { ...nightly, props: { ...nightly.props, duration: '3h' } };
    expect(findings('budget-covers-cost', [lasting, limit(1_094)], 'monthly', paying)).toMatchObject([{ severity: 'error', what: 'monthly does not cover the cost: 10.95 € of 10.94 € a month (100.09%)' }]);
  });
  test('call a budget that only the most replicas would exceed a doubt', () => {
    const limit = (amount: number): Declaring => ({ kind: 'Budget', id: 'monthly', props: { amount: { amount, currency: 'EUR' } } });
    const scaling = [big[0]!, { ...big[1]!, props: { ...big[1]!.props, guaranteed: 16 } }, chat({ tensorParallel: 4, replicas: 2, scale: { max: 4, waiting: 8 } })];
    expect(findings('budget-covers-cost', [...scaling, limit(7_124_800)], 'monthly')).toEqual([]);
    expect(findings('budget-covers-cost', [...scaling, limit(3_562_400)], 'monthly')).toMatchObject([{ severity: 'warning', what: 'monthly may not cover the cost, if what scales has its most replicas all month: 71,248 € of 35,624 € a month (200%)' }]);
    expect(findings('budget-covers-cost', [...scaling, limit(3_562_399)], 'monthly')).toMatchObject([{ severity: 'error' }]);
  });
  test('accept mail alone where there is nothing to throttle', () => {
    const mail: Declaring = { kind: 'Budget', id: 'monthly', props: { at: { '80%': 'alert', '100%': 'alert' } } };
    expect(findings('budget-has-teeth', [mail], 'monthly')).toEqual([]);
    expect(findings('budget-has-teeth', [...big, chat(), mail], 'monthly')).toMatchObject([{ what: 'monthly only sends mail when it is spent', at: { property: ['at', '100%'] } }]);
  });
  test('ask for objective and timeout in production alone', () => {
    const bare = [...big, chat({ timeout: undefined })];
    expect(findings('endpoint-has-slo-and-timeout', bare, 'chat').map((d) => d.what)).toEqual(['chat has no service level objective', 'chat has no timeout']);
    expect(findings('endpoint-has-slo-and-timeout', bare, 'chat', { environment: 'staging' })).toEqual([]);
  });
  test('tell a short commit from a branch', () => {
    const of = (revision: string) => findings('weights-pinned', [{ kind: 'Model', id: 'm', props: { revision } }], 'm')[0];
    expect(of('6f6073b')!.why![0]).toBe('a commit cut to 7 digits may come to mean two commits');
    expect(of('main')!.why![0]).toBe('it is a branch or a tag, not a commit');
  });
  test('hold a project to the purposes of the data that it uses from others', () => {
    const tickets: Declaring = { kind: 'DataContract', id: 'tickets', project: 'crm', props: { purposes: ['service-improvement'] } };
    const [found] = findings('data-used-for-its-purpose', [...big, chat({ reads: [to('DataContract', 'crm/tickets')] })], 'demo', { used: [tickets] });
    expect(found).toMatchObject({
      what: 'demo uses crm/tickets for \'customer-support\', which its contract does not allow',
      why: ['crm/tickets 2.1.0: service-improvement; personal: customer, body', expect.any(String)], related: [{ at: { node: 'demo/chat' } }],
    });
  });
  test('name both neighbours of a latency that is not measured, and say when alerts come late or never', () => {
    const slo = (props: Declaring['props']) => findings('slo-can-fire', [...big, chat(), { kind: 'Slo', id: 'first', props: { of: to('ModelEndpoint', 'chat'), ...props } }], 'first');
    expect(edits(slo({ indicator: { kind: 'time-to-first-token', under: '700ms' } })[0])).toEqual(['indicator.under: \'500ms\'', 'indicator.under: \'750ms\'']);
    const [late] = slo({ objective: '90%', indicator: { kind: 'availability' } });
    expect(late).toMatchObject({ severity: 'warning', what: 'first notices a full outage late: after 3h 36m', why: ['1h window: 14.4 × 10% error budget = 144% of requests, and no more than 100 % can fail', expect.any(String)] });
    expect(edits(late)).toEqual(['objective: \'93.1%\'']);
    expect(slo({ objective: '80%', indicator: { kind: 'availability' } })).toMatchObject([{ severity: 'error', what: 'first can never page anybody' }]);
    expect(slo({ objective: '100%', indicator: { kind: 'availability' } })).toMatchObject([{ severity: 'error', what: 'first leaves no error budget' }]);
  });
});
