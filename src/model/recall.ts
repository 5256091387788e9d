// Recall: what a derivation read, and what came of it. Where all that it read is as it was, it would yield the same, and is not asked again: a probe changes little at a time.
import type { FactContext } from '../fact.ts';
import { equal, isObject } from './json.ts';
import type { AnyNode, Kind, Ref } from './node.ts';
import type { Query } from './query.ts';

/** Everything that remembers between the compilations of one prober. */
export interface Recall {
  /** What `make` yields of a context: for a fact, a target on a node. It reads the context that it is given, and nothing else. */
  derived<C extends FactContext, T>(what: string, context: C, make: (watched: C) => T): T;
  /** What `make` yields of a list of things: the same things, the same result. */
  once<T>(what: string, of: readonly unknown[], make: () => T): T;
}
/** `Recall.once` where nothing is remembered. */
export const anew: Recall['once'] = (_what, _of, make) => make();

interface Read { readonly now: (context: FactContext) => unknown; readonly was: unknown }
interface Trace { readonly reads: Map<string, Read>; made?: unknown; /** Closed once `make` is done; what is read later was not seen. */ closed: boolean; leaks: boolean }
/** So many are kept of each: the first, which everything is compared with, and the latest. */
const KEPT = 4;

export function recall(): Recall {
  const traces = new Map<string, readonly Trace[]>();
  const lists = new Map<string, readonly { readonly of: readonly unknown[]; readonly made: unknown }[]>();
  const keep = <T>(all: readonly T[], one: T): readonly T[] => [...all.slice(0, 1), one, ...all.slice(1, KEPT - 1)];
  return {
    derived: (what, context, make) => {
      const { platform, env, project } = context;
      const key = `${what} ${project.project} ${env.name} ${env.namespaceSuffix} ${platform.name}`;
      const known = traces.get(key) ?? [];
      const before = known.find((t) => !t.leaks && [...t.reads.values()].every(({ now, was }) => equal(now(context), was)));
      if (before) return before.made as ReturnType<typeof make>;
      const trace: Trace = { reads: new Map(), closed: false, leaks: false };
      const made = make(watch(context, trace));
      trace.closed = true;
      trace.leaks ||= !isPlain(made);
      if (trace.leaks) { const n = what; stats[n] = (stats[n] ?? 0) + 1; }
      // what came out the same is the same: nobody who reads it has to look again
      const same = trace.leaks ? undefined : known.find((t) => !t.leaks && equal(t.made, made));
      trace.made = same ? same.made : made;
      traces.set(key, keep(known, trace));
      return trace.made as ReturnType<typeof make>;
    },
    once: (what, of, make) => {
      const known = lists.get(what) ?? [];
      const before = known.find((l) => l.of.length === of.length && l.of.every((x, i) => x === of[i]));
      if (before) return before.made as ReturnType<typeof make>;
      const made = make();
      lists.set(what, keep(known, { of, made }));
      return made;
    },
  };
}

const watchers = new WeakSet<object>();
/** The context, with a note of everything that is read of it: of nodes, facts and settings which of their keys. */
function watch<C extends FactContext>(context: C, trace: Trace): C {
  const note = <T>(id: string, now: Read['now'], was: T): T => {
    if (trace.closed) trace.leaks = true;
    else if (!trace.reads.has(id)) trace.reads.set(id, { now, was });
    return was;
  };
  const byKey = <T extends object>(name: string, whole: T, now: (context: FactContext) => unknown): T => {
    const seen = new Set<unknown>();
    const keyOf = (of: unknown, key: string | symbol): unknown => (typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined);
    const watcher = new Proxy(whole, {
      get: (of, key) => {
        const value: unknown = Reflect.get(of, key);
        if (!trace.closed && seen.has(key)) return value;
        seen.add(key);
        return note(`${name}.${String(key)}`, (c) => keyOf(now(c), key), value);
      },
      has: (of, key) => note(`${name}?${String(key)}`, (c) => keyOf(now(c), key) !== undefined, Reflect.has(of, key)),
      ownKeys: (of) => note(`${name}.`, (c) => { const is = now(c); return typeof is === 'object' && is !== null ? Reflect.ownKeys(is) : undefined; }, Reflect.ownKeys(of)),
    });
    watchers.add(watcher);
    return watcher;
  };
  const nodes = new Map<string, object>();
  const nodeOf = <N extends { readonly $path: string }>(node: N): N => {
    let watched = nodes.get(node.$path);
    if (!watched) { watched = byKey(node.$path, node, (c) => found(c, node.$path)); nodes.set(node.$path, watched); }
    return watched as N;
  };
  const listed = <N extends { readonly $path: string }>(id: string, list: (context: FactContext) => readonly N[]): readonly N[] => {
    const paths = (c: FactContext): readonly string[] => list(c).map((n) => n.$path);
    note(id, paths, paths(context));
    return list(context).map(nodeOf);
  };
  const facts = Object.defineProperties({}, Object.fromEntries(Object.keys(context.facts).map((name) => [name, { enumerable: true, get: () => {
    const of = (c: FactContext): unknown => (c.facts as unknown as Readonly<Record<string, unknown>>)[name];
    const value = of(context);
    return isObject(value) ? byKey(`fact ${name}`, value, of) : note(`fact ${name}`, of, value);
  } }])));
  const { project } = context;
  const watched = {
    ...context,
    get: (ref: Ref<Kind>) => { const node = context.get(ref); note(`get ${ref.$ref}`, (c) => found(c, ref.$ref) !== undefined, true); return nodeOf(node); },
    all: (kind: Kind) => listed(`all ${kind}`, (c) => c.all(kind)),
    users: (of: { readonly $path: string }, kind: Kind) => { const { $path } = of; return listed(`users ${$path} ${kind}`, (c) => c.users({ $path }, kind)); },
    facts,
    project: {
      project: project.project, environment: project.environment,
      get root() { return nodeOf(project.root); },
      get nodes(): readonly AnyNode[] { return listed('nodes', (c) => c.project.nodes); },
      get used(): readonly AnyNode[] { return listed('used', (c) => c.project.used); },
    },
    platform: byKey('platform', context.platform, (c) => c.platform),
    env: byKey('env', context.env, (c) => c.env),
    ...('cluster' in context ? { cluster: byKey('cluster', context.cluster as object, (c) => (c as unknown as { readonly cluster: object }).cluster) } : {}),
  };
  return ('root' in context ? Object.defineProperty(watched, 'root', { enumerable: true, get: () => watched.project.root }) : watched) as unknown as C;
}

/** A node by its path; one that a change has renamed is not there. */
function found({ get }: Query, $ref: string): unknown {
  try { return get({ $ref, kind: 'AiProject' }); } catch { return undefined; }
}

/** Data through and through: nothing in it looks at a context again, and `equal` compares all of it. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'function' || value instanceof Map || value instanceof Set) return false;
  if (typeof value !== 'object' || value === null) return true;
  return !watchers.has(value) && Object.values(value).every(isPlain);
}
export const stats: Record<string, number> = {};
