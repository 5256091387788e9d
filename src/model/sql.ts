// SQL as PostgreSQL reads it: names and texts that mean nothing but themselves. https://www.postgresql.org/docs/current/sql-syntax-lexical.html
import { sha256 } from './digest.ts';

/** Longest identifier in bytes; PostgreSQL cuts what is longer without a word. */
const longest = 63;
/** A quoted identifier; too long a one is cut and carries eight hex digits of the whole, so that two never meet. */
export function identifier(...parts: readonly string[]): string {
  const whole = parts.join('_');
  const text = Buffer.byteLength(whole) <= longest ? whole : `${whole.slice(0, longest - 9)}_${sha256(whole).slice(0, 8)}`;
  return `"${text.replaceAll('"', '""')}"`;
}
/** A literal that holds whatever the setting `standard_conforming_strings` is: with `E''` where there is a backslash. */
export const literal = (text: string): string => (text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll('\'', '\'\'')}'` : `'${text.replaceAll('\'', '\'\'')}'`);

/**
 * Setting of a session that carries a claim, `app.tenant`. Each part of the name of such a setting must be an identifier; what a claim has beyond that is replaced, and eight hex digits tell it apart.
 * https://www.postgresql.org/docs/current/runtime-config-custom.html
 */
export function settingOf(claim: string): string {
  const plain = claim.toLowerCase().replace(/[^a-z0-9_]+/g, '_');
  return `app.${plain === claim ? plain : `${plain.replace(/^(?=\d)/, '_')}_${sha256(claim).slice(0, 8)}`}`;
}
