// The project's own collector: what is kept of requests and answers passes it, and is masked before it leaves the namespace.
import { otlp } from '../../analyse/telemetry.ts';
import { collectorServer } from '../../model/added.ts';
import { sha256 } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';
import { collectorConfig } from './collector-config.ts';

/** The user of the official images: https://github.com/open-telemetry/opentelemetry-collector-releases/blob/v0.161.0/distributions/otelcol-contrib/Dockerfile */
const user = 10001;
const { replicas, cpu, memory } = collectorServer;
const [health, file] = [13133, 'telemetry'] as const;

export default target({
  system: 'OpenTelemetry Collector', api: '0.161', docs: 'https://opentelemetry.io/docs/collector/configuration/',
  concern: 'telemetry', consumes: ['Telemetry'], per: 'project', scope: 'cluster', judge: 'otelcol',
  *emit(context) {
    const { facts, names, labels, platform, all } = context;
    const { collector } = facts.telemetry;
    if (collector === undefined) return;
    const self = { $id: collector.name, $kind: 'Collector' };
    const metadata = { name: collector.name, namespace: collector.namespace, labels: labels(self) };
    const selector = names.selector(self);
    const config = `${JSON.stringify(collectorConfig(facts.telemetry), undefined, 1)}\n`;
    const from = all('Telemetry').map((t) => t.$path);
    yield object('v1', 'ConfigMap', metadata, { data: { 'collector.yaml': config } }, { file, from });
    const container: JsonObject = {
      name: 'collector', image: platform.images['otel-collector'], args: ['--config=/etc/otel/collector.yaml'],
      ports: [{ name: 'otlp-grpc', containerPort: otlp.grpc }, { name: 'otlp-http', containerPort: otlp.http }, { name: 'health', containerPort: health }],
      readinessProbe: { httpGet: { path: '/', port: 'health' }, periodSeconds: 5 }, livenessProbe: { httpGet: { path: '/', port: 'health' }, periodSeconds: 10, failureThreshold: 6 },
      resources: { requests: { cpu, memory }, limits: { memory } }, securityContext: restrictedContainer,
      volumeMounts: [{ name: 'config', mountPath: '/etc/otel', readOnly: true }],
    };
    yield object('apps/v1', 'Deployment', metadata, { spec: {
      replicas, revisionHistoryLimit: 3, selector: { matchLabels: selector },
      template: {
        // Pods read their configuration when they start: another one is another pod.
        metadata: { labels: labels(self), annotations: { 'leitwerk.dev/config': sha256(config).slice(0, 16) } },
        spec: { automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user), containers: [container], volumes: [{ name: 'config', configMap: { name: collector.name } }] },
      },
    } }, { file, from });
    yield object('v1', 'Service', metadata, { spec: { selector, ports: [{ name: 'otlp-grpc', port: otlp.grpc, targetPort: 'otlp-grpc', appProtocol: 'grpc' }, { name: 'otlp-http', port: otlp.http, targetPort: 'otlp-http' }] } }, { file, from });
  },
});
