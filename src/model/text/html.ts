// HTML as a value: every text that enters is escaped, unless it is HTML already.

/** Text that is HTML. Only `html` makes it. */
export class Html {
  readonly text: string;
  constructor(text: string) { this.text = text; }
  toString(): string { return this.text; }
}
export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
/** Safe in text and in quoted attributes. Characters that HTML does not allow become the replacement character, line breaks survive. */
export const escapeHtml = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD').replace(/[&<>"'`]/g, (c) => entities[c]!);

const part = (value: HtmlPart): string => {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(part).join('');
  return escapeHtml(String(value));
};
/** ``html`<td title="${text}">${text}</td>` ``; attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html => new Html(strings.reduce((all, text, i) => all + text + part(parts[i]), ''));

/** An address that may stand in `href`; anything but a web or mail address leads nowhere. */
export const href = (address: string): string => (/^(https?:\/\/|mailto:)[^\s]+$/i.test(address) ? address : '#');
