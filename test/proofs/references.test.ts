// No dangling reference: in all that is emitted, of this repository's portfolio and of every concept's example, each name leads to something emitted or required.
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleOf } from '../../src/check/example.ts';
import { examplePlatform } from '../../src/check/example-platform.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { withAt } from '../../src/model/json.ts';
import { compile, type Compilation, type Input } from '../../src/pipeline.ts';
import { policies } from '../../src/generated/registry.ts';
import { exampleInput } from '../../src/probe/coverage.ts';
import { trees } from '../../src/write/trees.ts';
import { home, session } from '../support/portfolio.ts';
import { sampled } from '../support/sample.ts';
import { references, worldOf, type Dangling, type Emitted, type World } from '../support/references.ts';

let world: World;
let input: Input;
beforeAll(async () => {
  const { compilation, input: own } = await session(home);
  input = own;
  world = await emitted(compilation, own);
});
/** What a compilation writes, its findings left aside. */
async function emitted(compilation: Compilation, of: Input): Promise<World> {
  const { value } = await trees({ ...compilation, projects: compilation.projects.map((p) => ({ ...p, failed: false })) }, of, '0');
  return worldOf(new Map(value.flatMap(({ tree }) => [...tree.files].map(([path, text]): [string, string] => [`${tree.path}/${path}`, text]))), of.platform);
}
const lines = (dangling: readonly Dangling[]): readonly string[] => dangling.map((d) => `${d.at}: ${d.kind} ${d.wants}`);

describe('every reference leads somewhere', () => {
  test('in the portfolio of this repository', () => {
    const { checked, dangling } = references(world);
    console.log(`no dangling reference: ${[...checked.values()].reduce((a, b) => a + b, 0)} references of ${checked.size} kinds in ${world.objects.length} objects and ${world.stacks.length} stacks`);
    expect(lines(dangling)).toEqual([]);
  });
  test('in the example of every concept, with the examples of all others around it', async () => {
    for (const kind of sampled(Object.keys(input.concepts.info), 2)) {
      const of = exampleInput(exampleOf(kind, input.concepts.info, {}, true).model, input);
      const { checked, dangling } = references(await emitted(compile(of), of));
      expect([...checked.values()].reduce((a, b) => a + b, 0), kind).toBeGreaterThan(300);
      expect(lines(dangling), kind).toEqual([]);
    }
  }, 600_000);
});

// ---- what makes each kind of reference dangle ----

const where = (kind: string, name?: string) => (o: Emitted): boolean => o.env === 'production' && o.body['kind'] === kind && (name === undefined || (o.body['metadata'] as JsonObject)['name'] === name);
const without = (...gone: readonly ((o: Emitted) => boolean)[]) => (w: World): World => ({ ...w, objects: w.objects.filter((o) => !gone.some((g) => g(o))) });
const changed = (which: (o: Emitted) => boolean, path: readonly (string | number)[], to: unknown) => (w: World): World => ({ ...w, objects: w.objects.map((o) => which(o) ? { ...o, body: withAt(o.body, path, to) } : o) });
const stack = (path: readonly string[], to: unknown) => (w: World): World => ({ ...w, stacks: w.stacks.map((s) => s.tree === 'production/crm' ? { ...s, body: withAt(s.body, path, to) } : s) });
const withFiles = (edit: (path: string, text: string) => string | undefined) => (w: World): World => ({ ...w, files: new Map([...w.files].flatMap(([p, t]): [string, string][] => { const to = edit(p, t); return to === undefined ? [] : [[p, to]]; })) });
const unrequired = (component: string) => (w: World): World => ({ ...w, requires: new Map([...w.requires].map(([k, all]) => [k, all.filter((c) => c !== component)])) });
/** Objects that no target emits yet, beside those of the support assistant. */
const beside = (...yaml: readonly string[]) => (w: World): World => ({ ...w, objects: [...w.objects, ...yaml.map((text): Emitted => ({ tree: 'production/support-assistant', env: 'production', cluster: 'main', project: 'support-assistant', body: parse(text) as JsonObject }))] });

const chat = ['spec', 'template', 'spec'];
const pod = (spec: string): string => `{ apiVersion: v1, kind: Pod, metadata: { name: made, namespace: support-assistant, labels: { made: up } }, spec: ${spec} }`;
const meta = 'metadata: { name: made, namespace: support-assistant, labels: { release: platform } }';

const controls: readonly (readonly [kind: string, edit: (w: World) => World])[] = [
  ['namespace', without(where('Namespace', 'crm'))],
  ['namespace', unrequired('argo-cd')],
  ['service account', without(where('ServiceAccount', 'chat'))],
  ['secret key', without(where('ExternalSecret', 'hugging-face'))],
  ['secret key', changed(where('ExternalSecret', 'hugging-face'), ['spec', 'data', 0, 'secretKey'], 'other')],
  ['secret in use', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'env'], [])],
  ['secret in use', changed(where('AlertmanagerConfig'), ['spec', 'receivers'], [])],
  ['secret key', changed(where('ExternalSecret', 'answers-keeper'), ['spec', 'target', 'template', 'data'], { username: 'keeper' })],
  ['secret key', without(where('Cluster', 'answers'))],
  ['secret store', unrequired('external-secrets')],
  ['generator of a secret', without(where('Password', 'answers-keeper'))],
  ['password of a role', without(where('ExternalSecret', 'answers-keeper'))],
  ['credential of a receiver', without(where('ExternalSecret', 'oncall-customer-care-primary'))],
  ['volume', changed(where('Deployment', 'chat'), [...chat, 'volumes', 0, 'name'], 'other')],
  ['probe port', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'ports', 0, 'name'], 'other')],
  ['service port', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'ports', 0, 'name'], 'other')],
  ['monitor port', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'ports', 0, 'name'], 'other')],
  ['policy port', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'ports', 0, 'containerPort'], 8001)],
  ['service selector', without(where('Deployment', 'chat'))],
  ['budget selector', without(where('Deployment', 'chat'))],
  ['monitor selector', without(where('Deployment', 'chat'))],
  ['policy selector', without(where('CronJob', 'export-tickets'))],
  ['own selector', changed(where('Deployment', 'chat'), ['spec', 'template', 'metadata', 'labels', 'app.kubernetes.io/name'], 'other')],
  ['policy peer', (w) => ({ ...w, platform: { ...w.platform, environments: Object.fromEntries(Object.entries(w.platform.environments).map(([n, e]) => [n, { ...e, clusters: Object.fromEntries(Object.entries(e.clusters).map(([c, { ingress: _, ...rest }]) => [c, rest])) }])) } as never })],
  ['policy peer', changed(where('NetworkPolicy', 'chat'), ['spec', 'ingress', 0, 'from', 0], { podSelector: { matchLabels: { app: 'nobody' } } })],
  ['rule label', changed(where('PrometheusRule', 'chat-available'), ['metadata', 'labels', 'release'], 'other')],
  ['monitor label', changed(where('PodMonitor', 'chat'), ['metadata', 'labels', 'release'], 'other')],
  ['scrape job', without(where('PodMonitor', 'chat'))],
  ['watched cron job', without(where('CronJob', 'export-tickets'))],
  ['recorded series', changed(where('PrometheusRule', 'chat-available'), ['spec', 'groups', 0, 'rules', 0, 'record'], 'slo:other')],
  ['recorded series', changed(where('PrometheusRule', 'chat-available'), ['spec', 'groups', 0, 'rules', 0, 'labels', 'slo'], 'other')],
  ['host', changed(where('Deployment', 'chat'), [...chat, 'containers', 0, 'env'], [{ name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: 'http://collector.monitoring:4317' }])],
  ['admission policy', without(where('ValidatingAdmissionPolicy', 'leitwerk-images-by-digest-pod'))],
  ['admission parameter', without(where('ConfigMap', 'exempt-from-images-by-digest'))],
  ['Argo CD project', without(where('AppProject', 'production-crm'))],
  ['Argo CD path', withFiles((p, t) => p.startsWith('production/crm/kubernetes/') ? undefined : t)],
  ['Argo CD destination', changed(where('AppProject', 'production-crm'), ['spec', 'destinations'], [])],
  ['Argo CD destination', without((o) => where('Namespace', 'crm')(o))],
  ['listed manifest', withFiles((p, t) => p === 'production/crm/kubernetes/main/pipelines.yaml' ? undefined : t)],
  ['role of a service account', stack(['resource', 'aws_iam_role', 'export_tickets', 'name'], 'other')],
  ['trusted service account', without(where('ServiceAccount', 'export-tickets'))],
  ['OIDC issuer', stack(['data', 'aws_iam_policy_document', 'export_tickets_trust', 'statement'], [{ principals: [{ identifiers: ['arn:aws:iam::1:oidc-provider/other.example/id/X'] }] }])],
  ['account', stack(['provider', 'aws'], [{ allowed_account_ids: ['210000000001'] }])],
  ['Terraform reference', stack(['resource', 'aws_s3_bucket', 'tickets'], undefined)],
  ['bucket', stack(['resource', 'aws_s3_bucket', 'tickets', 'bucket'], 'other')],
  ['bucket', (w) => ({ ...w, given: new Set<string>() })],
  ['Glue table', stack(['resource', 'aws_glue_catalog_table'], undefined)],
  ['key alias', stack(['data', 'aws_kms_alias'], { other: { name: 'alias/nordlicht-production-nobody' } })],
  ['place of a contract', stack(['resource', 'aws_s3_bucket', 'tickets', 'bucket'], 'other')],
  ['catalogue entity', withFiles((p, t) => p.endsWith('/catalog/crm.tickets.yaml') ? undefined : t)],
  ['gateway of a route', unrequired('gateway-api')],
  ['gateway of a route', changed(where('AIGatewayRoute', 'chat'), ['spec', 'parentRefs', 0, 'name'], 'other')],
  ['host of a route', changed(where('AIGatewayRoute', 'chat'), ['spec', 'hostnames', 0], 'chat.elsewhere.example')],
  ['host of a route', changed(where('HTTPRoute', 'assistant'), ['spec', 'hostnames', 0], 'chat.support-assistant.production.ai.nordlicht.example')],
  ['route backend', without(where('AIServiceBackend', 'chat'))],
  ['route backend', without(where('Backend', 'mistral'))],
  ['route filter', without(where('HTTPRouteFilter', 'assistant-hidden'))],
  ['backend in the cluster', changed(where('Backend', 'chat'), ['spec', 'endpoints', 0, 'fqdn', 'port'], 8001)],
  ['target of a policy', without(where('HTTPRoute', 'assistant'))],
  ['target of a policy', unrequired('envoy-ai-gateway')],
  ['credential of a backend', changed(where('ExternalSecret', 'mistral-key'), ['spec', 'data', 0, 'secretKey'], 'api-key')],
  ['account that is let in', without(where('ServiceAccount', 'assistant'))],
  // what targets do not refer to yet, but manifests written by hand may
  ['config map', beside(pod('{ containers: [{ name: a, env: [{ name: A, valueFrom: { configMapKeyRef: { name: made, key: a } } }] }] }'))],
  ['config map', beside(pod('{ volumes: [{ name: a, configMap: { name: made } }], containers: [{ name: a }] }'))],
  ['volume claim', beside(pod('{ volumes: [{ name: a, persistentVolumeClaim: { claimName: made } }], containers: [{ name: a }] }'))],
  ['priority class', beside(pod('{ priorityClassName: made, containers: [{ name: a }] }'))],
  ['role', beside(`{ kind: RoleBinding, ${meta}, roleRef: { kind: Role, name: made }, subjects: [] }`)],
  ['role subject', beside(`{ kind: RoleBinding, ${meta}, roleRef: { kind: ClusterRole, name: view }, subjects: [{ kind: ServiceAccount, name: made }] }`)],
  ['scale target', beside(`{ kind: HorizontalPodAutoscaler, ${meta}, spec: { scaleTargetRef: { kind: Deployment, name: made } } }`)],
  ['monitor selector', beside(`{ kind: ServiceMonitor, ${meta}, spec: { selector: { matchLabels: { made: up } }, endpoints: [] } }`)],
];

describe('a reference that leads nowhere is found', () => {
  test.each(sampled(controls, 24))('%s', (kind, edit) => expect(references(edit(world)).dangling.map((d) => d.kind)).toContain(kind));

  test('and one of each kind is tried in the whole proof', () => {
    const { checked } = references(world);
    expect([...checked.keys()].filter((kind) => !controls.some(([k]) => k === kind))).toEqual([]);
  });
  test('but not where what it names is there', () => {
    const made = beside(
      pod('{ serviceAccountName: chat, priorityClassName: user-facing, volumes: [{ name: a, configMap: { name: made } }, { name: b, persistentVolumeClaim: { claimName: made } }], containers: [{ name: a, env: [{ name: A, valueFrom: { configMapKeyRef: { name: made, key: a } } }] }] }'),
      `{ kind: ConfigMap, ${meta}, data: { a: b } }`, `{ kind: PersistentVolumeClaim, ${meta} }`, `{ kind: Role, ${meta} }`,
      `{ kind: RoleBinding, ${meta}, roleRef: { kind: Role, name: made }, subjects: [{ kind: ServiceAccount, name: chat }] }`,
      `{ kind: HorizontalPodAutoscaler, ${meta}, spec: { scaleTargetRef: { kind: Deployment, name: chat } } }`,
      `{ kind: ServiceMonitor, ${meta}, spec: { selector: { matchLabels: { app.kubernetes.io/name: chat } }, endpoints: [{ port: http }] } }`,
    );
    const { checked, dangling } = references(made(world));
    expect(lines(dangling)).toEqual([]);
    for (const kind of ['config map', 'volume claim', 'priority class', 'role', 'role subject', 'scale target']) expect(checked.get(kind), kind).toBeGreaterThan(0);
  });
});

test('the platform of the examples knows what the example of every concept needs', () => {
  const of = exampleInput(exampleOf('AiProject', input.concepts.info, {}, true).model, input);
  const errors = compile(of).diagnostics.filter((d) => d.severity === 'error').map((d) => d.code);
  expect(errors.filter((code) => !Object.hasOwn(policies, code))).toEqual([]);
  // What examples that show every choice at once cannot keep: a model for everything moderates too, steps of all kinds want a gateway that divides, and evidence fits no made-up digest.
  expect([...new Set(errors)].sort()).toEqual(['moderators-moderate', 'promotion-has-evidence', 'rollout-is-driven']);
  expect(Object.keys(examplePlatform.environments)).toEqual(['dev', 'staging', 'production']);
});
