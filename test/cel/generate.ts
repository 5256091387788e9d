// Random rules of the subset and random objects: what CI, OPA and the API server must agree on. Seeded, so that a failure can be met again.

export type Random = () => number;
/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const pick = <T>(r: Random, of: readonly T[]): T => of[Math.floor(r() * of.length)]!;
const fields = ['a', 'b', 'c', 'list', 'texts', 'items', 'map', 'flag', 'none'];
const texts = ['', 'a', 'b', 'ab', 'nvidia.com/gpu', 'é', '😀x', 'A\nb', 'x@sha256:0f', "it's"];
const patterns = ['^a', 'b$', '[a-c]+', '@sha256:[0-9a-f]{2}$', '^(a|b)*$', '(?i)AB', '\\d', '^\\S*$', 'x.?$', '^$', '[^a]', '\\bb', 'a{1,2}', '(?s)A.b'];
const numbers = [0, 1, 2, 3, -1, 10];

/** An object with the fields that the rules below read, of whatever type. */
export function value(r: Random, depth = 3): unknown {
  const leaf = () => pick<unknown>(r, [pick(r, numbers), pick(r, texts), r() < 0.5, pick(r, numbers), pick(r, texts), 1.5]);
  if (depth === 0 || r() < 0.3) return leaf();
  if (r() < 0.35) return Array.from({ length: Math.floor(r() * 4) }, () => value(r, depth - 1));
  return objectOf(r, depth);
}
export function objectOf(r: Random, depth = 3): Record<string, unknown> {
  const usual: Record<string, () => unknown> = {
    a: () => pick(r, numbers), b: () => pick(r, texts), c: () => r() < 0.5, flag: () => r() < 0.5, list: () => Array.from({ length: Math.floor(r() * 4) }, () => pick(r, numbers)),
    texts: () => Array.from({ length: Math.floor(r() * 3) }, () => pick(r, texts)), items: () => Array.from({ length: Math.floor(r() * 3) }, () => depth > 0 ? objectOf(r, depth - 1) : {}),
    map: () => Object.fromEntries(texts.filter(() => r() < 0.3).map((t) => [t, pick(r, numbers)])), none: () => value(r, depth - 1),
  };
  return Object.fromEntries(fields.filter((f) => f !== 'none' && r() < 0.7).map((f) => [f, r() < 0.85 || depth === 0 ? usual[f]!() : value(r, depth - 1)]));
}

const text = (r: Random): string => JSON.stringify(pick(r, texts));
/** A rule of the subset over the variable `object`. Types are respected mostly, so that most rules compile and some evaluate to errors. */
export function rule(r: Random, depth = 4, bound: readonly string[] = []): string {
  const base = () => pick(r, ['object', 'object', ...bound.filter((b) => b.startsWith('o'))]);
  const anyPath = (): string => { const p = `${base()}.${pick(r, fields)}`; return r() < 0.25 ? `${p}.${pick(r, fields)}` : r() < 0.1 ? `${p}[${pick(r, ['0', '1', '5', "'a'", "'b'"])}]` : p; };
  /** Mostly of the type that is wanted; else anything. */
  const path = (...wanted: readonly string[]): string => r() < 0.12 || wanted.length === 0 ? anyPath() : r() < 0.15 && bound.length > 0 ? pick(r, bound) : r() < 0.15 ? `${base()}.?${pick(r, wanted)}.orValue(${pick(r, ['1', "'d'", 'false', '[]'])})` : `${base()}.${pick(r, wanted)}`;
  const any = (): string => path(...fields);
  const int = (d: number): string => pick(r, [() => String(pick(r, numbers)), () => path('a'), ...(d <= 0 ? [] : [() => `(${int(d - 1)} ${pick(r, ['+', '-'])} ${int(d - 1)})`, () => `size(${list(d - 1)})`, () => `size(${string(d - 1)})`, () => `-${path('a')}`])])();
  const string = (d: number): string => pick(r, [() => text(r), () => path('b'), () => path('b'), ...(d <= 0 ? [] : [() => `(${string(d - 1)} + ${string(d - 1)})`])])();
  const list = (d: number): string => {
    const plain = () => path('list', 'texts', 'items', 'map');
    if (d <= 0) return plain();
    const name = `${pick(r, ['o', 'x'])}${bound.length}`;
    return pick(r, [plain, plain, () => `[${int(0)}, ${int(0)}]`, () => `${plain()}.filter(${name}, ${rule(r, d - 1, [...bound, name])})`, () => `${plain()}.map(${name}, ${pick(r, [name, name, `${name}.a`, `size(${name})`])})`])();
  };
  if (depth <= 0) return pick(r, [() => path('c', 'flag'), () => `has(${base()}.${pick(r, fields)}${r() < 0.1 ? `.${pick(r, fields)}` : ''})`, () => `${int(0)} == ${path('a')}`, () => `${string(0)} != ${path('b')}`, () => pick(r, ['true', 'false'])])();
  const d = depth - 1, sub = () => rule(r, d, bound);
  const name = `${pick(r, ['o', 'x'])}${bound.length}`;
  return pick(r, [
    () => `(${sub()} && ${sub()})`, () => `(${sub()} || ${sub()})`, () => `(${sub()} && ${sub()} && ${sub()})`, () => `(${sub()} || ${sub()} || ${sub()})`,
    () => `!${rule(r, 0, bound)}`, () => `!(${sub()})`, () => `(${sub()} ? ${sub()} : ${sub()})`,
    () => `has(${base()}.${pick(r, fields)})`, () => `${any()} ${pick(r, ['==', '!='])} ${any()}`, () => `${int(d - 1)} ${pick(r, ['<', '<=', '>', '>=', '==', '!='])} ${int(d - 1)}`,
    () => `${string(d - 1)} ${pick(r, ['<', '>=', '==', '!='])} ${string(d - 1)}`, () => `${any()} in ${list(d - 1)}`, () => `${text(r)} in ${path('map', 'texts')}`,
    () => `${path('b')}.${pick(r, ['contains', 'startsWith', 'endsWith'])}(${string(0)})`, () => `${path('b')}.matches(${JSON.stringify(pick(r, patterns))})`,
    ...['all', 'exists', 'exists_one', 'all', 'exists'].map((macro) => () => `${list(d - 1)}.${macro}(${name}, ${rule(r, d, [...bound, name])})`),
    () => `${base()}.?${pick(r, fields)}[?${pick(r, ['0', '1', "'a'"])}].hasValue()`, () => `${list(d - 1)} == ${list(d - 1)}`,
  ])();
}
