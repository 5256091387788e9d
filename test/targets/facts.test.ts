// What the graph facts tell of a declaration.
import { describe, expect, it } from 'vitest';
import portfolio from '../../src/analyse/portfolio.ts';
import { secretNames } from '../../src/analyse/secret-use.ts';
import { at, type JsonObject } from '../../src/model/json.ts';
import type { Summary } from '../../src/model/summary.ts';
import argoCd from '../../src/targets/gitops/argo-cd.ts';
import type { Artefact, OwnObject } from '../../src/target.ts';
import { contextOf, to, type Declaring } from '../support/emit.ts';

const field = (classification: string): JsonObject => ({ type: 'string', classification });
const contract = (id: string, fields: JsonObject, project?: string): Declaring => ({ kind: 'DataContract', id, props: { fields, partitionBy: [] }, ...(project === undefined ? {} : { project }) });
const pipeline = (transformation?: JsonObject): Declaring => ({ kind: 'Pipeline', id: 'clean', props: { reads: [to('DataContract', 'crm/tickets')], writes: [to('DataContract', 'clean-tickets')], calls: [], transformation } as JsonObject });
const chat: readonly Declaring[] = [
  { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [to('DataContract', 'clean-tickets')], fallback: [] } },
];
const tickets = contract('tickets', { id: field('internal'), body: field('personal'), subject: field('personal') }, 'crm');
const flows = (transformation?: JsonObject, written: JsonObject = { body: field('personal') }) =>
  contextOf([contract('clean-tickets', written), pipeline(transformation), ...chat], { used: [tickets] }).facts.dataFlow;

describe('data flow', () => {
  it('follows a classified field through a pipeline to the endpoint and its audience', () => {
    const { flows: found, endpoints } = flows();
    expect(found.find((f) => f.field === 'body' && f.to === 'demo/chat' && f.contract === 'crm/tickets')).toMatchObject({ via: ['demo/clean', 'demo/clean-tickets'], arrives: { state: 'known', value: 'as-it-is' } });
    expect(endpoints['demo/chat']).toMatchObject({ audience: 'employees', classifications: ['personal'], region: { state: 'assumed', value: 'eu-central-1' } });
    expect(found.some((f) => f.field === 'id')).toBe(false);
  });
  it('does not know where a field goes that the written contract does not name', () => {
    expect(flows().flows.find((f) => f.field === 'subject' && f.to === 'demo/clean-tickets')!.arrives.state).toBe('unknown');
  });
  it('ends at a transformation that covers the field, and only there', () => {
    const reaches = (transformation: JsonObject) => flows(transformation).flows.filter((f) => f.contract === 'crm/tickets' && f.to === 'demo/clean-tickets').map((f) => f.field);
    expect(reaches({ kind: 'drop', fields: ['subject'], because: 'Not needed.' })).toEqual(['body']);
    expect(reaches({ kind: 'mask', fields: [], because: 'All of it.' })).toEqual([]);
  });
  it('still counts a pseudonym as personal', () => {
    const found = flows({ kind: 'pseudonymise', fields: ['body'], because: 'Hashes will do.' });
    expect(found.flows.find((f) => f.field === 'body' && f.to === 'demo/chat' && f.contract === 'crm/tickets')!.arrives).toEqual({ state: 'known', value: 'pseudonymised' });
  });
  it('names a field that is declared less protected than what flows into it', () => {
    expect(flows(undefined, { body: field('internal') }).lowered).toEqual([{ from: 'crm/tickets.body', to: 'demo/clean-tickets', field: 'body', via: 'demo/clean' }]);
    expect(flows().lowered).toEqual([]);
  });
});

describe('lineage', () => {
  it('joins contracts, those of others included, with pipelines, models and endpoints', () => {
    const { lineage } = contextOf([contract('clean-tickets', {}), pipeline(), ...chat], { used: [tickets] }).facts;
    expect(lineage.edges).toEqual([
      { from: 'crm/tickets', to: 'demo/clean', as: 'reads' }, { from: 'demo/clean', to: 'demo/clean-tickets', as: 'writes' },
      { from: 'demo/llama', to: 'demo/chat', as: 'answers' }, { from: 'demo/clean-tickets', to: 'demo/chat', as: 'reads' },
    ]);
    expect(lineage.nodes.find((n) => n.path === 'crm/tickets')).toMatchObject({ own: false, kind: 'DataContract' });
  });
});

describe('secrets', () => {
  it('have names that never meet', () => {
    const [nested, flat] = [secretNames('demo', 'a/b/token'), secretNames('demo', 'a-b/token')];
    expect(flat.name).toBe('a-b');
    expect(nested.name).toMatch(/^a-b-[0-9a-f]{8}$/);
    expect(nested.store).toEqual({ key: 'demo/a/b', property: 'token' });
  });
  it('lie below the name of the project that uses them', () => {
    expect(secretNames('demo', 'single')).toEqual({ secret: 'single', store: { key: 'demo/single' }, name: 'single', key: 'value' });
  });
});

describe('what all ask for', () => {
  const { platform, env } = contextOf([]);
  const asking = (project: string, figures: JsonObject): Summary => ({ project, environment: 'production', root: contextOf([]).root, published: [], uses: [], kinds: {}, figures });
  it('is summed up against pools and envelope', () => {
    const found = portfolio.derive({ platform, env, facts: {} as never, summaries: [
      asking('a', { guaranteed: { 'h100-sxm': 8 }, monthly: [{ amount: 4_800_000, currency: 'EUR' }] }), asking('b', { guaranteed: { 'h100-sxm': 20 }, monthly: [{ amount: 2_000_000, currency: 'EUR' }] }), asking('c', {}),
    ] });
    expect(found.gpus['h100-sxm']).toEqual({ capacity: 24, guaranteed: 28, projects: [{ project: 'a', amount: 8 }, { project: 'b', amount: 20 }] });
    expect(found.budget.sum).toEqual({ state: 'known', value: { amount: 6_800_000, currency: 'EUR' } });
    expect(found.budget.envelope).toEqual({ state: 'known', value: { amount: 6_000_000, currency: 'EUR' } });
  });
  it('is unknown where a currency has no rate, not zero', () => {
    const found = portfolio.derive({ platform, env, facts: {} as never, summaries: [asking('a', { guaranteed: {}, monthly: [{ amount: 100, currency: 'CHF' }] })] });
    expect(found.budget.sum.state).toBe('unknown');
  });
});

describe('Argo CD', () => {
  it('syncs a project from the branch of its environment into its namespace, and lets it nowhere else', () => {
    const { platform, env, cluster, root } = contextOf([]);
    const summary = { project: 'demo', environment: 'production', root, published: [], uses: [], kinds: {}, figures: {} };
    const emitted = argoCd.emit({ platform, env, cluster, environments: [{ env, summaries: [summary], facts: {} as never }], policies: [], waivers: [], projects: [], targets: {} }) as readonly Artefact[];
    const of = (kind: string) => (emitted as readonly OwnObject[]).find((o) => o.address.kind === kind)!.body;
    expect(at(of('Application'), ['spec', 'source'])).toEqual({ repoURL: platform.repository.url, targetRevision: 'env/production', path: 'production/demo/kubernetes/main' });
    expect(at(of('Application'), ['spec', 'project'])).toBe(at(of('AppProject'), ['metadata', 'name']));
    expect(at(of('AppProject'), ['spec', 'destinations'])).toEqual([{ server: cluster.server, namespace: 'demo' }]);
    expect(at(of('AppProject'), ['spec', 'clusterResourceWhitelist'])).toEqual([{ group: '', kind: 'Namespace', name: 'demo' }]);
  });
});
