// Charts as inline pictures that need no script: bars against a limit, shares of a whole, days on a line. Names and numbers stand beside them as text, for whoever cannot see them.
import { groupBy } from '../group.ts';
import { html, type Html, type HtmlPart } from './html.ts';

const wide = 600;
const px = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.max(0, Math.min(wide, Math.round((part / whole) * wide))));

export interface ChartRow { readonly name: HtmlPart; readonly value: HtmlPart; readonly picture?: Html }
/** Rows of name, picture and value. */
export const chart = (rows: readonly ChartRow[]): Html => html`<ul class="chart">
${rows.map(({ name, picture, value }) => html`<li><span class="name">${name}</span><span class="picture">${picture}</span><span class="value">${value}</span></li>
`)}</ul>`;

/** A part against its limit, both on the scale of the largest; beyond the limit it is marked. */
export const against = (part: number | undefined, limit: number | undefined, most: number, said: string): Html =>
  html`<svg viewBox="0 0 ${wide} 14" preserveAspectRatio="none" role="img" aria-label="${said}">${limit !== undefined && html`<rect class="rest" width="${px(limit, most)}" height="14"/>`}${part !== undefined && html`<rect class="${limit !== undefined && part > limit ? 'most' : 'bar'}" y="3" width="${px(part, most)}" height="8"/>`}</svg>`;

/** Parts of a whole, each in the colour of its place; what is left over is grey, what is too much is marked. */
export function shares(parts: readonly { readonly amount: number; readonly colour: number }[], whole: number, said: string): Html {
  const sum = parts.reduce((all, p) => all + p.amount, 0);
  const most = Math.max(sum, whole);
  let x = 0;
  const drawn = parts.map(({ amount, colour }) => { const from = x; x += amount; return html`<rect class="c${colour % 8}" x="${px(from, most)}" width="${px(x, most) - px(from, most)}" height="14"/>`; });
  return html`<svg viewBox="0 0 ${wide} 14" preserveAspectRatio="none" role="img" aria-label="${said}"><rect class="rest" width="${wide}" height="14"/>${drawn}${sum > whole && html`<rect class="most" x="${px(whole, most)}" y="10" width="${wide - px(whole, most)}" height="4"/>`}</svg>`;
}

export interface Lane { readonly name: string; readonly colour: number; readonly days: readonly { readonly on: string; readonly what: string }[] }
/** Days in lanes along a line of years. */
export function calendar(lanes: readonly Lane[], said: string): Html | undefined {
  const days = lanes.flatMap((l) => l.days.map((d) => d.on)).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [from, until] = [Number(first.slice(0, 4)), Number(last.slice(0, 4)) + 1];
  const [left, right, step] = [130, 720, 34];
  const x = (day: string): number => Math.round(left + ((Date.parse(day) - Date.parse(`${from}-01-01`)) / (Date.parse(`${until}-01-01`) - Date.parse(`${from}-01-01`))) * (right - left));
  const height = lanes.length * step + 26;
  const years = Array.from({ length: until - from + 1 }, (_, i) => from + i);
  return html`<svg class="calendar" viewBox="0 0 750 ${height}" role="img" aria-label="${said}">
${years.map((y) => html`<line class="axis" x1="${x(`${y}-01-01`)}" x2="${x(`${y}-01-01`)}" y1="0" y2="${height - 20}"/>${y < until && html`<text class="tick" x="${x(`${y}-07-01`)}" y="${height - 4}" text-anchor="middle">${y}</text>`}
`)}${lanes.map((lane, i) => html`<text class="lane" x="0" y="${i * step + 22}">${lane.name}</text><line class="axis" x1="${left}" x2="${right}" y1="${i * step + 17}" y2="${i * step + 17}"/>${[...groupBy(lane.days, (d) => d.on)].map(([on, of]) => html`<g><title>${of.map((d) => `${on}: ${d.what}`).join('\n')}</title><circle class="c${lane.colour % 8}" cx="${x(on)}" cy="${i * step + 17}" r="9"/>${of.length > 1 && html`<text class="count" x="${x(on)}" y="${i * step + 21}" text-anchor="middle">${of.length}</text>`}</g>`)}
`)}</svg>`;
}
export const legend = (entries: readonly { readonly name: HtmlPart; readonly colour: number }[]): Html =>
  html`<ul class="legend">${entries.map(({ name, colour }) => html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="c${colour % 8}" width="10" height="10"/></svg>${name}</li>`)}</ul>`;
