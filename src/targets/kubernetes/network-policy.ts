// Network policies from the connections: nothing in or out of the namespace, then per workload exactly what is declared.
import type { Connection, Party } from '../../analyse/connections.ts';
import { groupBy } from '../../model/group.ts';
import type { JsonObject } from '../../model/json.ts';
import { object, target } from '../../target.ts';

const api = 'networking.k8s.io/v1';

export default target({
  system: 'Kubernetes', api, docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  consumes: ['ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline', 'VectorIndex'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  *emit({ project, facts, names, namespace, labels }) {
    yield object(api, 'NetworkPolicy', { name: 'default-deny', namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, {
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }, { file: 'network' });
    // Every pod resolves names, so that each has a flow of its own.
    const own = new Map(facts.connections.flatMap(({ from, to }) => [from, to].flatMap((party) => ('workload' in party ? [[party.workload, party] as const] : []))));
    for (const [path, self] of own) {
      // What a target runs beside the nodes is none itself, and named as one.
      const node = project.nodes.find((n) => n.$path === path) ?? { $id: path.slice(path.indexOf('/') + 1), $kind: self.kind ?? 'Workload' };
      const isSelf = (party: Party): boolean => 'workload' in party && party.workload === path;
      const ingress = facts.connections.filter(({ to }) => isSelf(to));
      const egress = facts.connections.filter(({ from }) => isSelf(from));
      // An address stands for a name; where it may be another's too, the object says so.
      const loose = [...new Set(egress.filter((c) => !c.exact).map((c) => ('host' in c.to ? `${c.to.host}:${c.port}` : '')))].sort();
      yield object(api, 'NetworkPolicy', {
        name: names.of(node), namespace, labels: labels(node),
        ...(loose.length > 0 ? { annotations: { 'leitwerk.dev/allows-more-than': loose.join(', ') } } : {}),
      }, {
        spec: {
          podSelector: peer(self)['podSelector'], policyTypes: ['Ingress', 'Egress'],
          ...(ingress.length > 0 ? { ingress: rules(ingress, 'from') } : {}),
          ...(egress.length > 0 ? { egress: rules(egress, 'to') } : {}),
        },
      }, { file: 'network', from: [...new Set([...ingress, ...egress].map((c) => c.node))] });
    }
  },
});

/** A rule for each party, with the ports that it may use, in the order of the connections. */
function rules(connections: readonly Connection[], side: 'from' | 'to'): JsonObject[] {
  const byParty = groupBy(connections, (c) => JSON.stringify(peer(c[side])));
  return [...byParty].map(([, same]) => ({
    [side]: [peer(same[0]![side])],
    ports: same.map(({ port, protocol }) => ({ port, protocol })).sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))
      .filter((p, i, list) => i === 0 || p.port !== list[i - 1]!.port || p.protocol !== list[i - 1]!.protocol),
  }));
}

function peer(party: Party): JsonObject {
  if ('addresses' in party) return { ipBlock: { cidr: party.addresses[0]!, ...(party.except ? { except: party.except } : {}) } };
  const pods = Object.keys(party.labels).length === 0 ? {} : { podSelector: { matchLabels: party.labels } };
  return 'pods' in party ? { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': party.namespace } }, ...pods } : pods;
}
