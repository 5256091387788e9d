// Metrics of an endpoint: Prometheus reads them from each of its pods.
import { inference } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';

export default target({
  system: 'Prometheus Operator', api: 'monitoring.coreos.com/v1', docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor',
  concern: 'metrics', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', requires: ['prometheus-operator >= 0.70'], judge: 'kube-apiserver',
  emit: (endpoint, { names, namespace, labels, cluster }) => object('monitoring.coreos.com/v1', 'PodMonitor', {
    // The selector of the operator looks for the same labels on monitors as on rules.
    name: names.of(endpoint), namespace, labels: { ...labels(endpoint), ...cluster.monitoring?.ruleLabels },
  }, {
    spec: {
      selector: { matchLabels: names.selector(endpoint) },
      // Twice in the shortest window of the alerts is enough; vLLM's histograms are some hundred series a replica.
      podMetricsEndpoints: [{ port: inference.name, path: '/metrics', interval: '30s' }],
    },
  }, { file: 'monitoring' }),
});
