// A web page that needs nothing else: style for screen, phone, print, light and dark; tables that fold into cards; bars as inline pictures.
import { html, Html, type HtmlPart } from './html.ts';

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--back:#fff;--card:#f6f8fa;--bar:#2f6f9f;--over:#b3261e;--rest:#d8dee4}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--back:#0d1117;--card:#161b22;--bar:#6cb0e0;--over:#ff8a80;--rest:#30363d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}
p{margin:.25rem 0;max-width:48rem}a{color:inherit}.soft{color:var(--soft)}.over{color:var(--over);font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem}.tiles b{display:block;font-size:1.4rem}
table{width:100%;border-collapse:collapse}th,td{padding:.4rem .75rem .4rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{font-weight:600;color:var(--soft)}td.n{font-variant-numeric:tabular-nums}
svg{display:block;width:100%;max-width:16rem;height:.75rem}.rest{fill:var(--rest)}.bar{fill:var(--bar)}.most{fill:var(--over)}
@media (max-width:40rem){thead{position:absolute;left:-999rem}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:.1rem 0}td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
@media print{:root{--ink:#000;--soft:#444;--line:#999;--back:#fff;--card:#fff;--bar:#555;--over:#000;--rest:#ddd}body{max-width:none;padding:0;font-size:10pt}section{break-inside:avoid}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

export const page = (title: string, lang: string, body: HtmlPart): string => `${html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
</body>
</html>
`}`;

/** A table whose cells carry their heading, so that a phone can show each row as a card. */
export const htmlTable = (head: readonly string[], rows: readonly (readonly HtmlPart[])[]): Html => html`<table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td data-label="${head[i]}">${cell}</td>`)}</tr>
`)}</tbody>
</table>`;

/** A part of a whole as a bar with its text; beyond the whole it is full and marked. */
export function htmlBar(part: number, whole: number, text: string): Html {
  const width = whole <= 0 ? (part > 0 ? 200 : 0) : Math.min(200, Math.round((part / whole) * 200));
  return html`<svg viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label="${text}"><rect class="rest" width="200" height="10"/><rect class="${part > whole ? 'most' : 'bar'}" width="${width}" height="10"/></svg><span class="${part > whole ? 'over' : 'soft'}">${text}</span>`;
}
