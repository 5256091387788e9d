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
  const first = FIRST[place]!;
  const keys = Object.keys(value);
  const children: (Json | undefined)[] = [];
  let same = true;
  let rank = -1;
  let before = '';
  for (const key of keys) {
    const child = value[key];
    const next = typeof child === 'object' && child !== null ? ordered(child, key === 'metadata' ? 'metadata' : 'other') : child;
    children.push(next);
    const at = first.indexOf(key);
    same &&= next === child && child !== undefined && (at < 0 ? before < key : before === '' && at > rank);
    if (at < 0) before = key; else rank = at;
  }
  if (same) return value;
  const position = (key: string): number => { const at = first.indexOf(key); return at < 0 ? first.length : at; };
  const order = keys.map((_, i) => i).sort((a, b) => position(keys[a]!) - position(keys[b]!) || compare(keys[a]!, keys[b]!));
  const out: { [key: string]: Json } = {};
  for (const i of order) {
    const key = keys[i]!, next = children[i];
    if (next === undefined) continue;
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true }); else out[key] = next;
  }
  return out;
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
