// Which workloads take on a cloud role of their own, and what each may do with a data set: no more than it declares.
import { account } from './aws.ts';
import type { NodeOf } from './node.ts';
import type { Cluster, Environment } from './platform.ts';
import { refsTo, type Query } from './query.ts';

interface Asking extends Query { readonly env: Environment; readonly cluster: Cluster }
export interface DataUse { readonly pipeline: NodeOf<'Pipeline'>; readonly reads: boolean; readonly writes: boolean }

/** Data sets that a pipeline touches itself; indexes and features are kept by systems of their own. */
const contractsOf = ({ reads, writes }: NodeOf<'Pipeline'>) => refsTo([...reads, ...writes], 'DataContract');

/** Models that a pipeline fetches from a bucket to apply them. */
export const fetchedModels = ({ get }: Pick<Query, 'get'>, { applies }: NodeOf<'Pipeline'>): readonly NodeOf<'TrainedModel'>[] => applies.map((r) => get(r)).filter((m) => m.artefact.startsWith('s3://'));

/** Whether a pipeline needs a role: it touches data or fetches a model, and the cluster can prove who it is. */
export const actsInCloud = (context: Pick<Asking, 'env' | 'cluster' | 'get'>, pipeline: NodeOf<'Pipeline'>): boolean =>
  account(context.env) !== undefined && context.cluster.oidcIssuer !== undefined && (contractsOf(pipeline).length > 0 || fetchedModels(context, pipeline).length > 0);
export const workers = (context: Asking): readonly NodeOf<'Pipeline'>[] => context.all('Pipeline').filter((p) => actsInCloud(context, p));

/** The pipelines that touch a data set, and how. */
export const dataUses = (context: Asking, contract: { readonly $path: string }): readonly DataUse[] => workers(context).flatMap((pipeline) => {
  const [reads, writes] = [pipeline.reads, pipeline.writes].map((list) => list.some((r) => r.$ref === contract.$path)) as [boolean, boolean];
  return reads || writes ? [{ pipeline, reads, writes }] : [];
});

/** Contracts of other projects that some pipeline touches, by path. */
export function foreignContracts(context: Asking, project: string): readonly NodeOf<'DataContract'>[] {
  const refs = workers(context).flatMap(contractsOf);
  const paths = new Map(refs.filter((r) => !r.$ref.startsWith(`${project}/`)).map((r) => [r.$ref, r]));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => context.get(r));
}
