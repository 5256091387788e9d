// Flow charts in Mermaid: nodes are numbered, labels are quoted and hold entity codes, so no text can end a label, add an edge or become HTML.
import { Markdown } from './markdown.ts';

export type Shape = 'box' | 'round' | 'cylinder' | 'hexagon';
export interface ChartNode { readonly key: string; readonly lines: readonly string[]; readonly shape: Shape; readonly group?: string }
export interface ChartEdge { readonly from: string; readonly to: string; readonly label?: string; readonly dotted?: true }

const shapes: Readonly<Record<Shape, readonly [string, string]>> = { box: ['[', ']'], round: ['(', ')'], cylinder: ['[(', ')]'], hexagon: ['{{', '}}'] };
/** Letters, digits, spaces and a few marks stay readable; all else is its code: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
export const mermaidLabel = (text: string): string =>
  [...text.replace(/\s+/g, ' ')].map((c, i) => (plain.test(c) && !(i === 0 && startsList.test(text)) ? c : `#${c.codePointAt(0)};`)).join('');
const plain = /[\p{L}\p{N} .,\u20ac/-]/u;
// The text of a label goes through a Markdown reader, which would refuse a list.
const startsList = /^\s*(-|\d+\.\s)/;

/** Between quotes there must be something. */
const quoted = (lines: readonly string[]): string => `"${lines.map(mermaidLabel).join('<br/>') || ' '}"`;

/** A chart from left to right; edges to nodes that are not there are left out. */
export function flowchart(nodes: readonly ChartNode[], edges: readonly ChartEdge[]): string {
  const ids = new Map(nodes.map((node, i) => [node.key, `n${i + 1}`]));
  const draw = (node: ChartNode, indent: string) => {
    const [open, close] = shapes[node.shape];
    return `${indent}${ids.get(node.key)}${open}${quoted(node.lines)}${close}`;
  };
  const groups = [...new Set(nodes.flatMap((n) => (n.group === undefined ? [] : [n.group])))];
  return [
    'flowchart LR',
    ...nodes.filter((n) => n.group === undefined).map((n) => draw(n, '  ')),
    ...groups.flatMap((group, i) => [`  subgraph g${i + 1}[${quoted([group])}]`, ...nodes.filter((n) => n.group === group).map((n) => draw(n, '    ')), '  end']),
    ...edges.flatMap(({ from, to, label, dotted }) => {
      const [a, b] = [ids.get(from), ids.get(to)];
      return a === undefined || b === undefined ? [] : [`  ${a} ${dotted ? '-.->' : '-->'}${label === undefined ? '' : `|${quoted([label])}|`} ${b}`];
    }),
  ].join('\n');
}
/** The chart as a block that GitHub and GitLab draw. */
export const mermaidBlock = (chart: string): Markdown => new Markdown(`\`\`\`mermaid\n${chart}\n\`\`\``);
