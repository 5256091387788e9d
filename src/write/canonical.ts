// The order of keys in what is written: what a person looks for first, then the alphabet; never the order in which targets happened to run.
import { isObject, type Json, type JsonObject } from '../model/json.ts';

const FIRST: Readonly<Record<string, readonly string[]>> = {
  root: ['apiVersion', 'kind', 'metadata'],
  metadata: ['name', 'namespace', 'labels', 'annotations'],
  other: ['name'],
};

function ordered(value: Json, place: 'root' | 'metadata' | 'other'): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => ordered(element ?? null, 'other'));
  if (!isObject(value)) return value;
  const first = FIRST[place]!;
  const out: { [key: string]: Json } = {};
  const put = (key: string) => {
    const child = value[key];
    if (child === undefined) return;
    const next = typeof child === 'object' && child !== null ? ordered(child, key === 'metadata' ? 'metadata' : 'other') : child;
    // A plain assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true }); else out[key] = next;
  };
  const isFirst = (key: string) => first.includes(key);
  for (const key of first) if (Object.hasOwn(value, key)) put(key);
  for (const key of Object.keys(value).sort()) if (!isFirst(key)) put(key);
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
