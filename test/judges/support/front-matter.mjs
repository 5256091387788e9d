// The front matter of a Markdown document, and what comes after it.
import { yamlDocuments } from './files.mjs';

const HEAD = /^---\n([\s\S]*?)\n---\n/;
/** `data` is undefined where the document has none. */
export function split(text) {
  const found = HEAD.exec(text);
  return found ? { data: yamlDocuments(found[1])[0] ?? {}, body: text.slice(found[0].length), lines: found[0].split('\n').length - 1 } : { data: undefined, body: text, lines: 0 };
}
