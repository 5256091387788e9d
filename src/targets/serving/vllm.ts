// An endpoint as a plain vLLM server: Deployment, Service, and a disruption budget where there is more than one replica.
import { deploymentSpec, disruptionSpec, serviceSpec } from '../../model/deployment.ts';
import { object, target } from '../../target.ts';
import { startupSeconds, vllmPod } from './vllm-pod.ts';

export default target({
  system: 'vLLM', api: '0.27', docs: 'https://docs.vllm.ai/en/v0.27.1/deployment/k8s/',
  concern: 'serving', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', requires: ['vllm >= 0.20', 'nvidia-gpu-operator >= 24.9'], judge: 'kube-apiserver',
  *emit(endpoint, context) {
    const { facts, names, namespace, labels } = context;
    const { selector, answers } = facts.workloads[endpoint.$path]!;
    const { deployed, max } = facts.scaling[endpoint.$path]!;
    const rollout = facts.rollout[endpoint.$path];
    const { maxSurge, maxUnavailable } = rollout && rollout.state !== 'unknown' ? rollout.value : { maxSurge: 0, maxUnavailable: 1 };
    const metadata = { name: names.of(endpoint), namespace, labels: labels(endpoint) };
    yield object('apps/v1', 'Deployment', metadata, {
      spec: deploymentSpec({ selector, labels: labels(endpoint), pod: vllmPod(endpoint, context), replicas: deployed, maxSurge, maxUnavailable, startupSeconds: startupSeconds(endpoint, context) }),
    }, { file: 'serving', from: [endpoint.model.$ref, endpoint.quota.$ref] });
    yield object('v1', 'Service', metadata, { spec: serviceSpec(selector, answers!) }, { file: 'serving' });
    // With one replica a budget would only stop nodes from being drained.
    if (max > 1) yield object('policy/v1', 'PodDisruptionBudget', metadata, { spec: disruptionSpec(selector) }, { file: 'serving' });
  },
});
