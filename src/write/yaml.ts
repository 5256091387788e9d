// YAML text: small, fast, the same bytes each time. Read alike by YAML 1.1 and 1.2, because whatever could be read two ways is quoted.
import { isObject, type Json } from '../model/json.ts';

/** What may stand in a plain scalar outside of flow collections. https://yaml.org/spec/1.2.2/#733-plain-style */
const INSIDE = tableOf(/[\w./@+=,;()'"*&$%?!~<>|\\^{}[\]#-]/);
/** First a letter, a bracket of an expression or a flag's dashes: no number, date, tag, anchor or indicator begins so. */
const FIRST = tableOf(/[A-Za-z/($]/);
const [DASH, COLON, BLANK, HASH] = ['-', ':', ' ', '#'].map((c) => c.charCodeAt(0));
function tableOf(set: RegExp): Uint8Array { return Uint8Array.from({ length: 128 }, (_, code) => set.test(String.fromCharCode(code)) ? 1 : 0); }
/** A digit first, and something in it that no number, time or date has: an address block, a schedule, an expression. */
const COUNTED = /^\d.*[/*(]/;
/** What YAML 1.1 or 1.2 reads as boolean or null (https://yaml.org/type/bool.html), and `e5`, which some parsers of 1.1 take for a number. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?\d+)$/i;
/** Kubernetes quantities and durations: a unit after the digits makes them text in both versions. */
const QUANTITY = /^(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:Ki|Mi|Gi|Ti|Pi|ms|m|s|h|d|w|k|M|G|T|%)|(?:\d+(?:h|ms|m|s))+)$/;
/** Printable, with quotes or backslashes that JSON would escape: between single quotes only those themselves are doubled. */
const QUOTED_ONCE = /^(?=.*["\\])[ -~]*$/;
/** Multi-line text that a block literal does not carry, or not visibly: unprintable characters, blanks at the start or at the end of a line, empty lines at the end. */
const UNSAFE_IN_BLOCK = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|^[ \t\n]|[ \t](?:\n|$)|\n\n$/;
/** Characters that JSON leaves as they are, though YAML folds or forbids them. https://yaml.org/spec/1.2.2/#51-character-set */
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
/** An implicit key may have 1,024 characters. https://yaml.org/spec/1.2.2/#example-single-pair-explicit-entry */
const LONGEST_KEY = 1000;

/** No `: `, ` #`, two blanks, or blank at the end. Asked for every word that is written: a loop over codes takes a third of what an expression takes. */
function isInside(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (INSIDE[code] === 1) continue;
    const next = text.charCodeAt(i + 1);
    if (code === COLON ? Number.isNaN(next) || next === BLANK : code !== BLANK || INSIDE[next] !== 1 || next === HASH) return false;
  }
  return true;
}
function isPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return QUANTITY.test(text) || (COUNTED.test(text) && isInside(text));
  const begins = FIRST[first] === 1 || (first === DASH && /^--?[A-Za-z]/.test(text));
  return begins && isInside(text) && !WORD.test(text);
}

/** A string as one line: plain where that is safe, else in the quotes that need fewer escapes. */
export function scalar(text: string): string {
  if (isPlain(text)) return text;
  if (QUOTED_ONCE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(ESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A block literal has the text's own lines, so a diff of a query or a script reads as one. */
function text(value: string, indent: string): string {
  if (!value.includes('\n') || UNSAFE_IN_BLOCK.test(value)) return scalar(value);
  const chomp = value.endsWith('\n') ? '' : '-';
  const body = chomp === '-' ? value : value.slice(0, -1);
  return `|${chomp}\n${body.split('\n').map((line) => line === '' ? '' : indent + line).join('\n')}`;
}

// JSON writes 1e21 without a point, which YAML 1.1 reads as text.
const number = (value: number): string => {
  const digits = JSON.stringify(value);
  return digits.includes('e') && !digits.includes('.') ? digits.replace('e', '.0e') : digits;
};

/** A scalar or an empty collection; `indent` is that of the lines below it. */
export const leaf = (value: Json, indent: string): string => {
  if (typeof value === 'string') return text(value, indent);
  return empty(value) ?? (typeof value === 'number' ? number(value) : String(value));
};

export const key = (name: string, indent: string): string => {
  const written = scalar(name);
  return written.length <= LONGEST_KEY ? `${written}:` : `? ${written}\n${indent}:`;
};

/** The lines of a map or list that is not empty; `lead` stands before the first. */
export function block(value: Json, indent: string, lead = indent): string {
  const lines: string[] = [];
  put(value, indent, lead, lines);
  return lines.join('');
}

function put(value: Json, indent: string, lead: string, lines: string[]): void {
  const deeper = `${indent}  `;
  let before = lead;
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) {
      if (isCollection(element)) put(element, deeper, `${before}- `, lines); else lines.push(before, '- ', leaf(element ?? null, deeper), '\n');
      before = indent;
    }
    return;
  }
  for (const name in value as object) {
    const child = (value as { readonly [k: string]: Json | undefined })[name];
    if (child === undefined) continue;
    lines.push(before, key(name, indent));
    if (isCollection(child)) { lines.push('\n'); put(child, deeper, deeper, lines); } else lines.push(' ', leaf(child, deeper), '\n');
    before = indent;
  }
}

export const isCollection = (value: Json | undefined): boolean => typeof value === 'object' && value !== null && empty(value) === undefined;

function empty(value: Json): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  if (!isObject(value)) return undefined;
  for (const name in value) if (value[name] !== undefined) return undefined;
  return '{}';
}

/** The value as one YAML document, keys in the order they have; ends with a line feed. */
export const yaml = (value: Json): string => {
  if (isCollection(value)) return block(value, '');
  return `${leaf(value, '  ')}\n`;
};
