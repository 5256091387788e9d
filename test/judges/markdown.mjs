// The form of Markdown documents: front matter that is YAML, one title, headings without gaps, fences closed, tables of even width, relative links that lead to files, no raw HTML.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eachFile, problem, verdict } from './support/files.mjs';
import { split } from './support/front-matter.mjs';

export const name = 'markdown', version = '1', formOnly = true;
const cells = (row) => row.trim().replace(/^\||\|$/g, '').split(/(?<!\\)\|/).length;

export function reasons(whole, exists = () => true) {
  const unread = problem(() => split(whole));
  if (unread) return [`front matter: ${unread}`];
  const { body: text, lines } = split(whole), why = [];
  let fence = '', level = 0, titles = 0, width = 0;
  for (const [i, line] of text.split('\n').entries()) {
    const place = `line ${lines + i + 1}`, mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence) { if (mark?.startsWith(fence) && line.trim() === mark) fence = ''; continue; }
    if (mark) { fence = mark; continue; }
    const heading = /^(#{1,6})\s+\S/.exec(line)?.[1].length;
    if (heading) {
      if (heading === 1) titles++;
      if (heading > level + 1) why.push(`${place}: a heading of level ${heading} under one of level ${level}`);
      level = heading;
    }
    if (/^\s*\|/.test(line)) {
      if (width && cells(line) !== width) why.push(`${place}: ${cells(line)} cells in a table of ${width} columns`);
      width ||= cells(line);
    } else width = 0;
    const prose = line.replace(/(`+).+?\1/g, '');
    if (/(?<!\\)<(?:[a-z!/])/i.test(prose.replace(/<(?:https?:|mailto:)[^>]*>/g, '').replace(/<br\s*\/?>/g, ''))) why.push(`${place}: raw HTML`);
    for (const [, target] of prose.matchAll(/(?<!\\)\]\(<?([^)\s>]+)>?\)/g)) {
      if (/^(javascript|data|vbscript):/i.test(target)) why.push(`${place}: a link to ${target.slice(0, 40)}`);
      else if (!/^[a-z][a-z0-9+.-]*:|^#/i.test(target) && !exists(decodeURIComponent(target.replace(/[?#].*$/, '')))) why.push(`${place}: the link ${target} leads to no file`);
    }
  }
  if (fence) why.push('a fence is never closed');
  if (titles !== 1) why.push(`${titles} titles`);
  return why;
}

export const selfTest = () => Object.entries({
  good: '# A\n\n## B\n\n| a | b |\n|---|---|\n| 1 | x \\| 2 |\n\n```mermaid\nflowchart LR\n  a --> b\n```\n[here](https://x.example)\n',
  'front matter': '---\ntitle: "<b>"\n---\n# A\n', 'front matter that is none': '---\na: [\n---\n# A\n',
  'two titles': '# A\n# B\n', 'a level left out': '# A\n### B\n', 'a fence left open': '# A\n```\nx\n', 'a row too wide': '# A\n| a |\n|---|\n| 1 | 2 |\n', 'raw HTML': '# A\n<script>alert(1)</script>\n',
  'a script link': '# A\n[x](javascript:alert)\n', 'a link to nothing': '# A\n[x](gone.md)\n',
}).map(([sample, text]) => { const why = reasons(text, () => false); return verdict(sample, ['good', 'front matter'].includes(sample) ? 'accept' : 'refuse', why.length > 0, why.join('; ')); });

export const takes = (paths) => paths.filter((path) => path.endsWith('.md') && !/\/chart\//.test(path));
export const judge = (paths, { dist }) => eachFile(paths, dist, (text, path) => reasons(text, (href) => existsSync(join(dist, dirname(path), href))));
