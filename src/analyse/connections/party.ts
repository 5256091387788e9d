// The ends of a connection: pods of the project, pods of the platform, addresses; and the flows between them.
import type { Front } from '../guarded.ts';
import type { Cluster } from '../../model/platform.ts';
import { name, selectorOf } from '../../model/names.ts';

export type Party =
  /** Pods of an own node, by the labels that they carry; `kind`: of something beside the nodes, named as one. */
  | { readonly workload: string; readonly labels: Readonly<Record<string, string>>; readonly kind?: string }
  /** Pods of the platform, by the labels that it declares; none: all pods of the namespace. */
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
export const publicly = (host: string): Party => ({ addresses: ['0.0.0.0/0'], except: notPublic, host });
/** A mirror may be inside; only the metadata service is never meant. */
export const anywhere = (host: string): Party => ({ addresses: ['0.0.0.0/0'], except: ['169.254.0.0/16'], host });
export const aws = publicly('amazonaws.com');

interface Own { readonly $path: string; readonly $id: string; readonly $kind: string; readonly $project: string }
/** The pods of an own node. Those of an index are made by CloudNativePG, which labels them: https://cloudnative-pg.io/documentation/1.30/labels_annotations/ */
export const podsOf = (node: Own): Party => ({ workload: node.$path, labels: node.$kind === 'VectorIndex' ? { 'cnpg.io/cluster': name('cloudnative-pg', node.$id) } : selectorOf(node.$project, node) });
/** Pods of something that a target runs beside the nodes. */
export const beside = (project: string, id: string, kind: string): Party & { readonly workload: string } => ({ workload: `${project}/${id}`, labels: selectorOf(project, { $id: id }), kind });
/** The pods of the guardrails in front of an endpoint. */
export const frontOf = ({ node, $id }: Front): Party => beside(node.split('/')[0] ?? '', $id, 'Guardrail');
export const dnsOf = ({ dns }: Cluster): Party => ({ pods: 'the cluster\'s DNS', ...dns });
export const prometheusOf = ({ monitoring }: Cluster): Party | undefined => monitoring && { pods: 'Prometheus', namespace: monitoring.namespace, labels: monitoring.labels };
export const gatewayOf = ({ ingress }: Cluster): Party | undefined => ingress && { pods: 'the gateway', namespace: ingress.namespace, labels: ingress.labels };
/** The operator of PostgreSQL, where its own manifests put it: https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/config/manager/manager.yaml */
export const postgresOperator: Party = { pods: 'the PostgreSQL operator', namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } };
/** The API server has no pods that a policy could name. */
export const apiServerOf = ({ apiServer }: Cluster): Party => apiServer ? { addresses: [apiServer.cidr], host: 'kubernetes.default.svc' } : anywhere('kubernetes.default.svc');

/** A flow that a node causes; TCP, unless said otherwise. */
export const flow = (node: { readonly $path: string }, from: Party, to: Party, port: number, because: string, exact = true): Connection => ({ from, to, port, protocol: 'TCP', node: node.$path, because, exact });
/** Whoever talks by name asks for it first. */
export const resolves = (node: { readonly $path: string }, from: Party, cluster: Cluster): readonly Connection[] => (['UDP', 'TCP'] as const).map((protocol) => ({ ...flow(node, from, dnsOf(cluster), 53, 'resolves names'), protocol }));
