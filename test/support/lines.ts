// Lines of text with where they stand, by indentation alone: whether a line is still there after a change, wherever it has moved.

const said = (line: string): string => line.trim().replace(/,$/, '');
/** Nothing but a heading or a bracket: many are alike. */
const bare = (line: string): boolean => /^[-\s]*("?[^"\s]+"?:)?\s*[[\]{}]*,?$/.test(line);

/** A line with the lines that it is indented under; what only closes something is under what that began with. */
function withTrail(text: string): readonly string[] {
  const open: { readonly indent: number; readonly line: string }[] = [];
  return text.split('\n').map((line) => {
    const indent = line.search(/\S/);
    if (indent < 0) return '';
    const closes = /^\s*[\]}]/.test(line);
    while (open.length > 0 && (closes ? open.at(-1)!.indent > indent : open.at(-1)!.indent >= indent)) open.pop();
    const trail = [...open.map((o) => said(o.line)), said(line)].join('\u0000');
    if (!closes) open.push({ indent, line });
    return trail;
  });
}

/** Is the line, counted from 1, no longer what it was or not where it was? */
export function changedLine(before: string, line: number, after: string | undefined): boolean {
  if (after === undefined) return true;
  const [was, is] = [withTrail(before), withTrail(after)];
  const own = was[line - 1]!;
  const count = (of: readonly string[]): number => of.filter((t) => t === own).length;
  if (count(is) < count(was)) return true;
  if (bare(before.split('\n')[line - 1]!)) return false;
  return !kept(before.split('\n').map(said), line - 1, after.split('\n').map(said)) || !kept(was, line - 1, is);
}

/** Is the element part of a longest common subsequence? */
function kept(a: readonly string[], at: number, b: readonly string[]): boolean {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  if (at < head) return true;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  if (at >= a.length - tail) return true;
  const [rows, columns] = [a.length - head - tail, b.length - head - tail];
  const longest = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) for (let j = columns - 1; j >= 0; j--) longest[i]![j] = a[head + i] === b[head + j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[head + i] === b[head + j]) { if (head + i === at) return true; i++; j++; } else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++; else j++;
  }
  return false;
}
