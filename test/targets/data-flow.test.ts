// Where classified data goes beyond pipelines: into features, indexes, models of others, logs; and which borders it passes on the way.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { contextOf, to, type Declaring, type Setting } from '../support/emit.ts';

const people: Declaring = { kind: 'DataContract', id: 'tickets', props: {
  fields: { id: { type: 'string', key: true }, tenant: { type: 'string' }, body: { type: 'string', classification: 'personal' }, phone: { type: 'string', classification: 'personal' }, at: { type: 'timestamp' } },
  partitionBy: [], quality: [], retention: '90d', purposes: ['customer-support'],
} };
const index = (props: JsonObject = {}): Declaring => ({ kind: 'VectorIndex', id: 'index', props: {
  source: to('DataContract', 'tickets'), text: ['body'], metadata: ['id'], embedding: { model: to('ModelEndpoint', 'embed'), dimensions: 1024 }, rerank: undefined as never, rowLevelSecurity: { field: 'tenant', claim: 'tenant' }, ...props,
} });
const endpoint = (id: string, props: JsonObject = {}): Declaring => ({ kind: 'ModelEndpoint', id, props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], fallback: [], prompts: [], guardrails: [], ...props } });
const assistant = (props: JsonObject = {}): Declaring => ({ kind: 'Application', id: 'assistant', props: { calls: [to('ModelEndpoint', 'chat')], reads: [to('VectorIndex', 'index')], access: { audience: 'customers', issuer: 'corporate', tenantClaim: 'tenant' }, ...props } });
const abroad = (props: JsonObject = {}): Declaring => ({ kind: 'ExternalModel', id: 'abroad', props: { region: 'eu-west-1', retention: '30d', prompts: [], subprocessors: [], ...props } });
const base: readonly Declaring[] = [people, { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' }, endpoint('embed', { task: 'embed' })];
const of = (nodes: readonly Declaring[], setting?: Setting) => contextOf([...base, ...nodes], setting).facts.dataFlow;
const whole = of([index(), endpoint('chat', { fallback: [to('ExternalModel', 'abroad')] }), assistant(), abroad(), { kind: 'Telemetry', id: 'kept', props: { of: [to('ModelEndpoint', 'chat')], content: { keep: '180d', sample: '1%' }, mask: ['email'] } }]);

describe('what an application reads', () => {
  it('reaches the models that it asks, those that answer instead, and what is kept of the questions', () => {
    const reached = whole.flows.filter((f) => f.field === 'body').map((f) => [f.to, f.via]);
    expect(reached).toEqual([
      ['demo/index', []], ['demo/embed', ['demo/index']], ['demo/assistant', ['demo/index']], ['demo/chat', ['demo/index', 'demo/assistant']],
      ['demo/abroad', ['demo/index', 'demo/assistant', 'demo/chat']], ['demo/kept', ['demo/index', 'demo/assistant', 'demo/chat']],
    ]);
  });
  it('is only what the index holds', () => expect(whole.flows.filter((f) => f.field === 'phone')).toEqual([]));
  it('is of one tenant where both name the same claim, and of all otherwise', () => {
    const withinOf = (claim: string) => of([index(), endpoint('chat'), assistant({ access: { audience: 'customers', tenantClaim: claim } })]).flows.find((f) => f.to === 'demo/chat')!.within;
    expect(withinOf('tenant')).toBe('tenant');
    expect(withinOf('organisation')).toBeUndefined();
  });
});

describe('borders', () => {
  const crossing = (flow: typeof whole, border: string) => flow.crossings.filter((c) => c.border === border).map(({ to: where, allowed, why }) => ({ to: where, allowed: allowed.state === 'unknown' ? 'unknown' : allowed.value, why }));
  it('of region and company are passed where another model answers instead', () => {
    expect(crossing(whole, 'region')).toEqual([{ to: 'demo/abroad', allowed: false, why: 'from eu-central-1 to eu-west-1 (EU); the project names eu-central-1' }]);
    expect(crossing(whole, 'third-party')).toEqual([{ to: 'demo/abroad', allowed: true, why: 'Mistral AI in eu-west-1, under Contract 2026-117: keeps it for 30d, may not train on it' }]);
    const bare = of([index(), endpoint('chat', { fallback: [to('ExternalModel', 'abroad')] }), assistant(), abroad({ agreement: undefined as never })]);
    expect(crossing(bare, 'third-party')).toMatchObject([{ allowed: false }]);
  });
  it('of retention is passed where something keeps longer than the shortest promise on the way', () => {
    expect(crossing(whole, 'retention')).toEqual([{ to: 'demo/kept', allowed: false, why: 'kept for 180d; demo/tickets promises 90d on the way by demo/index, demo/assistant, demo/chat' }]);
  });
  it('of logs is passed with what is not masked, and nobody knows what is in it', () => {
    expect(crossing(whole, 'log')).toEqual([{ to: 'demo/kept', allowed: 'unknown', why: '1% of questions and answers, kept for 180d in eu-central-1' }]);
  });
  it('of tenants is passed where the reader shows another claim than the index wants, and where it wants none', () => {
    expect(crossing(whole, 'tenant')).toEqual([]);
    const other = of([index(), endpoint('chat'), assistant({ access: { audience: 'customers' } })]);
    expect(crossing(other, 'tenant')).toEqual([{ to: 'demo/assistant', allowed: false, why: 'index wants the claim tenant; assistant shows no claim' }]);
    const open = of([index({ rowLevelSecurity: undefined as never }), endpoint('chat'), assistant()]);
    expect(crossing(open, 'tenant')).toEqual([{ to: 'demo/assistant', allowed: false, why: 'index shows everything to everybody' }]);
  });
  it('of purpose is passed wherever data goes that was collected for something else', () => {
    const used = contextOf([{ kind: 'VectorIndex', id: 'index', props: { source: to('DataContract', 'crm/tickets'), text: ['body'], metadata: [], rerank: undefined as never } }], { used: [{ ...people, project: 'crm', props: { ...people.props, purposes: ['supply-planning'] } }] });
    expect(crossing(used.facts.dataFlow, 'purpose').map((c) => c.why)).toContain("used for 'customer-support'; its contract allows supply-planning");
  });
});

describe('features', () => {
  const view = (transformation: string): Declaring => ({ kind: 'FeatureView', id: 'view', props: { source: to('DataContract', 'tickets'), entity: { name: 'ticket', key: 'id' }, features: { said: { from: 'body', transformation } }, pointInTime: 'at' } });
  const scored = (transformation: string) => of([
    view(transformation), { kind: 'TrainedModel', id: 'model', props: { trainedOn: [to('FeatureView', 'view')], trainedBy: undefined as never } },
    { kind: 'PredictionEndpoint', id: 'score', props: { model: to('TrainedModel', 'model'), features: [to('FeatureView', 'view')] } },
  ]);
  it('carry a field under their own name to the endpoint and into the model', () => {
    expect(scored('as-it-is').flows.map((f) => [f.to, f.name, f.arrives])).toEqual([
      ['demo/view', 'said', { state: 'known', value: 'as-it-is' }], ['demo/model', 'said', { state: 'known', value: 'as-it-is' }], ['demo/score', 'said', { state: 'known', value: 'as-it-is' }],
    ]);
  });
  it('are a pseudonym when hashed, and not known when derived', () => {
    expect(scored('hash').flows.at(-1)!.arrives).toEqual({ state: 'known', value: 'pseudonymised' });
    expect(scored('derive').flows.at(-1)!.arrives).toEqual({ state: 'unknown', because: ['what is derived from body may still tell it'] });
  });
  it('stay in a model until it is trained again: nobody knows that they are gone', () => {
    expect(scored('as-it-is').crossings.find((c) => c.border === 'retention')).toMatchObject({ to: 'demo/model', allowed: { state: 'unknown' } });
  });
});

describe('what must be gone when', () => {
  it('is the shortest promise of all that flows into it', () => {
    const copy: Declaring = { kind: 'DataContract', id: 'copy', props: { ...people.props, retention: '2y' } };
    const { due, crossings } = of([copy, { kind: 'Pipeline', id: 'copies', props: { reads: [to('DataContract', 'tickets')], writes: [to('DataContract', 'copy')], calls: [], transformation: undefined as never } }]);
    expect(due['demo/copy']).toEqual({ state: 'known', value: '90d' });
    expect(crossings).toMatchObject([{ border: 'retention', to: 'demo/copy', why: 'kept for 2y; demo/tickets promises 90d on the way by demo/copies' }]);
  });
  it('is not known where nobody promises anything', () => {
    expect(of([{ ...people, props: { ...people.props, retention: undefined as never } }]).due['demo/tickets']).toMatchObject({ state: 'unknown' });
  });
});
