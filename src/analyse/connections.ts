// Who talks to whom, derived from the declaration: what network policies allow, and nothing else.
import { fact, type FactContext } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import type { NodeOf } from '../model/node.ts';
import type { Cluster } from '../model/platform.ts';
import { refsTo } from '../model/query.ts';
import { collectorFlows, collectorOf, featureFlows, indexJobFlows } from './connections/beside.ts';
import { databaseFlows } from './connections/database.ts';
import { anywhere, aws, flow, frontOf, gatewayOf, podsOf, prometheusOf, publicly, resolves, type Connection, type Party } from './connections/party.ts';
import type { WeightSource } from './weights.ts';

export type { Connection, Party } from './connections/party.ts';
type Answering = NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>;
type Working = NodeOf<'Application' | 'Pipeline'>;

export default fact<readonly Connection[]>({
  doc: 'Who talks to whom: from, to, port, protocol, and the declaration that causes it.',
  derive: (context) => {
    const [cluster] = context.env.clusters;
    if (!cluster) return [];
    const { all, get, facts } = context;
    const [endpoints, scorers, applications, pipelines] = [all('ModelEndpoint'), all('PredictionEndpoint'), all('Application'), all('Pipeline')];
    const indexes = systemOf(context.env, 'vector-index') === undefined ? [] : all('VectorIndex');
    const common = (node: Answering | NodeOf<'Pipeline' | 'VectorIndex'>): readonly Connection[] => [...spans(node, context), ...resolves(node, podsOf(node), cluster)];
    // Pods are found by the labels that whoever makes them gives them.
    const found = (party: Party): Party => ('workload' in party ? { ...party, labels: facts.workloads[party.workload]?.selector ?? party.labels } : party);
    return [
      ...endpoints.flatMap((e) => {
        const weights = weightsParty(facts.weights[e.$path]!);
        return [...inward(e, context, cluster), ...guardrails(e, context, cluster), ...(weights ? [flow(e, podsOf(e), weights, 443, 'fetches weights at its first start', false)] : []), ...common(e)];
      }),
      ...scorers.flatMap((e) => [
        ...inward(e, context, cluster), ...(get(e.model).artefact.startsWith('s3:') ? [flow(e, podsOf(e), aws, 443, 'fetches its model', false)] : []),
        ...(e.features.length > 0 ? [flow(e, podsOf(e), aws, 443, 'looks features up', false)] : []), ...common(e),
      ]),
      ...applications.flatMap((a) => [...inward(a, context, cluster), ...asked(a, context, cluster), ...outside(a, a.reads.some((r) => r.kind !== 'VectorIndex')), ...common(a)]),
      ...pipelines.flatMap((p) => [
        ...asked(p, context, cluster), ...outside(p, [...p.reads, ...p.writes].some((r) => r.kind !== 'VectorIndex') || p.applies.some((m) => get(m).artefact.startsWith('s3:'))), ...common(p),
      ]),
      ...indexes.flatMap((index) => [...databaseFlows(index, [...applications, ...pipelines].filter((w) => indexesOf(w).some((r) => r.$ref === index.$path)), cluster), ...indexJobFlows(index, cluster), ...common(index)]),
      ...collectorFlows(context, cluster), ...featureFlows(context, cluster),
    ].map((c) => ({ ...c, from: found(c.from), to: found(c.to) }));
  },
});

const indexesOf = (node: Working) => refsTo([...node.reads, ...(node.$kind === 'Pipeline' ? node.writes : [])], 'VectorIndex');

/** Who reaches what answers from outside the project. */
function inward(node: Answering, context: FactContext, cluster: Cluster): readonly Connection[] {
  const [self, { answers, metrics }, front] = [podsOf(node), context.facts.workloads[node.$path]!, context.facts.guarded[node.$path]];
  const [gateway, prometheus] = [gatewayOf(cluster), prometheusOf(cluster)];
  const because = throughGateway(node, context);
  return answers === undefined ? [] : [
    ...(gateway && because !== undefined ? [flow(node, gateway, front ? frontOf(front) : self, (front?.answers ?? answers).target, because)] : []),
    ...(prometheus && metrics ? [flow(node, prometheus, self, metrics.port, 'reads its metrics')] : []),
  ];
}

/** Why the gateway reaches a node, if it does. */
function throughGateway({ $path, access: { audience } }: Answering, { all, facts }: FactContext): string | undefined {
  const { gateway } = facts.routes[$path]!;
  if (gateway) return gateway.open ? `lets ${audience} call it` : 'passes on what the project asks';
  // An ingress that nothing here configures may still send it requests.
  if (facts.access[$path]!.enforcedBy.state === 'unknown') return `lets ${audience} call it`;
  const failing = all('ModelEndpoint').find((e) => facts.routes[e.$path]!.gateway?.by === 'model-gateway' && e.fallback.some((r) => r.$ref === $path));
  return failing && `hands requests over when ${failing.$id} fails`;
}

/** Models that a workload asks: by Service, through the gateway, or at the provider's. */
function asked(node: Working, { facts, project }: FactContext, cluster: Cluster): readonly Connection[] {
  return facts.calls[node.$path]!.flatMap(({ to, because }): readonly Connection[] => {
    const [route, called, gateway] = [facts.routes[to], project.nodes.find((n) => n.$path === to), gatewayOf(cluster)];
    if (!route || !called) return [];
    const { way, host, port } = route.inside;
    const reaches = (party: Party, at: number, exact = true): Connection => flow(node, podsOf(node), party, at, `${because}: ${called.$id}`, exact);
    if (way === 'host') return [reaches(publicly(host), port, false)];
    if (way === 'gateway') return gateway ? [reaches(gateway, cluster.ingress?.gateway?.podPort ?? port)] : [];
    const front = facts.guarded[to];
    return [front ? reaches(frontOf(front), front.answers.target) : reaches(podsOf(called), facts.workloads[to]!.answers!.target)];
  });
}

/** The server in front of an endpoint: it alone reaches the endpoint, and it asks the models that give verdicts. */
function guardrails(endpoint: NodeOf<'ModelEndpoint'>, { facts, project }: FactContext, cluster: Cluster): readonly Connection[] {
  const front = facts.guarded[endpoint.$path];
  if (!front) return [];
  const self = frontOf(front);
  return [
    flow(endpoint, self, podsOf(endpoint), facts.workloads[endpoint.$path]!.answers!.target, 'passes on what its guardrails let through'),
    ...front.asks.flatMap((path): readonly Connection[] => {
      const [asked, workload] = [project.nodes.find((n) => n.$path === path), facts.workloads[path]];
      if (!asked) return [];
      return [workload?.answers ? flow(endpoint, self, podsOf(asked), workload.answers.target, `asks ${asked.$id} for a verdict`) : flow(endpoint, self, publicly(String(asked['host'])), 443, `asks ${asked.$id} for a verdict`, false)];
    }),
    ...resolves(endpoint, self, cluster),
  ];
}

const outside = (node: Working, data: boolean): readonly Connection[] => [
  ...node.connects.map(({ host, cidr, port }) => flow(node, podsOf(node), { addresses: [cidr], host }, port, 'declared in connects')),
  ...(data ? [flow(node, podsOf(node), aws, 443, 'reads and writes data sets, and takes on its role', false)] : []),
];

/** Spans go to the project's own collector, if it keeps any, else to the platform's. */
function spans(node: Parameters<typeof podsOf>[0], context: FactContext): readonly Connection[] {
  const { all, facts: { tracing: { collector } } } = context;
  const traced = node.$kind === 'ModelEndpoint' || all('Telemetry').some((t) => (t.traces ?? t.content) !== undefined && t.of.some((r) => r.$ref === node.$path));
  if (!collector || !traced) return [];
  return [flow(node, podsOf(node), collectorOf(context) ?? { pods: 'the OpenTelemetry collector', namespace: collector.namespace, labels: {} }, collector.port, 'sends spans')];
}

function weightsParty(source: WeightSource): Party | undefined {
  switch (source.from) {
    case 'hf': return source.hub === undefined ? publicly('huggingface.co') : anywhere(source.hub.replace(/^https?:\/\//, '').replace(/[/:].*$/, ''));
    case 's3': return publicly('s3.amazonaws.com');
    // Nodes pull images and mount volumes; the pod opens no connection.
    case 'oci': case 'pvc': return undefined;
  }
}
