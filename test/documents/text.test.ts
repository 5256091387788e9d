// Inert text: whatever a declaration holds comes out of Markdown, HTML and Mermaid as the same characters, and starts nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, href, html } from '../../src/model/text/html.ts';
import { escapeMarkdown, md, mdTable } from '../../src/model/text/markdown.ts';
import { flowchart, mermaidLabel } from '../../src/model/text/mermaid.ts';
import { page } from '../../src/model/text/page.ts';

const nasty = ['<script>alert(1)</script>', '"]; click n1 "javascript:alert(1)"', '${aws_s3_bucket.x.arn}', '{{ .Values.x }}', '- item\n# head', '1. x', '`code` $(rm -rf /)', '| cell |', '[a](javascript:x)', '![a](b)',
  '--- \n===', '&amp;&#60;', '<!-- x', ']]>', '\\`\\', '    code', '~~x~~', 'www.evil.example', 'http://evil.example', 'a@evil.example', '%%{init: {}}%%', 'end', 'subgraph x', '"', "'", '#quot;', '*/', '\u202Ex', '@team', ':smile:', '#', '# ', '+', '>', '=', '\t'];
const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }), fc.array(fc.constantFrom(...nasty, ...'\\`*_{}[]<>()#+-.!|~&$:@="\'; \n'), { maxLength: 8 }).map((parts) => parts.join('')));
const controls = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const lines = (t: string) => t.replace(/\r\n?/g, '\n');

describe('HTML', () => {
  const decode = (t: string) => t.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' })[name]!);
  it('holds no markup that came from a text, and gives the text back', () => fc.assert(fc.property(text, (t) => {
    const escaped = escapeHtml(t);
    expect(escaped).not.toMatch(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
    expect(decode(escaped)).toBe(lines(t).replace(controls, '\uFFFD'));
  })));
  it('puts text in, and HTML as it is', () => expect(`${html`<p title="${'"x"'}">${html`<b>${'<i>'}</b>`}${[html`1`, '&']}${false}${undefined}${0}</p>`}`).toBe('<p title="&quot;x&quot;"><b>&lt;i&gt;</b>1&amp;0</p>'));
  it('links to the web and to mail, nowhere else', () => expect(['https://a.example/x', 'mailto:a@b.example', 'javascript:alert(1)', ' https://a.example', 'data:text/html,x'].map(href)).toEqual(['https://a.example/x', 'mailto:a@b.example', '#', '#', '#']));
  it('makes a page that loads nothing', () => expect(page('x', 'en', '')).not.toMatch(/src=|<link|@import|url\(|<script/));
});

describe('Markdown', () => {
  /** What a renderer shows: escapes and entities taken back. Only true where nothing else in the line means anything, which the next test says. */
  const shown = (t: string) => t.replace(/<br>/g, '\n').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replace(/\\([!-/:-@[-`{-~])/g, '$1');
  it('gives the text back', () => fc.assert(fc.property(text, (t) => {
    expect(shown(escapeMarkdown(t))).toBe(lines(t).replace(/\t/g, ' ').replace(/[\0-\x08\x0B-\x1F\x7F-\x9F]/g, '\uFFFD'));
  })));
  it('leaves nothing that starts a block, a span, a link, a cell or an entity', () => fc.assert(fc.property(text, (t) => {
    for (const line of escapeMarkdown(t).split('<br>')) {
      const bare = line.replace(/&#\d+;/g, ' ').replace(/\\[!-/:-@[-`{-~]/g, 'x');
      expect(bare).not.toMatch(/[\\`*_{}[\]<>|~&$^@\n]/);
      expect(bare).not.toMatch(/^\s*([-+=#>]|\d+[.)](\s|$))|:\S|#$|www\./i);
    }
  })));
  it('stays in its cell', () => fc.assert(fc.property(text, (t) => {
    const rows = mdTable(['a', 'b'], [[t, 'x']]).text.split('\n');
    expect(rows).toHaveLength(3);
    expect(rows[2]!.replace(/\\./g, '').split('|')).toHaveLength(4);
  })));
  it('takes Markdown as it is', () => expect(`${md`# ${'a # b'} ${md`**${'*'}**`}`}`).toBe('# a \\# b **\\***'));
});

describe('Mermaid', () => {
  it('gives a label back, and never ends it', () => fc.assert(fc.property(text, (t) => {
    const label = mermaidLabel(t);
    expect(label).toMatch(/^([\p{L}\p{N} .,€/-]|#\d+;)*$/u);
    expect(label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))).toBe(t.replace(/\s+/g, ' '));
  })));
  it('draws what is there, and no more, whatever the names', () => fc.assert(fc.property(text, text, (a, b) => {
    const chart = flowchart([{ key: 'a', lines: [a, b], shape: 'cylinder', group: b }, { key: 'b', lines: [b], shape: 'round' }], [{ from: 'a', to: 'b', label: a }, { from: 'a', to: 'gone' }]).split('\n');
    expect(chart).toHaveLength(6);
    expect(chart[0]).toBe('flowchart LR');
    expect(chart[5]).toMatch(/^ {2}n1 -->\|"[^"|]*"\| n2$/);
  })));
});
