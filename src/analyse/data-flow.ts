// Where classified data ends up: from the fields of contracts through declared transformations to data sets, endpoints, audiences and regions.
// First version: a field keeps its name on the way. What it becomes under another name is unknown, and said so.
import { assumed, fact, known, unknown, type FactContext, type Known } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import { refsTo } from '../model/query.ts';

export type Classification = 'confidential' | 'personal' | 'special-category';
export interface Flow {
  /** Contract and field where the data comes from. */
  readonly contract: string;
  readonly field: string;
  readonly classification: Classification;
  /** Contract or endpoint that it reaches. */
  readonly to: string;
  /** Nodes on the way, the last one before `to` last. */
  readonly via: readonly string[];
  /** What happened to it: readable as it is, only under a pseudonym, or not known. */
  readonly arrives: Known<'as-it-is' | 'pseudonymised'>;
}
export interface DataFlow {
  readonly flows: readonly Flow[];
  /** Endpoints that classified data reaches, by path. */
  readonly endpoints: Readonly<Record<string, { readonly audience: string; readonly region: Known<string>; readonly classifications: readonly Classification[] }>>;
  /** Fields of written contracts that are declared less protected than what flows into them. */
  readonly lowered: readonly { readonly from: string; readonly to: string; readonly field: string; readonly via: string }[];
}

const rank: Readonly<Record<string, number>> = { public: 0, internal: 1, confidential: 2, personal: 3, 'special-category': 4 };
const isClassified = (c: string): c is Classification => (rank[c] ?? 0) >= 2;
type Transformation = NodeOf<'Pipeline'>['transformation'];

/** What a transformation makes of a field; `undefined`: nothing of it is left that would need protection. */
function after(transformation: Transformation, field: string, arrives: Flow['arrives']): Flow['arrives'] | undefined {
  const covered = transformation !== undefined && (transformation.fields.length === 0 || transformation.fields.includes(field));
  if (!covered) return arrives;
  switch (transformation.kind) {
    case 'copy': return arrives;
    case 'pseudonymise': return arrives.state === 'unknown' ? arrives : known('pseudonymised');
    case 'derive': return unknown(`what is derived from ${field} may still tell it`);
    case 'mask': case 'aggregate': case 'drop': return undefined;
  }
}

function spread({ all, get }: FactContext): { readonly flows: Flow[]; readonly lowered: DataFlow['lowered'] } {
  const flows: Flow[] = [];
  const lowered: DataFlow['lowered'][number][] = [];
  const readers = (path: string) => all('Pipeline').filter((p) => p.reads.some((r) => r.$ref === path));
  const visit = (origin: Pick<Flow, 'contract' | 'field' | 'classification'>, at: string, arrives: Flow['arrives'], via: readonly string[]): void => {
    for (const endpoint of all('ModelEndpoint')) if (endpoint.reads.some((r) => r.$ref === at)) flows.push({ ...origin, to: endpoint.$path, via, arrives });
    for (const pipeline of readers(at)) {
      if (via.includes(pipeline.$path)) continue;
      const next = after(pipeline.transformation, origin.field, arrives);
      if (next === undefined) continue;
      for (const ref of refsTo(pipeline.writes, 'DataContract')) {
        const declared = get(ref).fields[origin.field];
        const reached = declared ? next : unknown(`${ref.$ref} has no field ${origin.field}: where its content goes is not declared`);
        flows.push({ ...origin, to: ref.$ref, via: [...via, pipeline.$path], arrives: reached });
        if (declared && next.state === 'known' && next.value === 'as-it-is' && (rank[declared.classification] ?? 0) < rank[origin.classification]!) {
          lowered.push({ from: `${origin.contract}.${origin.field}`, to: ref.$ref, field: origin.field, via: pipeline.$path });
        }
        visit(origin, ref.$ref, reached, [...via, pipeline.$path, ref.$ref]);
      }
    }
  };
  const sources = new Map(refsTo([...all('Pipeline').flatMap((p) => [...p.reads, ...p.writes]), ...all('ModelEndpoint').flatMap((e) => e.reads)], 'DataContract').map((r) => [r.$ref, get(r)]));
  for (const [path, contract] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const [field, { classification, pseudonym }] of Object.entries(contract.fields)) {
      if (isClassified(classification)) visit({ contract: path, field, classification }, path, known(pseudonym ? 'pseudonymised' : 'as-it-is'), []);
    }
  }
  return { flows, lowered };
}

export default fact<DataFlow>({
  doc: 'Which classified fields reach which data sets, endpoints, audiences and regions, and what happened to them on the way.',
  derive: (context) => {
    const { flows, lowered } = spread(context);
    const account = context.env.accounts[0];
    const endpoints = context.all('ModelEndpoint').map(({ $path, access }) => {
      const classifications = [...new Set(flows.filter((f) => f.to === $path).map((f) => f.classification))].sort((a, b) => rank[b]! - rank[a]!);
      const region = account === undefined ? unknown('no account says where the cluster is') : assumed(account.region, 'the cluster is in the region of the first account');
      return [$path, { audience: access.audience, region, classifications }] as const;
    });
    return { flows, lowered, endpoints: Object.fromEntries(endpoints.filter(([, e]) => e.classifications.length > 0)) };
  },
});
