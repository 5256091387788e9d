// An endpoint as an LLMInferenceService of KServe: the same vLLM server, whose Deployment and Service KServe makes. Routes are the gateway's, so it is told of none.
import type { WeightSource } from '../../analyse/weights.ts';
import { disruptionSpec } from '../../model/deployment.ts';
import { object, target } from '../../target.ts';
import { vllmPod } from './vllm-pod.ts';

/** Where KServe mounts weights from an image or a volume. https://github.com/kserve/kserve/blob/v0.20.0/pkg/constants/constants.go */
const mounted = '/mnt/models';
const uri = (source: WeightSource): string => {
  switch (source.from) {
    case 'hf': return `hf://${source.repository}`;
    case 's3': return source.uri;
    case 'oci': return `oci://${source.image}`;
    case 'pvc': return `pvc://${source.claim}/${source.path}`;
  }
};

export default target({
  system: 'KServe', api: 'serving.kserve.io/v1alpha2', docs: 'https://kserve.github.io/website/docs/model-serving/generative-inference/llmisvc/llmisvc-overview',
  concern: 'serving', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', requires: ['kserve >= 0.20', 'vllm >= 0.20', 'nvidia-gpu-operator >= 24.9'], judge: 'kube-apiserver',
  *emit(endpoint, context) {
    const { facts, names, namespace, labels } = context;
    const { controller, selector } = facts.workloads[endpoint.$path]!;
    const { declared, max } = facts.scaling[endpoint.$path]!;
    const source = facts.weights[endpoint.$path]!;
    yield object(controller.apiVersion, controller.kind, { name: controller.name, namespace, labels: labels(endpoint) }, { spec: {
      model: { uri: uri(source), name: names.of(endpoint) },
      // Without a number KServe leaves it to the scaler.
      ...(declared === undefined ? {} : { replicas: declared }),
      // The engine fetches weights by itself, at the declared revision.
      storageInitializer: { enabled: false },
      template: vllmPod(endpoint, context, source.from === 'oci' || source.from === 'pvc' ? mounted : undefined),
    } }, { file: 'serving', from: [endpoint.model.$ref, endpoint.quota.$ref] });
    if (max > 1) yield object('policy/v1', 'PodDisruptionBudget', { name: names.of(endpoint), namespace, labels: labels(endpoint) }, { spec: disruptionSpec(selector) }, { file: 'serving' });
  },
});
