// The part of Helm's template language that charts of ours use, as an oracle: `if`, `or`, `else`, `end`, `toJson`, `index`, a quoted brace, and trimming to the left.
import { parseAllDocuments } from 'yaml';

type Data = { readonly Values: unknown; readonly Release: { readonly Namespace: string } };
type Part = { readonly text: string } | { readonly action: string };

function split(template: string): readonly Part[] {
  const parts: Part[] = [];
  let rest = template;
  for (;;) {
    const open = rest.indexOf('{{');
    if (open < 0) return [...parts, { text: rest }];
    const trim = rest.startsWith('{{- ', open);
    const begin = open + (trim ? 3 : 2);
    // A quoted string inside an action may hold braces.
    const match = /^(?:"(?:[^"\\]|\\.)*"|[^"])*?\}\}/.exec(rest.slice(begin));
    if (!match) throw new Error(`unclosed action: ${rest.slice(open, open + 60)}`);
    const text = rest.slice(0, open);
    parts.push({ text: trim ? text.replace(/[ \t\r\n]+$/, '') : text }, { action: match[0].slice(0, -2).trim() });
    rest = rest.slice(begin + match[0].length);
  }
}

const path = (expression: string, data: Data): unknown => expression.split('.').slice(1).reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], data);
function evaluate(action: string, data: Data): unknown {
  if (action.startsWith('"')) return JSON.parse(action) as string;
  const [first = '', ...replacements] = action.split(' | ');
  const json = /^toJson (?:\(index (\S+) 0\)|(\S+))$/.exec(first);
  if (!json) throw new Error(`not in the subset: ${action}`);
  const value = json[1] ? (path(json[1], data) as unknown[])[0] : path(json[2]!, data);
  return replacements.reduce((text, replacement) => {
    const [, from, to] = /^replace ("\S+") ("\S+")$/.exec(replacement) ?? [];
    if (from === undefined || to === undefined) throw new Error(`not in the subset: ${replacement}`);
    return text.replaceAll(JSON.parse(from) as string, JSON.parse(to) as string);
  }, JSON.stringify(value ?? null));
}
const holds = (condition: string, data: Data): boolean => condition.replace(/^or /, '').split(' ').some((p) => path(p, data) === true);

export function render(template: string, data: Data): string {
  const out: string[] = [];
  const stack: boolean[] = [];
  for (const part of split(template)) {
    const live = stack.every(Boolean);
    if ('text' in part) { if (live) out.push(part.text); continue; }
    if (part.action.startsWith('if ')) stack.push(holds(part.action.slice(3), data));
    else if (part.action === 'else') stack.push(!stack.pop());
    else if (part.action === 'end') stack.pop();
    else if (live) out.push(String(evaluate(part.action, data)));
  }
  return out.join('');
}

/** Later files win; maps are merged, a null removes, as Helm does. */
export function mergeValues(base: unknown, over: unknown): unknown {
  if (typeof base !== 'object' || typeof over !== 'object' || base === null || over === null || Array.isArray(base) || Array.isArray(over)) return over;
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) { if (value === null) delete out[key]; else out[key] = key in out ? mergeValues(out[key], value) : value; }
  return out;
}

export const documents = (text: string): readonly unknown[] => parseAllDocuments(text, { version: '1.1', merge: false }).map((d) => { if (d.errors[0]) throw d.errors[0]; return d.toJS() as unknown; }).filter((d) => d !== null);
