// A source map as esbuild writes it: from places in a bundle to the author's files, many in one pass and without keeping anything. https://tc39.es/ecma426/
import { relative, resolve, sep } from 'node:path';
import type { Source } from './source.ts';

/** Line and column, both from zero. */
export interface Place { readonly line: number; readonly column: number }
export interface Origin extends Place { readonly source: string }

const digits = new Uint8Array(128);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((c, i) => { digits[c.charCodeAt(0)] = i; });
const [COMMA, SEMICOLON] = [44, 59];

/** Of each place what the last segment before it on its line says; nothing where there is none. */
export function origins(map: string, places: readonly Place[]): readonly (Origin | undefined)[] {
  const { sources, mappings } = JSON.parse(map) as { readonly sources: readonly string[]; readonly mappings: string };
  const found: (Origin | undefined)[] = places.map(() => undefined);
  const order = places.map((_, i) => i).sort((a, b) => places[a]!.line - places[b]!.line || places[a]!.column - places[b]!.column);
  let at = 0, next = 0;
  // Numbers in base 64, five bits a digit, the lowest first; the lowest bit of a number is its sign.
  const number = (): number => {
    let value = 0, shift = 0, digit = 32;
    while (digit & 32) { digit = digits[mappings.charCodeAt(at++)] ?? 0; value |= (digit & 31) << shift; shift += 5; }
    return value & 1 ? -(value >>> 1) : value >>> 1;
  };
  const ends = (): boolean => { const c = mappings.charCodeAt(at); return c === COMMA || c === SEMICOLON || at >= mappings.length; };
  // All but the column in the bundle count on from segment to segment, over lines.
  let source = 0, line = 0, column = 0;
  for (let row = 0; next < order.length; row++) {
    let segment: Origin | undefined;
    /** Those before this column are answered by the segment before it. */
    const settle = (until: number): void => {
      for (; next < order.length; next++) {
        const i = order[next]!, place = places[i]!;
        if (place.line > row || (place.line === row && place.column >= until)) return;
        if (place.line === row) found[i] = segment;
      }
    };
    let bundled = 0;
    while (at < mappings.length && mappings.charCodeAt(at) !== SEMICOLON) {
      if (mappings.charCodeAt(at) === COMMA) { at++; continue; }
      bundled += number();
      if (ends()) continue;
      source += number(); line += number(); column += number();
      if (!ends()) number();
      if (places[order[next] ?? 0]!.line > row) continue;
      settle(bundled);
      segment = { source: sources[source] ?? '', line, column };
    }
    settle(Infinity);
    if (at++ >= mappings.length) break;
  }
  return found;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}
export function placeAt(starts: readonly number[], offset: number): Place {
  let low = 0, high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle; else high = middle - 1;
  }
  return { line: low, column: offset - (starts[low] ?? 0) };
}

/** File and line of each offset, in one pass: cheap enough for each load. */
export function linesOf({ root, text, map, base }: Pick<Source, 'root' | 'text' | 'map' | 'base'>, offsets: readonly (number | undefined)[]): readonly (string | undefined)[] {
  const starts = lineStarts(text);
  const files = new Map<string, string>();
  const found = origins(map, offsets.map((offset) => placeAt(starts, offset ?? 0)));
  return found.map((origin, i) => {
    if (!origin || offsets[i] === undefined) return undefined;
    const file = files.get(origin.source) ?? relative(root, resolve(base, origin.source)).split(sep).join('/');
    files.set(origin.source, file);
    return `${file}:${origin.line + 1}`;
  });
}
