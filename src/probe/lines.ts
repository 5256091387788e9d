// Lines: what stands on a line of a YAML or JSON file, as a path in its data. A line inside a block of text belongs to that text.
import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type Pair } from 'yaml';
import { at, type Path } from '../model/json.ts';

export interface InData {
  readonly path: Path;
  readonly document: unknown;
  /** Which line of a text that has several. */
  readonly lineInText?: number;
  readonly shown: (path: Path) => string;
}
/** Nothing for files that are text, and for lines that hold nothing. */
export function placeIn({ file, text, line, pointer }: { readonly file: string; readonly text: string; readonly line?: number; readonly pointer?: string }): InData | undefined {
  if (!/\.(ya?ml|json)$/.test(file) || file.includes('/templates/')) return undefined;
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter });
  if (!Array.isArray(documents)) return undefined;
  const shown = (path: Path): string => file.startsWith('terraform/') && path.length > 2 ? dotted(path.slice(1)) : dotted(path);
  if (pointer !== undefined) {
    const data: unknown = documents[0]?.toJS();
    const path = pointer.split('/').slice(1).map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<(string | number)[]>((p, s) => [...p, Array.isArray(at(data, p)) ? Number(s) : s], []);
    return { path, document: data, shown };
  }
  const lineOf = (offset: number): number => counter.linePos(offset).line;
  for (const document of documents) {
    const best = deepest(document.contents as Node | null, line ?? 1, lineOf);
    if (best) return { path: best.path, document: document.toJS() as unknown, shown, ...(best.within > 0 ? { lineInText: best.within - 1 } : {}) };
  }
  return undefined;
}

const dotted = (path: Path): string => path.map((s) => typeof s === 'number' ? `[${s}]` : `.${s}`).join('').replace(/^\./, '');

/** The last key or element that begins on the line, or the text that it is in; `within` counts the lines from where that begins. */
function deepest(root: Node | null, line: number, lineOf: (offset: number) => number): { readonly path: Path; readonly within: number } | undefined {
  let best: { readonly path: Path; readonly within: number } | undefined;
  const visit = (node: Node | Pair | null, path: Path): void => {
    const start = isPair(node) ? (node.key as Node).range : node?.range;
    const value = isPair(node) ? node.value as Node | null : node;
    if (start && path.length > 0) {
      const from = lineOf(start[0]);
      const to = isScalar(value) && value.range ? lineOf(Math.max(start[0], value.range[1] - 1)) : from;
      if (line >= from && line <= to) best = { path, within: line - from };
    }
    if (isMap(value)) for (const pair of value.items) visit(pair, [...path, String(isScalar(pair.key) ? pair.key.value : pair.key)]);
    else if (isSeq(value)) for (const [i, item] of value.items.entries()) visit(item as Node, [...path, i]);
  };
  visit(root, []);
  return best ?? closed(root, line, lineOf);
}

/** A line that only closes something belongs to what it closes. */
function closed(root: Node | null, line: number, lineOf: (offset: number) => number): { readonly path: Path; readonly within: number } | undefined {
  let best: Path | undefined;
  const visit = (value: Node | null, path: Path): void => {
    if (!isMap(value) && !isSeq(value)) return;
    if (value.flow && value.range && lineOf(value.range[1] - 1) === line) best = path;
    if (isMap(value)) for (const pair of value.items) visit(pair.value as Node | null, [...path, String(isScalar(pair.key) ? pair.key.value : pair.key)]);
    else for (const [i, item] of value.items.entries()) visit(item as Node, [...path, i]);
  };
  visit(root, []);
  return best && { path: best, within: 0 };
}
