// Why a rule does not hold for an object: down to the comparisons that fail, with the values that they saw.
import { CelError, compile } from './compile.ts';
import { parts, type Cel } from './tree.ts';

const most = 5;

/** A line each, the first few. */
export function explain(text: string, tree: Cel, names: readonly string[], values: readonly unknown[]): readonly string[] {
  const lines = [...walk(tree, names, [...values], '')];
  return lines.length <= most ? lines : [...lines.slice(0, most), `and ${lines.length - most} more`];

  function* walk(tree: Cel, names: readonly string[], values: readonly unknown[], where: string): Generator<string> {
    const run = (part: Cel): unknown => compile(part, names)([...values]);
    if (tree.op === 'and') { for (const part of tree.parts) if (run(part) !== true) yield* walk(part, names, values, where); return; }
    if (tree.op === 'each' && tree.macro === 'all') {
      const range = run(tree.of);
      const items = Array.isArray(range) ? range : [];
      const inner = [...names, tree.variable];
      for (const [i, item] of items.entries()) {
        const scope = [...values, item];
        if (compile(tree.body, inner)([...scope]) !== true) yield* walk(tree.body, inner, scope, `${text.slice(tree.of.start, tree.of.end)}[${i}]${labelOf(item)}: `);
      }
      if (items.length > 0) return;
    }
    yield `${where}${text.slice(tree.start, tree.end).replace(/\s+/g, ' ')} ${said(run(tree))}${seen(tree, names, values)}`;
  }

  function seen(tree: Cel, names: readonly string[], values: readonly unknown[]): string {
    const shown = new Map<string, string>();
    for (const path of pathsIn(tree)) {
      const value = compile(path, names)([...values]);
      if (!(value instanceof CelError) && (typeof value !== 'object' || value === null)) shown.set(text.slice(path.start, path.end), JSON.stringify(value));
    }
    return shown.size === 0 ? '' : ` (${[...shown].map(([path, value]) => `${path} is ${value}`).join(', ')})`;
  }
}

const said = (value: unknown): string => value instanceof CelError ? `has no value: ${value.reason}` : value === false ? 'does not hold' : `is ${JSON.stringify(value)}`;
const labelOf = (item: unknown): string => typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string' ? ` (${item.name})` : '';

/** Longest paths from a variable, outside of macros, whose own variables have no value here. */
function* pathsIn(tree: Cel): Generator<Cel> {
  if (isPath(tree)) { if (tree.op !== 'variable' ) yield tree; return; }
  if (tree.op === 'each') { yield* pathsIn(tree.of); return; }
  for (const part of parts(tree)) yield* pathsIn(part);
}
const isPath = (tree: Cel): boolean => tree.op === 'variable' || (tree.op === 'field' && isPath(tree.of)) || (tree.op === 'index' && isPath(tree.of) && tree.key.op === 'literal');
