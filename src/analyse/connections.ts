// Who talks to whom, derived from the declaration: what network policies allow, and nothing else.
import { fact } from '../fact.ts';
import { inference } from '../model/kubernetes.ts';
import type { WeightSource } from './weights.ts';

export type Party =
  /** Pods of an own node. */
  | { readonly workload: string }
  /** Pods of the platform, by the labels that it declares. */
  | { readonly pods: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  /** Addresses; network policies know no names. `except` is cut out of them. */
  | { readonly addresses: readonly string[]; readonly except?: readonly string[]; readonly host: string };

export interface Connection {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** The node that causes it, and why. */
  readonly node: string;
  readonly because: string;
  /** False where addresses stand for a name that may have others: the rule allows more than is meant. */
  readonly exact: boolean;
}

// Private, shared and link-local ranges, the metadata service of clouds (169.254.169.254) among them: https://www.rfc-editor.org/rfc/rfc6890
const notPublic = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const publicly = (host: string): Party => ({ addresses: ['0.0.0.0/0'], except: notPublic, host });
/** A mirror may be inside; only the metadata service is never meant. */
const anywhere = (host: string): Party => ({ addresses: ['0.0.0.0/0'], except: ['169.254.0.0/16'], host });

function weightsParty(source: WeightSource): Party | undefined {
  switch (source.from) {
    case 'hf': return source.hub === undefined ? publicly('huggingface.co') : anywhere(source.hub.replace(/^https?:\/\//, '').replace(/[/:].*$/, ''));
    case 's3': return publicly('s3.amazonaws.com');
    // Nodes pull images and mount volumes; the pod opens no connection.
    case 'oci': case 'pvc': return undefined;
  }
}

export default fact<readonly Connection[]>({
  doc: 'Who talks to whom: from, to, port, protocol, and the declaration that causes it.',
  derive: ({ all, env, facts }) => {
    const [cluster] = env.clusters;
    if (!cluster) return [];
    const { dns, ingress, monitoring } = cluster;
    const flow = (node: string, from: Party, to: Party, port: number, because: string, exact = true): Connection => ({ from, to, port, protocol: 'TCP', node, because, exact });
    const resolves = (node: string): Connection[] => (['UDP', 'TCP'] as const).map((protocol) =>
      ({ ...flow(node, { workload: node }, { pods: 'the cluster\'s DNS', ...dns }, 53, 'resolves names'), protocol }));

    const endpoints = all('ModelEndpoint').flatMap((e): Connection[] => {
      const self: Party = { workload: e.$path };
      const weights = weightsParty(facts.weights[e.$path]!);
      return [
        ...(ingress ? [flow(e.$path, { pods: 'the gateway', ...ingress }, self, inference.port, `lets ${e.access.audience} call it`)] : []),
        ...(monitoring ? [flow(e.$path, { pods: 'Prometheus', namespace: monitoring.namespace, labels: monitoring.labels }, self, inference.port, 'reads its metrics')] : []),
        ...e.fallback.map((r) => flow(e.$path, self, { workload: r.$ref }, inference.port, 'hands requests over when it fails')),
        ...(weights ? [flow(e.$path, self, weights, 443, 'fetches weights at its first start', false)] : []),
        ...resolves(e.$path),
      ];
    });
    const pipelines = all('Pipeline').flatMap((p): Connection[] => {
      const self: Party = { workload: p.$path };
      return [
        ...p.connects.map(({ host, cidr, port }) => flow(p.$path, self, { addresses: [cidr], host }, port, 'declared in connects')),
        ...(p.reads.length + p.writes.length > 0 ? [flow(p.$path, self, publicly('amazonaws.com'), 443, 'reads and writes data sets, and takes on its role', false)] : []),
        ...resolves(p.$path),
      ];
    });
    return [...endpoints, ...pipelines];
  },
});
