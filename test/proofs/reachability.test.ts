// Who can reach whom: over all pairs of pods, ports and addresses, what the emitted network policies let through is what is declared, no more and no less.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Connection, Party } from '../../src/analyse/connections.ts';
import { exampleOf } from '../../src/check/example.ts';
import type { Facts } from '../../src/generated/registry-types.ts';
import { at, isObject, withAt, type JsonObject } from '../../src/model/json.ts';
import type { Cluster } from '../../src/model/platform.ts';
import { compile, type Compilation, type Input } from '../../src/pipeline.ts';
import { exampleInput } from '../../src/probe/coverage.ts';
import { home, session } from '../support/portfolio.ts';
import { sampled } from '../support/sample.ts';
import { reaches, within, type Network, type Place, type Pod, type Protocol } from '../support/reachability.ts';

interface World { readonly title: string; readonly network: Network; readonly places: readonly Place[]; readonly flows: readonly Connection[]; /** Own pods, by the path of their node. */ readonly own: ReadonlyMap<string, readonly Pod[]> }

// ---- the pods of an environment, as the objects and the platform have them ----

const text = (value: unknown): Readonly<Record<string, string>> => (isObject(value) ? value as Readonly<Record<string, string>> : {});
/** Labels and named ports of the pods that an object makes. Those of a controller of its own follow from what it documents. */
function template(body: JsonObject): { readonly labels: Readonly<Record<string, string>>; readonly ports: Readonly<Record<string, number>> } {
  const name = String(at(body, ['metadata', 'name']));
  switch (body['kind']) {
    // https://kserve.github.io/website/docs/reference/crd-api : labels of the service and of its predictor go to the pods
    case 'InferenceService': return { labels: { ...text(at(body, ['metadata', 'labels'])), ...text(at(body, ['spec', 'predictor', 'labels'])), 'serving.kserve.io/inferenceservice': name }, ports: {} };
    // https://cloudnative-pg.io/documentation/1.30/labels_annotations/
    case 'Cluster': return { labels: { 'cnpg.io/cluster': name }, ports: {} };
    default: {
      const pod = at(body, body['kind'] === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template']);
      const ports = ((at(pod, ['spec', 'containers']) ?? []) as readonly JsonObject[]).flatMap((c) => (c['ports'] ?? []) as readonly JsonObject[]);
      return { labels: text(at(pod, ['metadata', 'labels'])), ports: Object.fromEntries(ports.map((p) => [String(p['name']), Number(p['containerPort'])])) };
    }
  }
}

/** Pods of others, by the name that a flow gives them; and some that no flow names. */
function platformPods(cluster: Cluster): readonly Pod[] {
  const pod = (name: string, namespace: string, labels: Readonly<Record<string, string>>): Omit<Pod, 'ip'> => ({ kind: 'pod', name, namespace, labels, ports: {} });
  const { dns, ingress, monitoring, collector, telemetry } = cluster;
  return [
    pod('the cluster\'s DNS', dns.namespace, dns.labels),
    ...(ingress ? [pod('the gateway', ingress.namespace, ingress.labels), pod('the gateway\'s controller', ingress.namespace, { app: 'controller' })] : []),
    ...(monitoring ? [pod('Prometheus', monitoring.namespace, monitoring.labels), pod('a dashboard', monitoring.namespace, { app: 'dashboard' })] : []),
    ...(collector ? [pod('the OpenTelemetry collector', collector.namespace, { app: 'collector' })] : []),
    ...(telemetry?.agent ? [pod('the agent that reads logs', telemetry.agent.namespace, telemetry.agent.labels)] : []),
    pod('the PostgreSQL operator', 'cnpg-system', { 'app.kubernetes.io/name': 'cloudnative-pg' }),
    pod('a stranger', 'elsewhere', { app: 'stranger' }),
    // wears the labels of everybody, in a namespace of its own
    pod('an impostor', 'elsewhere', { ...dns.labels, ...ingress?.labels, ...monitoring?.labels, 'app.kubernetes.io/name': 'chat', 'app.kubernetes.io/part-of': 'support-assistant' }),
  ].map((p, i) => ({ ...p, ip: `10.1.0.${i + 1}` }));
}
const addresses: readonly Place[] = [
  { kind: 'address', name: 'a public host', ip: '198.51.100.7' }, { kind: 'address', name: 'the metadata service', ip: '169.254.169.254' }, { kind: 'address', name: 'a private host', ip: '192.168.7.7' },
];

function worldOf(title: string, namespace: string, objects: readonly JsonObject[], cluster: Cluster, facts: Facts): World {
  const project = title.split(' ')[0]!;
  // An object makes the pods of the node whose controller it is; else of what its pods are called after, such as a server in front or a new version.
  const controllers = new Map(Object.values(facts.workloads).map(({ node, controller }) => [`${controller.kind}/${controller.name}`, node]));
  const known = new Set(facts.connections.flatMap(({ from, to }) => [from, to].flatMap((party) => ('workload' in party ? [party.workload] : []))));
  const own = new Map<string, Pod[]>();
  let count = 0;
  for (const body of objects) {
    const { labels, ports } = template(body);
    if (Object.keys(labels).length === 0) continue;
    const title = `${String(body['kind'])}/${String(at(body, ['metadata', 'name']))}`;
    const index = labels['cnpg.io/cluster'] === undefined ? undefined : facts.connections.flatMap(({ to }) => ('workload' in to && to.labels['cnpg.io/cluster'] === labels['cnpg.io/cluster'] ? [to.workload] : []))[0];
    const called = `${project}/${labels['app.kubernetes.io/name']}`;
    const jobs = facts.stores[called] === undefined ? called : `${called}-jobs`;
    const node = controllers.get(title) ?? index ?? (known.has(jobs) ? jobs : title);
    own.set(node, [...own.get(node) ?? [], { kind: 'pod', name: own.has(node) ? `${node} (${title})` : node, namespace, ip: `10.2.0.${++count}`, labels, ports }]);
  }
  const others = platformPods(cluster);
  const declared = facts.connections.flatMap(({ to }): Place[] => ('addresses' in to ? to.addresses.filter((a) => a !== '0.0.0.0/0').map((cidr) => ({ kind: 'address', name: to.host, ip: cidr.split('/')[0]! })) : []));
  // a pod of the project that nothing declares, such as one that somebody starts by hand
  const stray: Pod = { kind: 'pod', name: 'a stray pod', namespace, labels: { run: 'debug' }, ip: '10.2.9.9', ports: {} };
  const namespaces = [...new Set([namespace, ...others.map((p) => p.namespace)])];
  return {
    title, own, flows: facts.connections, places: [...[...own.values()].flat(), stray, ...others, ...addresses, ...new Map(declared.map((d) => [d.ip, d])).values()],
    network: { policies: objects.filter((o) => o['kind'] === 'NetworkPolicy'), namespaces: Object.fromEntries(namespaces.map((n) => [n, { 'kubernetes.io/metadata.name': n }])) },
  };
}
const worldsOf = ({ projects }: Compilation): readonly World[] => projects.flatMap(({ name, builds }) => builds.map(({ env, merged, facts }) => {
  const objects = merged.objects.map(({ body }) => body);
  const namespace = String(at(objects.find((o) => o['kind'] === 'Namespace'), ['metadata', 'name']));
  return worldOf(`${name} in ${env.name}`, namespace, objects, env.clusters[0]!, facts);
}));

// ---- what is declared ----

function isParty(party: Party, place: Place, own: World['own']): boolean {
  if ('workload' in party) return own.get(party.workload)?.some((pod) => pod === place) ?? false;
  if ('addresses' in party) return party.addresses.some((a) => within(place.ip, a)) && !(party.except ?? []).some((e) => within(place.ip, e));
  // Who says nothing of labels means all pods of the namespace.
  return place.kind === 'pod' && (place.name === party.pods || (Object.keys(party.labels).length === 0 && place.namespace === party.namespace));
}
/** Whoever may reach a range of addresses may try pods in it, too; whether those let it is for them to say. */
function declared(from: Place, to: Place, port: number, protocol: Protocol, { flows, own }: World): 'must' | 'may' | 'not' {
  const found = flows.filter((f) => f.port === port && f.protocol === protocol && isParty(f.to, to, own) && isParty(f.from, from, own));
  return found.length === 0 ? 'not' : to.kind === 'pod' && found.every((f) => 'addresses' in f.to) ? 'may' : 'must';
}

interface Difference { readonly from: string; readonly to: string; readonly port: number; readonly protocol: Protocol; readonly is: 'let through, but not declared' | 'declared, but not let through' }
/** All pairs of which one end is the project's, on every port that anybody names and one that nobody does. */
function differences(world: World): { readonly tried: number; readonly open: number; readonly found: readonly Difference[] } {
  const named = world.network.policies.flatMap((p) => ['ingress', 'egress'].flatMap((side) => ((at(p, ['spec', side]) ?? []) as readonly JsonObject[]).flatMap((r) => ((r['ports'] ?? []) as readonly JsonObject[]).flatMap(({ port }) => (typeof port === 'number' ? [port] : [])))));
  const ports = [...new Set([...named, ...world.flows.map((f) => f.port), ...[...world.own.values()].flat().flatMap((p) => Object.values(p.ports)), 22, 9999])];
  const found: Difference[] = [];
  let [tried, open] = [0, 0];
  const mine = new Set<Place>([...world.own.values()].flat());
  const ours = (place: Place): boolean => mine.has(place) || place.name === 'a stray pod';
  for (const from of world.places) for (const to of world.places) {
    if (from === to || (!ours(from) && !ours(to))) continue;
    for (const port of ports) for (const protocol of ['TCP', 'UDP'] as const) {
      tried++;
      const [is, ought] = [reaches(from, to, port, protocol, world.network), declared(from, to, port, protocol, world)];
      if (is) open++;
      if (is ? ought === 'not' : ought === 'must') found.push({ from: from.name, to: to.name, port, protocol, is: is ? 'let through, but not declared' : 'declared, but not let through' });
    }
  }
  return { tried, open, found };
}

// ---- the proof ----

let worlds: readonly World[];
let input: Input;
beforeAll(async () => {
  const opened = await session(home);
  input = opened.input;
  worlds = worldsOf(opened.compilation);
});
const assistant = (): World => worlds.find((w) => w.title === 'support-assistant in production')!;

describe('what is let through is what is declared', () => {
  test('in every project and environment of this repository', () => {
    const all = worlds.map((w) => ({ ...differences(w), title: w.title, pods: [...w.own.values()].flat().length }));
    const sum = (of: (a: typeof all[number]) => number): number => all.reduce((n, a) => n + of(a), 0);
    console.log(`reachability: ${sum((a) => a.tried)} connections between ${sum((a) => a.pods)} pods and their surroundings in ${all.length} environments, ${sum((a) => a.open)} of them open, all declared`);
    expect(all.flatMap(({ title, found }) => found.map((f) => ({ title, ...f })))).toEqual([]);
    expect(sum((a) => a.open)).toBeGreaterThan(50);
  });
  test('in the example of every concept, with the examples of all others around it', () => {
    for (const kind of sampled(Object.keys(input.concepts.info), 4)) {
      const world = worldsOf(compile(exampleInput(exampleOf(kind, input.concepts.info, {}, true).model, input))).at(-1)!;
      expect(differences(world).found, `${kind}: ${world.title}`).toEqual([]);
      expect(world.own.size, kind).toBeGreaterThan(4);
    }
  });
  test('said in words: the gateway reaches what is open, nobody reaches what is not, and no pod reaches the metadata service', () => {
    const world = assistant();
    const place = (name: string): Place => world.places.find((p) => p.name === name)!;
    const may = (from: string, to: string, port: number): boolean => reaches(place(from), place(to), port, 'TCP', world.network);
    expect(may('the gateway', 'support-assistant/chat-guardrails', 8000)).toBe(true);
    expect(may('support-assistant/chat-guardrails', 'support-assistant/chat', 8000)).toBe(true);
    expect(may('the gateway', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('the gateway', 'support-assistant/embed', 8000)).toBe(false);
    expect(may('support-assistant/ingest', 'support-assistant/embed', 8000)).toBe(true);
    expect(may('support-assistant/ingest', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('a stranger', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('an impostor', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('Prometheus', 'support-assistant/chat', 8000)).toBe(true);
    expect(may('a dashboard', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('support-assistant/chat', 'a public host', 443)).toBe(true);
    for (const pod of world.own.keys()) expect(may(pod, 'the metadata service', 80), pod).toBe(false);
    expect(may('a stray pod', 'support-assistant/chat', 8000)).toBe(false);
    expect(may('a stray pod', 'a public host', 443)).toBe(false);
  });
});

describe('a policy that is wrong is noticed', () => {
  const changed = (name: string, edit: (policy: JsonObject) => JsonObject | undefined): readonly Difference['is'][] => {
    const world = assistant();
    const policies = world.network.policies.flatMap((p) => { const to = at(p, ['metadata', 'name']) === name ? edit(p) : p; return to ? [to] : []; });
    expect(policies).not.toEqual(world.network.policies);
    return [...new Set(differences({ ...world, network: { ...world.network, policies } }).found.map((f) => f.is))];
  };
  const rules = (policy: JsonObject, side: 'ingress' | 'egress'): readonly JsonObject[] => at(policy, ['spec', side]) as readonly JsonObject[];
  const without = (side: 'ingress' | 'egress', i: number) => (policy: JsonObject): JsonObject => withAt(policy, ['spec', side], rules(policy, side).filter((_, j) => j !== i));
  const withRule = (side: 'ingress' | 'egress', rule: JsonObject) => (policy: JsonObject): JsonObject => withAt(policy, ['spec', side], [...rules(policy, side), rule]);
  const [more, less] = ['let through, but not declared', 'declared, but not let through'] as const;

  test('a rule that is gone, on either side', () => {
    expect(changed('chat', without('ingress', 0))).toEqual([less]);
    expect(changed('ingest', without('egress', 0))).toEqual([less]);
  });
  test('a rule too many: from everywhere, from a namespace, on another port, to everywhere', () => {
    expect(changed('chat', withRule('ingress', {}))).toEqual([more]);
    expect(changed('chat', withRule('ingress', { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } } }], ports: [{ port: 8000 }] }))).toEqual([more]);
    expect(changed('chat', withRule('ingress', { from: rules(assistant().network.policies.find((p) => at(p, ['metadata', 'name']) === 'chat')!, 'ingress')[0]!['from']!, ports: [{ port: 9999 }] }))).toEqual([more]);
    expect(changed('chat', withRule('egress', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }))).toEqual([more]);
  });
  test('an exception that is gone: the metadata service is reached', () => {
    expect(changed('chat', (p) => withAt(p, ['spec', 'egress', 0, 'to', 0, 'ipBlock'], { cidr: '0.0.0.0/0' }))).toEqual([more]);
  });
  test('a selector that takes nobody, and one that takes others', () => {
    expect(changed('chat', (p) => withAt(p, ['spec', 'podSelector', 'matchLabels', 'app.kubernetes.io/name'], 'nobody'))).toEqual([less]);
    expect(changed('chat', (p) => withAt(p, ['spec', 'podSelector'], {}))).toContain(more);
  });
  test('the rule that denies the rest, if it is gone', () => { expect(changed('default-deny', () => undefined)).toEqual([more]); });
  test('a direction that is left out', () => { expect(changed('chat', (p) => withAt(p, ['spec', 'policyTypes'], ['Ingress']))).toEqual([less]); });
});
