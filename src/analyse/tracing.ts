// Where traces go: the collector of the cluster, where a system of the environment takes them.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';

export interface Tracing { readonly collector: { readonly namespace: string; readonly port: number; readonly url: string } | undefined }

export default fact<Tracing>({
  doc: 'Where spans of endpoints are sent: namespace, port and address of the collector.',
  derive: ({ env }) => {
    const collector = env.clusters[0]?.collector;
    if (systemOf(env, 'tracing') === undefined || collector === undefined) return { collector: undefined };
    const { namespace, service, port } = collector;
    return { collector: { namespace, port, url: `http://${service}.${namespace}:${port}` } };
  },
});
