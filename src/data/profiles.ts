// Stack profiles: sets of versions that have been seen to work together. A cluster names one; a target that needs more is a compile error.

// Where each component's releases are published.
const repositories: Readonly<Record<string, string>> = {
  kubernetes: 'kubernetes/kubernetes',
  'argo-cd': 'argoproj/argo-cd',
  'argo-rollouts': 'argoproj/argo-rollouts',
  'argo-workflows': 'argoproj/argo-workflows',
  calico: 'projectcalico/calico',
  'cert-manager': 'cert-manager/cert-manager',
  'cloudnative-pg': 'cloudnative-pg/cloudnative-pg',
  'envoy-ai-gateway': 'envoyproxy/ai-gateway',
  'envoy-gateway': 'envoyproxy/gateway',
  'external-secrets': 'external-secrets/external-secrets',
  gatekeeper: 'open-policy-agent/gatekeeper',
  'gateway-api': 'kubernetes-sigs/gateway-api',
  gie: 'kubernetes-sigs/gateway-api-inference-extension',
  'grafana-operator': 'grafana/grafana-operator',
  istio: 'istio/istio',
  jobset: 'kubernetes-sigs/jobset',
  keda: 'kedacore/keda',
  'knative-serving': 'knative/serving',
  kserve: 'kserve/kserve',
  'kube-state-metrics': 'kubernetes/kube-state-metrics',
  'kubeflow-trainer': 'kubeflow/trainer',
  kuberay: 'ray-project/kuberay',
  kueue: 'kubernetes-sigs/kueue',
  kyverno: 'kyverno/kyverno',
  'llm-d-router': 'llm-d/llm-d-router',
  lws: 'kubernetes-sigs/lws',
  'nvidia-gpu-operator': 'NVIDIA/gpu-operator',
  'opentelemetry-operator': 'open-telemetry/opentelemetry-operator',
  'prometheus-operator': 'prometheus-operator/prometheus-operator',
  'seldon-core': 'SeldonIO/seldon-core',
  strimzi: 'strimzi/strimzi-kafka-operator',
  vllm: 'vllm-project/vllm',
  volcano: 'volcano-sh/volcano',
};

/** Versions by component. */
export type Profile = Readonly<Record<string, string>>;

export const profiles: Readonly<Record<string, Profile>> = {
  // Read on 2026-11-23. The serving parts are the set that KServe 0.20 is built with, for the newest of each is not a tested set:
  // https://github.com/kserve/kserve/blob/v0.20.0/kserve-deps.env
  // One exception: the API server refuses every rate limit of Envoy Gateway 1.8. https://github.com/envoyproxy/gateway/issues/9186
  '2026-11': {
    kubernetes: '1.37.2', 'argo-cd': '3.5.1', 'argo-rollouts': '1.9.1', 'argo-workflows': '4.1.2', calico: '3.32.1', 'cert-manager': '1.21.1',
    'cloudnative-pg': '1.30.0', 'envoy-ai-gateway': '1.0.0', 'envoy-gateway': '1.9.0', 'external-secrets': '2.9.0', gatekeeper: '3.23.0',
    'gateway-api': '1.5.1', gie: '1.5.0', 'grafana-operator': '5.24.0', istio: '1.27.1', jobset: '0.12.0', keda: '2.18.0',
    'knative-serving': '1.21.1', kserve: '0.20.0', 'kube-state-metrics': '2.19.1', 'kubeflow-trainer': '2.3.0', kuberay: '1.7.0', kueue: '0.19.2', kyverno: '1.19.0',
    'llm-d-router': '0.9.0', lws: '0.8.0', 'nvidia-gpu-operator': '26.7.0', 'opentelemetry-operator': '0.158.0', 'prometheus-operator': '0.93.0',
    'seldon-core': '2.10.2', strimzi: '1.2.0', vllm: '0.27.1', volcano: '1.15.1',
  },
};

/** Where a component is released. */
export const releasesOf = (component: string): string | undefined =>
  Object.hasOwn(repositories, component) ? `https://github.com/${repositories[component]}/releases` : undefined;
