// Kubernetes manifests: objects through cdk8s, one App and Chart a project and environment, as text by our own emitter.
import type * as cdk8s from 'cdk8s';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { compare } from './canonical.ts';
import { manifest } from './manifest.ts';
import type { MergedObject } from './merge.ts';
import { yaml } from './yaml.ts';

/** What others need comes first, as `kubectl apply` works from top to bottom; kinds that are not listed come last. */
const RANK = [
  'Namespace', 'CustomResourceDefinition', 'PriorityClass', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'ExternalSecret', 'Secret', 'ConfigMap', 'PersistentVolumeClaim',
  'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'NetworkPolicy', 'Service', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'PodDisruptionBudget', 'HorizontalPodAutoscaler',
];
const rank = new Map(RANK.map((kind, i) => [kind, i]));

type Placed = Pick<MergedObject, 'place' | 'file' | 'body'>;
const metadata = (body: JsonObject): JsonObject => isObject(body['metadata']) ? body['metadata'] : {};
const text = (value: Json | undefined): string => typeof value === 'string' ? value : '';

/** Objects in the order in which they are written. What is compared is worked out once an object, not once a comparison. */
export const inOrder = <O extends { readonly body: JsonObject }>(objects: readonly O[]): readonly O[] => objects.map((object) => {
  const { kind, apiVersion } = object.body, { namespace, name } = metadata(object.body);
  return { object, rank: rank.get(text(kind)) ?? RANK.length, key: [kind, namespace, name, apiVersion].map(text) };
}).sort((a, b) => a.rank - b.rank || compareEach(a.key, b.key)).map(({ object }) => object);
function compareEach(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) { const difference = compare(a[i]!, b[i]!); if (difference !== 0) return difference; }
  return 0;
}

/** Starts to load cdk8s, which takes longer than all that it does here. */
export const preload = (): void => { void import('cdk8s'); };

/**
 * Bodies are plain data, so there is nothing in them that cdk8s could resolve; its resolver would leave out nulls and empty metadata, and take an object with
 * a key `constructor` for an instance of some class. What is declared is written as it is.
 */
function add(library: typeof cdk8s, chart: cdk8s.Chart, body: JsonObject, id: string): cdk8s.ApiObject {
  const Verbatim = verbatim ??= class extends library.ApiObject {
    readonly #body: JsonObject;
    constructor(scope: cdk8s.Chart, id: string, body: JsonObject) {
      super(scope, id, { apiVersion: text(body['apiVersion']), kind: text(body['kind']), metadata: { name: text(metadata(body)['name']) } });
      this.#body = body;
    }
    override toJson(): JsonObject { return this.#body; }
  };
  return new Verbatim(chart, id, body);
}
let verbatim: (new (scope: cdk8s.Chart, id: string, body: JsonObject) => cdk8s.ApiObject) | undefined;

export interface KubernetesScope {
  readonly project: string;
  readonly environment: string;
  /** Where the objects of a cluster go in the tree; default `kubernetes/<cluster>`. */
  readonly folder?: (cluster: string) => string;
}
/** The file of an object, by path in the tree. */
export const pathOf = ({ place, file }: Pick<MergedObject, 'place' | 'file'>, { folder }: Pick<KubernetesScope, 'folder'>): string => {
  const parent = folder === undefined ? `kubernetes/${place}` : folder(place);
  return `${parent === '' ? '' : `${parent}/`}${file}.yaml`;
};

/** Files by path in the tree. `more` may add charts or objects of the platform's own to the App. */
export async function kubernetes(objects: readonly Placed[], scope: KubernetesScope, more?: (app: cdk8s.App) => void): Promise<ReadonlyMap<string, string>> {
  if (objects.length === 0 && !more) return new Map();
  const library = await import('cdk8s');
  const app = new library.App();
  const chart = new library.Chart(app, `${scope.project}-${scope.environment}`, { disableResourceNameHashes: true });
  const byFile = new Map<string, string[]>();
  const put = (place: string, file: string, body: JsonObject) => {
    const path = pathOf({ place, file }, scope);
    const documents = byFile.get(path);
    const document = manifest(body);
    if (documents) documents.push(document); else byFile.set(path, [document]);
  };
  for (const [i, { place, file, body }] of inOrder(objects).entries()) put(place, file, add(library, chart, body, `${i}`).toJson() as JsonObject);
  if (more) {
    more(app);
    for (const other of app.charts) {
      if (other === chart) continue;
      const place = other.node.tryGetContext('leitwerk:cluster') ?? objects[0]?.place ?? 'main';
      for (const { body } of inOrder((other.toJson() as JsonObject[]).map((body) => ({ body })))) put(String(place), other.node.id, body);
    }
  }
  const files = new Map([...byFile].toSorted(([a], [b]) => compare(a, b)).map(([path, documents]) => [path, documents.join('---\n')]));
  for (const [path, content] of kustomizations([...files.keys()])) files.set(path, content);
  return files;
}

/** One kustomization a folder, so that `kubectl apply -k`, Argo CD and Flux take exactly these files. */
function kustomizations(paths: readonly string[]): readonly (readonly [string, string])[] {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const cut = path.lastIndexOf('/') + 1;
    const folder = path.slice(0, cut);
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(cut)]);
  }
  return [...folders].map(([folder, resources]) => [`${folder}kustomization.yaml`, kustomization(resources)]);
}
export const kustomization = (resources: readonly string[]): string => yaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: resources.toSorted(compare) });
