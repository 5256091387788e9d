// Properties as authors wrote them, copied to plain JSON at the moment of declaration: later changes, getters and proxies have no effect on the model.
import { isConstruct, shown, type Construct } from './construct.ts';
import { report, state, type Step } from './state.ts';
import { environmentsOf } from './values.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Per project; the host checks the same again. */
const MAX_VALUES = 200_000;
const MAX_TEXT = 4_000_000;
const MAX_DEPTH = 64;
/** Names by which the model marks references and environments; a hand-written one would be a reference that nobody checked. */
const RESERVED = new Set(['$ref', '$env', '$kind', '$id', '$path', '$project', '$formerly']);

let values = 0;
let text = 0;

/** Reference of a construct: how it appears in the model. Filled in by `declare`. */
export const kinds = new WeakMap<object, string>();

/** The copy, or `undefined` for a value that is wrong, which is then on the list. */
export function snapshot(value: unknown, node: string, offsets: string): Json | undefined {
  const open = new Set<object>();
  let full = false;
  const wrong = (property: readonly Step[], got: string, hint: string): undefined =>
    void report('LW1114', { property: property.join('.') || 'the properties', got, hint }, { node, property, offsets });

  const tooLarge = (property: readonly Step[]): undefined => {
    full = true;
    report('LW1121', { what: values > MAX_VALUES ? `more than ${MAX_VALUES} values` : `more than ${MAX_TEXT} characters` }, { node, property, offsets });
  };

  function copy(from: unknown, path: readonly Step[]): Json | undefined {
    if (full) return undefined;
    if (++values > MAX_VALUES) return tooLarge(path);
    if (from === null || typeof from === 'boolean') return from;
    if (typeof from === 'string') return copyText(from, path);
    if (typeof from === 'number') return Number.isFinite(from) ? from : wrong(path, shown(from), 'a number in the model is finite');
    if (typeof from === 'function') return wrong(path, 'a function', 'declare a value, not code');
    if (typeof from !== 'object') return wrong(path, `a ${typeof from}`, typeof from === 'bigint' ? 'write a number, or text' : 'leave the property out, or give it a value');
    if (isConstruct(from)) return reference(from, path);
    if (open.has(from)) return void report('LW1115', { property: path.join('.') }, { node, property: path, offsets });
    if (path.length > MAX_DEPTH) return void report('LW1121', { what: `more than ${MAX_DEPTH} levels` }, { node, property: path, offsets });
    open.add(from);
    try { return copyObject(from, path); } finally { open.delete(from); }
  }

  function copyText(from: string, path: readonly Step[]): Json | undefined {
    // Counted before it is looked at: to look flattens what may be a rope of gigabytes.
    text += from.length;
    if (text > MAX_TEXT) return tooLarge(path);
    if (/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(from)) return wrong(path, 'half of a character', 'the text is not well-formed Unicode');
    return from;
  }

  function copyObject(from: object, path: readonly Step[]): Json | undefined {
    const environments = environmentsOf(from);
    if (environments) return { $env: plain(environments, path, []) };
    if (Array.isArray(from)) {
      const list: Json[] = [];
      for (let i = 0; i < from.length && !full; i++) {
        const item = copy(from[i], [...path, i]);
        if (item !== undefined) list.push(item);
      }
      return list;
    }
    if (from instanceof Promise) return wrong(path, 'a promise', 'evaluation is over when the constructor returns: declare a value');
    if (from instanceof Date) return wrong(path, 'a Date', "write it as text, such as '2027-06-30'");
    const prototype: unknown = Object.getPrototypeOf(from);
    if (prototype !== Object.prototype && prototype !== null) return wrong(path, from instanceof Map || from instanceof Set ? 'a Map or Set' : 'an instance of a class', 'use plain objects and lists');
    return plain(from, path, path);
  }

  function plain(from: object, path: readonly Step[], base: readonly Step[]): { [key: string]: Json } {
    const result: { [key: string]: Json } = {};
    for (const key of Object.keys(from)) {
      // Environments are not part of a property's path: positions find them by name.
      const here = base === path ? [...path, key] : path;
      if (RESERVED.has(key) || key === '__proto__') { report('LW1126', { key }, { node, property: here, offsets }); continue; }
      text += key.length;
      const value: unknown = (from as { readonly [k: string]: unknown })[key];
      if (value === undefined) continue;
      const item = copy(value, here);
      if (item !== undefined) result[key] = item;
    }
    return result;
  }

  function reference(construct: Construct, path: readonly Step[]): Json | undefined {
    const kind = kinds.get(construct);
    if (kind === undefined) return wrong(path, 'a construct without a kind', 'pass one of the concepts, not the group around it');
    return { $ref: construct.node.path, kind };
  }

  if (state.closed) return undefined;
  return copy(value, []);
}
