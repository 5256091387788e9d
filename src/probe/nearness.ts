// Nearness: how plainly a value shows in a line. Of several causes the one that a reader recognises comes first.

const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if ('$ref' in value) return [String(value.$ref).split('/').at(-1)!];
  if ('$secret' in value) return [String(value.$secret), ...String(value.$secret).split('/')];
  return [];
};
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]/g, '');

/** 3: it is the value; from 2: it, or a long part of it, stands in it, the longer the nearer; 1: it shows in another spelling; 0: not at all. */
export function nearness(cause: unknown, line: string): number {
  return Math.max(0, ...texts(cause).filter((t) => t !== '').map((text) => {
    if (text === line) return 3;
    const run = word(text, line) ? text.length : shared(text, line);
    if (run > 0) return 2 + run / (line.length + 1);
    return plain(text).length >= 4 && plain(line).includes(plain(text)) ? 1 : 0;
  }));
}
function word(text: string, line: string): boolean {
  for (let i = line.indexOf(text); i >= 0; i = line.indexOf(text, i + 1)) if (!/[A-Za-z0-9]/.test(line[i - 1] ?? '') && !/[A-Za-z0-9]/.test(line[i + text.length] ?? '')) return true;
  return false;
}
/** Length of the longest run that both have, if it is too long to be by chance. */
function shared(text: string, line: string): number {
  let longest = 0;
  for (let i = 0; i + longest < Math.min(text.length, 500); i++) while (i + longest < text.length && line.includes(text.slice(i, i + longest + 1))) longest++;
  return longest >= 20 ? longest : 0;
}
