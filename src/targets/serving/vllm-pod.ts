// The pod of a vLLM server: container, probes, resources and volumes, whoever the controller is.
import type { JsonObject } from '../../model/json.ts';
import { gpuResource, inference, onPool, poolOf, restrictedContainer, restrictedPod, spread } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import type { EmitContext } from '../../target.ts';
import { drainSeconds, environment, modelVolume, paths, serve } from './vllm-command.ts';

/** The user that the image brings: torch wants one that /etc/passwd knows. https://github.com/vllm-project/vllm/issues/44548 */
const user = 2000;
/** Processor and memory of a replica, for each of its GPUs; GPU nodes have several times as much. A judgement. */
const perGpu = { cpu: 3, memoryGib: 24, shmGib: 2 };
/** Seconds until a removed pod gets no more requests. */
const preStop = 10;

/** At 100 MiB/s, and ten minutes for compilation and graphs; an hour where the size is not known. */
export function startupSeconds(endpoint: NodeOf<'ModelEndpoint'>, { facts }: EmitContext): number {
  const { from } = facts.weights[endpoint.$path]!;
  const gib = from === 'hf' || from === 's3' ? facts.sizing[endpoint.$path]!.checkpointGib : 0;
  return gib === undefined ? 3600 : 600 + Math.ceil((gib * 1024) / 100);
}

/** `mounted`: where somebody else puts weights from an image or a volume. */
export function vllmPod(endpoint: NodeOf<'ModelEndpoint'>, context: EmitContext, mounted?: string): JsonObject {
  const { get, names, facts, platform, cluster } = context;
  const { gpus, checkpointGib, engine } = facts.sizing[endpoint.$path]!;
  const [model, quota] = [get(endpoint.model), get(endpoint.quota)];
  const source = facts.weights[endpoint.$path]!;
  const { pod, selector } = facts.workloads[endpoint.$path]!;
  const token = facts.secretUse.find((use) => use.node === model.$path && use.property[0] === 'token');
  const disk = source.from === 'hf' ? checkpointGib === undefined ? undefined : `${Math.ceil(checkpointGib * 1.1) + 20}Gi` : '20Gi';
  const memory = `${perGpu.memoryGib * gpus}Gi`;
  const gpu = gpuResource(cluster, quota.accelerator);
  const volumes = mounted === undefined ? modelVolume(source) : [];
  const probe = (rest: JsonObject): JsonObject => ({ httpGet: { path: '/health', port: inference.name, scheme: 'HTTP' }, ...rest });
  const container: JsonObject = {
    name: pod.container, image: platform.images['vllm'], command: ['vllm', 'serve'],
    args: serve(endpoint, source, engine, names.of(endpoint), facts.tracing.collector?.url, mounted), env: environment(source, token),
    ports: [{ name: inference.name, containerPort: inference.port }],
    startupProbe: probe({ periodSeconds: 10, failureThreshold: Math.ceil(startupSeconds(endpoint, context) / 10) }),
    readinessProbe: probe({ periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }),
    livenessProbe: probe({ periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 }),
    lifecycle: { preStop: { sleep: { seconds: preStop } } },
    resources: {
      requests: { cpu: String(perGpu.cpu * gpus), memory, ...(disk ? { 'ephemeral-storage': disk } : {}), [gpu]: String(gpus) },
      limits: { memory, [gpu]: String(gpus) },
    },
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'cache', mountPath: paths.cache }, { name: 'shm', mountPath: paths.shm }, { name: 'tmp', mountPath: paths.tmp },
      ...volumes.map(() => ({ name: 'model', mountPath: paths.model, readOnly: true })),
    ],
  };
  return {
    ...(endpoint.priority === undefined ? {} : { priorityClassName: endpoint.priority }),
    serviceAccountName: names.of(endpoint), automountServiceAccountToken: false, enableServiceLinks: false,
    terminationGracePeriodSeconds: preStop + drainSeconds(endpoint) + 15,
    securityContext: restrictedPod(user), containers: [container],
    ...onPool(poolOf(cluster, quota.accelerator)), ...spread(facts.scaling[endpoint.$path]!.max, selector),
    volumes: [
      { name: 'cache', emptyDir: disk ? { sizeLimit: disk } : {} },
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: `${perGpu.shmGib * gpus}Gi` } }, { name: 'tmp', emptyDir: {} }, ...volumes,
    ],
  };
}
