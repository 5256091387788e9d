// Recall: what a derivation read, and what came of it. Where all that it read is as it was, it would yield the same, and is not asked again: a probe changes little at a time.
import type { FactContext } from '../fact.ts';
import type { Facts } from '../generated/registry-types.ts';
import { equal, isObject } from './json.ts';
import { once } from './once.ts';
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
/** A node, a fact, a part of the platform: what it was, and those of its keys that were read. */
interface Thing { readonly now: (context: FactContext) => unknown; readonly whole: object; readonly keys: Map<string | symbol, unknown>; names?: readonly (string | symbol)[]; /** All of it was read. */ all?: true }
interface Trace { readonly reads: Map<string, Read>; readonly things: Thing[]; made?: unknown; /** Closed once `make` is done; what is read later was not seen. */ closed: boolean; leaks: boolean }
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
      const before = known.find((t) => !t.leaks && holds(t, context));
      if (before) return before.made as ReturnType<typeof make>;
      const trace: Trace = { reads: new Map(), things: [], closed: false, leaks: false };
      const made = make(watch(context, trace));
      trace.closed = true;
      trace.leaks ||= !isPlain(made);
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

/** Would the derivation read the same again? */
function holds({ reads, things }: Trace, context: FactContext): boolean {
  for (const { now, was } of reads.values()) if (!equal(now(context), was)) return false;
  for (const { now, whole, keys, names, all } of things) {
    const is = now(context);
    if (is === whole) continue;
    if (all) { if (!equal(is, whole)) return false; continue; }
    if (typeof is !== 'object' || is === null || (names && !equal(Reflect.ownKeys(is), names))) return false;
    for (const [key, was] of keys) if (!equal(Reflect.get(is, key), was)) return false;
  }
  return true;
}

/** What a watcher stands for, once it is noted that all of it is read. */
const watchers = new WeakMap<object, () => object>();
/** The thing itself instead of its watcher, for those who look at all of it and remember by identity what they saw. */
export const wholeOf = <T extends object>(thing: T): T => (watchers.get(thing)?.() ?? thing) as T;

/** The context, with a note of everything that is read of it: of nodes, facts and settings which of their keys. */
function watch<C extends FactContext>(context: C, trace: Trace): C {
  const note = <T>(id: string, now: Read['now'], was: T): T => {
    if (trace.closed) trace.leaks = true;
    else if (!trace.reads.has(id)) trace.reads.set(id, { now, was });
    return was;
  };
  const byKey = <T extends object>(whole: T, now: Thing['now']): T => {
    const thing: Thing = { now, whole, keys: new Map() };
    trace.things.push(thing);
    const seen = <V>(key: string | symbol, value: V): V => { if (trace.closed) trace.leaks = true; else thing.keys.set(key, value); return value; };
    const watcher = new Proxy(whole, {
      get: (of, key) => seen(key, Reflect.get(of, key) as unknown),
      has: (of, key) => { seen(key, Reflect.get(of, key)); return Reflect.has(of, key); },
      ownKeys: (of) => { if (trace.closed) trace.leaks = true; return [...thing.names ??= Reflect.ownKeys(of)]; },
    });
    watchers.set(watcher, () => { if (trace.closed) trace.leaks = true; thing.all = true; return whole; });
    return watcher;
  };
  const nodes = new Map<string, object>();
  const nodeOf = <N extends { readonly $path: string }>(node: N): N => {
    let watched = nodes.get(node.$path);
    if (!watched) { watched = byKey(node, (c) => found(c, node.$path)); nodes.set(node.$path, watched); }
    return watched as N;
  };
  const listed = <N extends { readonly $path: string }>(id: string, list: (context: FactContext) => readonly N[]): readonly N[] => {
    const paths = (c: FactContext): readonly string[] => list(c).map((n) => n.$path);
    note(id, paths, paths(context));
    return list(context).map(nodeOf);
  };
  const facts = new Map<string, unknown>();
  const factOf = (name: string): unknown => {
    if (facts.has(name)) return facts.get(name);
    const of = (c: FactContext): unknown => c.facts[name as keyof Facts];
    const value = of(context);
    const watched = isObject(value) ? byKey(value, of) : note(`fact ${name}`, of, value);
    facts.set(name, watched);
    return watched;
  };
  const { project } = context;
  const [platform, env, cluster] = [once(() => byKey(context.platform, (c) => c.platform)), once(() => byKey(context.env, (c) => c.env)), once(() => byKey(clusterOf(context), clusterOf))];
  const watched = {
    project: project.project, environment: project.environment,
    get root() { return nodeOf(project.root); },
    get nodes(): readonly AnyNode[] { return listed('nodes', (c) => c.project.nodes); },
    get used(): readonly AnyNode[] { return listed('used', (c) => c.project.used); },
  };
  return Object.defineProperties({
    ...context, project: watched, facts: new Proxy(context.facts, { get: (_, name) => factOf(String(name)) }),
    get: (ref: Ref<Kind>) => { const node = context.get(ref); note(`get ${ref.$ref}`, (c) => found(c, ref.$ref) !== undefined, true); return nodeOf(node); },
    all: (kind: Kind) => listed(`all ${kind}`, (c) => c.all(kind)),
    users: (of: { readonly $path: string }, kind: Kind) => { const { $path } = of; return listed(`users ${$path} ${kind}`, (c) => c.users({ $path }, kind)); },
  }, {
    platform: { enumerable: true, get: platform }, env: { enumerable: true, get: env }, ...('cluster' in context ? { cluster: { enumerable: true, get: cluster } } : {}),
    ...('root' in context ? { root: { enumerable: true, get: () => watched.root } } : {}),
  }) as unknown as C;
}
const clusterOf = (context: FactContext): object => (context as unknown as { readonly cluster: object }).cluster;

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
