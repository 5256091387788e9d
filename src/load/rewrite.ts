// SES refuses some harmless text by its looks: `import(` in a string, `<!--` in a template. This spells it another way, with the same meaning.
import { foreign } from './foreign.ts';
import type { Edit } from './source.ts';

const LOOKS = /import(?=\s*[(/])|eval(?=\s*\()|<!--|-->/g;
/** Almost every project passes without; only the others pay for a parser. */
export const looksForbidden = (text: string): boolean => { LOOKS.lastIndex = 0; return LOOKS.test(text); };

const escape = (text: string): string => text.replace(LOOKS, (m) => m === '<!--' ? '\\x3C!--' : m === '-->' ? '--\\x3E' : `\\x${m.charCodeAt(0).toString(16)}${m.slice(1)}`);
/** In raw text an escape after an odd run of backslashes would lose its own. */
const oddSlash = (text: string): boolean => /(?:^|[^\\])(?:\\\\)*\\(?:import\s*[(/]|eval\s*\(|<!--|-->)/.test(text);

export async function rewrite(text: string): Promise<{ readonly text: string; readonly edits: readonly Edit[] }> {
  const { parseSync, Visitor } = await foreign<typeof import('oxc-parser')>('oxc-parser');
  const parsed = parseSync('project.js', text, { sourceType: 'script' });
  if (parsed.errors.length > 0) return { text, edits: [] };
  const cuts: { start: number; end: number; put: string }[] = [];
  const respell = (start: number, end: number): void => {
    const before = text.slice(start, end);
    const after = escape(before);
    if (after !== before && !oddSlash(before)) cuts.push({ start, end, put: after });
  };
  const isEval = (node: { readonly type: string; readonly name?: unknown }): boolean => node.type === 'Identifier' && node.name === 'eval';
  new Visitor({
    Literal: (node) => { if (typeof node.value === 'string' || 'regex' in node) respell(node.start, node.end); },
    TemplateElement: (node) => respell(node.start, node.end),
    CallExpression: ({ callee }) => {
      if (callee.type !== 'MemberExpression' || callee.computed || !isEval(callee.property)) return;
      const dot = text.lastIndexOf('.', callee.property.start);
      cuts.push({ start: dot, end: callee.property.end, put: text[dot - 1] === '?' ? '.["eval"]' : '["eval"]' });
    },
    MethodDefinition: ({ computed, key }) => { if (!computed && isEval(key)) cuts.push({ start: key.start, end: key.end, put: '["eval"]' }); },
    Property: ({ computed, key, method }) => { if (!computed && method && isEval(key)) cuts.push({ start: key.start, end: key.end, put: '["eval"]' }); },
  }).visit(parsed.program);
  for (const { start, end } of parsed.comments) cuts.push({ start, end, put: text.slice(start, end).replace(/[^\n]/g, ' ') });
  cuts.sort((a, b) => a.start - b.start);
  const edits: Edit[] = [];
  let out = '';
  let from = 0;
  for (const { start, end, put } of cuts) {
    if (start < from) continue;
    out += text.slice(from, start) + put;
    from = end;
    if (put.length !== end - start) edits.push({ at: out.length, shift: put.length - (end - start) });
  }
  return { text: out + text.slice(from), edits };
}
