// The order of keys in what is written: what a person looks for first, then the alphabet; never the order in which targets happened to run.
import { isObject, type Json, type JsonObject } from '../model/json.ts';

const FIRST: Readonly<Record<string, readonly string[]>> = {
  root: ['apiVersion', 'kind', 'metadata'],
  metadata: ['name', 'namespace', 'labels', 'annotations'],
  other: ['name'],
};

/** What is in order already comes back itself. */
function ordered(value: Json, place: keyof typeof FIRST): Json {
  if (Array.isArray(value)) return orderedList(value as readonly Json[]);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const order = inOrder(keys, FIRST[place]!);
  const children = order.map((key) => {
    const child = value[key];
    return typeof child === 'object' && child !== null ? ordered(child, key === 'metadata' ? 'metadata' : 'other') : child;
  });
  if (order.every((key, i) => key === keys[i] && children[i] !== undefined && children[i] === value[key])) return value;
  const out: { [key: string]: Json } = {};
  for (const [i, key] of order.entries()) {
    const next = children[i];
    if (next === undefined) continue;
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true }); else out[key] = next;
  }
  return out;
}

function inOrder(keys: readonly string[], first: readonly string[]): readonly string[] {
  const order = keys.filter((key) => !first.includes(key)).sort();
  for (let i = first.length - 1; i >= 0; i--) if (keys.includes(first[i]!)) order.unshift(first[i]!);
  return order;
}

function orderedList(list: readonly Json[]): readonly Json[] {
  let out: Json[] | undefined;
  for (const [i, element] of list.entries()) {
    const next = ordered(element ?? null, 'other');
    if (next !== element) (out ??= [...list])[i] = next;
  }
  return out ?? list;
}

/** Bodies are put in order when they are finished, and again when they are written. */
const done = new WeakSet<JsonObject>();
/** A Kubernetes object in the order in which it is written. Lists keep theirs. */
export function canonicalObject(body: JsonObject): JsonObject {
  if (done.has(body)) return body;
  const canonical = ordered(body, 'root') as JsonObject;
  done.add(canonical);
  return canonical;
}

/** Data with all keys sorted. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => sorted(element ?? null));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => [key, sorted(value[key]!)]));
}

/** Code-unit order: the same in every locale. */
export const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0;
