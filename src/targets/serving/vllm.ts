// An endpoint as a plain vLLM server: Deployment, Service, and a disruption budget where there is more than one replica.
import type { JsonObject } from '../../model/json.ts';
import { gpuResource, inference, poolOf, restrictedContainer, restrictedPod } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';
import { drainSeconds, environment, modelVolume, paths, serve } from './vllm-command.ts';

/** The user that the image brings: torch wants one that /etc/passwd knows. https://github.com/vllm-project/vllm/issues/44548 */
const user = 2000;
/** Processor and memory of a replica, for each of its GPUs; GPU nodes have several times as much. A judgement. */
const perGpu = { cpu: 3, memoryGib: 24, shmGib: 2 };
/** Seconds until a removed pod gets no more requests. */
const preStop = 10;
/** At 100 MiB/s, and ten minutes for compilation and graphs; an hour where the size is not known. */
const startupSeconds = (gib: number | undefined): number => (gib === undefined ? 3600 : 600 + Math.ceil((gib * 1024) / 100));

export default target({
  system: 'vLLM', api: '0.27', docs: 'https://docs.vllm.ai/en/v0.27.1/deployment/k8s/',
  concern: 'serving', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', requires: ['vllm >= 0.20', 'nvidia-gpu-operator >= 24.9'], judge: 'kube-apiserver',
  *emit(endpoint, { get, names, namespace, labels, facts, platform, cluster }) {
    const { gpus, replicas, checkpointGib, engine } = facts.sizing[endpoint.$path]!;
    const [model, quota] = [get(endpoint.model), get(endpoint.quota)];
    const source = facts.weights[endpoint.$path]!;
    const pool = poolOf(cluster, quota.accelerator);
    const rollout = facts.rollout[endpoint.$path];
    const token = facts.secretUse.find((use) => use.node === model.$path && use.property[0] === 'token');
    const metadata = { name: names.of(endpoint), namespace, labels: labels(endpoint) };
    const selector = names.selector(endpoint);
    const startup = startupSeconds(source.from === 'hf' || source.from === 's3' ? checkpointGib : 0);
    const disk = source.from === 'hf' ? checkpointGib === undefined ? undefined : `${Math.ceil(checkpointGib * 1.1) + 20}Gi` : '20Gi';
    const memory = `${perGpu.memoryGib * gpus}Gi`;
    const probe = (rest: JsonObject): JsonObject => ({ httpGet: { path: '/health', port: inference.name }, ...rest });

    const container: JsonObject = {
      name: 'vllm', image: platform.images['vllm'], command: ['vllm', 'serve'],
      args: serve(endpoint, source, engine, names.of(endpoint), facts.tracing.collector?.url), env: environment(source, token),
      ports: [{ name: inference.name, containerPort: inference.port }],
      startupProbe: probe({ periodSeconds: 10, failureThreshold: Math.ceil(startup / 10) }),
      readinessProbe: probe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
      livenessProbe: probe({ periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 }),
      lifecycle: { preStop: { sleep: { seconds: preStop } } },
      resources: {
        requests: { cpu: String(perGpu.cpu * gpus), memory, ...(disk ? { 'ephemeral-storage': disk } : {}), [gpuResource(cluster, quota.accelerator)]: String(gpus) },
        limits: { memory, [gpuResource(cluster, quota.accelerator)]: String(gpus) },
      },
      securityContext: restrictedContainer,
      volumeMounts: [
        { name: 'cache', mountPath: paths.cache }, { name: 'shm', mountPath: paths.shm }, { name: 'tmp', mountPath: paths.tmp },
        ...modelVolume(source).map(() => ({ name: 'model', mountPath: paths.model, readOnly: true })),
      ],
    };
    const pod: JsonObject = {
      ...(endpoint.priority === undefined ? {} : { priorityClassName: endpoint.priority }),
      serviceAccountName: names.of(endpoint), automountServiceAccountToken: false, enableServiceLinks: false,
      terminationGracePeriodSeconds: preStop + drainSeconds(endpoint) + 15,
      securityContext: restrictedPod(user), containers: [container],
      ...(pool ? { nodeSelector: pool.labels } : {}),
      ...(pool?.taint ? { tolerations: [{ key: pool.taint.key, operator: 'Equal', value: pool.taint.value, effect: pool.taint.effect }] } : {}),
      ...(replicas > 1 ? { topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) =>
        ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector } })) } : {}),
      volumes: [
        { name: 'cache', emptyDir: disk ? { sizeLimit: disk } : {} },
        { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: `${perGpu.shmGib * gpus}Gi` } }, { name: 'tmp', emptyDir: {} }, ...modelVolume(source),
      ],
    };
    const { maxSurge, maxUnavailable } = rollout && rollout.state !== 'unknown' ? rollout.value : { maxSurge: 0, maxUnavailable: 1 };
    yield object('apps/v1', 'Deployment', metadata, { spec: {
      replicas, revisionHistoryLimit: 3, progressDeadlineSeconds: startup + 300,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
      selector: { matchLabels: selector }, template: { metadata: { labels: labels(endpoint) }, spec: pod },
    } }, { file: 'serving', from: [model.$path, quota.$path] });
    yield object('v1', 'Service', metadata, { spec: { selector, ports: [{ name: inference.name, port: inference.port, targetPort: inference.name, appProtocol: 'http' }] } }, { file: 'serving' });
    // With one replica a budget would only stop nodes from being drained.
    if (replicas > 1) yield object('policy/v1', 'PodDisruptionBudget', metadata, { spec: { selector: { matchLabels: selector }, maxUnavailable: 1 } }, { file: 'serving' });
  },
});
