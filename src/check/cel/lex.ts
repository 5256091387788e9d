// Splits a rule into tokens. Follows the lexis of CEL: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
import { RuleProblem } from './tree.ts';

export interface Token { readonly type: 'name' | 'int' | 'double' | 'string' | 'sign' | 'end'; readonly text: string; readonly value?: string | number; readonly start: number; readonly end: number }

const signs = /&&|\|\||==|!=|<=|>=|[<>!?:.,()[\]{}+\-*/%]/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /0[xX][0-9a-fA-F]+|[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+(?:[eE][+-]?[0-9]+)?/y;
const space = /(?:\s|\/\/[^\n]*)+/y;
const opening = /([rRbB]{0,2})('''|"""|'|")/y;
const escapes: Readonly<Record<string, string>> = { '\\': '\\', "'": "'", '"': '"', '`': '`', '?': '?', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  const eat = (pattern: RegExp): RegExpExecArray | null => { pattern.lastIndex = at; return pattern.exec(text); };
  const unlike = (expected: string, start: number, end: number): never => { throw new RuleProblem({ code: 'LW1421', expected, got: text.slice(start, end) || 'the end', start, end }); };
  while (at < text.length) {
    const blank = eat(space);
    if (blank) { at += blank[0].length; continue; }
    const start = at;
    const quote = eat(opening);
    if (quote) { found.push(string(quote, start)); continue; }
    const digits = eat(number);
    if (digits) {
      at += digits[0].length;
      if (/[A-Za-z_]/.test(text[at] ?? '')) throw new RuleProblem({ code: 'LW1422', construct: `the number ${digits[0]}${text[at]}`, instead: 'write an int without a suffix', start, end: at + 1 });
      const double = !/^0[xX]/.test(digits[0]) && /[.eE]/.test(digits[0]);
      const value = Number(digits[0]);
      if (!double && !Number.isSafeInteger(value)) throw new RuleProblem({ code: 'LW1422', construct: `the number ${digits[0]}`, instead: 'JSON in a browser or in CI holds whole numbers up to 2^53 exactly', start, end: at });
      found.push({ type: double ? 'double' : 'int', text: digits[0], value, start, end: at });
      continue;
    }
    const word = eat(name);
    const hit = word ?? eat(signs);
    if (!hit) unlike('an expression', start, start + 1);
    at += hit![0].length;
    found.push({ type: word ? 'name' : 'sign', text: hit![0], start, end: at });
  }
  return [...found, { type: 'end', text: '', start: text.length, end: text.length }];

  function string(quote: RegExpExecArray, start: number): Token {
    const [whole, prefix = '', delimiter = ''] = quote;
    if (/b/i.test(prefix)) throw new RuleProblem({ code: 'LW1422', construct: 'bytes', instead: 'compare text', start, end: start + whole.length });
    const raw = /r/i.test(prefix);
    let value = '';
    at += whole.length;
    while (!text.startsWith(delimiter, at)) {
      if (at >= text.length || (delimiter.length === 1 && text[at] === '\n')) unlike(`a closing ${delimiter}`, start, at);
      if (text[at] !== '\\') { value += text[at++]; continue; }
      if (raw) { value += text.slice(at, at + 2); at += 2; continue; }
      value += escaped();
    }
    at += delimiter.length;
    return { type: 'string', text: text.slice(start, at), value, start, end: at };
  }

  function escaped(): string {
    const next = text[at + 1] ?? '';
    if (next in escapes) { at += 2; return escapes[next] ?? ''; }
    const code = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2}))/y;
    const hit = eat(code);
    const point = hit ? Number.parseInt(hit[1] ?? hit[2] ?? hit[3] ?? hit[4] ?? '', hit[4] === undefined ? 16 : 8) : -1;
    if (!hit || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return unlike('an escape sequence', at, at + 2);
    at += hit[0].length;
    return String.fromCodePoint(point);
  }
}
