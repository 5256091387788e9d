// Where data comes from and where it goes: one list of edges over everything that reads, holds, asks or keeps it, that of other projects included.
import { fact } from '../fact.ts';
import type { AnyNode, Kind, NodeOf, Ref } from '../model/node.ts';

export interface LineageNode { readonly path: string; readonly id: string; readonly kind: string; readonly own: boolean }
/**
 * `reads`: data flows into who looks it up. `writes`: out of a pipeline. `fills`: a contract into its features or its index. `trains`: into a trained model.
 * `makes`: a pipeline a trained model. `answers`: a model in its endpoint, or in the pipeline that applies it. `asks`: what was read reaches the model that is asked. `falls-back`: requests go to another.
 * `records`: questions and answers are kept.
 */
export type Flowing = 'reads' | 'writes' | 'fills' | 'trains' | 'makes' | 'answers' | 'asks' | 'falls-back' | 'records';
export interface LineageEdge { readonly from: string; readonly to: string; readonly as: Flowing }
export interface Lineage { readonly nodes: readonly LineageNode[]; readonly edges: readonly LineageEdge[] }

type Edges = readonly LineageEdge[];
const into = (refs: readonly (Ref | undefined)[], node: { readonly $path: string }, as: Flowing): Edges => refs.flatMap((r) => (r === undefined ? [] : [{ from: r.$ref, to: node.$path, as }]));
const outOf = (node: { readonly $path: string }, refs: readonly (Ref | undefined)[], as: Flowing): Edges => refs.flatMap((r) => (r === undefined ? [] : [{ from: node.$path, to: r.$ref, as }]));

/** What flows by which property. A kind that is not here moves no data. */
const moves: { readonly [K in Kind]?: (node: NodeOf<K>, modelsOf: (guardrail: Ref) => readonly Ref[]) => Edges } = {
  Pipeline: (p) => [...into(p.reads, p, 'reads'), ...outOf(p, p.writes, 'writes'), ...outOf(p, p.calls, 'asks'), ...into(p.applies, p, 'answers')],
  FeatureView: (v) => into([v.source], v, 'fills'),
  VectorIndex: (i) => [...into([i.source], i, 'fills'), ...outOf(i, [i.embedding.model, i.rerank?.model], 'asks')],
  TrainedModel: (m) => [...into(m.trainedOn, m, 'trains'), ...into([m.trainedBy], m, 'makes')],
  ModelEndpoint: (e, modelsOf) => [
    ...into([e.model], e, 'answers'), ...into(e.reads, e, 'reads'), ...outOf(e, e.fallback, 'falls-back'),
    ...outOf(e, e.guardrails.flatMap(modelsOf), 'asks'),
  ],
  PredictionEndpoint: (e) => [...into([e.model], e, 'answers'), ...into(e.features, e, 'reads')],
  Application: (a) => [...into(a.reads, a, 'reads'), ...outOf(a, a.calls, 'asks')],
  Telemetry: (t) => (t.content === undefined ? [] : into(t.of, t, 'records')),
};

export default fact<Lineage>({
  doc: 'Data sets, features, indexes, pipelines, models, endpoints, applications and what is kept of their requests; and what flows between them.',
  derive: ({ all, project }) => {
    const every = [...project.nodes, ...project.used];
    const asked = new Map(all('Guardrail').map((g) => [g.$path, g.checks.flatMap((c) => ('model' in c ? [c.model] : []))]));
    const moved = <K extends Kind>(kind: K): Edges => every.filter((n): n is AnyNode & NodeOf<K> => n.$kind === kind).flatMap((n) => moves[kind]?.(n, (g) => asked.get(g.$ref) ?? []) ?? []);
    const found = (Object.keys(moves) as Kind[]).flatMap((kind) => moved(kind));
    const edges = [...new Map(found.map((e) => [`${e.from} ${e.as} ${e.to}`, e])).values()];
    // A data set that nothing touches is part of the picture too; other kinds only where something flows.
    const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const nodes = every.filter((n) => n.$kind === 'DataContract' || touched.has(n.$path)).map((n) => ({ path: n.$path, id: n.$id, kind: n.$kind, own: n.$project === project.project }));
    return { nodes, edges };
  },
});
