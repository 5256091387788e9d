// GPU quota as a ResourceQuota, which the API server enforces. One a resource: all quotas of a namespace hold at once, so two on one resource would give the smaller.
import { groupBy } from '../../model/group.ts';
import { gpuResource } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';

export default target({
  system: 'Kubernetes', api: 'v1', docs: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources',
  concern: 'gpu-quota', consumes: ['GpuQuota'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  *emit({ all, cluster, namespace }) {
    const byResource = groupBy(all('GpuQuota'), (q) => gpuResource(cluster, q.accelerator));
    for (const [resource, quotas] of [...byResource].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const name = `gpu-${resource.replace(/[^a-z0-9]+/g, '-')}`;
      // Only `requests.` is allowed for extended resources; their limits are the same.
      yield object('v1', 'ResourceQuota', { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, {
        spec: { hard: { [`requests.${resource}`]: String(quotas.reduce((sum, q) => sum + q.guaranteed, 0)) } },
      }, { file: 'gpu-quota', from: quotas.map((q) => q.$path) });
    }
  },
});
