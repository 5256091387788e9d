// What Kubernetes gets of a project: read from the emitted objects, the essentials alone.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { at } from '../../src/model/json.ts';
import cronJob from '../../src/targets/pipelines/cron-job.ts';
import externalSecrets from '../../src/targets/secrets/external-secrets.ts';
import namespace from '../../src/targets/kubernetes/namespace.ts';
import networkPolicy from '../../src/targets/kubernetes/network-policy.ts';
import podMonitor from '../../src/targets/observability/pod-monitor.ts';
import rawManifest from '../../src/targets/kubernetes/raw-manifest.ts';
import resourceQuota from '../../src/targets/kubernetes/resource-quota.ts';
import serviceAccount from '../../src/targets/kubernetes/service-account.ts';
import vllm from '../../src/targets/serving/vllm.ts';
import { body, contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';

const serving = (endpoint: JsonObject = {}, model: JsonObject = {}, quota: JsonObject = {}): readonly Declaring[] => [
  { kind: 'DataContract', id: 'tickets' },
  { kind: 'Model', id: 'llama', props: model }, { kind: 'GpuQuota', id: 'gpus', props: quota },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [to('DataContract', 'tickets')], fallback: [], guardrails: [], limits: { requests: '30/min' }, ...endpoint } },
];
const batch = (pipeline: JsonObject = {}): readonly Declaring[] => [
  { kind: 'DataContract', id: 'tickets' },
  { kind: 'Pipeline', id: 'nightly', props: { reads: [to('DataContract', 'tickets')], writes: [], ...pipeline } },
];
const deployment = (nodes: readonly Declaring[], setting?: Setting): JsonObject => body(objectsOf(vllm, contextOf(nodes, setting)), 'Deployment');
const container = (nodes: readonly Declaring[], setting?: Setting): JsonObject => at(deployment(nodes, setting), ['spec', 'template', 'spec', 'containers', 0]) as JsonObject;
const pod = (nodes: readonly Declaring[], setting?: Setting): JsonObject => at(deployment(nodes, setting), ['spec', 'template', 'spec']) as JsonObject;

describe('a vLLM endpoint', () => {
  it('gets its flags from the sizing, and its revision', () => {
    const { command, args } = container(serving());
    expect(command).toEqual(['vllm', 'serve']);
    expect(args).toEqual([
      'meta-llama/Llama-3.1-8B-Instruct', '--revision=0e9e39f249a16976918f6564b8830bc894c89659', '--runner=generate', '--served-model-name=chat', '--port=8000', '--max-model-len=8192', '--max-num-seqs=16',
      '--max-num-batched-tokens=8192', '--tensor-parallel-size=1', '--gpu-memory-utilization=0.9', '--kv-cache-dtype=fp8', '--quantization=fp8', '--shutdown-timeout=60', '--otlp-traces-endpoint=http://otel-collector.monitoring:4317',
    ]);
  });
  it('asks for as many GPUs as its tensor parallelism, on the pool that has them, and tolerates its taint', () => {
    expect(at(container(serving({ tensorParallel: 2 })), ['resources', 'limits', 'nvidia.com/gpu'])).toBe('2');
    expect(pod(serving()).nodeSelector).toEqual({ 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' });
    expect(pod(serving()).tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Equal', value: 'present', effect: 'NoSchedule' }]);
  });
  it('is scheduled by the class that it names, and by the default of the cluster without one', () => {
    expect(pod(serving({ priority: 'user-facing' })).priorityClassName).toBe('user-facing');
    expect(pod(serving({ priority: undefined }))).not.toHaveProperty('priorityClassName');
    const job = (pipeline: JsonObject): unknown => at(body(objectsOf(cronJob, contextOf(batch(pipeline))), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'priorityClassName']);
    expect([job({ priority: 'batch' }), job({ priority: undefined })]).toEqual(['batch', undefined]);
  });
  it('sends traces to the collector that the cluster names', () => {
    const elsewhere: Setting = { platform: (p) => ({ ...p, environments: { ...p.environments, production: { ...p.environments['production']!, clusters: { main: { ...p.environments['production']!.clusters['main']!, collector: { namespace: 'telemetry', service: 'gateway', port: 4417 } } } } } }) };
    expect(container(serving(), elsewhere).args).toContain('--otlp-traces-endpoint=http://gateway.telemetry:4417');
    expect(at(body(objectsOf(networkPolicy, contextOf(serving(), elsewhere)), 'NetworkPolicy', 'chat'), ['spec', 'egress', 1])).toEqual({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'telemetry' } } }], ports: [{ port: 4417, protocol: 'TCP' }] });
  });
  it('surges where the quota has room for one more replica, and else replaces one at a time', () => {
    const strategy = (replicas: number) => at(deployment(serving({ replicas }, {}, { guaranteed: 3 })), ['spec', 'strategy', 'rollingUpdate']);
    expect(strategy(2)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(strategy(3)).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  });
  it('has a disruption budget and is spread only with more than one replica', () => {
    const kinds = (replicas: number) => objectsOf(vllm, contextOf(serving({ replicas, scale: undefined }))).map((o) => o.address.kind);
    expect(kinds(1)).toEqual(['Deployment', 'Service']);
    expect(kinds(2)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    expect(pod(serving({ replicas: 1, scale: undefined })).topologySpreadConstraints).toBeUndefined();
    expect(pod(serving({ replicas: 2 })).topologySpreadConstraints).toHaveLength(2);
  });
  it('finishes its answers before it goes', () => {
    expect(pod(serving({ timeout: '90s' })).terminationGracePeriodSeconds).toBe(115);
    expect(container(serving({ timeout: '90s' })).args).toContain('--shutdown-timeout=90');
  });
  it('waits for the download: the larger the checkpoint, the longer', () => {
    const seconds = (weights: string) => (at(container(serving({}, { weights })), ['startupProbe', 'failureThreshold']) as number) * 10;
    expect(seconds('meta-llama/Llama-3.1-8B-Instruct')).toBeGreaterThan(600);
    expect(seconds('meta-llama/Llama-3.3-70B-Instruct')).toBeGreaterThan(1900);
    expect(seconds('somebody/unknown')).toBe(3600);
    expect(at(deployment(serving()), ['spec', 'progressDeadlineSeconds'])).toBeGreaterThan(seconds('meta-llama/Llama-3.1-8B-Instruct'));
  });
  it('reads its token from the Secret that External Secrets fills', () => {
    const context = contextOf(serving());
    const token = (container(serving()).env as JsonObject[]).find((e) => e.name === 'HF_TOKEN');
    expect(token).toEqual({ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hugging-face', key: 'token' } } });
    const external = body(objectsOf(externalSecrets, context), 'ExternalSecret', 'hugging-face');
    expect(at(external, ['spec', 'data'])).toEqual([{ secretKey: 'token', remoteRef: { key: 'demo/hugging-face', property: 'token' } }]);
    expect(at(external, ['spec', 'secretStoreRef'])).toEqual({ kind: 'ClusterSecretStore', name: 'platform' });
  });
  it('loads from where the mirror leads: another hub, a bucket, an image, a volume', () => {
    const mirror = (prefix: string): Setting => ({ platform: (p) => ({ ...p, mirrors: { ...p.mirrors, weights: { 'hf://': prefix } } }) });
    expect(container(serving(), mirror('https://hub.example/')).env).toContainEqual({ name: 'HF_ENDPOINT', value: 'https://hub.example' });
    const revision = '0e9e39f249a16976918f6564b8830bc894c89659';
    expect((container(serving(), mirror('s3://models/')).args as string[]).slice(0, 2)).toEqual([`s3://models/meta-llama/Llama-3.1-8B-Instruct/${revision}`, '--load-format=runai_streamer']);
    expect((container(serving(), mirror('pvc://models/hub/')).args as string[])[0]).toBe(`/model/hub/meta-llama/Llama-3.1-8B-Instruct/${revision}`);
    expect(pod(serving(), mirror('pvc://models/')).volumes).toContainEqual({ name: 'model', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
    expect(pod(serving(), mirror('oci://registry.example/models/')).volumes).toContainEqual({
      name: 'model', image: { reference: `registry.example/models/meta-llama/llama-3.1-8b-instruct:${revision}`, pullPolicy: 'IfNotPresent' },
    });
  });
  it('is found by its Service and by Prometheus through the same labels and port', () => {
    const context = contextOf(serving());
    const [service, monitor] = [body(objectsOf(vllm, context), 'Service'), body(objectsOf(podMonitor, context), 'PodMonitor')];
    const labels = at(deployment(serving()), ['spec', 'template', 'metadata', 'labels']) as JsonObject;
    expect(labels).toMatchObject(at(service, ['spec', 'selector']) as object);
    expect(labels).toMatchObject(at(monitor, ['spec', 'selector', 'matchLabels']) as object);
    const port = at(container(serving()), ['ports', 0, 'name']);
    expect(at(service, ['spec', 'ports', 0, 'targetPort'])).toBe(port);
    expect(at(monitor, ['spec', 'podMetricsEndpoints', 0, 'port'])).toBe(port);
    expect(at(monitor, ['metadata', 'labels'])).toMatchObject({ release: 'platform' });
  });
});

describe('a pipeline', () => {
  it('runs once at a time, in its time zone, and ends at its timeout', () => {
    const { spec } = body(objectsOf(cronJob, contextOf(batch({ timeout: '45m', retries: 1 }))), 'CronJob');
    expect(spec).toMatchObject({ schedule: '15 2 * * *', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 2700 } } });
  });
  it('gets its secrets as variables, and the place of its data', () => {
    const { env } = at(body(objectsOf(cronJob, contextOf(batch())), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0]) as JsonObject;
    expect(env).toContainEqual({ name: 'WAREHOUSE_PASSWORD', valueFrom: { secretKeyRef: { name: 'warehouse', key: 'password' } } });
    expect(env).toContainEqual({ name: 'LEITWERK_DATA_TICKETS', value: 's3://nordlicht-production-demo-tickets/data/' });
  });
  it('takes on a role of its own only if it touches data', () => {
    const annotations = (pipeline: JsonObject) => at(body(objectsOf(serviceAccount, contextOf(batch(pipeline))), 'ServiceAccount', 'nightly'), ['metadata', 'annotations']);
    expect(annotations({})).toEqual({ 'eks.amazonaws.com/role-arn': 'arn:aws:iam::210000000003:role/nordlicht-production-demo-nightly' });
    expect(annotations({ reads: [] })).toBeUndefined();
  });
  it('keeps its name below what CronJobs allow', () => {
    const long = 'a-pipeline-with-a-name-that-says-everything-and-then-some';
    const { metadata } = body(objectsOf(cronJob, contextOf([{ kind: 'Pipeline', id: long, props: { reads: [], writes: [] } }])), 'CronJob');
    expect((metadata as JsonObject).name as string).toMatch(/^a-pipeline-.*-[0-9a-f]{8}$/);
    expect(((metadata as JsonObject).name as string).length).toBeLessThanOrEqual(52);
  });
});

describe('every pod', () => {
  const pods = () => [pod(serving()), at(body(objectsOf(cronJob, contextOf(batch())), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec']) as JsonObject];
  it('meets the restricted standard that its namespace enforces, with no token for the API', () => {
    expect(at(body(objectsOf(namespace, contextOf([])), 'Namespace'), ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'])).toBe('restricted');
    for (const spec of pods()) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
      expect(spec.containers).toMatchObject([{ securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }]);
    }
  });
  it('runs as a ServiceAccount that is emitted', () => {
    const accounts = objectsOf(serviceAccount, contextOf([...serving(), ...batch().slice(1)])).map((o) => o.address.name);
    expect(accounts).toEqual(expect.arrayContaining(pods().map((p) => String(p.serviceAccountName))));
  });
});

describe('network policies', () => {
  const policy = (nodes: readonly Declaring[], name: string, setting?: Setting): JsonObject => body(objectsOf(networkPolicy, contextOf(nodes, setting)), 'NetworkPolicy', name);
  it('deny everything in both directions', () => {
    expect(policy([], 'default-deny').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });
  it('let the gateway and Prometheus reach an endpoint, and nobody else', () => {
    const from = (at(policy(serving(), 'chat'), ['spec', 'ingress']) as JsonObject[]).map((rule) => [at(rule, ['from', 0, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name']), rule.ports]);
    expect(from).toEqual([['envoy-gateway-system', [{ port: 8000, protocol: 'TCP' }]], ['monitoring', [{ port: 8000, protocol: 'TCP' }]]]);
  });
  it('let an endpoint fetch weights from public addresses, never from the metadata service', () => {
    const egress = at(policy(serving(), 'chat'), ['spec', 'egress']) as JsonObject[];
    expect(egress[0]).toEqual({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: expect.arrayContaining(['169.254.0.0/16', '10.0.0.0/8']) } }], ports: [{ port: 443, protocol: 'TCP' }] });
    expect(at(policy(serving(), 'chat'), ['metadata', 'annotations', 'leitwerk.dev/allows-more-than'])).toBe('huggingface.co:443');
  });
  it('open no way out for weights on a volume', () => {
    const egress = at(policy(serving({}, { source: 'pvc' }), 'chat'), ['spec', 'egress']) as JsonObject[];
    expect(egress.flatMap((rule) => (rule.ports as JsonObject[]).map(({ port }) => port))).toEqual([4317, 53, 53]);
  });
  it('let a pipeline reach what it connects to, DNS, and nothing that it does not declare', () => {
    const egress = at(policy(batch({ reads: [] }), 'nightly'), ['spec', 'egress']) as JsonObject[];
    expect(egress.map((rule) => rule.ports)).toEqual([[{ port: 443, protocol: 'TCP' }], [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }]]);
    expect(egress[0]!.to).toEqual([{ ipBlock: { cidr: '192.0.2.10/32' } }]);
    expect(at(policy(batch({ reads: [] }), 'nightly'), ['spec', 'ingress'])).toBeUndefined();
  });
  it('let the gateway reach a fallback that nobody else may call, and the endpoint not', () => {
    const inside = { access: { audience: 'services' } };
    const nodes = [...serving({ ...inside, fallback: [to('ModelEndpoint', 'spare')] }), { ...serving(inside)[3]!, id: 'spare' }];
    const from = (name: string, of: readonly Declaring[]) => (at(policy(of, name), ['spec', 'ingress']) as JsonObject[]).map((rule) => at(rule, ['from', 0, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name']));
    expect(from('spare', nodes)).toEqual(['envoy-gateway-system', 'monitoring']);
    expect(from('chat', serving(inside))).toEqual(['monitoring']);
    expect(from('chat', serving())).toEqual(['envoy-gateway-system', 'monitoring']);
  });
  it('let an application reach what it asks: an endpoint by its Service, an external model through the gateway, where nothing mediates the provider itself', () => {
    const ports = (nodes: readonly Declaring[], setting?: Setting) => (at(policy(nodes, 'assistant', setting), ['spec', 'egress']) as JsonObject[]).slice(0, -1).map((rule) => [Object.keys(at(rule, ['to', 0]) as object), at(rule, ['ports', 0, 'port'])]);
    const asks = (ref: JsonObject): readonly Declaring[] => [...serving({ access: { audience: 'services' } }), { kind: 'ExternalModel', id: 'mistral' }, { kind: 'Application', id: 'assistant', props: { calls: [ref], reads: [], connects: [] } }];
    const unmediated: Setting = { platform: (p) => ({ ...p, environments: Object.fromEntries(Object.entries(p.environments).map(([n, e]) => [n, { ...e, systems: { ...e.systems, 'model-gateway': 'none' } }])) }) };
    expect(ports(asks(to('ModelEndpoint', 'chat')))).toEqual([[['podSelector'], 8000]]);
    expect(ports(asks(to('ExternalModel', 'mistral')))).toEqual([[['namespaceSelector', 'podSelector'], 10443]]);
    expect(ports(asks(to('ExternalModel', 'mistral')), unmediated)).toEqual([[['ipBlock'], 443]]);
  });
});

describe('GPU quota', () => {
  it('is one object a resource, with the sum: several would each hold, the smallest first', () => {
    const nodes: readonly Declaring[] = [{ kind: 'GpuQuota', id: 'a', props: { guaranteed: 8 } }, { kind: 'GpuQuota', id: 'b', props: { guaranteed: 2 } }];
    const quotas = objectsOf(resourceQuota, contextOf(nodes));
    expect(quotas.map((q) => at(q.body, ['spec', 'hard']))).toEqual([{ 'requests.nvidia.com/gpu': '10' }]);
    expect(quotas[0]!.from).toEqual(['demo/a', 'demo/b']);
  });
});

describe('a raw manifest', () => {
  const raw = (manifest: JsonObject) => objectsOf(rawManifest, contextOf([{ kind: 'RawManifest', id: 'raw', props: { manifest } }]))[0]!;
  it('is put into the namespace of the project, whatever it says', () => {
    expect(raw({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tuning', namespace: 'kube-system' }, data: { a: 'b' } }).body)
      .toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tuning', namespace: 'demo' }, data: { a: 'b' } });
  });
  it('has no namespace if its kind has none', () => {
    expect(raw({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'fast' }, value: 1 }).address).toEqual({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'fast' });
  });
});
