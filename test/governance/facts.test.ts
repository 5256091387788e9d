// Facts of governance: obligations and what answers them, other companies and what reaches them, scores that can be checked by hand, days that come due.
import { describe, expect, test } from 'vitest';
import { derivePortfolioFacts } from '../../src/analyse/run.ts';
import { summarise } from '../../src/analyse/summarise.ts';
import { judgeNode } from '../../src/check/declarations.ts';
import { facts as registry, policies, portfolioFacts } from '../../src/generated/registry.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import type { AnyDeclarationPolicy, CheckContext } from '../../src/policy.ts';
import type { EmitContext } from '../../src/target.ts';
import { contextOf, to, type Declaring } from '../support/emit.ts';

const withRoot = (context: EmitContext, more: JsonObject): EmitContext => {
  const root = { ...context.root, ...more } as EmitContext['root'];
  return { ...context, root, project: { ...context.project, root } };
};
const derived = (context: EmitContext) => registry['obligations']!.derive(context as never) as { list: readonly { article: string; state: string; what: string; from: string }[] };
const platform = (p: Platform): Platform => ({ ...p, regions: { ...p.regions, 'us-east-1': { jurisdiction: 'US' } } });
const tickets: Declaring = { kind: 'DataContract', id: 'tickets' };
const external = (props: JsonObject = {}): Declaring => ({ kind: 'ExternalModel', id: 'mistral', props: { prompts: [], ...props } });
const app: Declaring = { kind: 'Application', id: 'app', props: { calls: [to('ExternalModel', 'mistral')], reads: [to('DataContract', 'tickets')] } };
function findings(id: string, nodes: readonly Declaring[], node: string, asOf = '2026-11-23') {
  const emit = contextOf(nodes, { platform });
  const context: CheckContext = { ...emit, portfolio: {} as CheckContext['portfolio'], asOf };
  return judgeNode(id, policies[id] as AnyDeclarationPolicy, emit.project.nodes.find((n) => n.$id === node)!, context).map((d) => `${d.severity}: ${d.what}`);
}

describe('obligations', () => {
  const high = { role: 'deployer', class: 'high-risk', area: 'employment', because: 'It ranks people.' };
  const served: readonly Declaring[] = [tickets, { kind: 'Application', id: 'app', props: { calls: [], reads: [] } }];
  const state = (context: EmitContext) => Object.fromEntries(derived(context).list.map((o) => [o.article, o.state]));
  test('are open until something answers them', () => {
    const open = state(withRoot(contextOf(served), { aiAct: high }));
    expect(open).toMatchObject({ 'Art. 4': 'elsewhere', 'Art. 26(2)': 'open', 'Art. 26(4)': 'answered', 'Art. 26(5)': 'open', 'Art. 26(6)': 'open', 'Art. 27': 'answered', 'Art. 73': 'answered' });
    const answered: readonly Declaring[] = [...served, { kind: 'Slo', id: 'slo', props: { of: to('Application', 'app') } }, { kind: 'Telemetry', id: 'kept', props: { of: [to('Application', 'app')], logs: { keep: '6mo', sample: '100%' } } }];
    expect(state(withRoot(contextOf(answered), { aiAct: { ...high, oversight: 'A person decides.' } }))).toMatchObject({ 'Art. 26(2)': 'answered', 'Art. 26(5)': 'answered', 'Art. 26(6)': 'answered' });
  });
  test('are not answered by logs that are deleted after a month', () => {
    const short: readonly Declaring[] = [...served, { kind: 'Telemetry', id: 'kept', props: { of: [to('Application', 'app')], logs: { keep: '30d', sample: '100%' } } }];
    expect(derived(withRoot(contextOf(short), { aiAct: high })).list.find((o) => o.article === 'Art. 26(6)')).toMatchObject({ state: 'open', what: 'no telemetry keeps logs of app for 6mo', from: '2027-12-02' });
  });
  test('are none without a class', () => expect(derived(withRoot(contextOf(served), { aiAct: undefined as unknown as Json })).list).toEqual([]));
});

describe('other companies', () => {
  test('get what their senders read, unless it is told otherwise', () => {
    const [party] = contextOf([tickets, external(), app], { platform }).facts.thirdParties;
    expect(party).toMatchObject({ provider: 'Mistral AI', jurisdiction: 'EU', leaves: false, senders: ['demo/app'] });
    expect(party!.receives.map((r) => `${r.field} ${r.classification}`)).toEqual(['customer personal', 'body personal']);
  });
  test('get nothing from who only reads', () => {
    const alone: Declaring = { kind: 'Application', id: 'app', props: { calls: [], reads: [to('DataContract', 'tickets')] } };
    expect(contextOf([tickets, external(), alone], { platform }).facts.thirdParties[0]!.receives).toEqual([]);
  });
  test('need a basis where data leaves', () => {
    const abroad = (transferBasis?: string) => findings('third-party-transfer-has-basis', [external({ region: 'us-east-1', transferBasis })], 'mistral');
    expect(abroad()).toEqual(['error: mistral sends data to United States without a basis for the transfer']);
    expect(abroad('adequacy')).toEqual(['info: mistral rests on a decision that covers only listed companies of United States: somebody must have looked']);
    expect(abroad('derogation')).toEqual(['warning: mistral rests on a derogation, which is meant for single transfers and not for a service']);
    expect(abroad('standard-contractual-clauses')).toEqual([]);
  });
  test('are bound until the last day of the agreement, and missed 90 days before', () => {
    const on = (asOf: string) => findings('third-party-agreement-holds', [external({ agreement: { reference: 'C', until: '2027-03-31' } })], 'mistral', asOf);
    expect(on('2026-12-30')).toEqual([]);
    expect(on('2026-12-31')).toEqual(['warning: mistral is bound by an agreement with Mistral AI that ends in 90 days']);
    expect(on('2027-03-31')).toEqual(['warning: mistral is bound by an agreement with Mistral AI that ends in 0 days']);
    expect(on('2027-04-01')).toEqual(['error: mistral is bound by an agreement with Mistral AI that ended 1 days ago']);
  });
});

describe('a score', () => {
  test('is the weighted mean of its parts, as the formula says', () => {
    const { score, users } = contextOf([]).facts.useCase;
    // value 4, risk 2, readiness 4, regulation 2, three months; weights 4, 2, 2, 1, 1
    expect(score).toMatchObject({ value: '4.05', formula: '(4 × 4 + 2 × 4 + 2 × 4 + 1 × 4 + 1 × 4.5) ÷ 10 = 4.05' });
    expect(users).toEqual({ who: 'employees', people: 240 });
  });
  test('ranks projects, leaves the unscored at the end, and finds those that are alike', () => {
    const context = contextOf([{ kind: 'Pipeline', id: 'run', props: { reads: [], writes: [], calls: [] } }]);
    const one = summarise(context.project, { uses: [] } as never, context.facts, registry, { info: {} } as never);
    const of = (project: string, problem: string, score: string | null, kinds: Readonly<Record<string, number>>) =>
      ({ ...one, project, kinds, root: { ...one.root, $project: project, problem }, figures: { ...one.figures, useCase: { users: null, score, formula: `= ${score}` } } });
    const summaries = [of('a', 'First replies take hours for agents.', '3.10', { Pipeline: 1 }), of('b', 'Stock is short in nine articles.', null, {}), of('c', 'First replies take many hours for agents.', '4.00', { Application: 1 })];
    const { useCases } = derivePortfolioFacts(portfolioFacts, { platform: context.platform, env: context.env, summaries });
    expect(useCases.ranked.map((r) => [r.project, r.score])).toEqual([['c', '4.00'], ['a', '3.10'], ['b', undefined]]);
    expect(useCases.alike).toEqual([{ purpose: 'customer-support', projects: ['a', 'c'] }]);
    expect(useCases.orphans).toEqual(['b']);
  });
});

describe('what comes due', () => {
  test('is in its order, without decisions that others replace', () => {
    const decision = (id: string, review: string, more: JsonObject = {}): Declaring => ({ kind: 'Decision', id, props: { about: [], replaces: undefined as unknown as Json, review, ...more } });
    const { deadlines } = contextOf([decision('old', '2026-01-01'), decision('new', '2027-05-01', { replaces: to('Decision', 'old') }), decision('idea', '2026-02-01', { status: 'proposed' }), external({ agreement: { reference: 'C', until: '2027-02-01' } })], { platform }).facts;
    expect(deadlines.filter((d) => d.kind !== 'obligation').map((d) => [d.on, d.kind])).toEqual([['2027-02-01', 'agreement'], ['2027-05-01', 'decision']]);
  });
});
