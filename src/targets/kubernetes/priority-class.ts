// The platform's priority classes: who is scheduled first, and who makes room.
import { object, target } from '../../target.ts';

export default target({
  system: 'Kubernetes', api: 'scheduling.k8s.io/v1', docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  consumes: [], per: 'portfolio', scope: 'cluster', judge: 'kube-apiserver',
  emit: ({ cluster }) => Object.entries(cluster?.priorityClasses ?? {}).map(([name, { value, description }]) =>
    object('scheduling.k8s.io/v1', 'PriorityClass', { name, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, { value, description, globalDefault: false })),
});
