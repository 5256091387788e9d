// The order of keys in what is written: what a person looks for first, then the alphabet; never the order in which targets happened to run.
import { isObject, type Json, type JsonObject } from '../model/json.ts';

const FIRST: Readonly<Record<string, readonly string[]>> = {
  root: ['apiVersion', 'kind', 'metadata'],
  metadata: ['name', 'namespace', 'labels', 'annotations'],
  other: ['name'],
};

/** Most data passes here more than once: what is in order already comes back itself. */
function ordered(value: Json, place: 'root' | 'metadata' | 'other'): Json {
  if (Array.isArray(value)) {
    const list = (value as readonly Json[]).map((element) => ordered(element ?? null, 'other'));
    return list.every((element, i) => element === value[i]) ? value : list;
  }
  if (!isObject(value)) return value;
  const first = FIRST[place]!;
  const rest: string[] = [];
  const children = new Map<string, Json>();
  let rank = -1;
  let same = true;
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child === undefined) { same = false; continue; }
    const next = typeof child === 'object' && child !== null ? ordered(child, key === 'metadata' ? 'metadata' : 'other') : child;
    children.set(key, next);
    const at = first.indexOf(key);
    same &&= next === child && (at < 0 ? rest.length === 0 || rest.at(-1)! < key : rest.length === 0 && at > rank);
    if (at < 0) rest.push(key); else rank = at;
  }
  if (same) return value;
  const out: { [key: string]: Json } = {};
  for (const key of [...first, ...rest.sort()]) {
    const next = children.get(key);
    if (next === undefined) continue;
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true }); else out[key] = next;
  }
  return out;
}

/** A Kubernetes object in the order in which it is written. Lists keep theirs. */
export const canonicalObject = (body: JsonObject): JsonObject => ordered(body, 'root') as JsonObject;

/** Data with all keys sorted. */
export function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => sorted(element ?? null));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => [key, sorted(value[key]!)]));
}

/** Code-unit order: the same in every locale. */
export const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0;
