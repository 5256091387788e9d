// Metrics of what answers requests: Prometheus finds the pods by their Service. For platforms whose Prometheus selects no PodMonitors.
import { object, target } from '../../target.ts';
import { scrape } from './scrape.ts';

export default target({
  system: 'Prometheus Operator', api: 'monitoring.coreos.com/v1', docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor',
  concern: 'metrics', consumes: ['ModelEndpoint', 'PredictionEndpoint', 'Application'], per: 'node', scope: 'cluster', requires: ['prometheus-operator >= 0.70'], judge: 'kube-apiserver',
  *emit(node, context) {
    const found = scrape(node, context);
    if (!found) return;
    // Rules look for the job that a PodMonitor would give; which of the two the platform chose must not matter to them.
    const relabelings = [{ action: 'replace', targetLabel: 'job', replacement: found.job }];
    // The container's port: not every Service shows the one that metrics are on.
    const { port: targetPort, ...endpoint } = found.endpoint;
    yield object('monitoring.coreos.com/v1', 'ServiceMonitor', found.metadata, { spec: { selector: found.selector, endpoints: [{ targetPort, ...endpoint, relabelings }] } }, { file: 'monitoring' });
  },
});
