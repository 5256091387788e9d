// The project's own collector: what is kept of requests and answers passes it, and is masked before it leaves the namespace.
import { otlp } from '../../analyse/telemetry.ts';
import { sha256 } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod } from '../../model/kubernetes.ts';
import { object, target, type EmitContext } from '../../target.ts';
import { collectorConfig } from './collector-config.ts';

/** The user of the official images: https://github.com/open-telemetry/opentelemetry-collector-releases/blob/v0.161.0/distributions/otelcol-contrib/Dockerfile */
const user = 10001;
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
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } }, securityContext: restrictedContainer,
      volumeMounts: [{ name: 'config', mountPath: '/etc/otel', readOnly: true }],
    };
    yield object('apps/v1', 'Deployment', metadata, { spec: {
      replicas: 1, revisionHistoryLimit: 3, selector: { matchLabels: selector },
      template: {
        // Pods read their configuration when they start: another one is another pod.
        metadata: { labels: labels(self), annotations: { 'leitwerk.dev/config': sha256(config).slice(0, 16) } },
        spec: { automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user), containers: [container], volumes: [{ name: 'config', configMap: { name: collector.name } }] },
      },
    } }, { file, from });
    yield object('v1', 'Service', metadata, { spec: { selector, ports: [{ name: 'otlp-grpc', port: otlp.grpc, targetPort: 'otlp-grpc', appProtocol: 'grpc' }, { name: 'otlp-http', port: otlp.http, targetPort: 'otlp-http' }] } }, { file, from });
    yield object('networking.k8s.io/v1', 'NetworkPolicy', metadata, { spec: { podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'], ...network(context) } }, { file: 'network', from });
  },
});

/** In: the project's own pods, and the platform's agent that reads what containers print. Out: names and stores. */
function network({ cluster, facts }: EmitContext): JsonObject {
  const inside = (namespace: string, labels: Readonly<Record<string, string>> = {}): JsonObject => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector: { matchLabels: labels } });
  const ports = (...list: readonly number[]): JsonObject[] => list.map((port) => ({ port, protocol: 'TCP' }));
  const agent = cluster.telemetry?.agent;
  const stores = new Map(facts.telemetry.streams.flatMap(({ store }) => (store === undefined ? [] : [[`${store.url} ${store.namespace ?? ''}`, store] as const])));
  const to = ({ url, namespace }: { readonly url: string; readonly namespace?: string }): JsonObject => {
    const port = /:(\d+)(\/|$)/.exec(url.replace(/^\w+:\/\//, ''))?.[1];
    return { to: [namespace === undefined ? { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } } : inside(namespace)], ports: ports(port === undefined ? (url.startsWith('https:') ? 443 : 80) : Number(port)) };
  };
  return {
    ingress: [{ from: [{ podSelector: {} }, ...(agent === undefined ? [] : [inside(agent.namespace, agent.labels)])], ports: ports(otlp.grpc, otlp.http) }],
    egress: [{ to: [inside(cluster.dns.namespace, cluster.dns.labels)], ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }] }, ...[...stores.values()].map(to)],
  };
}
