// A pod that asks for GPUs waits in a queue, or says that it belongs on GPU nodes.
import { cel, podWith, pods, policy } from 'leitwerk/policy';

// Kueue admits by this label: https://kueue.sigs.k8s.io/docs/tasks/run/plain_pods/
// GPU nodes are tainted by the name of the resource: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration
const gpu = 'nvidia.com/gpu';

export default policy({
  onObject: pods(),
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.4.5', 'SOC 2 A1.1'],
  because: 'Without either a GPU pod stays pending on nodes without GPUs, or takes GPUs past the queue from those who wait.',
  remedy: `label the pod template kueue.x-k8s.io/queue-name, or let it tolerate the taint ${gpu} of the pool`,
  waivable: 'governance',
  rule: cel`
    !pod.containers.exists(c, has(c.resources) && has(c.resources.limits) && '${gpu}' in c.resources.limits)
    || (has(meta.labels) && 'kueue.x-k8s.io/queue-name' in meta.labels && meta.labels['kueue.x-k8s.io/queue-name'] != '')
    || (has(pod.tolerations) && pod.tolerations.exists(t,
      (has(t.key) && t.key == '${gpu}') || (!has(t.key) && has(t.operator) && t.operator == 'Exists')))
  `,
  fails: podWith({ resources: { limits: { [gpu]: '1' } } }),
  passes: podWith({ resources: { limits: { [gpu]: '1' } } }, { tolerations: [{ key: gpu, operator: 'Exists', effect: 'NoSchedule' }] }),
});
