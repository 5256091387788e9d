// Questions that facts, targets and policies ask of a resolved project.
import type { AnyNode, Kind, NodeOf, Ref, Resolved } from './node.ts';

export interface Query {
  /** The node that a reference names. References are checked in `link`, so it is there. */
  get<K extends Kind>(ref: Ref<K>): NodeOf<K>;
  /** All own nodes of a kind, in declaration order. */
  all<K extends Kind>(kind: K): readonly NodeOf<K>[];
  /** Own nodes of a kind of which some property refers to this node. */
  users<K extends Kind>(of: { readonly $path: string }, kind: K): readonly NodeOf<K>[];
}

/** Every reference inside a value, in order of appearance. */
export function* refsIn(value: unknown): Generator<Ref> {
  if (typeof value !== 'object' || value === null) return;
  if ('$ref' in value && typeof value.$ref === 'string') { yield value as Ref; return; }
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) yield* refsIn(child);
}

const known = new WeakMap<object, readonly Ref[]>();
/** The references of a node, which never changes: looked up once. */
export function refsOf(node: object): readonly Ref[] {
  let refs = known.get(node);
  if (!refs) { refs = [...refsIn(node)]; known.set(node, refs); }
  return refs;
}

/** Those references of a list that name a node of this kind. */
export const refsTo = <K extends Kind>(refs: readonly Ref[], kind: K): readonly Ref<K>[] => refs.filter((r): r is Ref<K> => r.kind === kind);

export const isA = <K extends Kind>(node: AnyNode | NodeOf<Kind>, kind: K): node is NodeOf<K> & AnyNode => node.$kind === kind;

export function query(project: Resolved): Query {
  const byPath = new Map<string, AnyNode>();
  const byKind = new Map<string, AnyNode[]>();
  for (const node of project.nodes) {
    byPath.set(node.$path, node);
    const same = byKind.get(node.$kind);
    if (same) same.push(node); else byKind.set(node.$kind, [node]);
  }
  for (const node of project.used) byPath.set(node.$path, node);
  return {
    get: <K extends Kind>(ref: Ref<K>) => {
      const node = byPath.get(ref.$ref);
      if (!node) throw new Error(`dangling reference ${ref.$ref} got past link`);
      return node as unknown as NodeOf<K>;
    },
    all: <K extends Kind>(kind: K) => (byKind.get(kind) ?? []) as unknown as readonly NodeOf<K>[],
    users: <K extends Kind>(of: { readonly $path: string }, kind: K) =>
      (byKind.get(kind) ?? []).filter((n) => refsOf(n).some((r) => r.$ref === of.$path)) as unknown as readonly NodeOf<K>[],
  };
}
