// Diagnostics for a terminal: the property, the sum, the way out; within 100 columns.
import { inert, placeText, type Located } from './located.ts';

export interface TextOptions {
  readonly color: boolean;
  readonly width: number;
  /** A line of a source file, if it can be had. */
  readonly sourceLine: (file: string, line: number) => string | undefined;
}
const codes = { error: '31;1', warning: '33;1', info: '36;1', waived: '2', dim: '2', bold: '1', good: '32' } as const;
export const paint = (on: boolean) => (style: keyof typeof codes, text: string): string => on ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;

export function textOf(diagnostic: Located, { color, width, sourceLine }: TextOptions): string {
  const dye = paint(color);
  const { code, severity, place, waived, environments } = diagnostic;
  const where = `${placeText(place)}${environments && environments.length > 0 ? `   (${environments.join(', ')})` : ''}`;
  const label = waived ? 'waived ' : severity === 'error' ? 'error  ' : severity === 'warning' ? 'warning' : 'info   ';
  const head = `${label}  ${code}  ${inert(diagnostic.what)}`;
  const oneLine = head.length + where.length + 3 <= width;
  const shown = head.replace(label, dye(waived ? 'waived' : severity, label));
  const lines = oneLine ? [`${shown}${' '.repeat(Math.max(3, width - head.length - where.length))}${dye('dim', where)}`] : [...wrap(shown, width, '         '), ...(where === '' ? [] : [`  ${dye('dim', where)}`])];
  if (waived) return [...lines, `  waived by ${waived.by} until ${waived.until}: ${inert(waived.because)}`].join('\n');
  lines.push(...excerpt(diagnostic, sourceLine, width, dye));
  for (const reason of diagnostic.why ?? []) lines.push(...hang(inert(reason), width));
  const tried = (diagnostic.remedies ?? []).filter((r) => r.tried);
  const words = (diagnostic.remedies ?? []).filter((r) => !r.tried);
  if (tried.length > 0) lines.push('  passes if you change one of:', ...columns(tried.map((r) => inert(r.text))).flatMap((line) => hang(line, width)));
  for (const { text } of words) lines.push(...wrap(`→ ${inert(text)}`, width, '  '));
  for (const { place: other, what } of diagnostic.relatedPlaces) lines.push(`  ${dye('dim', `${placeText(other)}  ${inert(what)}`)}`);
  return lines.join('\n');
}

function excerpt({ place }: Located, sourceLine: TextOptions['sourceLine'], width: number, dye: ReturnType<typeof paint>): readonly string[] {
  if (place?.line === undefined) return [];
  const source = sourceLine(place.file, place.line);
  if (source === undefined) return [];
  const number = String(place.line).padStart(4);
  const column = place.column ?? 1;
  // a long line is cut around the column, so that the mark stays in sight
  const room = width - 9;
  const from = column > room - 10 ? column - Math.floor(room / 2) : 0;
  const whole = inert(source.replaceAll('\t', ' ')).trimEnd();
  const cut = whole.slice(from, from + room);
  const text = `${from > 0 ? '…' : cut.slice(0, 1)}${cut.slice(1, -1)}${from + room < whole.length ? '…' : cut.length > 1 ? cut.slice(-1) : ''}`;
  const length = Math.max(1, Math.min((place.endColumn ?? column + (/^(?:new\s+)?[\w$.]+/.exec(whole.slice(column - 1))?.[0].length ?? 1)) - column, room - (column - from) + 1));
  const note = place.exact === false ? '  set here or before' : '';
  return [`${number} | ${text}`, `${' '.repeat(4)} | ${' '.repeat(Math.max(0, column - 1 - from))}${dye('bold', '^'.repeat(length))}${note}`];
}

/** A reason; what does not fit on its line goes on below what its label introduces. */
function hang(text: string, width: number): readonly string[] {
  const label = /^\S(?:\S| (?! ))*?(?::|  ) */.exec(text)?.[0].length ?? 0;
  const [first = '', ...rest] = wrap(text, width, '     ');
  const under = label > 0 && label < 24 ? 5 + label : 5;
  return rest.length === 0 ? [first] : [first, ...wrap(rest.map((l) => l.trim()).join(' '), width, ' '.repeat(under))];
}
/** What an edit brings stands in a column of its own. */
function columns(texts: readonly string[]): readonly string[] {
  const parts = texts.map((t) => t.split(/ {2,}(.*)/s));
  const widest = Math.max(...parts.map(([left = '']) => left.length));
  return parts.map(([left = '', right]) => right === undefined ? left : `${left.padEnd(widest)}  ${right}`);
}

/** Breaks at spaces; arithmetic that is set in columns fits as it is. */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/(?<=\S) (?=\S)/)) {
      if (line !== '' && indent.length + line.length + 1 + word.length > width) { lines.push(indent + line); line = word; } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(indent + line);
  }
  // the head of a finding stands at the margin
  if (text.startsWith('error') || text.startsWith('warning') || text.startsWith('info') || text.startsWith('waived') || text.startsWith('\u001b')) lines[0] = lines[0]!.trimStart();
  return lines;
}
