// The one table from workload kind to pod template. Grouped by path: an admission policy can be checked against types only where all its kinds have the same path.
import { isObject, type JsonObject } from '../model/json.ts';

export interface Workload { readonly group: string; readonly version: string; readonly kind: string; readonly resource: string; readonly subresources?: readonly string[] }
export interface PodPath {
  /** Names the group in file and policy names. */
  readonly name: 'pod' | 'template' | 'job-template';
  /** From the object to the pod's spec, and to its metadata. */
  readonly spec: readonly string[];
  readonly metadata: readonly string[];
  readonly workloads: readonly Workload[];
}

const apps = (kind: string, resource: string): Workload => ({ group: 'apps', version: 'v1', kind, resource });
const template = ['spec', 'template'], jobTemplate = ['spec', 'jobTemplate', 'spec', 'template'];

// https://kubernetes.io/docs/concepts/workloads/controllers/
export const podPaths: readonly PodPath[] = [
  // A debug container arrives through its own subresource: https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/
  { name: 'pod', spec: ['spec'], metadata: ['metadata'], workloads: [{ group: '', version: 'v1', kind: 'Pod', resource: 'pods', subresources: ['ephemeralcontainers'] }] },
  { name: 'template', spec: [...template, 'spec'], metadata: [...template, 'metadata'], workloads: [
    apps('DaemonSet', 'daemonsets'), apps('Deployment', 'deployments'), apps('ReplicaSet', 'replicasets'), apps('StatefulSet', 'statefulsets'),
    { group: 'batch', version: 'v1', kind: 'Job', resource: 'jobs' }, { group: '', version: 'v1', kind: 'ReplicationController', resource: 'replicationcontrollers' },
  ] },
  { name: 'job-template', spec: [...jobTemplate, 'spec'], metadata: [...jobTemplate, 'metadata'], workloads: [{ group: 'batch', version: 'v1', kind: 'CronJob', resource: 'cronjobs' }] },
];

/** Kinds whose pods a controller makes, out of more than what is declared: CI cannot see them, the cluster's policy judges the pods themselves. */
export const madeByControllers: Readonly<Record<string, string>> = {
  'serving.kserve.io/InferenceService': 'KServe merges a ServingRuntime and its own containers into the pods',
  'serving.kserve.io/LLMInferenceService': 'KServe merges LLMInferenceServiceConfigs into the pods',
  'serving.kserve.io/InferenceGraph': 'KServe makes the router pods',
  'ray.io/RayCluster': 'the Ray operator adds containers and environment to head and workers',
  'ray.io/RayJob': 'the Ray operator makes a cluster and a submitter of it',
  'ray.io/RayService': 'the Ray operator makes clusters of it',
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': 'its controller makes one template into leaders and workers',
  'jobset.x-k8s.io/JobSet': 'its controller makes Jobs of it',
  'trainer.kubeflow.org/TrainJob': 'the trainer merges a runtime into the pods',
  'kubeflow.org/PyTorchJob': 'the training operator adds containers and environment',
  'argoproj.io/Rollout': 'its template may live in another workload',
  'argoproj.io/Workflow': 'Argo Workflows adds its own containers to each step',
  'argoproj.io/CronWorkflow': 'Argo Workflows makes Workflows of it',
  'serving.knative.dev/Service': 'Knative adds its queue proxy',
  'machinelearning.seldon.io/SeldonDeployment': 'Seldon Core adds servers and an orchestrator',
  'mlops.seldon.io/Model': 'Seldon Core loads it into servers that it makes',
};

const byKind = new Map(podPaths.flatMap((path) => path.workloads.map((w) => [`${w.group}/${w.kind}`, path] as const)));
const groupOf = (apiVersion: unknown): string => String(apiVersion).includes('/') ? String(apiVersion).split('/')[0] ?? '' : '';
const down = (body: unknown, path: readonly string[]): unknown => path.reduce<unknown>((here, key) => isObject(here) ? here[key] : undefined, body);

export interface PodSubject { readonly pod: unknown; readonly meta: unknown; readonly path: PodPath }
/** The pod template of an object; `pod` is undefined where the kind has one and the object does not; no result: the kind has none. */
export function podOf(body: JsonObject): PodSubject | undefined {
  const path = byKind.get(`${groupOf(body['apiVersion'])}/${String(body['kind'])}`);
  return path && { pod: down(body, path.spec), meta: down(body, path.metadata) ?? {}, path };
}

/** Why the pods behind an object are not judged in CI, if they are not. */
export const notVisible = (body: JsonObject): string | undefined => madeByControllers[`${groupOf(body['apiVersion'])}/${String(body['kind'])}`];
