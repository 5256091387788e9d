// Overrides as the merge takes them: the last contribution to an object of the project's own namespace, or to the namespace itself.
import type { JsonObject } from '../model/json.ts';
import type { Resolved } from '../model/node.ts';
import { query } from '../model/query.ts';
import type { Address, EmitContext } from '../target.ts';

export interface OverrideEntry { readonly node: string; readonly address: Address; readonly set: JsonObject }

/** Kinds without a namespace that a project owns. */
const clusterScoped = new Set(['Namespace']);

export const overridesOf = (project: Resolved, { namespace }: EmitContext): readonly OverrideEntry[] =>
  query(project).all('Override').map(({ $path, object: { apiVersion, kind, name }, set }) => ({
    node: $path, set: set as JsonObject, address: clusterScoped.has(kind) ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name },
  }));
