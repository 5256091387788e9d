// Which workloads take on the project's cloud role, and what they may do with a data set: no more than what some pipeline declares.
import { account } from './aws.ts';
import type { NodeOf } from './node.ts';
import type { Cluster, Environment } from './platform.ts';
import { refsTo, type Query } from './query.ts';

interface Asking extends Query { readonly env: Environment; readonly cluster: Cluster }
export interface DataUse { readonly reads: boolean; readonly writes: boolean }

/** Data sets that a pipeline touches itself; indexes and features are kept by systems of their own. */
const contractsOf = ({ reads, writes }: NodeOf<'Pipeline'>) => refsTo([...reads, ...writes], 'DataContract');

/** Pipelines that need the role: those that touch data, where the cluster can prove who they are. */
export const workers = (context: Asking): readonly NodeOf<'Pipeline'>[] =>
  account(context.env) === undefined || context.cluster.oidcIssuer === undefined ? [] : context.all('Pipeline').filter((p) => contractsOf(p).length > 0);

export function dataUse(context: Asking, contract: { readonly $path: string }): DataUse {
  const pipelines = workers(context);
  return {
    reads: pipelines.some((p) => p.reads.some((r) => r.$ref === contract.$path)),
    writes: pipelines.some((p) => p.writes.some((r) => r.$ref === contract.$path)),
  };
}

/** Contracts of other projects that some pipeline touches, by path. */
export function foreignContracts(context: Asking, project: string): readonly NodeOf<'DataContract'>[] {
  const refs = workers(context).flatMap(contractsOf);
  const paths = new Map(refs.filter((r) => !r.$ref.startsWith(`${project}/`)).map((r) => [r.$ref, r]));
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => context.get(r));
}
