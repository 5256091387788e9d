// A web page that needs nothing else: style for screen, phone, print, light and dark; tables that fold into cards; bars as inline pictures.
import { html, Html, type HtmlPart } from './html.ts';

// Colours of parts keep 3:1 against their background in both schemes, and are told apart by those who see red and green alike: https://jfly.uni-koeln.de/color/
const style = `
:root{color-scheme:light dark;--ink:#14202b;--soft:#566472;--line:#dce3ea;--back:#f4f7fa;--card:#fff;--bar:#1f6fb2;--over:#b3261e;--good:#1b7f5c;--rest:#e3e9ef;--c0:#1f6fb2;--c1:#c25700;--c2:#12866b;--c3:#a3478f;--c4:#8a6d00;--c5:#4a5fc1;--c6:#b03a48;--c7:#4f6b78}
@media (prefers-color-scheme:dark){:root{--ink:#e8eef4;--soft:#9fb0bf;--line:#2b3946;--back:#0e151c;--card:#16202a;--bar:#64b1ee;--over:#ff8a80;--good:#5fd3a8;--rest:#2a3742;--c0:#64b1ee;--c1:#ff9a4d;--c2:#4fd0ae;--c3:#e193d0;--c4:#d9bd4a;--c5:#9fb0ff;--c6:#ff8f9b;--c7:#9db7c4}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:2rem 1.5rem 4rem;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.02em}h2{font-size:1.25rem;margin:0 0 .25rem;letter-spacing:-.01em}h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.25rem 0;max-width:52rem}a{color:inherit}.soft{color:var(--soft)}.over{color:var(--over);font-weight:600}.good{color:var(--good)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.75rem 0 0;padding:0;list-style:none;font-size:.9rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem 1.5rem;margin:1rem 0;overflow-wrap:break-word}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1.25rem 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;color:var(--soft);font-size:.9rem}.tiles b{display:block;font-size:1.75rem;line-height:1.2;color:var(--ink);font-variant-numeric:tabular-nums}
.chart{list-style:none;margin:.75rem 0;padding:0}.chart li{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr minmax(8rem,15rem);gap:1rem;align-items:center;padding:.3rem 0}.chart .name{font-weight:600}.chart .value{text-align:right;font-variant-numeric:tabular-nums;font-size:.9rem}.picture svg{display:block;width:100%;height:.9rem;border-radius:.2rem}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:.5rem 0;padding:0;font-size:.9rem;color:var(--soft)}.legend svg{width:.75rem;height:.75rem;margin-right:.4rem;border-radius:.15rem}
.tag{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;margin:.1rem .25rem .1rem 0;font-size:.85rem}.tag.over{border-color:var(--over)}.tag.good{border-color:var(--good)}
table{width:100%;border-collapse:collapse;font-size:.92rem;margin:.5rem 0}th,td{padding:.45rem .9rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:break-word}tbody tr:last-child td{border-bottom:0}
th{font-weight:600;color:var(--soft);font-size:.82rem}
.rest{fill:var(--rest)}.bar{fill:var(--bar)}.most{fill:var(--over)}${Array.from({ length: 8 }, (_, i) => `.c${i}{fill:var(--c${i})}`).join('')}
.calendar{display:block;width:100%;max-width:56rem;height:auto}.axis{stroke:var(--line);stroke-width:1}.tick{fill:var(--soft);font-size:13px}.count{fill:var(--card);font-size:11px;font-weight:700}.lane{fill:var(--ink);font-size:14px;font-weight:600}
details summary{cursor:pointer;color:var(--soft)}
@media (max-width:46rem){body{padding:1rem}.chart li{grid-template-columns:1fr}.chart .value{text-align:left}thead{position:absolute;left:-999rem}tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:.1rem 0}td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--back:#fff;--card:#fff;--rest:#e3e9ef}body{max-width:none;padding:0;font-size:10pt}section{break-inside:avoid;border:0;padding:0}nav{display:none}svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
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
