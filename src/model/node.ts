// The model: what a project evaluates to. Plain JSON, written once; environment differences stay `$env` leaves until `resolve`.
import type { Json, JsonObject, Path } from './json.ts';
import type { Kind, Nodes } from '../generated/kinds.ts';

export type { Kind, Nodes };

/** A reference to another node, by its path `<project>/<id>`; `kind` is the kind of what it names. */
export interface Ref<K extends string = string> { readonly $ref: string; readonly kind: K }

/** A value that differs by environment; `default` holds where an environment is not named. */
export interface PerEnvironment { readonly $env: { readonly [environment: string]: Json } }

/** The name of a secret, never its value. */
export interface SecretRef { readonly $secret: string }

/** A declared node before `resolve`. `site` is a list of V8 offsets into the evaluated text, innermost frame first. */
export interface Declared {
  readonly id: string;
  readonly path: string;
  readonly kind: string;
  readonly props: JsonObject;
  readonly only?: readonly string[];
  readonly formerly?: string;
  readonly site?: readonly number[];
  /** File and line of its declaration, for indexes: `projects/crm/project.ts:18`. */
  readonly place?: string;
}

/** What `this.use` asks for: a published concept of another project. */
export interface Use { readonly path: string; readonly kind: string; readonly version?: string; readonly site?: readonly number[] }

/** One evaluated project: the unresolved model, published as `project.json`. The first node is the project itself. */
export interface Model {
  readonly schema: 1;
  readonly project: string;
  /** Repository-relative folder of the project, `projects/<name>`. */
  readonly folder: string;
  readonly nodes: readonly Declared[];
  readonly uses: readonly Use[];
}

/** What each resolved node carries beside its own properties, under names that no concept may use. */
export interface NodeMeta<K extends string = string> {
  readonly $kind: K;
  /** The declared id, unique in its project. */
  readonly $id: string;
  /** `<project>/<id>`, unique in the portfolio; the project's own node is `<project>`. */
  readonly $path: string;
  readonly $project: string;
  /** Earlier id: a rename is a move. */
  readonly $formerly?: string;
}
/** A node of a kind; of several kinds, a union that `$kind` tells apart. */
export type NodeOf<K extends Kind> = { readonly [P in K]: Nodes[P] & NodeMeta<P> }[K];
/** Any node, when the kind is not known: its properties are plain JSON. */
export type AnyNode = NodeMeta & JsonObject;

/** One project in one environment: defaults filled in, `$env` leaves and `only` gone. Used nodes of other projects are in `used`. */
export interface Resolved {
  readonly project: string;
  readonly environment: string;
  readonly root: NodeOf<'AiProject'>;
  /** Own nodes, root first, in declaration order. */
  readonly nodes: readonly AnyNode[];
  /** Nodes of other projects that this one uses, by path. */
  readonly used: readonly AnyNode[];
}

/** Where something was declared: a node and, if known, the property in it (`key`: its name rather than its value). Turned into file, line and column only when printed. */
export interface NodeSite { readonly node: string; readonly property?: Path; readonly environment?: string; readonly key?: true }
