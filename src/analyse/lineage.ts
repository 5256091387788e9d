// Where data comes from and where it goes: contracts, pipelines, models and endpoints, those of other projects included.
import { fact } from '../fact.ts';

export interface LineageNode { readonly path: string; readonly id: string; readonly kind: string; readonly own: boolean }
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** `reads`: data flows into a pipeline or an endpoint; `writes`: out of a pipeline; `answers`: a model into its endpoint; `falls-back`: requests to another endpoint. */
  readonly as: 'reads' | 'writes' | 'answers' | 'falls-back';
}
export interface Lineage { readonly nodes: readonly LineageNode[]; readonly edges: readonly LineageEdge[] }

export default fact<Lineage>({
  doc: 'Data sets, pipelines, models and endpoints, and what flows between them.',
  derive: ({ all, project }) => {
    const edges: LineageEdge[] = [
      ...all('Pipeline').flatMap((p) => [
        ...p.reads.map((r): LineageEdge => ({ from: r.$ref, to: p.$path, as: 'reads' })),
        ...p.writes.map((r): LineageEdge => ({ from: p.$path, to: r.$ref, as: 'writes' })),
      ]),
      ...all('ModelEndpoint').flatMap((e) => [
        { from: e.model.$ref, to: e.$path, as: 'answers' } as const,
        ...e.reads.map((r): LineageEdge => ({ from: r.$ref, to: e.$path, as: 'reads' })),
        ...e.fallback.map((r): LineageEdge => ({ from: e.$path, to: r.$ref, as: 'falls-back' })),
      ]),
    ];
    // A data set that nothing touches is part of the picture too; other kinds only where something flows.
    const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const nodes = [...project.nodes, ...project.used].filter((n) => n.$kind === 'DataContract' || touched.has(n.$path))
      .map((n) => ({ path: n.$path, id: n.$id, kind: n.$kind, own: n.$project === project.project }));
    return { nodes, edges };
  },
});
