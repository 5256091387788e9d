// Align: finds in what an edit made the counterpart of a place in what was there before, so that a shift or a new name counts as no change of its neighbours.
import { isObject, type Path } from '../model/json.ts';

/** What names an element of a list, if something does: `name`, `sid`, a flag before its `=`. */
function keyOf(element: unknown): string | undefined {
  if (typeof element === 'string') return /^--[a-z]/.test(element) ? element.split('=')[0] : undefined;
  if (!isObject(element)) return undefined;
  for (const key of ['name', 'sid', 'id', 'alert', 'record', 'mountPath', 'key', 'port', 'containerPort']) if (typeof element[key] === 'string' || typeof element[key] === 'number') return `${key}=${String(element[key])}`;
  return undefined;
}
const identity = (element: unknown): string => keyOf(element) ?? JSON.stringify(element) ?? '';

/** For each element of one list its counterpart in the other: those that agree by the longest common subsequence, then those left between them, in order. */
export function counterparts(before: readonly unknown[], after: readonly unknown[]): readonly (number | undefined)[] {
  const [a, b] = [before.map(identity), after.map(identity)];
  const found = new Array<number | undefined>(a.length).fill(undefined);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) { found[head] = head; head++; }
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) { found[a.length - 1 - tail] = b.length - 1 - tail; tail++; }
  common(a, b, head, a.length - tail, b.length - tail, found);
  // between two that agree, the others go by their order
  let until = b.length;
  const limits = a.map(() => 0);
  for (let i = a.length - 1; i >= 0; i--) { limits[i] = until; until = found[i] ?? until; }
  for (let i = 0, from = 0; i < a.length; i++) {
    if (found[i] !== undefined) from = found[i]! + 1;
    else if (from < limits[i]!) found[i] = from++;
  }
  return found;
}

function common(a: readonly string[], b: readonly string[], head: number, endA: number, endB: number, found: (number | undefined)[]): void {
  const [rows, columns] = [endA - head, endB - head];
  // beyond this it is not a change of something but another thing
  if (rows === 0 || columns === 0 || rows * columns > 4_000_000) return;
  const longest = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) for (let j = columns - 1; j >= 0; j--) longest[i]![j] = a[head + i] === b[head + j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[head + i] === b[head + j]) { found[head + i] = head + j; i++; j++; } else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++; else j++;
  }
}

/** What stands at a place: the key that leads to it and its value; undefined where nothing is left of it. */
export interface Spot { readonly key?: string; readonly value: unknown }

/** The counterpart of `pointer`, which was taken from `before`, in `after`. */
export function follow(before: unknown, pointer: Path, after: unknown): Spot | undefined {
  let [was, is] = [before, after];
  let key: string | undefined;
  for (const step of pointer) {
    if (Array.isArray(was) && typeof step === 'number') {
      if (!Array.isArray(is)) return undefined;
      const at = counterparts(was, is)[step];
      if (at === undefined) return undefined;
      [was, is, key] = [was[step], is[at], undefined];
      continue;
    }
    if (!isObject(was) || !isObject(is)) return undefined;
    const name = Object.hasOwn(is, step) ? String(step) : renamed(was, is, String(step));
    if (name === undefined) return undefined;
    [was, is, key] = [was[step], is[name], name];
  }
  return { ...(key === undefined ? {} : { key }), value: is };
}
/** A key that went while exactly one other came. */
function renamed(was: object, is: object, key: string): string | undefined {
  const [gone, come] = [Object.keys(was).filter((k) => !Object.hasOwn(is, k)), Object.keys(is).filter((k) => !Object.hasOwn(was, k))];
  return gone.length === 1 && come.length === 1 && gone[0] === key ? come[0] : undefined;
}

/** The line of a text that is the counterpart of a line of another. */
export function followLine(before: string, line: number, after: string): string | undefined {
  const [was, is] = [documentsOf(before), documentsOf(after)];
  const own = was.findLast((d) => d.from <= line);
  if (!own) return undefined;
  // one that has another name may stand in another place: its lines are its own
  const there = successor(own, was, is, (d) => d.name, (d) => d.kind);
  if (!there) return undefined;
  const place = line - own.from;
  // of headings that are alike none is another than the other: it is there as long as there are as many of them in the same place
  if (/^[-\s]*[\w./-]+:$/.test(own.lines[place] ?? '') && alike(there.lines, below(own.lines, place)) >= alike(own.lines, below(own.lines, place))) return own.lines[place];
  const at = counterparts(own.lines, there.lines)[place];
  return at === undefined ? undefined : there.lines[at];
}
/** A line with those that it is indented under. */
function below(lines: readonly string[], at: number): string {
  const trail = [lines[at]!];
  let indent = lines[at]!.search(/\S/);
  for (let i = at - 1; i >= 0 && indent > 0; i--) {
    const here = lines[i]!.search(/\S/);
    if (here >= 0 && here < indent) { trail.push(lines[i]!); indent = here; }
  }
  return trail.join('\n');
}
const alike = (lines: readonly string[], trail: string): number => lines.filter((l, i) => trail.startsWith(l) && below(lines, i) === trail).length;

interface Document { readonly from: number; readonly lines: readonly string[]; readonly kind: string; readonly name: string }
/** The documents of a text: of YAML between lines of `---`, each known by its kind and name; of anything else, all of it. */
function documentsOf(text: string): readonly Document[] {
  const lines = text.split('\n');
  const documents: Document[] = [];
  let from = 0;
  for (let i = 1; i <= lines.length; i++) {
    if (i < lines.length && lines[i] !== '---') continue;
    const own = lines.slice(from, i);
    const kind = own.find((l) => l.startsWith('kind: '));
    // the condition under which it is there stands before it
    if (kind === undefined && i < lines.length) continue;
    documents.push({ from, lines: own, kind: kind ?? '', name: `${kind ?? ''} ${own.find((l) => l.startsWith('  name: ')) ?? ''}` });
    from = i;
  }
  return documents.some((d) => d.kind === '') ? [{ from: 0, lines, kind: '', name: '' }] : documents;
}

/** Something in a list of things with names: itself, or what alone took its place in its group. */
export function successor<T>(item: T, before: readonly T[], after: readonly T[], name: (of: T) => string, group: (of: T) => string): T | undefined {
  const same = after.find((x) => name(x) === name(item) && group(x) === group(item));
  if (same) return same;
  const [names, left] = [new Set(before.map(name)), new Set(after.map(name))];
  const gone = before.filter((x) => group(x) === group(item) && !left.has(name(x)));
  const come = after.filter((x) => group(x) === group(item) && !names.has(name(x)));
  return gone.length === come.length ? come[gone.indexOf(item)] : undefined;
}

/** How many leaves differ. */
export function differences(a: unknown, b: unknown): number {
  if (Object.is(a, b)) return 0;
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].reduce((n, k) => n + differences(a[k], b[k]), 0);
  if (Array.isArray(a) && Array.isArray(b)) {
    const to = counterparts(a, b);
    return a.reduce<number>((n, x, i) => n + (to[i] === undefined ? 1 : differences(x, b[to[i]])), Math.max(0, b.length - a.length));
  }
  return 1;
}
