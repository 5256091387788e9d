// Stack profiles: sets of versions that have been seen to work together. A cluster names one; a target that needs more is a compile error.

export interface Component { readonly version: string; readonly source: string }
export interface Profile { readonly components: Readonly<Record<string, Component>> }

const release = (repository: string, tag: string, version = tag.replace(/^v/, '')): Component => ({ version, source: `https://github.com/${repository}/releases/tag/${tag}` });

export const profiles: Readonly<Record<string, Profile>> = {
  // The serving parts are the set that KServe 0.20 is built with (its kserve-deps.env): the newest of each is not a tested set.
  '2026-11': { components: {
    kubernetes: release('kubernetes/kubernetes', 'v1.37.2'),
    'argo-cd': release('argoproj/argo-cd', 'v3.5.1'),
    'argo-rollouts': release('argoproj/argo-rollouts', 'v1.9.1'),
    'argo-workflows': release('argoproj/argo-workflows', 'v4.1.2'),
    calico: release('projectcalico/calico', 'v3.32.1'),
    'cert-manager': release('cert-manager/cert-manager', 'v1.21.1'),
    'cloudnative-pg': release('cloudnative-pg/cloudnative-pg', 'v1.30.0'),
    'envoy-ai-gateway': release('envoyproxy/ai-gateway', 'v1.0.0'),
    'envoy-gateway': release('envoyproxy/gateway', 'v1.8.1'),
    'external-secrets': release('external-secrets/external-secrets', 'v2.9.0'),
    gatekeeper: release('open-policy-agent/gatekeeper', 'v3.23.0'),
    'gateway-api': release('kubernetes-sigs/gateway-api', 'v1.5.1'),
    gie: release('kubernetes-sigs/gateway-api-inference-extension', 'v1.5.0'),
    'grafana-operator': release('grafana/grafana-operator', 'v5.24.0'),
    istio: release('istio/istio', '1.27.1'),
    jobset: release('kubernetes-sigs/jobset', 'v0.12.0'),
    keda: release('kedacore/keda', 'v2.18.0'),
    'knative-serving': release('knative/serving', 'knative-v1.21.1', '1.21.1'),
    kserve: release('kserve/kserve', 'v0.20.0'),
    'kubeflow-trainer': release('kubeflow/trainer', 'v2.3.0'),
    kuberay: release('ray-project/kuberay', 'v1.7.0'),
    kueue: release('kubernetes-sigs/kueue', 'v0.19.2'),
    kyverno: release('kyverno/kyverno', 'v1.19.0'),
    'llm-d-router': release('llm-d/llm-d-router', 'v0.9.0'),
    lws: release('kubernetes-sigs/lws', 'v0.8.0'),
    'nvidia-gpu-operator': release('NVIDIA/gpu-operator', 'v26.7.0'),
    'opentelemetry-operator': release('open-telemetry/opentelemetry-operator', 'v0.158.0'),
    'prometheus-operator': release('prometheus-operator/prometheus-operator', 'v0.93.0'),
    'seldon-core': release('SeldonIO/seldon-core', 'v2.10.2'),
    strimzi: release('strimzi/strimzi-kafka-operator', '1.2.0'),
    vllm: release('vllm-project/vllm', 'v0.27.1'),
    volcano: release('volcano-sh/volcano', 'v1.15.1'),
  } },
};
export const profile = (name: string): Profile | undefined => Object.hasOwn(profiles, name) ? profiles[name] : undefined;
