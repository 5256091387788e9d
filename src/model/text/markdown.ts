// Markdown as a value: every text that enters is escaped, so that it comes out of a CommonMark or GitHub renderer as the same characters.

/** Text that is Markdown. Only the functions of this file, `mermaidBlock` and `frontMatter` make it. */
export class Markdown {
  readonly text: string;
  constructor(text: string) { this.text = text; }
  toString(): string { return this.text; }
}
export type MarkdownPart = Markdown | string | number | undefined | false | readonly MarkdownPart[];

// Any ASCII punctuation may be escaped by a backslash (https://spec.commonmark.org/0.31.2/#backslash-escapes); these are the ones that start something within a line,
// with links that GitHub makes by itself (https://github.github.com/gfm/#autolinks-extension-) and mathematics.
const inline = /[\\`*_{}[\]<>|~&$^#]|:(?=\S)|@|(?<=www)\./gi;
/** Words in which nothing can start, as most texts are: one look is a fraction of what escaping takes. */
const PLAIN = /^(?!.*www)[a-z(][a-z0-9(),.;'"/%=!?+-]*(?: [a-z0-9(),.;'"/%=!?+-]+)*$/i;
/** One line of text, safe anywhere in Markdown, table cells included; line breaks become `<br>`. */
export const escapeMarkdown = (text: string): string => PLAIN.test(text) ? text : text.replace(/\r\n?/g, '\n').split('\n').map(line).join('<br>');

const line = (text: string): string => text
  .replace(/[\0-\x08\x0B-\x1F\x7F-\x9F]/g, '\uFFFD').replace(/\t/g, ' ')
  .replace(inline, (c) => `\\${c}`)
  // What would start a list or underline a heading.
  .replace(/^(\s*)([-+=]|\d+[.)](?=\s|$))/, (_, space: string, mark: string) => `${space}${mark.length > 1 ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`}`)
  // Spaces at either end would be lost, or start code; some renderers take line separators for line breaks.
  .replace(/^\s+|\s+$| (?= )|[\u2028\u2029]/g, (spaces) => [...spaces].map((c) => `&#${c.codePointAt(0)};`).join(''));

const part = (value: MarkdownPart): string => {
  if (value === undefined || value === false) return '';
  if (value instanceof Markdown) return value.text;
  if (typeof value === 'object') return value.map(part).join('');
  return escapeMarkdown(String(value));
};
/** ``md`## ${title}` ``: text that is put in is escaped, Markdown and lists of it are taken as they are. */
export const md = (strings: TemplateStringsArray, ...parts: readonly MarkdownPart[]): Markdown => new Markdown(strings.reduce((all, text, i) => all + text + part(parts[i]), ''));

/** A table with a header; cells are text or Markdown. */
export function mdTable(head: readonly MarkdownPart[], rows: readonly (readonly MarkdownPart[])[]): Markdown {
  const row = (cells: readonly MarkdownPart[]) => `| ${cells.map(part).join(' | ')} |`;
  return new Markdown([row(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(row)].join('\n'));
}
/** Blocks with an empty line between them; empty blocks vanish. */
export const mdBlocks = (...blocks: readonly (Markdown | undefined | false)[]): Markdown =>
  new Markdown(blocks.filter((b) => b instanceof Markdown && b.text !== '').map((b) => (b as Markdown).text).join('\n\n'));
export const mdList = (items: readonly MarkdownPart[]): Markdown => new Markdown(items.map((i) => `- ${part(i)}`).join('\n'));
/** Text as it is, in a fence that nothing in it can close. */
export function mdCode(language: string, text: string): Markdown {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return new Markdown(`${fence}${language}\n${text.replace(/[\0-\x08\x0B-\x1F\x7F-\x9F]/g, '\uFFFD')}\n${fence}`);
}
/** A link to a file beside the document, or to a page. Its text is a name: renderers do not agree on escapes in the text of a link. */
export const mdLink = (name: string, to: string): Markdown => new Markdown(`[${part(name)}](${encodeURI(to).replace(/[()\\]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)})`);
