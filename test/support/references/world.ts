// What was emitted, as a world of objects, stacks and files, and the words for what stands in it: names, labels, selectors, pods, ports.
import { parseAllDocuments } from 'yaml';
import { at, isObject, type JsonObject } from '../../../src/model/json.ts';
import type { Platform } from '../../../src/model/platform.ts';

export interface Emitted { readonly tree: string; readonly env: string; readonly cluster: string; readonly project: string; readonly body: JsonObject }
export interface Stack { readonly tree: string; readonly env: string; readonly account: string; readonly project: string; readonly body: JsonObject }
/** What was emitted, as it stands on disk. */
export interface World {
  readonly platform: Platform;
  readonly objects: readonly Emitted[];
  readonly stacks: readonly Stack[];
  /** All files by path in dist, with their text. */
  readonly files: ReadonlyMap<string, string>;
  /** Components that the targets require, by `<environment>/<cluster>`. */
  readonly requires: ReadonlyMap<string, readonly string[]>;
  /** Buckets that artefacts of models are declared to lie in: whoever trained them owns them, not what is emitted. */
  readonly given: ReadonlySet<string>;
}
export interface Dangling { readonly kind: string; readonly at: string; readonly wants: string }
export interface Judged { readonly checked: ReadonlyMap<string, number>; readonly dangling: readonly Dangling[] }

/** A world out of the files of dist. */
export function worldOf(files: ReadonlyMap<string, string>, platform: Platform): World {
  const objects: Emitted[] = [];
  const stacks: Stack[] = [];
  const requires = new Map<string, readonly string[]>();
  for (const [path, text] of files) {
    const [env = '', project = '', ...rest] = path.split('/');
    if (env.startsWith('_')) continue;
    const tree = `${env}/${project}`;
    if (path.endsWith('.tf.json')) stacks.push({ tree, env, project, account: rest[1] ?? '', body: JSON.parse(text) as JsonObject });
    if (path.endsWith('/requirements.json')) requires.set(`${env}/${rest[0]}`, (JSON.parse(text) as { component: string }[]).map((r) => r.component));
    const platformCluster = project === '_platform';
    if (!path.endsWith('.yaml') || path.endsWith('kustomization.yaml') || !(platformCluster || rest[0] === 'kubernetes')) continue;
    const cluster = (platformCluster ? rest[0] : rest[1]) ?? '';
    for (const document of parseAllDocuments(text)) objects.push({ tree, env, cluster, project, body: document.toJS() as JsonObject });
  }
  const given = new Set([...files].filter(([path]) => path.endsWith('/project.json')).flatMap(([, text]) => [...text.matchAll(/"artefact":\s*"s3:\/\/([^/"]+)/g)].map((m) => m[1]!)));
  return { platform, objects, stacks, files, requires, given };
}

/** Systems whose objects a component brings: what refers to them is as good as its requirement. */
export const brings: Readonly<Record<string, readonly string[]>> = {
  'external-secrets': ['ClusterSecretStore'], 'argo-cd': ['namespace argocd'], 'gateway-api': ['Gateway'], 'envoy-ai-gateway': ['HTTPRoute of an AIGatewayRoute'], 'cloudnative-pg': ['pods of cnpg-system'],
};
export const BUILT_IN = { classes: ['system-cluster-critical', 'system-node-critical'], roles: ['cluster-admin', 'admin', 'edit', 'view'] };

export type Refer = (kind: string, from: Emitted | Stack | string, wants: string, resolves: boolean) => void;
export const list = (value: unknown): readonly JsonObject[] => Array.isArray(value) ? value.filter(isObject) : [];
export const text = (value: unknown): string | undefined => typeof value === 'string' ? value : undefined;
export const kindOf = (e: Emitted): string => String(e.body['kind']);
export const nameOf = (e: Emitted): string => String(at(e.body, ['metadata', 'name']));
export const namespaceOf = (e: Emitted): string => String(at(e.body, ['metadata', 'namespace']) ?? '');
export const title = (from: Emitted | Stack | string): string => typeof from === 'string' ? from : `${from.tree} ${'cluster' in from ? `${kindOf(from)}/${nameOf(from)}` : 'terraform'}`;
export const labelsOf = (value: unknown): JsonObject => isObject(value) ? value : {};
/** Does a selector take these labels? An empty one takes all. */
export function selects(selector: unknown, labels: JsonObject): boolean {
  const { matchLabels, matchExpressions } = labelsOf(selector);
  return Object.entries(labelsOf(matchLabels)).every(([k, v]) => labels[k] === v) && list(matchExpressions).every((e) => {
    const [value, values] = [labels[String(e['key'])], (e['values'] ?? []) as readonly unknown[]];
    switch (e['operator']) { case 'Exists': return value !== undefined; case 'DoesNotExist': return value === undefined; case 'In': return values.includes(value); default: return !values.includes(value); }
  });
}

export interface Template { readonly of: Emitted; readonly labels: JsonObject; readonly spec: JsonObject }
export const TEMPLATES: Readonly<Record<string, readonly string[]>> = { CronJob: ['spec', 'jobTemplate', 'spec', 'template'], Pod: [] };
/** Pods of a PostgreSQL cluster, which its operator makes: https://cloudnative-pg.io/documentation/1.30/networking/ */
export const POSTGRES = [{ name: 'postgresql', containerPort: 5432 }, { name: 'status', containerPort: 8000 }];
export function templateOf(e: Emitted): Template | undefined {
  if (kindOf(e) === 'Cluster' && String(e.body['apiVersion']).startsWith('postgresql.cnpg.io/')) return { of: e, labels: { 'cnpg.io/cluster': nameOf(e) }, spec: { containers: [{ name: 'postgres', ports: POSTGRES }] } };
  const template = at(e.body, TEMPLATES[kindOf(e)] ?? ['spec', 'template']);
  if (!isObject(template) || !isObject(template['spec']) || !Array.isArray(template['spec']['containers'])) return undefined;
  return { of: e, labels: labelsOf(at(template, ['metadata', 'labels'])), spec: template['spec'] };
}
export const containersOf = ({ spec }: Template): readonly JsonObject[] => [...list(spec['initContainers']), ...list(spec['containers'])];
export const portsOf = (t: Template): readonly JsonObject[] => containersOf(t).flatMap((c) => list(c['ports']));
export const hasPort = (t: Template, port: unknown): boolean => portsOf(t).some((p) => p['name'] === port || p['containerPort'] === port);
