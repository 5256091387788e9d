// The `constructs` convention in small: scope, id, a tree of nodes with paths. What projects need of it, without node:crypto and mutation.
import { fail, report, state } from './state.ts';

/** Names become names of objects, labels and folders: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const ID = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Place of a construct in the tree. */
export class Node {
  readonly id: string;
  readonly path: string;
  readonly scope: Construct | undefined;
  /** Where it was made. */
  readonly offsets: string;
  readonly #host: Construct;
  readonly #children = new Map<string, Construct>();

  constructor(host: Construct, scope: Construct | undefined, id: string) {
    this.#host = host;
    this.offsets = scope ? state.capture() : '';
    this.scope = scope;
    this.id = id;
    this.path = scope?.node.path ? `${scope.node.path}/${id}` : id;
    if (scope) scope.node.#add(this);
  }

  get children(): Construct[] { return [...this.#children.values()]; }
  get root(): Construct { return this.scope?.node.root ?? this.#host; }
  get scopes(): Construct[] { return [...(this.scope?.node.scopes ?? []), this.#host]; }
  tryFindChild(id: string): Construct | undefined { return this.#children.get(id); }
  findChild(id: string): Construct { return this.#children.get(id) ?? fail('LW1117', { what: `there is no construct ${shown(id)} in ${shown(this.path)}` }); }
  findAll(): Construct[] { return [this.#host, ...this.children.flatMap((c) => c.node.findAll())]; }

  #add(child: Node): void {
    const { id, offsets } = child;
    if (!ID.test(id)) report('LW1113', { id: shown(id) }, { offsets });
    if (state.closed) report('LW1119', { id: shown(id) }, { offsets });
    const twin = this.#children.get(id);
    if (!twin) { this.#children.set(id, child.#host); return; }
    // A second project in one file is said as such, by the project's constructor.
    if (this.scope || this.path) report('LW1112', { id: shown(id), path: child.path }, { offsets, related: { offsets: twin.node.offsets, what: 'the first one is here' } });
  }
}

const constructs = new WeakSet<object>();
export const isConstruct = (value: unknown): value is Construct => typeof value === 'object' && value !== null && constructs.has(value);

export class Construct {
  readonly node: Node;
  constructor(scope: Construct, id: string) {
    if (!isConstruct(scope)) fail('LW1117', { what: `the scope of ${shown(id)} is ${scope === undefined ? 'missing' : 'no construct'}` });
    if (typeof id !== 'string') fail('LW1113', { id: shown(id) });
    constructs.add(this);
    this.node = new Node(this, scope, id);
  }
  toString(): string { return this.node.path; }
  static isConstruct(value: unknown): value is Construct { return isConstruct(value); }
}

/** The root of the tree, which projects are handed and cannot make. */
export function makePortfolio(): Construct {
  const portfolio = Object.create(Construct.prototype) as { node: Node } & Construct;
  constructs.add(portfolio);
  portfolio.node = new Node(portfolio, undefined, '');
  return portfolio;
}

/** A construct of another project: in no tree here, known by its path alone. */
export function makeStandIn(prototype: object, path: string): Construct {
  const standIn = Object.create(prototype) as { node: Node } & Construct;
  constructs.add(standIn);
  standIn.node = new Node(standIn, undefined, path);
  return standIn;
}

/** A value in a message: short, and what it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 80 ? `${value.slice(0, 79)}…` : value;
  if (typeof value === 'function') return 'a function';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
