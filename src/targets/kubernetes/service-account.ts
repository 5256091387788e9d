// One ServiceAccount a workload: no token for the Kubernetes API, and an AWS role of its own for one that touches data. Other targets may add to it.
import { workloadRoleArn } from '../../model/aws.ts';
import { workers } from '../../model/data-use.ts';
import { object, target } from '../../target.ts';

export default target({
  system: 'Kubernetes', api: 'v1', docs: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  consumes: ['ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  *emit(context) {
    const { all, names, namespace, labels } = context;
    const acting = new Set(workers(context).map((p) => p.$path));
    for (const node of [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application'), ...all('Pipeline')]) {
      // The webhook of EKS mounts a token of its own: https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html
      const role = acting.has(node.$path) ? workloadRoleArn(context, node) : undefined;
      const annotations = role !== undefined ? { annotations: { 'eks.amazonaws.com/role-arn': role } } : {};
      yield object('v1', 'ServiceAccount', { name: names.of(node), namespace, labels: labels(node), ...annotations }, { automountServiceAccountToken: false }, { file: 'service-accounts', from: [node.$path] });
    }
  },
});
