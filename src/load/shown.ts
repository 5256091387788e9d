// Text that comes out of a project, made harmless for terminals and logs: what could move a cursor, start a line or turn text around is spelt out.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/gu;

/** One line, at most `max` characters. `::error` at its start is no command of a log: whoever prints it puts something before. */
export function shown(text: string, max = 300): string {
  const short = text.length > max ? `${text.slice(0, max - 1)}…` : text;
  return short.replace(UNSAFE, (c) => c === '\n' ? '\\n' : c === '\t' ? '\\t' : `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
