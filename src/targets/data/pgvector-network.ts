// The jobs of a vector index reach its database, and nothing else; everybody else's way there is among the connections of the project.
import type { Store } from '../../analyse/stores.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { object, type Artefact, type EmitContext } from '../../target.ts';

export function network(index: NodeOf<'VectorIndex'>, store: Store, { names, namespace, labels, cluster }: EmitContext, file: string): readonly Artefact[] {
  const jobs = names.selector(index);
  const policy = (suffix: string, selector: JsonObject, spec: JsonObject): Artefact => object('networking.k8s.io/v1', 'NetworkPolicy', { name: names.of(index, 'kubernetes', suffix), namespace, labels: labels(index) }, { spec: { podSelector: { matchLabels: selector }, ...spec } }, { file });
  const sql = [{ port: store.port, protocol: 'TCP' }];
  const dns = { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': cluster.dns.namespace } }, podSelector: { matchLabels: cluster.dns.labels } }], ports: [{ port: 53, protocol: 'UDP' }, { port: 53, protocol: 'TCP' }] };
  return [
    policy('database', store.pods, { policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: jobs } }], ports: sql }] }),
    policy('jobs', jobs, { policyTypes: ['Ingress', 'Egress'], egress: [{ to: [{ podSelector: { matchLabels: store.pods } }], ports: sql }, dns] }),
  ];
}
