// JSON as the compiler passes it around: deeply read-only, plain data.
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject { readonly [key: string]: Json | undefined }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Freezes data deeply; passes hand frozen data to each other. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) freeze(child);
  return value;
}

/** Structural equality of plain data; the order of an object's keys does not count. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => equal(x, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  let more = 0;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (!Object.hasOwn(b, key) || !equal(a[key], b[key])) return false;
    more++;
  }
  for (const key in b) if (b[key] !== undefined) more--;
  return more === 0;
}

export type Path = readonly (string | number)[];

export interface FoundText { readonly path: Path; readonly text: string; /** It is the name of the property. */ readonly key?: true }
/** The texts and keys of a value that pass a test. */
export function textsIn(value: unknown, test: (text: string) => boolean): readonly FoundText[] {
  const found: FoundText[] = [];
  const trail: (string | number)[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') { if (test(value)) found.push({ path: [...trail], text: value }); return; }
    if (typeof value !== 'object' || value === null) return;
    const list = Array.isArray(value);
    for (const [key, child] of Object.entries(value)) {
      trail.push(list ? Number(key) : key);
      if (!list && test(key)) found.push({ path: [...trail], text: key, key: true });
      visit(child);
      trail.pop();
    }
  };
  visit(value);
  return found;
}

/** The value at a path, or undefined where the path leads nowhere. */
export function at(value: unknown, path: Path): unknown {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as { readonly [k: string | number]: unknown })[step];
  }
  return here;
}

/** A copy with the value at the path replaced; `undefined` removes it. Missing objects on the way are made. */
export function withAt<T>(value: T, path: Path, replacement: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return replacement as T;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value];
    const next = withAt(copy[step as number], rest, replacement);
    if (next === undefined) copy.splice(step as number, 1); else copy[step as number] = next;
    return copy as T;
  }
  const copy: { [k: string | number]: unknown } = isObject(value) ? { ...value } : {};
  const next = withAt(copy[step], rest, replacement);
  if (next === undefined) delete copy[step]; else copy[step] = next;
  return copy as T;
}

/** The value with a merge patch laid over it; null removes. https://www.rfc-editor.org/rfc/rfc7386 */
export function patched(value: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const out: { [key: string]: Json | undefined } = isObject(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete out[key];
    else if (change !== undefined) out[key] = patched(out[key], change);
  }
  return out;
}
