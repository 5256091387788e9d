// Language models: what is evaluated, with which texts, and what guards them.
import { describe, expect, it } from 'vitest';
import { asTemplate } from '../../src/model/chat.ts';
import { canonical, digestOf } from '../../src/model/digest.ts';
import type { JsonObject } from '../../src/model/json.ts';
import nemo from '../../src/targets/llm/nemo-guardrails.ts';
import promptfoo from '../../src/targets/llm/promptfoo.ts';
import prompts from '../../src/targets/llm/prompts.ts';
import type { FileArtefact } from '../../src/target.ts';
import { body, contextOf, emitted, objectsOf, to, type Declaring } from '../support/emit.ts';

const messages = [{ role: 'user', content: '{% raw %} {{ ticket }} {{ env.HOME }} {# no #}' }];
const nodes = (endpoint: JsonObject = {}, prompt: JsonObject = {}): readonly Declaring[] => [
  { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' }, { kind: 'Prompt', id: 'reply', props: { messages, ...prompt } },
  { kind: 'Guardrail', id: 'way-in', props: { on: 'both', action: 'refuse', refusal: 'No "{{ 1 + 1 }}" $x', checks: [{ kind: 'pattern', name: 'order-number', pattern: 'N-[0-9]{8}' }] } },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], fallback: [], prompts: [to('Prompt', 'reply')], guardrails: [to('Guardrail', 'way-in')], ...endpoint } },
  { kind: 'Evaluation', id: 'replies', props: { of: to('ModelEndpoint', 'chat'), prompt: to('Prompt', 'reply'), metrics: { form: { measure: 'answer-form', atLeast: '0.9' }, found: { measure: 'recall-at-k', atLeast: '0.8', k: 8 } } } },
  { kind: 'Evidence', id: 'october', props: { of: to('Evaluation', 'replies'), result: { subject: `sha256:${'0'.repeat(64)}`, goldenSet: `sha256:${'0'.repeat(64)}`, ranOn: '2026-11-12', cases: 240, scores: { form: '0.88', found: '0.8' }, by: 'https://ci.example/1' } } },
];
const subject = (...of: Parameters<typeof nodes>): string => contextOf(nodes(...of)).facts.fingerprints['demo/replies']!.subject;
const fileOf = (target: unknown, name: string): FileArtefact['content'] => {
  const found = emitted(target, contextOf(nodes())).find((a): a is FileArtefact => a.form === 'file' && a.path.endsWith(name));
  if (!found) throw new Error(`no file ${name}`);
  return found.content;
};

describe('the fingerprint of an evaluation', () => {
  it('follows from what changes answers: text, precision, guardrails', () => {
    const all = [subject(), subject({}, { messages: [{ role: 'user', content: 'x {{ ticket }}' }] }), subject({}, { temperature: '0.9' }), subject({ kvCache: 'auto' }), subject({ guardrails: [] })];
    expect(new Set(all).size).toBe(5);
  });
  it('and from nothing else', () => {
    for (const same of [subject({ replicas: 3 }), subject({ context: 16_384 }), subject({ timeout: '5s' }), subject({}, { version: '9.0.0' })]) expect(same).toBe(subject());
  });
  it('does not depend on the order of keys', () => {
    expect(canonical({ b: [1, { d: 'ü', c: null }], a: true })).toBe('{"a":true,"b":[1,{"c":null,"d":"ü"}]}');
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  });
});

describe('evidence', () => {
  const state = contextOf(nodes()).facts.evidence['demo/october']!;
  it('is told from that of something else', () => expect(state.differs.map((d) => d.what)).toEqual(['subject']));
  it('is compared exactly, and says by how much', () => {
    expect(state.scores.map((s) => [s.metric, s.passes, s.margin])).toEqual([['form', false, '-0.02'], ['found', true, '0']]);
    expect(state.passes).toBe(false);
  });
});

describe('a text of an author', () => {
  it('is put into a template as it is, but for the variables', () => {
    expect(asTemplate('{{ ticket }} {{ticket}} {{ other }} {% if x %} {# y #} }}', ['ticket'])).toBe("{{ ticket }} {{ ticket }} {{ '{{' }} other }} {{ '{%' }} if x %} {{ '{#' }} y #} }}");
    expect(fileOf(promptfoo, 'prompt.json')).toEqual([{ role: 'user', content: "{{ '{%' }} raw %} {{ ticket }} {{ '{{' }} env.HOME }} {{ '{#' }} no #}" }]);
  });
  it('is what applications mount', () => {
    const { data } = body(objectsOf(prompts, contextOf(nodes())), 'ConfigMap', 'reply-1-2-0');
    expect((JSON.parse((data as JsonObject)['reply.json'] as string) as { request: { messages: unknown } }).request.messages).toEqual(messages);
  });
  it('never stands in Colang, only in data beside it', () => {
    const { data } = body(objectsOf(nemo, contextOf(nodes())), 'ConfigMap', 'chat-guardrails') as unknown as { readonly data: Readonly<Record<string, string>> };
    expect(data['rails.co']).not.toContain('1 + 1');
    expect((JSON.parse(data['config.yml']!) as { custom_data: JsonObject }).custom_data).toEqual({ guardrails: { 'way-in-1': { kind: 'pattern', action: 'refuse', refusal: 'No "{{ 1 + 1 }}" $x', name: 'order-number', pattern: 'N-[0-9]{8}' } } });
  });
});

describe('a prompt', () => {
  it('is mounted by the applications that ask with it, by its version', () => {
    const context = contextOf([...nodes(), { kind: 'Application', id: 'assistant', props: { calls: [to('ModelEndpoint', 'chat')], reads: [], connects: [] } }]);
    const [mount] = emitted(prompts, context).filter((a) => a.form === 'contribution');
    expect(mount).toMatchObject({ address: { kind: 'Deployment', name: 'assistant' }, body: { spec: { template: { spec: { volumes: [{ name: 'prompt-reply', configMap: { name: 'reply-1-2-0' } }], containers: [{ volumeMounts: [{ name: 'prompt-reply', mountPath: '/etc/prompts/reply', readOnly: true }] }] } } } } });
  });
});

describe('an evaluation', () => {
  it('has promptfoo make what it can, and says who makes the rest', () => {
    const config = fileOf(promptfoo, 'promptfooconfig.yaml') as { readonly metadata: unknown; readonly defaultTest: unknown };
    expect(config.defaultTest).toEqual({ assert: [{ metric: 'form', type: 'is-json', value: 'file://answer.schema.json' }] });
    expect(config.metadata).toMatchObject({ subject: subject(), gates: 'production' });
    expect(fileOf(promptfoo, 'measures.json')).toMatchObject({ metrics: { form: { madeBy: 'promptfoo' }, found: { madeBy: 'leitwerk evidence --retrieved', k: 8 } } });
  });
  const variable = { apiKeyEnvar: 'EVALUATION_MODEL_KEY' }, key = { apiKey: '{{ env.EVALUATION_MODEL_KEY }}' }, host = 'api.mistral.example';
  it.each([
    ['openai', 'openai:chat:m', { apiBaseUrl: `https://${host}/v1`, ...variable }], ['azure-openai', 'azure:chat:m', { apiHost: host, ...variable }], ['anthropic', 'anthropic:messages:m', { apiBaseUrl: `https://${host}`, ...key }],
    ['cohere', 'cohere:m', key], ['aws-bedrock', 'bedrock:m', { region: 'eu-central-1' }], ['gcp-vertex-ai', 'vertex:m', { region: 'eu-central-1' }],
  ])('tells promptfoo where a judge that speaks %s is, and where it finds its key', (api, id, config) => {
    const context = contextOf([
      { kind: 'ExternalModel', id: 'judge', props: { api, model: 'm', prompts: [] } },
      { kind: 'Evaluation', id: 'kind', props: { of: to('ExternalModel', 'judge'), prompt: undefined, metrics: { kind: { measure: 'judge', atLeast: '0.9', judge: to('ExternalModel', 'judge') } } } },
    ]);
    const made = emitted(promptfoo, context).find((a): a is FileArtefact => a.form === 'file' && a.path.endsWith('promptfooconfig.yaml'));
    const { defaultTest } = made?.content as { readonly defaultTest: { readonly assert: readonly { readonly provider: unknown }[] } };
    expect(defaultTest.assert.map((a) => a.provider)).toEqual([{ id, config: { ...config, temperature: 0 } }]);
  });
});

describe('a guarded endpoint', () => {
  const { facts } = contextOf(nodes());
  const called = (party: object): string => ('workload' in party ? String(party.workload) : 'pods' in party ? String(party.pods) : 'elsewhere');
  it('is called at the server in front of it', () => {
    expect(facts.guarded['demo/chat']!.answers.service).toBe('chat-guardrails');
    const gateway = facts.connections.filter((c) => called(c.from) === 'the gateway').map((c) => called(c.to));
    expect(gateway).toContain('demo/chat-guardrails');
    expect(gateway).not.toContain('demo/chat');
    expect(contextOf(nodes({ guardrails: [] })).facts.guarded).toEqual({});
  });
  it('is reached by that server and by Prometheus alone', () => expect(facts.connections.filter((c) => called(c.to) === 'demo/chat').map((c) => called(c.from)).sort()).toEqual(['Prometheus', 'demo/chat-guardrails']));
});
