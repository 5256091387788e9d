// Which workloads take on a cloud role of their own, and what each may do with a data set, a model, a table of features: no more than it declares.
import { account } from './aws.ts';
import type { NodeOf, Ref } from './node.ts';
import type { Cluster, Environment } from './platform.ts';
import { refsTo, type Query } from './query.ts';

interface Asking extends Query { readonly env: Environment; readonly cluster: Cluster }
interface Workers { readonly Pipeline: NodeOf<'Pipeline'>; readonly Application: NodeOf<'Application'>; readonly PredictionEndpoint: NodeOf<'PredictionEndpoint'> }
export type Worker = Workers[keyof Workers];
export interface DataUse { readonly worker: Worker; readonly reads: boolean; readonly writes: boolean }

/** What a workload touches itself. Indexes are kept by a system of their own; features are looked up `online`, or joined `offline` out of the data that they are made of. */
interface Touched { readonly reads: readonly Ref<'DataContract'>[]; readonly writes: readonly Ref<'DataContract'>[]; readonly models: readonly Ref<'TrainedModel'>[]; readonly online: readonly Ref<'FeatureView'>[]; readonly offline: readonly Ref<'FeatureView'>[] }
const touches: { readonly [K in keyof Workers]: (node: Workers[K], get: Query['get']) => Touched } = {
  Pipeline: ({ reads, writes, applies }, get) => {
    const offline = refsTo(reads, 'FeatureView');
    return { reads: [...refsTo(reads, 'DataContract'), ...offline.map((r) => get(r).source)], writes: refsTo(writes, 'DataContract'), models: applies, online: [], offline };
  },
  Application: ({ reads }) => ({ reads: refsTo(reads, 'DataContract'), writes: [], models: [], online: refsTo(reads, 'FeatureView'), offline: [] }),
  PredictionEndpoint: ({ model, features }) => ({ reads: [], writes: [], models: [model], online: features, offline: [] }),
};
const kinds = Object.keys(touches) as readonly (keyof Workers)[];
export const touched = ({ get }: Pick<Query, 'get'>, worker: Worker): Touched => (touches[worker.$kind] as (node: Worker, get: Query['get']) => Touched)(worker, get);

/** Models that it fetches from a bucket. */
export const fetchedModels = (context: Pick<Query, 'get'>, worker: Worker): readonly NodeOf<'TrainedModel'>[] => touched(context, worker).models.map((r) => context.get(r)).filter((m) => m.artefact.startsWith('s3://'));

/** Whether a workload needs a role: it touches data, looks features up or fetches a model, and the cluster can prove who it is. */
export function actsInCloud(context: Pick<Asking, 'env' | 'cluster' | 'get'>, worker: Worker): boolean {
  const { reads, writes, online } = touched(context, worker);
  return account(context.env) !== undefined && context.cluster.oidcIssuer !== undefined && (reads.length + writes.length + online.length > 0 || fetchedModels(context, worker).length > 0);
}
export const workers = (context: Asking): readonly Worker[] => kinds.flatMap((kind): readonly Worker[] => context.all(kind)).filter((w) => actsInCloud(context, w));

/** The workloads that touch a data set, and how. */
export const dataUses = (context: Asking, contract: { readonly $path: string }): readonly DataUse[] => workers(context).flatMap((worker) => {
  const { reads, writes } = touched(context, worker);
  const [does, puts] = [reads, writes].map((list) => list.some((r) => r.$ref === contract.$path)) as [boolean, boolean];
  return does || puts ? [{ worker, reads: does, writes: puts }] : [];
});

/** Contracts of other projects that some workload touches, by path. */
export function foreignContracts(context: Asking, project: string): readonly NodeOf<'DataContract'>[] {
  const refs = workers(context).flatMap((w) => { const { reads, writes } = touched(context, w); return [...reads, ...writes]; });
  const paths = new Map(refs.filter((r) => !r.$ref.startsWith(`${project}/`)).map((r) => [r.$ref, r]));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => context.get(r));
}
