// GPU quota as queues of Kueue: a project's pods wait in its LocalQueue, are guaranteed its share, and may borrow what others leave idle. The cluster's side is kubernetes/kueue-cluster.
import { withAt } from '../../model/json.ts';
import { contribute, object, target, type Artefact } from '../../target.ts';
import { clusterQueue, kueueApi, queue, queueLabel } from '../../model/kueue.ts';

export default target({
  system: 'Kueue', api: kueueApi, docs: 'https://kueue.sigs.k8s.io/docs/concepts/local_queue/',
  concern: 'gpu-quota', consumes: ['GpuQuota'], per: 'project', scope: 'cluster', requires: ['kueue >= 0.19'], judge: 'kube-apiserver',
  *emit({ all, facts, namespace }): Generator<Artefact> {
    const quotas = all('GpuQuota');
    if (quotas.length === 0) return;
    yield object(kueueApi, 'LocalQueue', { name: queue, namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, { spec: { clusterQueue: clusterQueue(namespace) } }, { file: 'gpu-quota', from: quotas.map((q) => q.$path) });
    const label = { [queueLabel]: queue };
    for (const endpoint of all('ModelEndpoint')) {
      const { controller, pod } = facts.workloads[endpoint.$path]!;
      // KServe hands labels of Kueue down to what it makes: https://github.com/kserve/kserve/blob/v0.20.0/pkg/controller/v1alpha2/llmisvc/workload_single_node.go
      const template = controller.kind === 'Deployment' ? withAt({}, [...pod.at.slice(0, -1), 'metadata', 'labels'], label) : {};
      yield contribute(controller.apiVersion, controller.kind, { name: controller.name, namespace, labels: label }, template, { from: [endpoint.$path, endpoint.quota.$ref] });
    }
  },
});
