// Joins a fragment into data that others own: objects by key, keyed lists by their keys, everything else by equality. Nothing is changed in place.
import { equal, isObject, type Json, type JsonObject } from '../model/json.ts';
import { keyOf, type ListRule, type Rule } from './list-keys.ts';

export interface Clash { readonly pointer: string; readonly had: Json; readonly wants: Json }
export interface Joining {
  readonly kind: string;
  readonly rule: Rule;
  /** Called for each subtree that the fragment adds or, if it wins, replaces. */
  readonly adds: (pointer: string) => void;
  readonly clash: (clash: Clash) => void;
  /** The fragment wins, null removes: how an override is applied. */
  readonly wins?: true;
}

/** Where the join stands: steps from the root. Text is made only when somebody is told, since most steps tell nobody. */
type Trail = (string | number)[];
export const pointerOf = (trail: Trail): string => trail.map((step) => `/${typeof step === 'number' ? step : escape(step)}`).join('');
const escape = (key: string): string => key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

/** The data with the fragment joined in; the same reference where nothing changed. */
export const join = (into: JsonObject, part: JsonObject, joining: Joining): JsonObject => joinObject(into, part, [], joining);

function joinValue(into: Json | undefined, part: Json, trail: Trail, field: string, joining: Joining): Json | undefined {
  if (into === undefined && !(joining.wins && isObject(part))) {
    if (part === null && joining.wins) return undefined;
    joining.adds(pointerOf(trail));
    return part;
  }
  if (isObject(part) && (isObject(into) || into === undefined)) return joinObject(into ?? {}, part, trail, joining);
  if (Array.isArray(into) && Array.isArray(part)) {
    const rule = joining.rule(joining.kind, trail, field);
    const joined = rule && joinList(into, part, rule, trail, joining);
    if (joined) return joined;
  }
  if (equal(into, part)) return into;
  if (!joining.wins) { joining.clash({ pointer: pointerOf(trail), had: into!, wants: part }); return into; }
  joining.adds(pointerOf(trail));
  return part === null ? undefined : part;
}

function joinObject(into: JsonObject, part: JsonObject, trail: Trail, joining: Joining): JsonObject {
  let out: { [key: string]: Json | undefined } | undefined;
  for (const key in part) {
    const value = part[key];
    if (value === undefined) continue;
    const had = Object.hasOwn(into, key) ? into[key] : undefined;
    if (had !== undefined && had === value) continue;
    trail.push(key);
    const next = joinValue(had, value, trail, key, joining);
    trail.pop();
    if (next === had) continue;
    out ??= { ...into };
    if (next === undefined) delete out[key];
    else if (key === '__proto__') Object.defineProperty(out, key, { value: next, enumerable: true, configurable: true, writable: true });
    else out[key] = next;
  }
  return out ?? into;
}

/** Undefined where some element has no key: then the list is atomic after all. */
function joinList(into: readonly Json[], part: readonly Json[], rule: ListRule, trail: Trail, joining: Joining): readonly Json[] | undefined {
  const index = new Map<string, number>();
  for (let i = 0; i < into.length; i++) {
    const key = keyOf(into[i], rule);
    if (key === undefined) return undefined;
    if (!index.has(key)) index.set(key, i);
  }
  const keys = part.map((element) => keyOf(element, rule));
  if (keys.includes(undefined)) return undefined;
  let out: Json[] | undefined;
  for (let i = 0; i < part.length; i++) {
    const target: readonly Json[] = out ?? into;
    const at = index.get(keys[i]!) ?? target.length;
    trail.push(at);
    if (at === target.length) {
      index.set(keys[i]!, at);
      joining.adds(pointerOf(trail));
      (out ??= [...into]).push(part[i]!);
    } else {
      const next = joinValue(target[at], part[i]!, trail, '', joining);
      if (next !== target[at] && next !== undefined) (out ??= [...into])[at] = next;
    }
    trail.pop();
  }
  return out ?? into;
}
