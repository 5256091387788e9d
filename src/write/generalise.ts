// The least general generalisation of objects in several environments: what is equal stays, a leaf that differs becomes a value, presence that differs a condition.
import type { Json, JsonObject } from '../model/json.ts';
import { equal, isObject } from '../model/json.ts';
import { keyOf, kubernetesRule } from './list-keys.ts';

export type General =
  | { readonly form: 'same'; readonly value: Json }
  /** Values by environment, undefined where the place is not there. */
  | { readonly form: 'value'; readonly name: string; readonly values: readonly (Json | undefined)[]; readonly boxed: boolean }
  | { readonly form: 'map'; readonly entries: readonly Entry[]; readonly mayBeEmpty: boolean }
  | { readonly form: 'list'; readonly entries: readonly Entry[]; readonly mayBeEmpty: boolean };
export interface Entry { readonly key: string; readonly node: General; /** Name of the condition; none: it is always there. */ readonly when: string | undefined }

export type Trail = readonly string[];
/** Gives a name to a value or condition; the same name for the same values of the same cause. */
export type Namer = (trail: Trail, pointer: string, values: readonly (Json | undefined)[], condition: boolean) => string;
export interface Place { readonly trail: Trail; readonly pointer: string; readonly kind: string }

const escape = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
const below = (place: Place, step: string, named = step): Place => ({ ...place, trail: [...place.trail, named], pointer: `${place.pointer}/${escape(step)}` });
const isScalar = (value: Json): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** `versions` has one entry an environment, undefined where the whole is absent; at least one is there. */
export function generalise(versions: readonly (Json | undefined)[], place: Place, name: Namer): General {
  const present = versions.filter((v): v is Json => v !== undefined);
  const [first] = present as [Json, ...Json[]];
  if (present.every((v) => equal(v, first))) return { form: 'same', value: first };
  if (present.every(isObject)) return map(versions as readonly (JsonObject | undefined)[], place, name);
  if (present.every((v) => Array.isArray(v))) {
    const joined = list(versions as readonly (readonly Json[] | undefined)[], place, name);
    if (joined) return joined;
  }
  // Helm merges maps of several value files and drops nulls; in a list of one they stay what they are.
  const boxed = !present.every(isScalar) && !present.every((v) => Array.isArray(v));
  return { form: 'value', name: name(place.trail, place.pointer, versions, false), values: versions, boxed };
}

/** An entry with its condition, where it is not in all versions of what holds it. */
function entry(key: string, inner: readonly (Json | undefined)[], holders: readonly (Json | undefined)[], place: Place, name: Namer): Entry {
  const presence = inner.map((value, i) => holders[i] === undefined ? undefined : value !== undefined);
  return { key, node: generalise(inner, place, name), when: presence.includes(false) ? name(place.trail, place.pointer, presence, true) : undefined };
}

function map(versions: readonly (JsonObject | undefined)[], place: Place, name: Namer): General {
  const keys = inOrder(versions.map((v) => v && Object.keys(v).filter((key) => v[key] !== undefined)));
  const entries = keys.map((key) => entry(key, versions.map((v) => v && Object.hasOwn(v, key) ? v[key] : undefined), versions, below(place, key), name));
  return { form: 'map', entries, mayBeEmpty: entries.every((e) => e.when !== undefined) };
}

/** Undefined where elements have no keys or stand in different orders: then the list is a value as a whole. */
function list(versions: readonly (readonly Json[] | undefined)[], place: Place, name: Namer): General | undefined {
  const trail = place.pointer.split('/').slice(1);
  const rule = kubernetesRule(place.kind, trail, trail.at(-1) ?? '');
  if (!rule || rule === 'set') return undefined;
  const keyed = versions.map((v) => v?.map((element) => keyOf(element, rule)));
  if (keyed.some((keys) => keys && (keys.includes(undefined) || new Set(keys).size < keys.length))) return undefined;
  const order = inOrder(keyed as readonly (readonly string[] | undefined)[]);
  const follows = (keys: readonly (string | undefined)[]): boolean => { let at = -1; return keys.every((key) => { const next = order.indexOf(key!); const ok = next > at; at = next; return ok; }); };
  if (!keyed.every((keys) => !keys || follows(keys))) return undefined;
  const entries = order.map((key) => {
    const indices = keyed.map((keys) => keys?.indexOf(key) ?? -1);
    return entry(key, versions.map((v, i) => v?.[indices[i]!]), versions, below(place, String(Math.max(...indices)), key), name);
  });
  return { form: 'list', entries, mayBeEmpty: entries.every((e) => e.when !== undefined) };
}

/** All keys: those of the longest version, and each other after the one that it follows in its own. */
function inOrder(lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  const all = lists.filter((l): l is readonly string[] => l !== undefined).toSorted((a, b) => b.length - a.length);
  const out: string[] = [...all[0] ?? []];
  for (const keys of all.slice(1)) for (const [i, key] of keys.entries()) if (!out.includes(key)) out.splice(i === 0 ? 0 : out.indexOf(keys[i - 1]!) + 1, 0, key);
  return out;
}
