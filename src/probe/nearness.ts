// Nearness: how plainly a value shows in a line. Of several causes the one that a reader recognises comes first.

const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if ('$ref' in value) return [String(value.$ref).split('/').at(-1)!];
  if ('$secret' in value) return [String(value.$secret), ...String(value.$secret).split('/')];
  return [];
};
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]/g, '');

/** 3: it is the value; 2: it stands in it as a word; 1: it shows in another spelling; 0: not at all. */
export function nearness(cause: unknown, line: string): 0 | 1 | 2 | 3 {
  const own = texts(cause).filter((t) => t !== '');
  if (own.some((t) => t === line)) return 3;
  if (own.some((t) => word(t, line))) return 2;
  return own.some((t) => t.length >= 4 && plain(t).length >= 4 && plain(line).includes(plain(t))) ? 1 : 0;
}
function word(text: string, line: string): boolean {
  for (let i = line.indexOf(text); i >= 0; i = line.indexOf(text, i + 1)) if (!/[A-Za-z0-9]/.test(line[i - 1] ?? '') && !/[A-Za-z0-9]/.test(line[i + text.length] ?? '')) return true;
  return false;
}
