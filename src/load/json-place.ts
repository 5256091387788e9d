// Where a value stands in JSON text that is known to be well-formed: found by walking the text, since the parsed value has no places.
import type { Path } from '../model/json.ts';

export interface Span { readonly start: number; readonly end: number }
export interface Member extends Span { readonly key: string | number; readonly keyStart: number }

const afterSpace = (text: string, at: number): number => { let i = at; while (/\s/.test(text[i] ?? '')) i++; return i; };
function afterString(text: string, at: number): number {
  let i = at + 1;
  while (text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}
function afterValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return afterString(text, at);
  if (first !== '{' && first !== '[') { let i = at; while (i < text.length && !/[\s,\]}]/.test(text[i]!)) i++; return i; }
  let depth = 0;
  for (let i = at; ; i++) {
    const c = text[i];
    if (c === '"') i = afterString(text, i) - 1;
    else if (c === '{' || c === '[') depth++;
    else if ((c === '}' || c === ']') && --depth === 0) return i + 1;
  }
}

/** The members of the object or list that starts at an offset; none of other values. */
export function* membersAt(text: string, offset: number): Generator<Member> {
  const list = text[offset] === '[';
  if (!list && text[offset] !== '{') return;
  let at = afterSpace(text, offset + 1);
  for (let i = 0; text[at] !== ']' && text[at] !== '}'; i++) {
    const keyStart = at;
    const keyEnd = list ? at : afterString(text, at);
    const start = list ? at : afterSpace(text, afterSpace(text, keyEnd) + 1);
    const end = afterValue(text, start);
    yield { key: list ? i : JSON.parse(text.slice(keyStart, keyEnd)) as string, keyStart, start, end };
    at = afterSpace(text, end);
    if (text[at] === ',') at = afterSpace(text, at + 1);
  }
}

/** The value at a path below an offset, or the nearest one around it. Below `$env` it is that of the environment. */
export function valueAt(text: string, offset: number, path: Path, environment?: string): Span & { readonly exact: boolean } {
  let here: Span = { start: offset, end: afterValue(text, offset) };
  const inEnvironment = (): void => {
    const [only, ...more] = membersAt(text, here.start);
    if (only?.key !== '$env' || more.length > 0) return;
    const values = [...membersAt(text, only.start)];
    here = values.find((v) => v.key === environment) ?? values.find((v) => v.key === 'default') ?? here;
  };
  for (const step of path) {
    inEnvironment();
    const next = [...membersAt(text, here.start)].findLast((m) => m.key === step); // as JSON.parse: the last of two
    if (!next) return { ...here, exact: false };
    here = next;
  }
  inEnvironment();
  return { ...here, exact: true };
}

/** Line and column from one. */
export function lineOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
