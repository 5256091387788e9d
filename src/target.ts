// The second contract: what a target is, and the artefacts that it yields. One exported constant; bodies are plain data; `write/` alone knows formats.
import type { Facts, PortfolioFacts } from './generated/registry-types.ts';
import type { Json, JsonObject } from './model/json.ts';
import type { Kind, NodeOf, Resolved } from './model/node.ts';
import type { Cluster, Environment, Platform } from './model/platform.ts';
import type { Query } from './model/query.ts';
import type { Summary } from './model/summary.ts';
import type { Names } from './model/names.ts';
import type { AppliedWaiver } from './model/waiver.ts';
import type { AnyPolicy } from './policy.ts';

// ---- artefacts ----

export interface Address { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string }
export interface Metadata { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> }

/** Common to all artefacts. `from`: paths of the nodes that it came from; the pipeline adds the subject's. */
interface Origin { readonly from?: readonly string[] }
/** A Kubernetes object that this target owns. `file`: base name without extension; default, the target's own. */
export interface OwnObject extends Origin { readonly form: 'object'; readonly address: Address; readonly body: JsonObject; readonly file?: string }
/** A fragment of an object that another target owns, merged as server-side apply does. */
export interface Contribution extends Origin { readonly form: 'contribution'; readonly address: Address; readonly body: JsonObject }
/** A Terraform block. Attributes may hold expressions; every other string is inert. The same resource may be given in parts by several targets. */
export interface TerraformBlock extends Origin {
  readonly form: 'terraform'; readonly block: 'resource' | 'data' | 'output' | 'moved' | 'import';
  readonly type: string; readonly name: string; readonly body: JsonObject;
  /** True: this is a part of a block that another target owns. */
  readonly contributes?: true;
}
/** A file, by its path below the tree. Text as it is, data as YAML or JSON by the extension. */
export interface FileArtefact extends Origin { readonly form: 'file'; readonly path: string; readonly content: string | Json }
export type Artefact = OwnObject | Contribution | TerraformBlock | FileArtefact;

/** An object that this target owns: `object('v1', 'Service', { name, namespace }, { spec })`. */
export const object = (apiVersion: string, kind: string, metadata: Metadata, rest: JsonObject, options: { readonly file?: string; readonly from?: readonly string[] } = {}): OwnObject => ({
  form: 'object', address: addressOf(apiVersion, kind, metadata), body: { apiVersion, kind, metadata: { ...metadata }, ...rest }, ...options,
});
/** A fragment that is merged into an object of another target: `contribute('apps/v1', 'Deployment', { name, namespace }, { spec })`. */
export const contribute = (apiVersion: string, kind: string, metadata: Metadata, rest: JsonObject, options: { readonly from?: readonly string[] } = {}): Contribution => ({
  form: 'contribution', address: addressOf(apiVersion, kind, metadata), body: { apiVersion, kind, metadata: { ...metadata }, ...rest }, ...options,
});
export const resource = (type: string, name: string, body: JsonObject): TerraformBlock => ({ form: 'terraform', block: 'resource', type, name, body });
export const data = (type: string, name: string, body: JsonObject): TerraformBlock => ({ form: 'terraform', block: 'data', type, name, body });
/** A part of a Terraform block that another target owns. */
export const partOf = (block: 'resource' | 'data', type: string, name: string, body: JsonObject): TerraformBlock => ({ form: 'terraform', block, type, name, body, contributes: true });
/** What a rename becomes: the block keeps what it stands for under a new local name. */
export const moved = (type: string, from: string, to: string): TerraformBlock => ({ form: 'terraform', block: 'moved', type, name: to, body: { from: `${type}.${from}`, to: `${type}.${to}` } });
export const file = (path: string, content: string | Json, options: { readonly from?: readonly string[] } = {}): FileArtefact => ({ form: 'file', path, content, ...options });

const addressOf = (apiVersion: string, kind: string, { name, namespace }: Metadata): Address =>
  namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };

// ---- values known only at deploy time, rendered by write/ ----

/** An attribute of a Terraform block in the same stack: `attr('aws_s3_bucket', 'tickets', 'arn')`. */
export interface TerraformExpression { readonly $tf: string }
export const attr = (type: string, name: string, attribute: string): TerraformExpression & JsonObject => ({ $tf: `${type}.${name}.${attribute}` });
export const dataAttr = (type: string, name: string, attribute: string): TerraformExpression & JsonObject => ({ $tf: `data.${type}.${name}.${attribute}` });
/** Text with expressions inside: ``tf`${attr('aws_s3_bucket', 'tickets', 'arn')}/*` ``. */
export const tf = (strings: TemplateStringsArray, ...parts: readonly (TerraformExpression | string)[]): { readonly $join: readonly Json[] } & JsonObject => ({
  $join: strings.flatMap((text, i) => [text, ...(i < parts.length ? [parts[i] as unknown as Json] : [])]).filter((p) => p !== ''),
});

// ---- the contract ----

/** What `emit` may read: no clock, no environment, nothing but this. */
export interface EmitContext extends Query {
  readonly project: Resolved;
  readonly root: NodeOf<'AiProject'>;
  readonly platform: Platform;
  readonly env: Environment;
  /** The cluster that this artefact goes to; for scope `account` and others the environment's first. */
  readonly cluster: Cluster;
  readonly facts: Facts;
  readonly names: Names;
  /** The project's namespace in this environment. */
  readonly namespace: string;
  /** Labels of everything that belongs to a node: name, part-of, component. Selectors use `names.selector(node)` alone. */
  labels(node: { readonly $id: string; readonly $kind: string }): Readonly<Record<string, string>>;
}
/** For targets of scope `project`: all environments at once. */
export interface SpanContext {
  readonly project: string;
  readonly root: NodeOf<'AiProject'>;
  readonly platform: Platform;
  /** One emit context an environment, in platform order. */
  readonly environments: readonly EmitContext[];
  /** The merged objects of an environment, as they will be written; only what per-environment targets emitted. */
  objects(environment: string): readonly { readonly file: string; readonly body: JsonObject }[];
}
/** For targets per portfolio. Scope `cluster`: once an environment and cluster; scope `portfolio`: once. */
export interface PortfolioEmitContext {
  readonly platform: Platform;
  /** Per environment, in platform order. Scope `cluster` sees one. */
  readonly environments: readonly { readonly env: Environment; readonly summaries: readonly Summary[]; readonly facts: PortfolioFacts }[];
  /** Scope `cluster` only. */
  readonly env?: Environment;
  readonly cluster?: Cluster;
  readonly policies: readonly AnyPolicy[];
  readonly waivers: readonly AppliedWaiver[];
  /** All targets, by id: what a cluster must have follows from those that run there. */
  readonly targets: Readonly<Record<string, AnyTarget>>;
  readonly projects: readonly { readonly name: string; readonly folder: string; readonly root: NodeOf<'AiProject'> }[];
}

export type Scope = 'cluster' | 'account' | 'environment' | 'project' | 'portfolio';
interface Common {
  /** The real system, as people call it. */
  readonly system: string;
  readonly docs: string;
  /** API version or format version that is emitted. */
  readonly api: string;
  /** What the target is for, if the platform may choose between systems; without it the target always runs. */
  readonly concern?: string;
  readonly consumes: readonly Kind[];
  /** What must be there: `external-secrets >= 2.0`; checked against the cluster's stack profile and listed in `requirements.json`. */
  readonly requires?: readonly string[];
  /** The program or schema that the artefact must pass; a file in `test/judges/`. */
  readonly judge: string;
}
export interface NodeTarget<K extends Kind = Kind> extends Common {
  readonly per: 'node'; readonly consumes: readonly K[]; readonly scope: 'cluster' | 'account' | 'environment';
  /** Does this node ask for the concern? Left out: each does. A node that does not is neither emitted nor missed where the environment has no system for it. */
  readonly asks?: (node: NodeOf<K>) => boolean;
  readonly emit: (node: NodeOf<K>, context: EmitContext) => Iterable<Artefact> | Artefact;
}
export interface ProjectTarget extends Common {
  readonly per: 'project'; readonly scope: 'cluster' | 'account' | 'environment';
  readonly emit: (context: EmitContext) => Iterable<Artefact> | Artefact;
}
export interface SpanTarget extends Common {
  readonly per: 'project'; readonly scope: 'project';
  readonly emit: (context: SpanContext) => Iterable<Artefact> | Artefact;
}
export interface PortfolioTarget extends Common {
  readonly per: 'portfolio'; readonly scope: 'cluster' | 'portfolio';
  readonly emit: (context: PortfolioEmitContext) => Iterable<Artefact> | Artefact;
}
/** A target of which the kinds are not known here; `emit` wants a node of one of its kinds. */
export interface AnyNodeTarget extends Common {
  readonly per: 'node'; readonly scope: 'cluster' | 'account' | 'environment';
  readonly asks?: (node: never) => boolean;
  readonly emit: (node: never, context: EmitContext) => Iterable<Artefact> | Artefact;
}
export type AnyTarget = AnyNodeTarget | ProjectTarget | SpanTarget | PortfolioTarget;

/** Declares a target; its id is its path below `targets/`, such as `serving/vllm`. */
export function target<const K extends Kind>(definition: NodeTarget<K>): NodeTarget<K>;
export function target(definition: ProjectTarget): ProjectTarget;
export function target(definition: SpanTarget): SpanTarget;
export function target(definition: PortfolioTarget): PortfolioTarget;
export function target(definition: unknown): unknown { return definition; }
