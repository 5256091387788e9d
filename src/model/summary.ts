// The published interface of one project in one environment: the only thing that other projects and portfolio facts may read.
import type { JsonObject } from './json.ts';
import type { AnyNode, NodeOf } from './node.ts';

export interface Summary {
  readonly project: string;
  readonly environment: string;
  readonly root: NodeOf<'AiProject'>;
  /** Nodes of kinds whose concept is `published`. */
  readonly published: readonly AnyNode[];
  /** Published nodes of other projects that it uses, with the version asked for. */
  readonly uses: readonly { readonly path: string; readonly kind: string; readonly version?: string }[];
  /** Kinds that it declares, with how many. */
  readonly kinds: Readonly<Record<string, number>>;
  /** What portfolio arithmetic sums up; the `figures` of all facts, by key (`gpus`, `cost`, ...). Plain data. */
  readonly figures: JsonObject;
}
