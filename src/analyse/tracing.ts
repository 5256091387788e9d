// Where traces go: the collector of the cluster, where a system of the environment takes them.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import { otlp } from './telemetry.ts';

export interface Tracing { readonly collector: { readonly namespace: string; readonly port: number; readonly url: string } | undefined }

export default fact<Tracing>({
  doc: 'Where spans of endpoints are sent: namespace, port and address of the collector.',
  derive: ({ env, facts }) => {
    if (systemOf(env, 'tracing') === undefined) return { collector: undefined };
    // A collector of the project's own masks first; what it is not told to keep, it drops.
    const own = facts.telemetry.collector;
    if (own !== undefined) return { collector: { namespace: own.namespace, port: otlp.grpc, url: own.url } };
    const collector = env.clusters[0]?.collector;
    if (collector === undefined) return { collector: undefined };
    const { namespace, service, port } = collector;
    return { collector: { namespace, port, url: `http://${service}.${namespace}:${port}` } };
  },
});
