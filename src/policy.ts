// The third contract: what a policy is, on declarations (TypeScript) or on emitted objects (CEL, one rule for CI, cluster and OPA bundle).
import type { Facts, PortfolioFacts } from './generated/registry-types.ts';
import type { Edit } from './model/diagnostic.ts';
import type { JsonObject, Path } from './model/json.ts';
import type { Kind, NodeOf, Nodes, Resolved } from './model/node.ts';
import type { Environment, Platform } from './model/platform.ts';
import type { Query } from './model/query.ts';

interface Common {
  readonly severity: 'error' | 'warning' | 'info';
  /** Groups that an environment switches on; none means always on. */
  readonly packs?: readonly string[];
  /** Controls of published catalogues that it serves, such as `ISO 27001 A.8.9`. */
  readonly controls?: readonly string[];
  /** Why the rule exists, for the person who meets it. */
  readonly because: string;
  /** Who may waive it. `owner`: in the project; `governance`: in `waivers/<project>.ts` alone. */
  readonly waivable: 'owner' | 'governance' | 'never';
}

/** What a check says beyond yes and no. A plain string is `{ what }` at the node. */
export interface Found {
  /** The property at fault; default, the node. */
  readonly at?: Path;
  readonly what: string;
  /** Where this finding is milder than the policy. */
  readonly severity?: 'warning' | 'info';
  /** The numbers, a line each. */
  readonly why?: readonly string[];
  /** Edits that may help; each is tried by `probe`, and only those that make the finding go away are shown. */
  readonly try?: readonly Edit[];
  readonly related?: readonly { readonly node: string; readonly property?: Path; readonly what: string }[];
}
export interface CheckContext extends Query {
  readonly project: Resolved;
  readonly root: NodeOf<'AiProject'>;
  readonly platform: Platform;
  readonly env: Environment;
  readonly facts: Facts;
  /** What is known of all projects together in this environment. */
  readonly portfolio: PortfolioFacts;
  /** The date of the run, `YYYY-MM-DD`; only policies see it. */
  readonly asOf: string;
}
export type Verdict = boolean | string | Found | readonly Found[] | undefined;

/** An example project around the subject: properties laid over the concept's example, and what else must be there. */
export interface Case<K extends Kind = Kind> {
  readonly props?: { readonly [P in keyof Nodes[K]]?: unknown } & JsonObject;
  /** Further nodes, over their concepts' examples. `subject` refers to the node under test. */
  readonly also?: readonly { readonly kind: Kind; readonly props?: JsonObject }[];
  /** Properties of the project around it, over the example of `AiProject`. */
  readonly project?: JsonObject;
  /** Environment of the example platform: `dev`, `staging` or `production` (default). */
  readonly environment?: string;
  readonly asOf?: string;
  /** A JSON merge patch over the example platform: null removes. */
  readonly platform?: JsonObject;
}
/** In a `Case`: a reference to the node under test. */
export const subject = { $ref: 'subject', kind: 'subject' } as const;

export interface DeclarationPolicy<K extends Kind = Kind> extends Common {
  /** A kind, or several that the rule holds for alike. */
  readonly on: K | readonly K[];
  /** What to do, in words. */
  readonly remedy: string;
  /** True or undefined: in order. False: the remedy says it all. */
  readonly check: (node: NodeOf<K>, context: CheckContext) => Verdict;
  readonly fails: Case<K>;
  readonly passes: Case<K>;
}
/** The only source of a rule on objects. Written in CEL, in the subset that also compiles to Rego. */
export interface CelRule { readonly cel: string }
export const cel = (text: TemplateStringsArray, ...holes: readonly string[]): CelRule => ({ cel: String.raw({ raw: text.raw }, ...holes) });

/** Which objects, and what the rule calls them: `pods()` binds `pod`, `objects(...)` binds `object`. */
export type Selector =
  | { readonly select: 'pods' }
  | { readonly select: 'objects'; readonly apiVersion: string; readonly kind: string; readonly resource: string };
/** The pod template of every kind that carries one; the rule sees its spec as `pod`, its metadata as `meta`. */
export const pods = (): Selector => ({ select: 'pods' });
/** All objects of one kind; `resource` is its plural name; the rule sees it as `object`. */
export const objects = (apiVersion: string, kind: string, resource: string): Selector => ({ select: 'objects', apiVersion, kind, resource });

export interface ObjectPolicy extends Common {
  readonly onObject: Selector;
  readonly rule: CelRule;
  /** What is wrong and what to do, for whoever is refused. */
  readonly remedy: string;
  readonly fails: JsonObject;
  readonly passes: JsonObject;
}
/** A Pod around a container, for the examples of object policies. */
export const podWith = (container: JsonObject, pod: JsonObject = {}, labels: Readonly<Record<string, string>> = {}): JsonObject => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'example', namespace: 'default', labels },
  spec: { ...pod, containers: [{ name: 'main', image: 'registry.example/main@sha256:' + '0'.repeat(64), ...container }] },
});

/** A policy of which the kind is not known here; `check` wants a node of its kind. */
export interface AnyDeclarationPolicy extends Common {
  readonly on: Kind | readonly Kind[]; readonly remedy: string;
  readonly check: (node: never, context: CheckContext) => Verdict;
  readonly fails: Case; readonly passes: Case;
}
/** The kinds that a policy is on. */
export const kindsOf = ({ on }: Pick<AnyDeclarationPolicy, 'on'>): readonly Kind[] => (typeof on === 'string' ? [on] : on);
export type AnyPolicy = (AnyDeclarationPolicy | ObjectPolicy) & { readonly id?: string };
/** Declares a policy; its id is its file name. */
export function policy<const K extends Kind>(definition: DeclarationPolicy<K>): DeclarationPolicy<K>;
export function policy(definition: ObjectPolicy): ObjectPolicy;
export function policy(definition: unknown): unknown { return definition; }
