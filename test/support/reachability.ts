// What Kubernetes lets through: NetworkPolicies evaluated over all pairs of pods and addresses. Knows the documented semantics and nothing of targets or facts.
// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
import { isObject, type JsonObject } from '../../src/model/json.ts';

export type Protocol = 'TCP' | 'UDP';
export interface Pod { readonly kind: 'pod'; readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>>; readonly ip: string; readonly ports: Readonly<Record<string, number>> }
/** Something that is no pod of the cluster. */
export interface Address { readonly kind: 'address'; readonly name: string; readonly ip: string }
export type Place = Pod | Address;
export interface Network {
  readonly policies: readonly JsonObject[];
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const list = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const inside = (value: unknown): JsonObject => (isObject(value) ? value : {});

export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions } = inside(selector);
  return Object.entries(inside(matchLabels)).every(([k, v]) => labels[k] === v) && list(matchExpressions).every(({ key, operator, values }) => {
    const value = labels[String(key)];
    const among = value !== undefined && (values as readonly string[] | undefined ?? []).includes(value);
    switch (operator) {
      case 'Exists': return value !== undefined;
      case 'DoesNotExist': return value === undefined;
      case 'In': return among;
      case 'NotIn': return !among;
      default: throw new Error(`no operator ${String(operator)}`);
    }
  });
}

const number = (ip: string): number => ip.split('.').reduce((n, part) => n * 256 + Number(part), 0);
export function within(ip: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(ip) / size) === Math.floor(number(base) / size);
}

const namespaceOf = (policy: JsonObject): string => String(inside(policy['metadata'])['namespace']);
/** Policies that isolate a pod in a direction: those that select it, for the directions that they name. */
const kept = new WeakMap<Network, Map<string, readonly JsonObject[]>>();
function isolating(pod: Pod, direction: 'Ingress' | 'Egress', network: Network): readonly JsonObject[] {
  const of = kept.get(network) ?? new Map<string, readonly JsonObject[]>();
  kept.set(network, of);
  const key = `${direction} ${pod.ip}`;
  const found = of.get(key) ?? network.policies.filter((policy) => isolates(policy, pod, direction));
  of.set(key, found);
  return found;
}
function isolates(policy: JsonObject, pod: Pod, direction: 'Ingress' | 'Egress'): boolean {
  const spec = inside(policy['spec']);
  const types = Array.isArray(spec['policyTypes']) ? spec['policyTypes'] as readonly string[] : ['Ingress', ...(spec['egress'] === undefined ? [] : ['Egress'])];
  return namespaceOf(policy) === pod.namespace && types.includes(direction) && selects(spec['podSelector'], pod.labels);
}

function isPeer(peer: JsonObject, place: Place, home: string, { namespaces }: Network): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (isObject(ipBlock)) return within(place.ip, String(ipBlock['cidr'])) && !((ipBlock['except'] ?? []) as readonly string[]).some((cidr) => within(place.ip, cidr));
  if (place.kind !== 'pod') return false;
  const here = namespaceSelector === undefined ? place.namespace === home : selects(namespaceSelector, namespaces[place.namespace] ?? {});
  return here && (podSelector === undefined || selects(podSelector, place.labels));
}

/** A named port is the one that the destination calls so. */
function isPort({ port, endPort, protocol }: JsonObject, asked: number, by: Protocol, destination: Place): boolean {
  if ((protocol ?? 'TCP') !== by) return false;
  if (port === undefined) return true;
  const first = typeof port === 'number' ? port : destination.kind === 'pod' ? destination.ports[String(port)] : undefined;
  return first !== undefined && asked >= first && asked <= (typeof endPort === 'number' ? endPort : first);
}

function lets(pod: Pod, direction: 'Ingress' | 'Egress', other: Place, port: number, protocol: Protocol, network: Network): boolean {
  const policies = isolating(pod, direction, network);
  if (policies.length === 0) return true;
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] as const : ['egress', 'to'] as const;
  return policies.some((policy) => list(inside(policy['spec'])[rules]).some((rule) => {
    const [of, ports] = [list(rule[peers]), list(rule['ports'])];
    return (of.length === 0 || of.some((peer) => isPeer(peer, other, pod.namespace, network))) && (ports.length === 0 || ports.some((p) => isPort(p, port, protocol, direction === 'Ingress' ? pod : other)));
  }));
}

/** May a connection be made? Both ends have to let it. */
export const reaches = (from: Place, to: Place, port: number, protocol: Protocol, network: Network): boolean =>
  (from.kind === 'address' || lets(from, 'Egress', to, port, protocol, network)) && (to.kind === 'address' || lets(to, 'Ingress', from, port, protocol, network));
