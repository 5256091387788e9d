// What serves: applications, scoring endpoints, KServe beside plain vLLM, scalers, staged rollouts and queues. One owner of each number, read from the emitted objects.
import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import envoy from '../../src/targets/gateway/envoy.ts';
import application from '../../src/targets/kubernetes/application.ts';
import kueue from '../../src/targets/kubernetes/kueue.ts';
import argoRollouts from '../../src/targets/serving/argo-rollouts.ts';
import deployedPredictor from '../../src/targets/serving/deployed-predictor.ts';
import keda from '../../src/targets/serving/keda.ts';
import kserve from '../../src/targets/serving/kserve.ts';
import kservePredictor from '../../src/targets/serving/kserve-predictor.ts';
import { buckets } from '../../src/targets/serving/rollout-steps.ts';
import vllm from '../../src/targets/serving/vllm.ts';
import { body, contextOf, emitted, objectsOf, to, type Declaring } from '../support/emit.ts';
import { check } from '../support/kubernetes-schema.ts';

const systems = (chosen: Readonly<Record<string, string>>) => ({ platform: (p: Platform): Platform => ({
  ...p, environments: Object.fromEntries(Object.entries(p.environments).map(([name, e]) => [name, { ...e, systems: { ...e.systems, ...chosen } }])),
}) });
const routed = systems({});
const fixed = { scale: undefined };
const chat = (props: JsonObject = {}): readonly Declaring[] => [
  { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus', props: { guaranteed: 8 } },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], fallback: [], prompts: [], guardrails: [], limits: undefined, tensorParallel: 1, replicas: 2, ...props } },
];
const score = (props: JsonObject = {}, model: JsonObject = {}): readonly Declaring[] => [
  { kind: 'FeatureView', id: 'view' }, { kind: 'TrainedModel', id: 'fraud', props: { trainedOn: [to('FeatureView', 'view')], ...model } },
  { kind: 'PredictionEndpoint', id: 'score', props: { model: to('TrainedModel', 'fraud'), features: [], ...props } },
];
const rollout = (of: JsonObject, steps: readonly JsonObject[], props: JsonObject = {}): readonly Declaring[] => [
  { kind: 'Slo', id: 'there', props: { of, indicator: { kind: 'availability' }, objective: '99.5%' } },
  { kind: 'Outcome', id: 'resolved', props: { of } },
  { kind: 'Rollout', id: 'careful', props: { of, steps, gates: [to('Slo', 'there')], ...props } as JsonObject },
];
const endpoint = to('ModelEndpoint', 'chat');
const replicas = (o: JsonObject): unknown => at(o, ['spec', 'replicas']);
const faultless = async (objects: readonly { readonly body: JsonObject }[]): Promise<void> => { for (const o of objects) expect(await check(o.body)).toEqual([]); };

describe('the number of replicas has one owner', () => {
  it('which is the Deployment, where nobody scales and nothing rolls out', () => {
    expect(replicas(body(objectsOf(vllm, contextOf(chat(fixed))), 'Deployment'))).toBe(2);
  });
  it('which is the scaler, where there is one: the Deployment says nothing', () => {
    const context = contextOf(chat({ scale: { max: 4, waiting: 8 } }));
    expect(replicas(body(objectsOf(vllm, context), 'Deployment'))).toBeUndefined();
    expect(at(body(objectsOf(keda, context), 'ScaledObject'), ['spec'])).toMatchObject({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' }, minReplicaCount: 2, maxReplicaCount: 4 });
  });
  it('which is the rollout, where one stages versions: the Deployment lends its template and runs nothing', () => {
    const context = contextOf([...chat(fixed), ...rollout(endpoint, [{ kind: 'canary', share: '50%', hold: '1h' }])], routed);
    expect(replicas(body(objectsOf(vllm, context), 'Deployment'))).toBe(0);
    expect(at(body(objectsOf(argoRollouts, context), 'Rollout'), ['spec'])).toMatchObject({ replicas: 2, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' } });
  });
  it('which is the scaler of the rollout, where there are both', () => {
    const context = contextOf([...chat({ scale: { max: 4, waiting: 8 } }), ...rollout(endpoint, [{ kind: 'canary', share: '50%', hold: '1h' }])], routed);
    expect(replicas(body(objectsOf(vllm, context), 'Deployment'))).toBe(0);
    expect(replicas(body(objectsOf(argoRollouts, context), 'Rollout'))).toBeUndefined();
    expect(at(body(objectsOf(keda, context), 'ScaledObject'), ['spec', 'scaleTargetRef'])).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'chat' });
  });
  it('which is the scaler of what KServe makes: the LLMInferenceService says nothing', () => {
    const context = contextOf(chat({ scale: { max: 4, waiting: 8 } }), systems({ serving: 'serving/kserve' }));
    const spec = at(body(objectsOf(kserve, context), 'LLMInferenceService'), ['spec']) as JsonObject;
    expect([spec['replicas'], spec['scaling']]).toEqual([undefined, undefined]);
    expect(at(body(objectsOf(keda, context), 'ScaledObject'), ['spec', 'scaleTargetRef'])).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat-kserve' });
  });
  it('which KServe makes itself for an InferenceService: KEDA is asked for there and nowhere else', () => {
    const context = contextOf(score(), systems({ prediction: 'serving/kserve-predictor' }));
    expect(at(body(objectsOf(kservePredictor, context), 'InferenceService'), ['metadata', 'annotations'])).toEqual({ 'serving.kserve.io/deploymentMode': 'Standard', 'serving.kserve.io/autoscalerClass': 'keda' });
    expect(objectsOf(keda, context)).toEqual([]);
    const still = contextOf(score(fixed), systems({ prediction: 'serving/kserve-predictor' }));
    expect(at(body(objectsOf(kservePredictor, still), 'InferenceService'), ['metadata', 'annotations', 'serving.kserve.io/autoscalerClass'])).toBe('none');
  });
});

describe('a scaler', () => {
  it('counts requests that wait and those under way, of the pods by name', () => {
    const [trigger] = at(body(objectsOf(keda, contextOf(chat({ scale: { max: 4, waiting: 8 } }))), 'ScaledObject'), ['spec', 'triggers']) as readonly JsonObject[];
    expect(trigger).toEqual({ type: 'prometheus', metricType: 'AverageValue', metadata: {
      serverAddress: 'http://prometheus-operated.monitoring:9090', threshold: '8', ignoreNullValues: 'false',
      query: 'sum(vllm:num_requests_waiting{namespace="demo",pod=~"chat-.+"}) + sum(vllm:num_requests_running{namespace="demo",pod=~"chat-.+"})',
    } });
  });
  it('keeps what runs when Prometheus does not answer', () => {
    expect(at(body(objectsOf(keda, contextOf(chat({ scale: { max: 4, waiting: 8 } }))), 'ScaledObject'), ['spec', 'fallback'])).toEqual({ failureThreshold: 4, replicas: 2, behavior: 'currentReplicasIfHigher' });
  });
  it('is what its upstream schema allows', () => faultless(objectsOf(keda, contextOf(chat({ scale: { max: 4, waiting: 8 } })))));
});

describe('a vLLM server is told its task', () => {
  const args = (task: string): unknown => at(body(objectsOf(vllm, contextOf(chat({ task }))), 'Deployment'), ['spec', 'template', 'spec', 'containers', 0, 'args']);
  it('as a runner, and as what the model is turned into', () => {
    expect(args('embed')).toEqual(expect.arrayContaining(['--runner=pooling', '--convert=embed']));
    expect(args('rerank')).toEqual(expect.arrayContaining(['--runner=pooling', '--convert=classify']));
    expect(args('moderate')).toEqual(expect.arrayContaining(['--runner=generate']));
  });
});

describe('KServe serves the same server', () => {
  const context = contextOf(chat(fixed), systems({ serving: 'serving/kserve' }));
  const spec = at(body(objectsOf(kserve, context), 'LLMInferenceService'), ['spec']) as JsonObject;
  it('with the flags of plain vLLM, in the container that KServe calls main', () => {
    const plain = at(body(objectsOf(vllm, contextOf(chat(fixed))), 'Deployment'), ['spec', 'template', 'spec', 'containers', 0]) as JsonObject;
    const [main] = at(spec, ['template', 'containers']) as readonly JsonObject[];
    expect({ ...main, name: 'vllm' }).toEqual(plain);
  });
  it('fetches weights with the engine, and leaves routes to the gateway', () => {
    expect(spec).toMatchObject({ model: { uri: 'hf://meta-llama/Llama-3.1-8B-Instruct', name: 'chat' }, storageInitializer: { enabled: false }, replicas: 2 });
    expect(spec['router']).toBeUndefined();
  });
  it('is found by the labels and at the Service that KServe gives it', () => {
    expect(context.facts.workloads['demo/chat']).toMatchObject({
      answers: { service: 'chat-kserve-workload-svc', port: 8000 }, selector: { 'app.kubernetes.io/name': 'chat', 'app.kubernetes.io/part-of': 'llminferenceservice', 'kserve.io/component': 'workload' },
    });
  });
});

describe('an application', () => {
  const nodes = [...chat(fixed), ...score(fixed), { kind: 'Application', id: 'assistant', props: { calls: [endpoint, to('PredictionEndpoint', 'score')], reads: [], replicas: 2, variables: { LANGUAGE: 'de', HOME_PAGE: '$(LANGUAGE)' } } } as const];
  const objects = objectsOf(application, contextOf(nodes));
  const container = at(body(objects, 'Deployment'), ['spec', 'template', 'spec', 'containers', 0]) as JsonObject;
  it('is told where the models are that it calls, and its secrets by reference alone', () => {
    expect(container['env']).toEqual([
      { name: 'HOME_PAGE', value: '$$(LANGUAGE)' }, { name: 'LANGUAGE', value: 'de' }, { name: 'LEITWERK_ENVIRONMENT', value: 'production' },
      { name: 'LEITWERK_MODEL_CHAT_NAME', value: 'chat' }, { name: 'LEITWERK_MODEL_CHAT_URL', value: 'http://chat.demo:8000/v1' }, { name: 'LEITWERK_MODEL_SCORE_URL', value: 'http://score.demo' },
      { name: 'SESSION_KEY', valueFrom: { secretKeyRef: { name: 'assistant', key: 'session' } } },
    ]);
  });
  it('is ready when its health says so, and is what the upstream schemas allow', async () => {
    expect(container['readinessProbe']).toMatchObject({ httpGet: { path: '/health', port: 'http' } });
    expect(objects.map((o) => o.address.kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    await faultless(objects);
  });
});

describe('a scoring endpoint', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const objects = objectsOf(deployedPredictor, contextOf(score({}, { digest })));
  const pod = at(body(objects, 'Deployment'), ['spec', 'template', 'spec']) as JsonObject;
  it('does not start with another artefact than the one that was tested', () => {
    expect(at(pod, ['containers', 0, 'args', 0])).toContain(`want=${'a'.repeat(64)}`);
    expect(at(pod, ['initContainers', 0, 'args'])).toEqual(['s3://models/fraud/3.1.0', '/mnt/models']);
  });
  it('is pinned by the registry where its artefact is an image', () => {
    const image = at(body(objectsOf(deployedPredictor, contextOf(score({}, { digest, artefact: 'oci://registry.example/fraud' }))), 'Deployment'), ['spec', 'template', 'spec']) as JsonObject;
    expect(image['volumes']).toContainEqual({ name: 'models', image: { reference: `registry.example/fraud@${digest}`, pullPolicy: 'IfNotPresent' } });
    expect(image['initContainers']).toBeUndefined();
  });
  it('mounts a path of a volume, and starts the server of its format', () => {
    const onnx = at(body(objectsOf(deployedPredictor, contextOf(score({}, { artefact: 'pvc://models/fraud/3', format: { name: 'onnx', version: '1.17' } }))), 'Deployment'), ['spec', 'template', 'spec', 'containers', 0]) as JsonObject;
    expect(onnx['volumeMounts']).toContainEqual({ name: 'models', mountPath: '/mnt/models', readOnly: true, subPath: 'fraud/3' });
    expect(at(onnx, ['args', 0])).toContain('exec tritonserver --model-store=/mnt/models');
  });
  it('is what the upstream schemas allow', () => faultless(objects));
  it('has a runtime of its own under KServe, which checks the artefact as well', () => {
    const made = objectsOf(kservePredictor, contextOf(score({}, { digest }), systems({ prediction: 'serving/kserve-predictor' })));
    expect(at(body(made, 'ServingRuntime'), ['spec', 'containers', 0, 'args', 0])).toContain(`want=${'a'.repeat(64)}`);
    expect(at(body(made, 'InferenceService'), ['spec', 'predictor', 'model'])).toMatchObject({ modelFormat: { name: 'xgboost', version: '2' }, runtime: 'score', storageUri: 's3://models/fraud/3.1.0' });
  });
});

describe('a rollout', () => {
  const steps = [{ kind: 'shadow', share: '100%', hold: '3d' }, { kind: 'canary', share: '5%', hold: '2h' }, { kind: 'ab-test', share: '15%', hold: '7d', by: to('Outcome', 'resolved'), effect: '2%' }] as const;
  const objects = objectsOf(argoRollouts, contextOf([...chat(fixed), ...rollout(endpoint, steps)], routed));
  const canary = at(body(objects, 'Rollout'), ['spec', 'strategy', 'canary']) as JsonObject;
  it('sends copies, then shares of traffic, then buckets of callers, and asks after each', () => {
    const judged = (window: string, ...more: readonly string[]) => ({ analysis: { templates: ['careful-there', ...more].map((templateName) => ({ templateName })), args: [{ name: 'window', value: window }] } });
    expect(canary['steps']).toEqual([
      { setWeight: 0 }, { setCanaryScale: { weight: 100 } }, { setMirrorRoute: { name: 'shadow', percentage: 100, match: [{ path: { prefix: '/' } }] } }, { pause: { duration: '259200s' } }, judged('259200s'), { setMirrorRoute: { name: 'shadow' } },
      { setCanaryScale: { matchTrafficWeight: true } }, { setWeight: 5 }, { pause: { duration: '7200s' } }, judged('7200s'),
      { setWeight: 0 }, { setCanaryScale: { weight: 15 } }, { setHeaderRoute: { name: 'ab-test', match: [{ headerName: 'x-bucket', headerValue: { regex: '^(0[0-9]|1[0-4])$' } }] } }, { pause: { duration: '604800s' } }, judged('604800s', 'careful-resolved-2'), { setHeaderRoute: { name: 'ab-test' } },
    ]);
  });
  it('works on the route of the endpoint, and names what it will write there', () => {
    expect(canary['trafficRouting']).toEqual({ managedRoutes: [{ name: 'shadow' }, { name: 'ab-test' }], plugins: { 'argoproj-labs/gatewayAPI': { httpRoutes: [{ name: 'chat', useHeaderRoutes: true }], namespace: 'demo' } } });
    expect([canary['stableService'], canary['canaryService']]).toEqual(['chat', 'chat-canary']);
  });
  it('shares out by replicas alone where there is no gateway', () => {
    const alone = at(body(objectsOf(argoRollouts, contextOf([...chat(fixed), ...rollout(endpoint, [{ kind: 'canary', share: '50%', hold: '1h' }])], systems({ gateway: 'none', 'model-gateway': 'none' }))), 'Rollout'), ['spec', 'strategy', 'canary']) as JsonObject;
    expect([alone['trafficRouting'], alone['dynamicStableScale'], alone['canaryService']]).toEqual([undefined, undefined, undefined]);
  });
  const metric = (name: string, of = objects): JsonObject => (at(body(of, 'AnalysisTemplate', name), ['spec', 'metrics', 0]) as JsonObject);
  it('takes no answer for no answer: neither good nor bad', () => {
    expect(metric('careful-there')).toMatchObject({
      successCondition: 'len(result) > 0 && !isNaN(result[0]) && result[0] <= 0.005', failureCondition: 'len(result) > 0 && !isNaN(result[0]) && result[0] > 0.005',
      provider: { prometheus: { query: 'avg_over_time(slo:sli_error:ratio_rate5m{environment="production",project="demo",slo="there"}[{{args.window}}])' } },
    });
  });
  it('only waits for people where it is to pause on failure', () => {
    const paused = objectsOf(argoRollouts, contextOf([...chat(fixed), ...rollout(endpoint, steps, { onFailure: 'pause' })], routed));
    expect([metric('careful-there', paused)['failureCondition'], metric('careful-there-burn', paused)['failureCondition']]).toEqual(['false', 'false']);
    expect(at(body(paused, 'Rollout'), ['spec', 'progressDeadlineAbort'])).toBe(false);
  });
  it('compares what comes of a caller on either side', () => {
    expect(at(metric('careful-resolved-2'), ['provider', 'prometheus', 'query'])).toBe('(sum(increase(support_tickets_resolved_total{channel="assistant",bucket=~"(0[0-9]|1[0-4])"}[{{args.window}}])) / 0.15) / (sum(increase(support_tickets_resolved_total{channel="assistant",bucket!~"(0[0-9]|1[0-4])"}[{{args.window}}])) / 0.85 > 0)');
    expect(metric('careful-resolved-2')['successCondition']).toContain('result[0] >= 1.02');
  });
  it('puts a share of callers into buckets of two digits', () => {
    const all = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));
    for (const share of [1, 5, 9, 10, 15, 20, 50, 99, 100]) expect(all.filter((b) => new RegExp(buckets(share)).test(b))).toHaveLength(share);
  });
  it('works on applications and on scoring endpoints that are plain Deployments', () => {
    const scoring = contextOf([...score(fixed), ...rollout(to('PredictionEndpoint', 'score'), [{ kind: 'canary', share: '5%', hold: '2h' }])], routed);
    expect(at(body(objectsOf(argoRollouts, scoring), 'Rollout'), ['spec', 'workloadRef', 'name'])).toBe('score');
  });
  it('is listed with the old version on the route, with no weight of its own', () => {
    const context = contextOf([...chat(fixed), ...rollout(endpoint, [{ kind: 'canary', share: '50%', hold: '1h' }])], routed);
    expect(at(body(objectsOf(envoy, context), 'HTTPRoute', 'chat'), ['spec', 'rules', 0, 'backendRefs'])).toEqual([{ name: 'chat', port: 8000, weight: 100 }, { name: 'chat-canary', port: 8000, weight: 0 }]);
  });
  it('divides by replicas where the route belongs to the model gateway', () => {
    const mediated = contextOf([...chat({ ...fixed, limits: { requests: '30/min', tokens: 1000, per: 'caller' } }), ...rollout(endpoint, [{ kind: 'canary', share: '50%', hold: '1h' }])], routed);
    expect(at(body(objectsOf(argoRollouts, mediated), 'Rollout'), ['spec', 'strategy', 'canary', 'trafficRouting'])).toBeUndefined();
  });
  it('leaves alone what KServe replaces by itself', () => {
    const kept = contextOf([...score(fixed), ...rollout(to('PredictionEndpoint', 'score'), [{ kind: 'canary', share: '5%', hold: '2h' }])], systems({ prediction: 'serving/kserve-predictor' }));
    expect(objectsOf(argoRollouts, kept)).toEqual([]);
  });
  it('is what the upstream schemas allow', () => faultless(objects));
});

describe('queues of Kueue', () => {
  it('are where the pods of an endpoint wait', () => {
    const artefacts = emitted(kueue, contextOf(chat(fixed), systems({ 'gpu-quota': 'kubernetes/kueue' })));
    expect(artefacts.map((a) => ('address' in a ? `${a.form} ${a.address.kind} ${a.address.name}` : ''))).toEqual(['object LocalQueue gpu', 'contribution Deployment chat']);
    expect(at(artefacts[1], ['body', 'spec', 'template', 'metadata', 'labels'])).toEqual({ 'kueue.x-k8s.io/queue-name': 'gpu' });
  });
  it('are handed down by KServe from the object itself', () => {
    const artefacts = emitted(kueue, contextOf(chat(fixed), systems({ 'gpu-quota': 'kubernetes/kueue', serving: 'serving/kserve' })));
    expect(at(artefacts[1], ['body'])).toEqual({ apiVersion: 'serving.kserve.io/v1alpha2', kind: 'LLMInferenceService', metadata: { name: 'chat', namespace: 'demo', labels: { 'kueue.x-k8s.io/queue-name': 'gpu' } } });
  });
});
