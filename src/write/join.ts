// Joins a fragment into data that others own: objects by key, keyed lists by their keys, everything else by equality. Nothing is changed in place.
import { equal, isObject, type Json, type JsonObject } from '../model/json.ts';
import { keyOf, type ListRule } from './list-keys.ts';

export interface Clash { readonly pointer: string; readonly had: Json; readonly wants: Json }
export interface Joining {
  readonly kind: string;
  readonly rule: (kind: string, pointer: string, field: string) => ListRule | undefined;
  /** Called for each subtree that the fragment adds or, if it wins, replaces. */
  readonly adds: (pointer: string) => void;
  readonly clash: (clash: Clash) => void;
  /** The fragment wins, null removes: how an override is applied. */
  readonly wins?: true;
}

export const step = (pointer: string, key: string | number): string => typeof key === 'number' ? `${pointer}/${key}` : `${pointer}/${escape(key)}`;
const escape = (key: string): string => key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

export function join(into: Json | undefined, part: Json, pointer: string, field: string, joining: Joining): Json | undefined {
  if (into === undefined && !(joining.wins && isObject(part))) {
    if (part === null && joining.wins) return undefined;
    joining.adds(pointer);
    return part;
  }
  if (isObject(part) && (isObject(into) || into === undefined)) return joinObject(into ?? {}, part, pointer, joining);
  if (Array.isArray(into) && Array.isArray(part)) {
    const rule = joining.rule(joining.kind, pointer, field);
    const joined = rule && joinList(into, part, rule, pointer, joining);
    if (joined) return joined;
  }
  if (equal(into, part)) return into;
  if (!joining.wins) { joining.clash({ pointer, had: into!, wants: part }); return into; }
  joining.adds(pointer);
  return part === null ? undefined : part;
}

function joinObject(into: JsonObject, part: JsonObject, pointer: string, joining: Joining): JsonObject {
  let out: { [key: string]: Json | undefined } | undefined;
  for (const key in part) {
    const value = part[key];
    if (value === undefined) continue;
    const had = Object.hasOwn(into, key) ? into[key] : undefined;
    const next = had !== undefined && had === value ? had : join(had, value, step(pointer, key), key, joining);
    if (next === had) continue;
    out ??= { ...into };
    if (next === undefined) delete out[key]; else Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return out ?? into;
}

/** Undefined where some element has no key: then the list is atomic after all. */
function joinList(into: readonly Json[], part: readonly Json[], rule: ListRule, pointer: string, joining: Joining): readonly Json[] | undefined {
  const index = new Map<string, number>();
  for (const [i, element] of into.entries()) {
    const key = keyOf(element, rule);
    if (key === undefined) return undefined;
    if (!index.has(key)) index.set(key, i);
  }
  const keys = part.map((element) => keyOf(element, rule));
  if (keys.includes(undefined)) return undefined;
  let out: Json[] | undefined;
  for (const [i, element] of part.entries()) {
    const at = index.get(keys[i]!) ?? -1;
    const target: readonly Json[] = out ?? into;
    if (at < 0) {
      index.set(keys[i]!, target.length);
      joining.adds(step(pointer, target.length));
      (out ??= [...into]).push(element);
      continue;
    }
    const next = join(target[at], element, step(pointer, at), '', joining);
    if (next !== target[at] && next !== undefined) (out ??= [...into])[at] = next;
  }
  return out ?? into;
}
