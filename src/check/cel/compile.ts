// Evaluates a rule on plain JSON, as the API server would. Compiled to closures once a rule; an evaluation error is a value, since `||` and `&&` may swallow it.
// Numbers: JSON does not tell 2.0 from 2, so a whole number is an int; only arithmetic would notice, and it keeps whole and broken numbers apart.
import { compileRegex } from '../../model/regex.ts';
import type { Cel } from './tree.ts';

/** What CEL calls an error: no such key, no such overload, an index out of range. */
export class CelError {
  readonly reason: string;
  readonly at: Cel;
  constructor(reason: string, at: Cel) { this.reason = reason; this.at = at; }
}
/** Values of the variables: the rule's own first, in their order, then those of the macros around. */
type Scope = unknown[];
export type Evaluator = (scope: Scope) => unknown;

type Dict = { readonly [key: string]: unknown };
const isDict = (v: unknown): v is Dict => typeof v === 'object' && v !== null && !Array.isArray(v);
const has = (v: Dict, key: string): boolean => Object.hasOwn(v, key) && v[key] !== undefined;
const kindOf = (v: unknown): string => v === null ? 'null' : Array.isArray(v) ? 'list' : typeof v === 'object' ? 'object' : typeof v === 'boolean' ? 'bool' : typeof v;
const keysOf = (v: Dict): readonly string[] => Object.keys(v).filter((k) => v[k] !== undefined);
const fails = (v: unknown): v is CelError => v instanceof CelError;
// https://github.com/google/cel-spec/blob/master/doc/langdef.md#overflow
const fitsInt = (n: number): boolean => n >= -(2 ** 63) && n < 2 ** 63;

/** CEL's equality: by value, across types simply false. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => same(x, b[i]));
  if (!isDict(a) || !isDict(b)) return false;
  const keys = keysOf(a);
  return keys.length === keysOf(b).length && keys.every((k) => has(b, k) && same(a[k], b[k]));
}

/** The closure of a tree; `names` are the variables in scope. */
export function compile(tree: Cel, names: readonly string[]): Evaluator {
  const error = (reason: string): CelError => new CelError(reason, tree);
  switch (tree.op) {
    case 'literal': { const { value } = tree; return () => value; }
    case 'variable': { const slot = names.indexOf(tree.name); return (s) => s[slot]; }
    case 'list': { const items = tree.items.map((item) => compile(item, names)); return (s) => { const out = items.map((item) => item(s)); return out.find(fails) ?? out; }; }
    case 'field': {
      const of = compile(tree.of, names), { name } = tree, missing = error(`no such key: ${name}`);
      return (s) => { const v = of(s); return fails(v) ? v : isDict(v) && has(v, name) ? v[name] : missing; };
    }
    case 'index': {
      const of = compile(tree.of, names), key = compile(tree.key, names), missing = error('no such key or index');
      return (s) => { const v = of(s); if (fails(v)) return v; const k = key(s); if (fails(k)) return k; const found = step(v, k); return found === absent || found === undefined ? missing : found; };
    }
    case 'has': {
      const of = compile(tree.of, names), { name } = tree, unfit = error('a list has no fields');
      return (s) => { const v = of(s); return fails(v) ? v : Array.isArray(v) ? unfit : isDict(v) && has(v, name); };
    }
    case 'optional': return optional(tree, names);
    case 'not': { const of = compile(tree.of, names), unfit = error('! of something that is no bool'); return (s) => { const v = of(s); return fails(v) ? v : typeof v === 'boolean' ? !v : unfit; }; }
    case 'negate': { const of = compile(tree.of, names), unfit = error('- of something that is no number'); return (s) => { const v = of(s); return fails(v) ? v : typeof v === 'number' ? 0 - v : unfit; }; }
    case 'and': return logical(tree.parts.map((p) => compile(p, names)), false, error('&& of something that is no bool'));
    case 'or': return logical(tree.parts.map((p) => compile(p, names)), true, error('|| of something that is no bool'));
    case 'if': {
      const test = compile(tree.test, names), then = compile(tree.then, names), otherwise = compile(tree.otherwise, names), unfit = error('?: of something that is no bool');
      return (s) => { const v = test(s); return v === true ? then(s) : v === false ? otherwise(s) : fails(v) ? v : unfit; };
    }
    case 'each': return each(tree, names);
    case 'call': return call(tree, names);
    case 'binary': return binary(tree, names);
  }
}

/** False (for `&&`) or true (for `||`) decides, wherever it stands; else an error, if there is one. */
function logical(parts: readonly Evaluator[], decides: boolean, unfit: CelError): Evaluator {
  return (s) => {
    let error: CelError | undefined;
    for (const part of parts) {
      const v = part(s);
      if (v === decides) return decides;
      if (v !== !decides) error ??= fails(v) ? v : unfit;
    }
    return error ?? !decides;
  };
}

const absent = Symbol('absent'), unfitKey = undefined;
/** One step by a key that is computed: into an object by text, into a list by whole number. `undefined`: the key does not fit at all. */
function step(v: unknown, key: unknown): unknown {
  if (isDict(v)) return typeof key === 'string' && has(v, key) ? v[key] : absent;
  if (!Array.isArray(v)) return absent;
  if (typeof key !== 'number' || !Number.isInteger(key)) return unfitKey;
  return key >= 0 && key < v.length ? v[key] : absent;
}

function optional(tree: Cel & { readonly op: 'optional' }, names: readonly string[]): Evaluator {
  const of = compile(tree.of, names), keys = tree.steps.map((k) => k.op === 'literal' ? k.value : undefined), otherwise = tree.otherwise && compile(tree.otherwise, names);
  const unfit = new CelError('a list is indexed by whole numbers', tree);
  return (s) => {
    let v = of(s);
    for (const key of keys) {
      if (fails(v)) return v;
      if (v === absent) break;
      v = step(v, key);
      if (v === undefined) return unfit;
    }
    if (fails(v)) return v;
    if (!otherwise) return v !== absent;
    return v === absent ? otherwise(s) : v;
  };
}

function each(tree: Cel & { readonly op: 'each' }, names: readonly string[]): Evaluator {
  const of = compile(tree.of, names), body = compile(tree.body, [...names, tree.variable]), slot = names.length, { macro } = tree;
  const noRange = new CelError(`${macro}() of something that is neither list nor object`, tree), unfit = new CelError(`${macro}() by something that is no bool`, tree);
  const decides = macro === 'exists';
  return (s) => {
    const range = of(s);
    if (fails(range)) return range;
    const items: readonly unknown[] | undefined = Array.isArray(range) ? range : isDict(range) ? keysOf(range) : undefined;
    if (!items) return noRange;
    let error: CelError | undefined;
    const kept: unknown[] = [];
    for (const item of items) {
      s[slot] = item;
      const v = body(s);
      if (macro === 'map') { if (fails(v)) return v; kept.push(v); continue; }
      if (macro === 'all' || macro === 'exists') { if (v === decides) return decides; if (v !== !decides) error ??= fails(v) ? v : unfit; continue; }
      if (fails(v)) return v;
      if (typeof v !== 'boolean') return unfit;
      if (v) kept.push(item);
    }
    return macro === 'all' || macro === 'exists' ? error ?? !decides : macro === 'exists_one' ? kept.length === 1 : kept;
  };
}

function call(tree: Cel & { readonly op: 'call' }, names: readonly string[]): Evaluator {
  const on = compile(tree.on, names), { method } = tree;
  const unfit = new CelError(`${method}() does not apply`, tree);
  if (method === 'size') return (s) => { const v = on(s); return fails(v) ? v : typeof v === 'string' ? [...v].length : Array.isArray(v) ? v.length : isDict(v) ? keysOf(v).length : unfit; };
  const argument = compile(tree.argument!, names);
  const regex = method === 'matches' && tree.argument!.op === 'literal' ? compileRegex(String(tree.argument!.value)) : undefined;
  const test: (a: string, b: string) => boolean = typeof regex === 'function' ? regex
    : method === 'contains' ? (a, b) => a.includes(b) : method === 'startsWith' ? (a, b) => a.startsWith(b) : (a, b) => a.endsWith(b);
  return (s) => { const a = on(s); if (fails(a)) return a; const b = argument(s); return fails(b) ? b : typeof a === 'string' && typeof b === 'string' ? test(a, b) : unfit; };
}

function binary(tree: Cel & { readonly op: 'binary' }, names: readonly string[]): Evaluator {
  const left = compile(tree.left, names), right = compile(tree.right, names), { operator } = tree;
  const unfit = (a: unknown, b: unknown): CelError => new CelError(`no such overload: ${kindOf(a)} ${operator} ${kindOf(b)}`, tree);
  const apply = operators[operator];
  return (s) => { const a = left(s); if (fails(a)) return a; const b = right(s); return fails(b) ? b : apply(a, b) ?? unfit(a, b); };
}

const comparable = (a: unknown, b: unknown): boolean => typeof a === typeof b && (typeof a === 'number' || typeof a === 'string' || typeof a === 'boolean');
/** By code points, as Go and Rego compare text; JavaScript compares UTF-16. */
function order(a: unknown, b: unknown): number | undefined {
  if (!comparable(a, b)) return undefined;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return Number(a) - Number(b);
}
const ordered = (holds: (difference: number) => boolean) => (a: unknown, b: unknown): boolean | undefined => { const d = order(a, b); return d === undefined ? undefined : holds(d); };
function plus(a: unknown, b: unknown, sign: 1 | -1): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    if (Number.isInteger(a) !== Number.isInteger(b)) return undefined;
    const sum = a + sign * b;
    return Number.isInteger(a) && !fitsInt(sum) ? undefined : sum;
  }
  if (sign === -1) return undefined;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  return Array.isArray(a) && Array.isArray(b) ? [...a, ...b] : undefined;
}
/** `undefined`: CEL has no such overload. */
const operators: { readonly [O in (Cel & { op: 'binary' })['operator']]: (a: unknown, b: unknown) => unknown } = {
  '==': same, '!=': (a, b) => !same(a, b),
  '<': ordered((d) => d < 0), '<=': ordered((d) => d <= 0), '>': ordered((d) => d > 0), '>=': ordered((d) => d >= 0),
  in: (a, b) => Array.isArray(b) ? b.some((x) => same(a, x)) : isDict(b) ? typeof a === 'string' && has(b, a) : undefined,
  '+': (a, b) => plus(a, b, 1), '-': (a, b) => plus(a, b, -1),
};
