// A scoring endpoint as an InferenceService of KServe, with a ServingRuntime of its own: the server and its version are the platform's choice, not whatever matches in the cluster.
import type { JsonObject } from '../../model/json.ts';
import { prometheusUrl, restrictedPod, spread } from '../../model/kubernetes.ts';
import { milliseconds } from '../../model/units.ts';
import { major } from '../../model/scoring.ts';
import { object, target } from '../../target.ts';
import { scoringContainer } from './scoring.ts';

/** As MLServer's image has it; Triton takes any user. https://github.com/SeldonIO/MLServer/blob/1.7.1/Dockerfile */
const user = 1000;
const key = 'serving.kserve.io';

export default target({
  system: 'KServe', api: `${key}/v1beta1`, docs: 'https://kserve.github.io/website/docs/concepts/resources/inferenceservice',
  concern: 'prediction', consumes: ['PredictionEndpoint'], per: 'node', scope: 'cluster', requires: ['kserve >= 0.20'], judge: 'kube-apiserver',
  *emit(endpoint, context) {
    const { get, facts, names, namespace, labels, cluster } = context;
    const { format, artefact, digest } = get(endpoint.model);
    const { controller, selector } = facts.workloads[endpoint.$path]!;
    const { min, max, waiting, load } = facts.scaling[endpoint.$path]!;
    const { volumeMounts, ...container } = scoringContainer(endpoint, context);
    const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    const scaled = load !== undefined && prometheusUrl(cluster) !== undefined;
    const modelFormat = { name: format.name, version: major(format.version) };
    yield object(`${key}/v1alpha1`, 'ServingRuntime', { name: controller.name, namespace, labels: labels(endpoint) }, { spec: {
      supportedModelFormats: [{ ...modelFormat, autoSelect: false }], protocolVersions: ['v2'],
      // KServe gives the container that fetches the artefact the same security context, and that one writes.
      containers: [{ ...container, securityContext: restricted, volumeMounts: volumeMounts! }], volumes: [{ name: 'tmp', emptyDir: {} }],
    } }, { file: 'prediction' });
    yield object(controller.apiVersion, controller.kind, {
      name: controller.name, namespace, labels: labels(endpoint),
      // Said, because three defaults of the mode contradict each other; the scaler is one of ours or none.
      annotations: { [`${key}/deploymentMode`]: 'Standard', [`${key}/autoscalerClass`]: scaled ? 'keda' : 'none' },
    }, { spec: { predictor: {
      minReplicas: min, maxReplicas: max, ...(endpoint.timeout === undefined ? {} : { timeout: Math.max(1, Math.ceil(milliseconds(endpoint.timeout) / 1000)) }),
      ...(scaled ? { autoScaling: { metrics: [{ type: 'External', external: { metric: { backend: 'prometheus', serverAddress: prometheusUrl(cluster)!, query: load }, target: { type: 'AverageValue', averageValue: String(waiting), value: String(waiting) } } }] } } : {}),
      model: {
        modelFormat, runtime: controller.name, protocolVersion: 'v2', storageUri: artefact.startsWith('oci://') ? `${artefact}@${digest}` : artefact,
        resources: container['resources'] as JsonObject,
      },
      serviceAccountName: names.of(endpoint), automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user), ...spread(max, selector),
    } } }, { file: 'prediction', from: [endpoint.model.$ref] });
  },
});
