// Network policies from the connections: nothing in or out of the namespace, then per workload exactly what is declared.
import type { Connection, Party } from '../../analyse/connections.ts';
import { groupBy } from '../../model/group.ts';
import type { JsonObject } from '../../model/json.ts';
import { object, target, type EmitContext } from '../../target.ts';

const api = 'networking.k8s.io/v1';

export default target({
  system: 'Kubernetes', api, docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  consumes: ['ModelEndpoint', 'Pipeline'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  *emit(context) {
    const { all, facts, names, namespace, labels } = context;
    yield object(api, 'NetworkPolicy', { name: 'default-deny', namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, {
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }, { file: 'network' });
    for (const node of [...all('ModelEndpoint'), ...all('Pipeline')]) {
      const isSelf = (party: Party): boolean => 'workload' in party && party.workload === node.$path;
      const ingress = facts.connections.filter(({ to }) => isSelf(to));
      const egress = facts.connections.filter(({ from }) => isSelf(from));
      // An address stands for a name; where it may be another's too, the object says so.
      const loose = [...new Set(egress.filter((c) => !c.exact).map((c) => ('host' in c.to ? `${c.to.host}:${c.port}` : '')))].sort();
      yield object(api, 'NetworkPolicy', {
        name: names.of(node), namespace, labels: labels(node),
        ...(loose.length > 0 ? { annotations: { 'leitwerk.dev/allows-more-than': loose.join(', ') } } : {}),
      }, {
        spec: {
          podSelector: { matchLabels: names.selector(node) }, policyTypes: ['Ingress', 'Egress'],
          ...(ingress.length > 0 ? { ingress: rules(ingress, 'from', context) } : {}),
          ...(egress.length > 0 ? { egress: rules(egress, 'to', context) } : {}),
        },
      }, { file: 'network', from: [node.$path] });
    }
  },
});

/** A rule for each party, with the ports that it may use, in the order of the connections. */
function rules(connections: readonly Connection[], side: 'from' | 'to', context: EmitContext): JsonObject[] {
  const byParty = groupBy(connections, (c) => JSON.stringify(peer(c[side], context)));
  return [...byParty].map(([, same]) => ({
    [side]: [peer(same[0]![side], context)],
    ports: same.map(({ port, protocol }) => ({ port, protocol })).sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))
      .filter((p, i, list) => i === 0 || p.port !== list[i - 1]!.port || p.protocol !== list[i - 1]!.protocol),
  }));
}

function peer(party: Party, { project, names }: EmitContext): JsonObject {
  if ('addresses' in party) return { ipBlock: { cidr: party.addresses[0]!, ...(party.except ? { except: party.except } : {}) } };
  if ('pods' in party) return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': party.namespace } }, podSelector: { matchLabels: party.labels } };
  return { podSelector: { matchLabels: names.selector(project.nodes.find((n) => n.$path === party.workload)!) } };
}
