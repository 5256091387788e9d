// Conventions of the pods that we emit: the port that endpoints answer on, and what the `restricted` Pod Security Standard asks of every container.
import type { JsonObject } from './json.ts';
import type { Cluster, GpuPool } from './platform.ts';

/** Where an endpoint answers, and where it shows its metrics: OpenAI-compatible servers use one port for both. */
export const inference = { name: 'http', port: 8000 } as const;

/** Text in a container's command that nothing is put into: `$(NAME)` and `$$` mean something there. https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
export const verbatim = (text: string): string => text.replace(/\$(?=[$(])/g, '$$$$');

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const restrictedContainer = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } as const satisfies JsonObject;
export const restrictedPod = (user: number): JsonObject => ({
  runAsNonRoot: true, runAsUser: user, runAsGroup: user, fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' },
});

/** Seconds: a run that could not start in this time is left out rather than started late beside the next one. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline */
export const startingDeadline = 900;

/** The pool of an accelerator; the first in declared order, if several have it. */
export const poolOf = (cluster: Cluster, accelerator: string): GpuPool | undefined => Object.values(cluster.gpuPools).find((p) => p.accelerator === accelerator);
/** The extended resource of an accelerator; what device plugins call it where no pool says otherwise. */
export const gpuResource = (cluster: Cluster, accelerator: string): string => poolOf(cluster, accelerator)?.resource ?? 'nvidia.com/gpu';

/** What the pods of a GPU pool need to get there. */
export const onPool = (pool: GpuPool | undefined): JsonObject => ({
  ...(pool ? { nodeSelector: pool.labels } : {}),
  ...(pool?.taint ? { tolerations: [{ key: pool.taint.key, operator: 'Equal', value: pool.taint.value, effect: pool.taint.effect }] } : {}),
});
/** Replicas apart from each other where there is room for it. */
export const spread = (replicas: number, selector: Readonly<Record<string, string>>): JsonObject => (replicas > 1 ? {
  topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector } })),
} : {});
/** Where Prometheus answers queries: the Service that its operator makes. https://prometheus-operator.dev/docs/platform/storage/ */
export const prometheusUrl = ({ monitoring }: Cluster): string | undefined => (monitoring && `http://prometheus-operated.${monitoring.namespace}:9090`);

// Built-in kinds without a namespace: https://kubernetes.io/docs/reference/using-api/api-concepts/#standard-api-terminology ; `kubectl api-resources --namespaced=false`
const withoutNamespace: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
};
/** Kinds of extensions say so by their name, as far as we know: `ClusterIssuer`, `ClusterSecretStore`; a `Cluster` is one of databases, in a namespace. */
export const clusterScoped = (apiVersion: string, kind: string): boolean => {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const known = withoutNamespace[group];
  return known ? known.includes(kind) : kind.startsWith('Cluster') && kind !== 'Cluster';
};
