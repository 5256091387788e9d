// Guardrail servers in the flows: whoever calls a guarded endpoint reaches the server in front of it, and of all callers only that server reaches the endpoint.
import type { FactContext } from '../../fact.ts';
import { inference } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Cluster } from '../../model/platform.ts';
import { dnsOf, flow, podsOf, publicly, type Connection, type Party } from './party.ts';

/** The server in front as if it were a node: by its own name and labels. */
export const frontNode = (endpoint: { readonly $path: string; readonly $id: string; readonly $project: string }) => ({ $path: `${endpoint.$path}-guardrails`, $id: `${endpoint.$id}-guardrails`, $kind: 'Guardrail', $project: endpoint.$project });

export function throughFronts(connections: readonly Connection[], { all, facts, project }: FactContext, cluster: Cluster): readonly Connection[] {
  const guarded = all('ModelEndpoint').filter((e) => facts.guarded[e.$path] !== undefined);
  const frontOf = (to: Party): Party => { const e = guarded.find((g) => 'workload' in to && to.workload === g.$path); return e ? podsOf(frontNode(e)) : to; };
  // Prometheus reads the engine itself.
  const led = connections.map((c) => ('pods' in c.from && c.from.pods === 'Prometheus' ? c : { ...c, to: frontOf(c.to) }));
  return [...led, ...guarded.flatMap((e): readonly Connection[] => {
    const front = podsOf(frontNode(e));
    const asks = facts.guarded[e.$path]!.asks.map((path): Connection => {
      const model = project.nodes.find((n) => n.$path === path) as unknown as NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'ExternalModel'>;
      if (model.$kind === 'ExternalModel') return flow(e, front, publicly(model.host), 443, `asks ${model.$id} for a verdict`, false);
      return flow(e, front, frontOf(podsOf(model)), facts.workloads[path]!.answers!.target, `asks ${model.$id} for a verdict`);
    });
    const names = (['UDP', 'TCP'] as const).map((protocol) => ({ ...flow(e, front, dnsOf(cluster), 53, 'resolves names'), protocol }));
    return [flow(e, front, podsOf(e), inference.port, 'passes on what its guardrails let through'), ...asks, ...names];
  })];
}
