// Characters that no declaration may hold: those that nobody sees, and that end lines, move cursors or turn text around in some reader of what is emitted.
import { textsIn, type Path } from './json.ts';

// Tab and line breaks are text. Half a surrogate pair and noncharacters are in no file that is UTF-8 (https://www.unicode.org/faq/private_use.html#nonchar4);
// a byte order mark at the beginning of a text is taken away by some readers, Terraform among them;
// line separators are text to some readers and end a line for others: kustomize writes them into block literals that its own parser then ends there;
// overrides and isolates show a reviewer something else than is there (https://trojansource.codes).
const unsayable = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028-\u202e\u2066-\u2069\ufeff]/u;
const names = (code: number): string => {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 'a control character';
  if (code >= 0xd800 && code <= 0xdfff) return 'half of a character';
  if (code === 0x2028 || code === 0x2029) return 'a line break to some readers only';
  if (code === 0xfeff) return 'a byte order mark';
  return code >= 0x2000 && code < 0x2070 ? 'a mark that turns text around' : 'a code that stands for no character';
};

export interface Unsayable { readonly path: Path; /** In the name of the property. */ readonly key?: true; readonly character: string }
function characterIn(text: string): string {
  const code = unsayable.exec(text)![0].codePointAt(0)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}, ${names(code)}`;
}

/** Every text and every key of a value that holds one, with the first that it holds. */
export const unsayableIn = (value: unknown): readonly Unsayable[] =>
  textsIn(value, (text) => unsayable.test(text)).map(({ path, text, key }) => ({ path, ...(key ? { key } : {}), character: characterIn(text) }));
