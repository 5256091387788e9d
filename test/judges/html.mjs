// The form of HTML pages: every element is closed where it was opened, ids are unique, links lead somewhere, nothing is loaded from elsewhere.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eachFile, verdict } from './support/files.mjs';

export const name = 'html', version = '1', formOnly = true;
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const RAW = new Set(['script', 'style']);
const ATTRIBUTE = /\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const TAG = /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(\/?)>/gi;

/** What is wrong with a page; `exists(href)` tells whether a relative link leads to a file. */
export function reasons(text, exists = () => true) {
  const why = [], open = [], ids = new Set(), anchors = [];
  if (!/^\s*<!doctype html>/i.test(text)) why.push('does not begin with <!doctype html>');
  let end = 0;
  const between = (part) => { if (!RAW.has(open.at(-1)) && /<[^\s]|&(?!#?\w+;)/.test(part)) why.push(`text that is not escaped: ${JSON.stringify(part.trim().slice(0, 60))}`); };
  for (TAG.lastIndex = 0; ;) {
    const tag = TAG.exec(text);
    if (!tag) break;
    const [whole, closing, written = '', attributes = '', selfClosed] = tag, element = written.toLowerCase();
    if (RAW.has(open.at(-1)) && !(closing && element === open.at(-1))) continue;
    between(text.slice(end, tag.index));
    end = tag.index + whole.length;
    if (!written) continue;
    if (closing) {
      if (open.at(-1) === element) open.pop(); else why.push(`</${element}> closes <${open.at(-1) ?? 'nothing'}>`);
      continue;
    }
    for (const [, key, a, b, c] of attributes.matchAll(ATTRIBUTE)) attribute(element, key.toLowerCase(), a ?? b ?? c ?? '');
    if (!VOID.has(element) && !selfClosed) open.push(element);
  }
  between(text.slice(end));
  if (open.length) why.push(`<${open.join('>, <')}> never closed`);
  for (const anchor of anchors) if (!ids.has(anchor)) why.push(`#${anchor} leads nowhere`);
  return why;

  function attribute(element, key, value) {
    if (key.startsWith('on')) why.push(`<${element} ${key}> runs a script`);
    if (key === 'id' && ids.size === ids.add(value).size) why.push(`id ${value} is given twice`);
    if (key === 'src' || key === 'href' && element === 'link') { if (!/^data:/.test(value)) why.push(`<${element}> loads ${value}`); return; }
    if (key !== 'href') return;
    if (/^\s*(javascript|data|vbscript):/i.test(value)) why.push(`a link to ${value.slice(0, 40)}`);
    else if (value.startsWith('#')) { if (value.length > 1) anchors.push(decodeURIComponent(value.slice(1))); }
    else if (!/^[a-z][a-z0-9+.-]*:/i.test(value) && !exists(decodeURIComponent(value.replace(/[?#].*$/, '')))) why.push(`the link ${value} leads to no file`);
  }
}

const page = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>${body}</body></html>`;
export const selfTest = () => Object.entries({
  good: page('<h1 id="a">A &amp; B</h1><a href="#a">up</a><br><style>a > b {}</style>'), 'not closed': page('<p><b>x</p>'), 'id twice': page('<i id="a"></i><i id="a"></i>'),
  'anchor to nothing': page('<a href="#b">x</a>'), 'not escaped': page('a < b & c <3'), 'script link': page('<a href="javascript:alert(1)">x</a>'), 'remote script': page('<script src="https://x.example/a.js"></script>'),
  'handler': page('<b onclick="x()">x</b>'), 'no doctype': '<p>x</p>',
}).map(([sample, text]) => verdict(sample, sample === 'good' ? 'accept' : 'refuse', reasons(text).length > 0, reasons(text).join('; ')));

export const takes = (paths) => paths.filter((path) => path.endsWith('.html'));
export const judge = (paths, { dist }) => eachFile(paths, dist, (text, path) => reasons(text, (href) => existsSync(join(dist, dirname(path), href))));
