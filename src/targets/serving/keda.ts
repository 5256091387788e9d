// More replicas under load: a ScaledObject on the requests that wait or are under way, as Prometheus counts them. It alone owns the number of replicas.
import { prometheusUrl } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';

const api = 'keda.sh/v1alpha1';
/** Seconds that load must be gone before a replica goes: one with a GPU takes longer to come back. A judgement. */
const calm = { gpu: 900, cpu: 300 };

export default target({
  system: 'KEDA', api, docs: 'https://keda.sh/docs/2.18/scalers/prometheus/',
  concern: 'autoscaling', consumes: ['ModelEndpoint', 'PredictionEndpoint'], per: 'node', scope: 'cluster', requires: ['keda >= 2.18', 'prometheus-operator >= 0.70'], judge: 'kube-apiserver',
  asks: (endpoint) => endpoint.scale !== undefined,
  emit: (endpoint, { facts, names, namespace, labels, cluster }) => {
    const { of, min, max, waiting, load, gpus } = facts.scaling[endpoint.$path]!;
    const serverAddress = prometheusUrl(cluster);
    // KServe makes the scaler of an InferenceService itself, out of what it is told there.
    if (load === undefined || serverAddress === undefined || of.kind === 'InferenceService') return [];
    return object(api, 'ScaledObject', { name: names.of(endpoint), namespace, labels: labels(endpoint) }, { spec: {
      scaleTargetRef: of, minReplicaCount: min, maxReplicaCount: max, pollingInterval: 15,
      // Without an answer of Prometheus nothing is known: what runs goes on running.
      fallback: { failureThreshold: 4, replicas: min, behavior: 'currentReplicasIfHigher' },
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: gpus > 0 ? calm.gpu : calm.cpu } } } },
      triggers: [{ type: 'prometheus', metricType: 'AverageValue', metadata: { serverAddress, query: load, threshold: String(waiting), ignoreNullValues: 'false' } }],
    } }, { file: 'scaling' });
  },
});
