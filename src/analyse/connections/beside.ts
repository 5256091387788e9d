// Flows of what a project runs beside its nodes: its own collector, the jobs that refresh features, the jobs that keep an index.
import type { FactContext } from '../../fact.ts';
import { systemOf } from '../../model/environments.ts';
import { featureWorkload, viewsOf } from '../../model/feature-store.ts';
import { selectorOf } from '../../model/names.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Cluster } from '../../model/platform.ts';
import { otlp } from '../telemetry.ts';
import { anywhere, aws, beside, flow, podsOf, resolves, type Connection, type Party } from './party.ts';
import { postgres } from './database.ts';

export const collectorOf = ({ facts, project }: FactContext): Party | undefined => facts.telemetry.collector && beside(project.project, facts.telemetry.collector.name, 'Collector');

/** In: the platform's agent that reads what containers print, beside the workloads themselves. Out: the stores. */
export function collectorFlows(context: FactContext, cluster: Cluster): readonly Connection[] {
  const [self, agent, streams] = [collectorOf(context), cluster.telemetry?.agent, context.facts.telemetry.streams];
  const [first] = streams;
  if (!self || !first) return [];
  const by = { $path: first.node };
  return [
    ...(agent ? [otlp.grpc, otlp.http].map((port) => flow(by, { pods: 'the agent that reads logs', ...agent }, self, port, 'brings what containers print')) : []),
    ...streams.flatMap(({ node, signal, store }) => {
      if (store === undefined) return [];
      const [, scheme, host = '', port] = /^(?:(\w+):\/\/)?([^/:]+)(?::(\d+))?/.exec(store.url) ?? [];
      const there: Party = store.namespace === undefined ? anywhere(host) : { pods: 'the stores of telemetry', namespace: store.namespace, labels: {} };
      return [flow({ $path: node }, self, there, port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port), `keeps ${signal}`, store.namespace !== undefined)];
    }),
    ...resolves(by, self, cluster),
  ];
}

/** What it talks to has names alone, and network policies know none. */
export function featureFlows(context: FactContext, cluster: Cluster): readonly Connection[] {
  const refreshed = viewsOf(context).filter((v) => v.online && v.refresh !== undefined && v.$project === context.project.project);
  const [first] = refreshed;
  if (systemOf(context.env, 'feature-store') !== 'features/feast' || context.platform.images['feast'] === undefined || !first) return [];
  const self: Party = { ...beside(context.project.project, featureWorkload, 'FeatureStore'), labels: { 'app.kubernetes.io/name': featureWorkload } };
  return [...refreshed.map((v) => flow(v, self, aws, 443, `brings new values of ${v.$id} to the online store`, false)), ...resolves(first, self, cluster)];
}

/** Jobs that make the tables of an index and empty them in time. */
export function indexJobFlows(index: NodeOf<'VectorIndex'>, cluster: Cluster): readonly Connection[] {
  const self: Party = { ...beside(index.$project, `${index.$id}-jobs`, 'VectorIndex'), labels: selectorOf(index.$project, index) };
  return [flow(index, self, podsOf(index), postgres.sql, 'makes tables, and removes what must be gone'), ...resolves(index, self, cluster)];
}
