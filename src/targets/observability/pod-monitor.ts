// Metrics of what answers requests: Prometheus reads them from each of its pods.
import { object, target } from '../../target.ts';
import { scrape } from './scrape.ts';

export default target({
  system: 'Prometheus Operator', api: 'monitoring.coreos.com/v1', docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor',
  concern: 'metrics', consumes: ['ModelEndpoint', 'PredictionEndpoint', 'Application'], per: 'node', scope: 'cluster', requires: ['prometheus-operator >= 0.70'], judge: 'kube-apiserver',
  *emit(node, context) {
    const found = scrape(node, context);
    if (found) yield object('monitoring.coreos.com/v1', 'PodMonitor', found.metadata, { spec: { selector: found.selector, podMetricsEndpoints: [found.endpoint] } }, { file: 'monitoring' });
  },
});
