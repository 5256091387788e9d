// Traces of serving containers through OpenTelemetry: settings contributed to the serving system's own object. The network fact opens the way to the collector.
import { withAt } from '../../model/json.ts';
import { contribute, target } from '../../target.ts';

export default target({
  system: 'OpenTelemetry', api: 'SDK environment 1.49', docs: 'https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/',
  concern: 'tracing', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  *emit(endpoint, { env, facts, names, namespace, root }) {
    const { collector } = facts.tracing;
    if (!collector) return;
    const name = names.of(endpoint);
    const { controller, pod } = facts.workloads[endpoint.$path]!;
    const resource = { 'service.namespace': root.$id, 'deployment.environment.name': env.name, 'leitwerk.owner': root.owner };
    // Settings alone: an engine that wants a flag to trace at all gets it from the target that owns its arguments, which reads the same fact.
    const settings = {
      OTEL_SERVICE_NAME: name,
      OTEL_RESOURCE_ATTRIBUTES: Object.entries(resource).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join(','),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_TRACES_INSECURE: 'true',
    };
    yield contribute(controller.apiVersion, controller.kind, { name: controller.name, namespace },
      withAt({}, [...pod.at, 'containers'], [{ name: pod.container, env: Object.entries(settings).map(([name, value]) => ({ name, value })) }]));
  },
});
