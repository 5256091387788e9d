// Objects on both sides of a policy's boundary: pods of chance, and copies in which one field is another, so that the verdict is another too.
import { judgeObject } from '../../../src/check/cel/evaluate.ts';
import { podPaths, type PodPath, type Workload } from '../../../src/check/pods.ts';
import { isObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { ObjectPolicy } from '../../../src/policy.ts';
import { random, type Random } from '../../cel/generate.ts';

const digest = `a/b@sha256:${'0f'.repeat(32)}`, gpu = 'nvidia.com/gpu', queue = 'kueue.x-k8s.io/queue-name';
const pick = <T>(r: Random, of: readonly T[]): T => of[Math.floor(r() * of.length)]!;

/** A pod with parts taken away and dangerous ones put in, all of them valid to the server. */
function variant(r: Random): JsonObject {
  const container = (name: string): JsonObject => ({
    name, image: r() < 0.85 ? digest : pick(r, ['a/b:v1', 'a/b', 'a/b:v1@sha256:0', `${digest}0`]),
    ...(r() < 0.4 ? { resources: { limits: { [gpu]: '1', ...(r() < 0.5 ? { memory: '1Gi' } : {}) } } } : {}),
    ...(r() < 0.9 ? { securityContext: { ...(r() < 0.95 ? { allowPrivilegeEscalation: r() < 0.1 } : {}), ...(r() < 0.2 ? { privileged: false } : {}) } } : {}),
  });
  const toleration = pick(r, [{ key: gpu, operator: 'Exists' }, { operator: 'Exists' }, { key: 'other', operator: 'Exists' }]);
  return {
    metadata: { labels: r() < 0.3 ? { [queue]: r() < 0.7 ? 'team' : '' } : {} },
    spec: {
      containers: [container('one'), ...(r() < 0.4 ? [container('two')] : [])], ...(r() < 0.3 ? { initContainers: [container('before')] } : {}), ...(r() < 0.4 ? { tolerations: [toleration] } : {}),
      ...(r() < 0.1 ? { hostNetwork: r() < 0.3 } : {}), ...(r() < 0.05 ? { hostPID: true } : {}), ...(r() < 0.3 ? { volumes: [r() < 0.8 ? { name: 'v', emptyDir: {} } : { name: 'v', hostPath: { path: '/var' } }] } : {}),
    },
  };
}

/** Fields and what they may be; undefined takes the field away. */
const ofPod: readonly (readonly [path: readonly string[], values: readonly (Json | undefined)[]])[] = [
  ...['hostNetwork', 'hostPID', 'hostIPC'].map((field) => [['spec', field], [true, false, undefined]] as const),
  [['spec', 'volumes'], [[{ name: 'v', hostPath: { path: '/var' } }], [{ name: 'v', emptyDir: {} }], undefined]],
  [['spec', 'tolerations'], [undefined, [{ key: gpu, operator: 'Exists' }], [{ key: gpu, operator: 'Equal', value: 'x' }], [{ operator: 'Exists' }], [{ key: 'other', operator: 'Exists' }]]],
  [['metadata', 'labels', queue], ['team', '', undefined]],
  [['metadata', 'labels'], [undefined]],
  [['spec', 'initContainers'], [undefined, [{ name: 'late', image: 'a/b:v1', securityContext: { allowPrivilegeEscalation: false } }], [{ name: 'late', image: digest }]]],
];
const ofContainer: typeof ofPod = [
  [['image'], [digest, 'a/b:v1', `${digest}0`, digest.toUpperCase().replace('A/B', 'a/b').replace('SHA256', 'sha256')]],
  [['securityContext'], [undefined, { allowPrivilegeEscalation: false }]],
  [['securityContext', 'allowPrivilegeEscalation'], [true, false, undefined]],
  [['resources'], [undefined, { limits: { [gpu]: '1' } }]],
  [['resources', 'limits', gpu], ['1', undefined]],
];
function changed(of: Json, [key, ...rest]: readonly string[], value: Json | undefined): Json {
  if (key === undefined) return value ?? null;
  if (Array.isArray(of)) return of.map((item, i) => String(i) === key ? changed(item, rest, value) : item);
  const { [key]: old, ...others } = isObject(of) ? of : {};
  return value === undefined && rest.length === 0 ? others : { ...others, [key]: changed(old ?? {}, rest, value) };
}
function edits(pod: JsonObject): readonly JsonObject[] {
  const spec = pod['spec'] as JsonObject;
  const inside = ['containers', 'initContainers'].flatMap((list) => ((spec[list] ?? []) as readonly Json[]).flatMap((_, i) => ofContainer.map(([path, values]) => [['spec', list, String(i), ...path], values] as const)));
  return [...ofPod, ...inside].flatMap(([path, values]) => values.map((value) => changed(pod, path, value) as JsonObject));
}

const wrap = (path: PodPath, { group, version, kind, resource }: Workload, name: string, pod: JsonObject): { readonly body: JsonObject; readonly path: string } => {
  const labels = { app: name, ...((pod['metadata'] as JsonObject)['labels'] as JsonObject | undefined) };
  const template = { metadata: { labels }, spec: { ...(pod['spec'] as JsonObject), ...(kind === 'Job' || kind === 'CronJob' ? { restartPolicy: 'Never' } : {}) } };
  const head = { apiVersion: group === '' ? version : `${group}/${version}`, kind }, metadata = { name, namespace: 'judged' }, selector = { matchLabels: { app: name } };
  const spec = path.name === 'job-template' ? { schedule: '0 3 * * *', jobTemplate: { spec: { template } } } : kind === 'Job' ? { template }
    : { selector: kind === 'ReplicationController' ? selector.matchLabels : selector, ...(kind === 'StatefulSet' ? { serviceName: name } : {}), template };
  return {
    path: `${group === '' ? 'api' : `apis/${group}`}/${version}/namespaces/judged/${resource}`,
    body: path.name === 'pod' ? { ...head, metadata: { ...metadata, labels }, spec: template.spec } : { ...head, metadata, spec },
  };
};

export interface ObjectCase { readonly body: JsonObject; readonly path: string; readonly refused: boolean; readonly mutant: boolean }
/** For one policy: its examples, and as many objects of every kind with pods as are asked for; every second one differs in one field from the one before, and CI says otherwise of it. */
export function boundary(policy: ObjectPolicy, seed: number, objects: number): readonly ObjectCase[] {
  const r = random(seed), kinds = podPaths.flatMap((path) => path.workloads.map((workload) => [path, workload] as const)), cases: ObjectCase[] = [];
  const refused = (body: JsonObject): boolean => judgeObject(policy, body) !== 'passes';
  while (cases.length < objects) {
    const [path, workload] = kinds[(cases.length / 2) % kinds.length]!, pod = variant(r), name = `${workload.kind.toLowerCase()}-${cases.length}`;
    const one = wrap(path, workload, name, pod), verdict = refused(one.body);
    const across = edits(pod).map((other) => wrap(path, workload, `${name}-other`, other)).filter(({ body }) => refused(body) !== verdict);
    if (across.length) cases.push({ ...one, refused: verdict, mutant: false }, { ...pick(r, across), refused: !verdict, mutant: true });
  }
  const example = (name: string, body: JsonObject, wrong: boolean): ObjectCase => ({ body: { ...body, metadata: { ...(body['metadata'] as JsonObject), name, namespace: 'judged' } }, path: 'api/v1/namespaces/judged/pods', refused: wrong, mutant: false });
  return [example('fails', policy.fails, true), example('passes', policy.passes, false), ...cases];
}
