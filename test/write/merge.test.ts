// Merge: owners, contributions by the schema's keys, overrides, and what is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place, Tagged } from '../../src/emit/emit.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { recall } from '../../src/model/recall.ts';
import { contribute, data, file, object, partOf, resource, type Artefact } from '../../src/target.ts';
import { merge, ownerOf } from '../../src/write/merge.ts';

const cluster: Place = { scope: 'cluster', cluster: 'main' };
const account: Place = { scope: 'account', account: 'main' };
const by = (target: string, artefact: Artefact, node = 'p/chat'): Tagged => ({ artefact, by: target, from: [node], place: artefact.form === 'terraform' ? account : cluster });
const name = { name: 'chat', namespace: 'p' };
const container = (rest: JsonObject): JsonObject => ({ spec: { template: { spec: { containers: [{ name: 'main', ...rest }] } } } });
const deployment = by('serving/vllm', object('apps/v1', 'Deployment', name, { spec: { replicas: 2, ...(container({ image: 'x', args: ['a'], env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 8000, name: 'http' }] }) as { spec: JsonObject }).spec } }));
const codes = (pass: { readonly diagnostics: readonly { readonly code: string }[] }) => pass.diagnostics.map((d) => d.code);

describe('merge', () => {
  it('that remembers says what is near a contribution to nothing as it is now', () => {
    const { once } = recall();
    const stray = by('x/y', contribute('apps/v1', 'Deployment', { ...name, name: 'chatt' }, container({})));
    const said = (...others: readonly Tagged[]) => merge([...others, stray], [], once).diagnostics.map((d) => d.why);
    expect(said(deployment)).toEqual([['emitted of that kind: Deployment p/chat']]);
    const other = by('serving/vllm', object('apps/v1', 'Deployment', { ...name, name: 'chats' }, { spec: {} }));
    expect(said(other)).toEqual([['emitted of that kind: Deployment p/chats']]);
  });
  it('joins lists by the keys of their schema and remembers who brought what', () => {
    const { value: { objects }, diagnostics } = merge([
      by('observability/otel', contribute('apps/v1', 'Deployment', name, container({ env: [{ name: 'OTEL', value: 'on' }], ports: [{ containerPort: 8000, protocol: 'TCP', name: 'http' }], volumeMounts: [{ name: 'v', mountPath: '/v' }] })), 'p/slo'),
      deployment,
      by('data/cache', contribute('apps/v1', 'Deployment', name, { metadata: { ...name, annotations: { 'a/b': '1' } }, ...container({ env: [{ name: 'CACHE', value: '/c' }] }) })),
    ], []);
    expect(diagnostics).toEqual([]);
    const [merged] = objects;
    const main = (merged!.body as never as { spec: { template: { spec: { containers: readonly JsonObject[] } } } }).spec.template.spec.containers[0]!;
    expect(main['env']).toEqual([{ name: 'A', value: '1' }, { name: 'CACHE', value: '/c' }, { name: 'OTEL', value: 'on' }]);
    expect(main['ports']).toEqual([{ containerPort: 8000, name: 'http', protocol: 'TCP' }]);
    expect(merged!.by).toEqual(['serving/vllm', 'data/cache', 'observability/otel']);
    expect(merged!.from).toEqual(['p/chat', 'p/slo']);
    expect(ownerOf(merged!, '/spec/template/spec/containers/0/env/2/value')).toBe('observability/otel');
    expect(ownerOf(merged!, '/spec/template/spec/containers/0/env/0/value')).toBe('serving/vllm');
    expect(ownerOf(merged!, '/metadata/annotations/a~1b')).toBe('data/cache');
    expect(deployment.artefact).toMatchObject({ body: { spec: { template: { spec: { containers: [{ env: [{ name: 'A', value: '1' }] }] } } } } });
  });

  it('names both targets where they want different values, and both values', () => {
    const pass = merge([deployment, by('autoscaling/keda', contribute('apps/v1', 'Deployment', name, { spec: { replicas: 3 } }))], []);
    expect(pass.diagnostics[0]).toMatchObject({ code: 'LW1303', what: 'serving/vllm and autoscaling/keda disagree about /spec/replicas of Deployment p/chat', why: ['serving/vllm: 2', 'autoscaling/keda: 3'] });
    const versions = merge([deployment, by('old/one', contribute('apps/v1beta1', 'Deployment', name, {}))], []);
    expect(versions.diagnostics[0]).toMatchObject({ code: 'LW1303', what: expect.stringContaining('/apiVersion') });
  });

  it('names the contributor, not the owner, where two contributors disagree', () => {
    const pass = merge([deployment, ...['a/one', 'b/two'].map((t, i) => by(t, contribute('apps/v1', 'Deployment', name, { metadata: { ...name, labels: { tier: String(i) } } })))], []);
    expect(pass.diagnostics[0]?.what).toBe('a/one and b/two disagree about /metadata/labels/tier of Deployment p/chat');
  });

  it('leaves other lists to one owner', () => {
    expect(codes(merge([deployment, by('x/y', contribute('apps/v1', 'Deployment', name, container({ args: ['b'] })))], []))).toEqual(['LW1303']);
    expect(codes(merge([deployment, by('x/y', contribute('apps/v1', 'Deployment', name, container({ args: ['a'] })))], []))).toEqual([]);
  });

  it('refuses a contribution without an owner, and says what is there', () => {
    const pass = merge([deployment, by('x/y', contribute('apps/v1', 'Deployment', { name: 'chatt', namespace: 'p' }, {}))], []);
    expect(pass.diagnostics[0]).toMatchObject({ code: 'LW1302', what: 'x/y contributes to Deployment p/chatt, which no target emits here', why: ['emitted of that kind: Deployment p/chat'] });
  });

  it('refuses two owners of an object, a block or a file', () => {
    const service = object('v1', 'Service', name, { spec: {} });
    expect(merge([by('a/a', service), by('b/b', service)], []).diagnostics[0]).toMatchObject({ code: 'LW1301', what: 'Service p/chat is emitted by a/a and by b/b' });
    expect(codes(merge([by('a/a', resource('aws_sns_topic', 't', {})), by('b/b', resource('aws_sns_topic', 't', {}))], []))).toEqual(['LW1301']);
    expect(codes(merge([by('a/a', file('docs/Plan.md', 'x')), by('b/b', file('docs/plan.md', 'x'))], []))).toEqual(['LW1307']);
  });

  it('takes the same thing twice from one target as one thing that came from both nodes', () => {
    const queue = object('v1', 'ConfigMap', name, { data: {} });
    const { value, diagnostics } = merge([by('a/a', queue, 'p/one'), by('a/a', { ...queue, body: { ...queue.body } }, 'p/two')], []);
    expect(diagnostics).toEqual([]);
    expect(value.objects.map((o) => o.from)).toEqual([['p/one', 'p/two']]);
    expect(codes(merge([by('a/a', queue, 'p/one'), by('a/a', object('v1', 'ConfigMap', name, { data: { a: '1' } }), 'p/two')], []))).toEqual(['LW1301']);
  });

  it('merges Terraform blocks in parts, statements by sid', () => {
    const { value, diagnostics } = merge([
      by('b/glue', partOf('data', 'aws_iam_policy_document', 'role', { statement: [{ sid: 'Glue', actions: ['glue:GetTable'] }] })),
      by('a/role', data('aws_iam_policy_document', 'role', { statement: [{ sid: 'List', actions: ['s3:ListBucket'] }] })),
      by('c/bucket', partOf('data', 'aws_iam_policy_document', 'role', { statement: [{ sid: 'Read', actions: ['s3:GetObject'] }] })),
    ], []);
    expect(diagnostics).toEqual([]);
    expect(value.terraform[0]).toMatchObject({ type: 'aws_iam_policy_document', place: 'main', owner: 'a/role', body: { statement: [{ sid: 'List' }, { sid: 'Glue' }, { sid: 'Read' }] } });
    expect(ownerOf(value.terraform[0]!, '/statement/2/actions/0')).toBe('c/bucket');
  });

  it('refuses paths that leave the tree or that another system cannot hold', () => {
    for (const path of ['../x', 'a/../../x', '/etc/x', 'C:/x', 'a\\b', 'a\u0000b', 'a\nb', '', 'a//b', './a', 'a/.', 'con.txt', 'a.', 'a ', 'x'.repeat(300), 'a:b', '\ud800']) expect(codes(merge([by('x/y', file(path, ''))], [])), path).toEqual(['LW1308']);
    for (const own of ['../x', 'a/b', 'Kustomization', '']) expect(codes(merge([by('x/y', object('v1', 'Service', name, {}, { file: own }))], [])), own).toEqual(['LW1308']);
    expect(codes(merge([by('x/y', file('data/contracts/tickets.odcs.yaml', ''))], []))).toEqual([]);
  });

  it('gives the same in every order of artefacts', () => {
    const parts = [deployment, ...['a', 'b', 'c', 'd'].map((t) => by(`t/${t}`, contribute('apps/v1', 'Deployment', name, container({ env: [{ name: t.toUpperCase(), value: t }] })))), by('x/y', file('f', '1')), by('x/z', file('e', '1')), by('q/q', object('v1', 'Service', name, { spec: {} }))];
    const expected = JSON.stringify(merge(parts, []).value);
    fc.assert(fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => { expect(JSON.stringify(merge(shuffled, []).value)).toBe(expected); }), { numRuns: 50 });
  });

  describe('override', () => {
    const address = { apiVersion: 'apps/v1', kind: 'Deployment', ...name };
    const run = (set: JsonObject, to: JsonObject = {}) => merge([deployment], [{ node: 'p/tune', address: { ...address, ...to } as never, set }]);

    it('wins, replaces lists without keys, removes with null', () => {
      const { value, diagnostics } = run({ spec: { replicas: null, ...(container({ args: ['b', 'c'], env: [{ name: 'A', value: '2' }] }) as { spec: JsonObject }).spec } });
      expect(diagnostics).toEqual([]);
      const [merged] = value.objects;
      expect(merged!.body).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: name, spec: { template: { spec: { containers: [{ name: 'main', image: 'x', args: ['b', 'c'], env: [{ name: 'A', value: '2' }], ports: [{ containerPort: 8000, name: 'http' }] }] } } } });
      expect(ownerOf(merged!, '/spec/template/spec/containers/0/args/1')).toBe('override p/tune');
      expect(merged!.from).toContain('p/tune');
    });

    it('must have an effect, an object, and leave its identity alone', () => {
      expect(codes(run({ spec: { replicas: 2 } }))).toEqual(['LW1305']);
      expect(codes(run({ spec: { paused: null } }))).toEqual(['LW1305']);
      expect(run({ spec: { replicas: 3 } }, { name: 'chatt' }).diagnostics[0]).toMatchObject({ code: 'LW1304', why: ['emitted of that kind: Deployment p/chat'], at: { node: 'p/tune' } });
      expect(codes(run({ metadata: { name: 'other' } }))).toEqual(['LW1306']);
    });
  });
});
