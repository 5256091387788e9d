// Where classified data ends up: from the fields of contracts along the edges of the lineage, through declared transformations, to everything that holds it, shows it or is sent it.
// A walk over one list of edges; what each kind of edge lets through is a row of `passes`. What is not declared is unknown, and said so.
import { fact, known, unknown, type Known } from '../fact.ts';
import type { AnyNode, Kind, NodeOf } from '../model/node.ts';
import { isA } from '../model/query.ts';
import { crossingsOf, type Crossing } from './data-flow/borders.ts';
import { rank, runsAt, shorter, type Classification, type Flow } from './data-flow/flow.ts';
import type { Flowing, LineageEdge } from './lineage.ts';

export type { Classification, Flow } from './data-flow/flow.ts';
export interface DataFlow {
  readonly flows: readonly Flow[];
  /** What answers people or programs and is reached by classified data, by path. */
  readonly endpoints: Readonly<Record<string, { readonly audience: string; readonly region: Known<string>; readonly classifications: readonly Classification[] }>>;
  /** Fields of written contracts that are declared less protected than what flows into them. */
  readonly lowered: readonly { readonly from: string; readonly to: string; readonly field: string; readonly via: string }[];
  /** Borders that classified data passes: of purpose, region, company, retention, tenant, and into logs. */
  readonly crossings: readonly Crossing[];
  /** By when what a node holds must be gone: the shortest retention of all that flows into it, and its own. */
  readonly due: Readonly<Record<string, Known<string>>>;
}

const isClassified = (c: string): c is Classification => (rank[c] ?? 0) >= 2;

/** What of a field is on its way: what it is called, and what became of it. */
type Item = Pick<Flow, 'name' | 'arrives' | 'within'>;
type Nodes = ReadonlyMap<string, AnyNode>;
interface Step { readonly edge: LineageEdge; readonly nodes: Nodes }
const end = <K extends Kind>(path: string, kind: K, nodes: Nodes): NodeOf<K> | undefined => { const n = nodes.get(path); return n !== undefined && isA(n, kind) ? n : undefined; };

const as = (item: Item, kind: 'kept' | 'pseudonym' | 'unclear', what: string): Item =>
  kind === 'kept' || item.arrives.state === 'unknown' ? item : { ...item, arrives: kind === 'pseudonym' ? known('pseudonymised') : unknown(`what is ${what} ${item.name} may still tell it`) };

/** What a pipeline makes of a field: `undefined`, nothing of it is left that would need protection. */
const transformed: Readonly<Record<NonNullable<NodeOf<'Pipeline'>['transformation']>['kind'], (item: Item) => Item | undefined>> = {
  copy: (item) => item, pseudonymise: (item) => as(item, 'pseudonym', ''), derive: (item) => as(item, 'unclear', 'derived from'),
  mask: () => undefined, aggregate: () => undefined, drop: () => undefined,
};
/** What a feature makes of a field. */
const shaped: Readonly<Record<NodeOf<'FeatureView'>['features'][string]['transformation'], (item: Item) => Item>> = {
  'as-it-is': (item) => item, hash: (item) => as(item, 'pseudonym', ''),
  bucket: (item) => as(item, 'unclear', 'grouped by'), normalise: (item) => as(item, 'unclear', 'scaled from'), derive: (item) => as(item, 'unclear', 'derived from'),
};

const intoContract = (item: Item, pipeline: NodeOf<'Pipeline'>, to: NodeOf<'DataContract'> | undefined, path: string): readonly Item[] => {
  const { transformation } = pipeline;
  const covered = transformation !== undefined && (transformation.fields.length === 0 || transformation.fields.includes(item.name));
  const next = covered ? transformed[transformation.kind](item) : item;
  if (next === undefined) return [];
  return [to === undefined || Object.hasOwn(to.fields, item.name) ? next : { ...next, arrives: unknown(`${path} has no field ${item.name}: where its content goes is not declared`) }];
};
const intoFeatures = (item: Item, { features, entity, pointInTime }: NodeOf<'FeatureView'>): readonly Item[] => [
  ...Object.entries(features).filter(([, f]) => f.from === item.name).map(([name, f]) => ({ ...shaped[f.transformation](item), name })),
  ...(entity.key === item.name || pointInTime === item.name ? [item] : []),
];
const intoIndex = (item: Item, { text, metadata, rowLevelSecurity }: NodeOf<'VectorIndex'>): readonly Item[] => ([...text, ...metadata, rowLevelSecurity?.field].includes(item.name) ? [item] : []);
/** Who shows a claim finds the rows of that claim alone. */
const outOfIndex = (item: Item, { rowLevelSecurity }: NodeOf<'VectorIndex'>, reader: AnyNode | undefined): readonly Item[] => {
  const shown = reader !== undefined && (isA(reader, 'Application') || isA(reader, 'ModelEndpoint')) ? reader.access.tenantClaim : undefined;
  return [rowLevelSecurity !== undefined && rowLevelSecurity.claim === shown ? { ...item, within: shown } : item];
};

/** What an edge lets through. */
const passes: Readonly<Record<Flowing, (item: Item, step: Step) => readonly Item[]>> = {
  reads(item, { edge, nodes }) { const index = end(edge.from, 'VectorIndex', nodes); return index ? outOfIndex(item, index, nodes.get(edge.to)) : [item]; },
  writes(item, { edge, nodes }) { const pipeline = end(edge.from, 'Pipeline', nodes); return pipeline ? intoContract(item, pipeline, end(edge.to, 'DataContract', nodes), edge.to) : []; },
  fills(item, { edge, nodes }) {
    const [view, index] = [end(edge.to, 'FeatureView', nodes), end(edge.to, 'VectorIndex', nodes)];
    return view ? intoFeatures(item, view) : index ? intoIndex(item, index) : [];
  },
  // Texts are embedded and put in order, what lies beside them is not.
  asks(item, { edge, nodes }) { const index = end(edge.from, 'VectorIndex', nodes); return index === undefined || index.text.includes(item.name) ? [item] : []; },
  trains: (item) => [item],
  // A model learned from what `trainedOn` says; what of it its answers tell is a matter of evaluation, not of declaration.
  makes: () => [],
  answers: () => [],
  'falls-back': (item) => [item],
  records: (item) => [item],
};

const promised = (node: AnyNode | undefined): string | undefined => (node !== undefined && isA(node, 'DataContract') ? node.retention : undefined);

function walk(nodes: Nodes, edges: readonly LineageEdge[]): readonly Flow[] {
  const leaving = new Map<string, LineageEdge[]>();
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  const flows: Flow[] = [];
  const contracts = [...nodes.values()].flatMap((n) => (isA(n, 'DataContract') ? [n] : [])).sort((a, b) => (a.$path < b.$path ? -1 : 1));
  for (const contract of contracts) {
    for (const [field, { classification, pseudonym }] of Object.entries(contract.fields)) {
      if (!isClassified(classification)) continue;
      const nobody = unknown(`${contract.$path} promises no retention`);
      const start: Flow = { contract: contract.$path, field, classification, to: contract.$path, name: field, via: [], arrives: known(pseudonym ? 'pseudonymised' : 'as-it-is'), retention: shorter(nobody, contract.retention) };
      // Breadth first: of two ways that bring the same, the shorter one is told. A way that brings it in another state is another flow.
      const seen = new Set<string>();
      for (let front: Flow[] = [start]; front.length > 0;) {
        front = front.flatMap((at) => (leaving.get(at.to) ?? []).flatMap((e) => passes[e.as](at, { edge: e, nodes }).flatMap((item): Flow[] => {
          const next: Flow = { ...at, ...item, to: e.to, via: at === start ? [] : [...at.via, at.to], retention: shorter(at.retention, promised(nodes.get(e.to))) };
          const key = JSON.stringify([next.to, next.name, next.arrives, next.retention, next.within]);
          if (seen.has(key)) return [];
          seen.add(key);
          return [next];
        })));
        flows.push(...front.filter((f) => nodes.get(f.to)?.$kind !== 'Pipeline' && f.to !== contract.$path));
      }
    }
  }
  return flows;
}

export default fact<DataFlow>({
  doc: 'Which classified fields reach which data sets, indexes, models, endpoints, audiences and logs, what happened to them on the way, and which borders they pass.',
  derive: (context) => {
    const { all, facts, project } = context;
    const nodes: Nodes = new Map([...project.nodes, ...project.used].map((n) => [n.$path, n]));
    const flows = walk(nodes, facts.lineage.edges);
    const lowered = flows.flatMap((f) => {
      const declared = end(f.to, 'DataContract', nodes)?.fields[f.name];
      return declared && f.arrives.state === 'known' && f.arrives.value === 'as-it-is' && rank[declared.classification]! < rank[f.classification]! ? [{ from: `${f.contract}.${f.field}`, to: f.to, field: f.name, via: f.via.at(-1)! }] : [];
    });
    const endpoints = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].map(({ $path, access }) => {
      const classifications = [...new Set(flows.filter((f) => f.to === $path).map((f) => f.classification))].sort((a, b) => rank[b]! - rank[a]!);
      return [$path, { audience: access.audience, region: runsAt(context), classifications }] as const;
    });
    const due = new Map<string, Known<string>>();
    const hold = (path: string, retention: Known<string>): void => { const before = due.get(path); due.set(path, before === undefined || before.state === 'unknown' ? retention : retention.state === 'unknown' ? before : shorter(before, retention.value)); };
    for (const f of flows) hold(f.to, f.retention);
    for (const { from, to, as: flowing } of facts.lineage.edges) if (flowing === 'fills') hold(to, shorter(unknown(`${from} promises no retention`), promised(nodes.get(from))));
    for (const n of nodes.values()) if (isA(n, 'DataContract')) hold(n.$path, shorter(unknown(`${n.$path} promises no retention`), n.retention));
    return {
      flows, lowered, endpoints: Object.fromEntries(endpoints.filter(([, e]) => e.classifications.length > 0)),
      crossings: crossingsOf(flows, nodes, context), due: Object.fromEntries([...due].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  },
});
