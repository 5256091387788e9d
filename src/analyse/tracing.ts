// Where traces go: the collector of the environment, if one of its systems takes them.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';

export interface Tracing { readonly collector: { readonly namespace: string; readonly port: number; readonly url: string } | undefined }

/** OTLP over gRPC: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port */
const port = 4317;

export default fact<Tracing>({
  doc: 'Where spans of endpoints are sent: namespace, port and address of the collector.',
  derive: ({ env }) => {
    const namespace = env.clusters[0]?.monitoring?.namespace;
    return { collector: systemOf(env, 'tracing') === undefined || namespace === undefined ? undefined : { namespace, port, url: `http://otel-collector.${namespace}:${port}` } };
  },
});
