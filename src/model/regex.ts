// Matches the part of RE2's syntax that rules may use, in linear time. JavaScript's own RegExp reads some patterns differently and can run for hours
// on a hostile value. Syntax: https://github.com/google/re2/wiki/Syntax ; method: https://swtch.com/~rsc/regexp/regexp1.html (sets of states).

type Node =
  | { readonly is: 'set'; readonly ranges: readonly (readonly [number, number])[]; readonly negated: boolean }
  | { readonly is: 'edge'; readonly at: 'start' | 'end' | 'word' | 'inside' }
  | { readonly is: 'sequence' | 'choice'; readonly of: readonly Node[] }
  | { readonly is: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };
type Step = { readonly do: 'set'; readonly test: (c: number) => boolean; to: number } | { readonly do: 'edge'; readonly at: string; to: number }
  | { readonly do: 'split'; to: number; or: number } | { readonly do: 'match' };
export type Regex = (text: string) => boolean;

const digit = [[48, 57]] as const, word = [[48, 57], [65, 90], [95, 95], [97, 122]] as const, space = [[9, 10], [12, 13], [32, 32]] as const;
const classes: Readonly<Record<string, readonly (readonly [number, number])[]>> = { d: digit, w: word, s: space };
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const top = 0x10ffff;
/** RE2 refuses repetition counts above this; so does the size of what they expand to here. */
const maxRepeat = 1000, maxSteps = 10_000;
const isWord = (c: number | undefined): boolean => c !== undefined && word.some(([a, b]) => c >= a && c <= b);
const complement = (ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] => {
  const out: (readonly [number, number])[] = [];
  let from = 0;
  for (const [a, b] of ranges) { if (a > from) out.push([from, a - 1]); from = b + 1; }
  return [...out, [from, top]];
};
class PatternProblem extends Error {}

/** The matcher of a pattern (found anywhere in the text, as CEL's `matches`), or what is wrong with it. */
export function compileRegex(pattern: string): Regex | string {
  try {
    const tree = parsePattern(pattern);
    return matcher(program(tree), beginningOf(tree));
  } catch (e) {
    if (e instanceof PatternProblem) return e.message;
    throw e;
  }
}

function parsePattern(pattern: string): Node {
  const chars = Array.from(pattern, (c) => c.codePointAt(0)!);
  let at = 0, anyCase = false, dotAll = false;
  const peek = (offset = 0): string => { const c = chars[at + offset]; return c === undefined ? '' : String.fromCodePoint(c); };
  const refuse = (what: string): never => { throw new PatternProblem(what); };
  const take = (sign: string): boolean => peek() === sign && at++ >= 0;
  const tree = choice();
  if (at < chars.length) refuse(`a ${peek()} without its beginning`);
  return tree;

  function choice(): Node {
    const of = [sequence()];
    while (take('|')) of.push(sequence());
    return of.length === 1 ? of[0]! : { is: 'choice', of };
  }
  function sequence(): Node {
    const of: Node[] = [];
    while (at < chars.length && peek() !== '|' && peek() !== ')') of.push(repeated());
    return { is: 'sequence', of };
  }
  function repeated(): Node {
    const of = atom();
    const count = quantifier();
    if (!count) return of;
    take('?'); // a lazy one matches the same texts
    if ('*+?'.includes(peek() || ' ') || quantifier()) refuse('a repetition of a repetition');
    return { is: 'repeat', of, min: count[0], max: count[1] };
  }
  function quantifier(): readonly [number, number] | undefined {
    if (take('*')) return [0, Infinity];
    if (take('+')) return [1, Infinity];
    if (take('?')) return [0, 1];
    const counted = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(String.fromCodePoint(...chars.slice(at, at + 24)));
    if (!counted) return undefined;
    at += counted[0].length;
    const min = Number(counted[1]), max = counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Infinity;
    if (min > maxRepeat || (max !== Infinity && max > maxRepeat) || max < min) refuse(`the repetition ${counted[0]}: RE2 counts to ${maxRepeat}`);
    return [min, max];
  }
  function atom(): Node {
    const c = chars[at++]!;
    switch (String.fromCodePoint(c)) {
      case '(': return group();
      case '[': return bracket();
      case '.': return { is: 'set', ranges: dotAll ? [] : [[10, 10]], negated: true };
      case '^': return { is: 'edge', at: 'start' };
      case '$': return { is: 'edge', at: 'end' };
      case '\\': return escape();
      case '*': case '+': case '?': return refuse('a repetition of nothing');
      default: return one(c);
    }
  }
  function one(c: number): Node { return set([[c, c]]); }
  function set(ranges: readonly (readonly [number, number])[], negated = false): Node {
    if (!anyCase) return { is: 'set', ranges, negated };
    const both = ranges.flatMap(([a, b]): (readonly [number, number])[] => {
      if (b > 127 && a <= b) refuse('letters outside ASCII without regard to case');
      const upper: readonly [number, number] = [Math.max(a, 97) - 32, Math.min(b, 122) - 32], lower: readonly [number, number] = [Math.max(a, 65) + 32, Math.min(b, 90) + 32];
      return [[a, b], ...(upper[0] <= upper[1] ? [upper] : []), ...(lower[0] <= lower[1] ? [lower] : [])];
    });
    return { is: 'set', ranges: both, negated };
  }
  function group(): Node {
    const [wasAnyCase, wasDotAll] = [anyCase, dotAll];
    if (take('?')) {
      const named = /^P?<[A-Za-z_]\w*>/.exec(String.fromCodePoint(...chars.slice(at, at + 60)));
      if (named) at += named[0].length;
      else {
        const flags = /^([is]*)(\)|:)/.exec(String.fromCodePoint(...chars.slice(at, at + 8))) ?? refuse(`(?${peek()}: RE2 has no look-around, and the subset only the flags i and s`);
        at += flags[0].length;
        if (flags[1]!.includes('i')) anyCase = true;
        if (flags[1]!.includes('s')) dotAll = true;
        if (flags[2] === ')') return { is: 'sequence', of: [] }; // holds to the end of the group around it
      }
    }
    const inside = choice();
    if (!take(')')) refuse('a ( without its )');
    [anyCase, dotAll] = [wasAnyCase, wasDotAll];
    return inside;
  }
  function escape(): Node {
    const c = peek();
    if (c === 'b' || c === 'B') { at++; return { is: 'edge', at: c === 'b' ? 'word' : 'inside' }; }
    if (c === 'A' || c === 'z') { at++; return { is: 'edge', at: c === 'A' ? 'start' : 'end' }; }
    const ranges = classEscape();
    return ranges ? { is: 'set', ranges, negated: false } : one(character());
  }
  function classEscape(): readonly (readonly [number, number])[] | undefined {
    const ranges = classes[peek().toLowerCase()];
    if (!ranges) return undefined;
    return String.fromCodePoint(chars[at++]!) < 'a' ? complement(ranges) : ranges;
  }
  /** One character after a backslash. */
  function character(): number {
    const c = chars[at++] ?? refuse('a \\ at the end');
    const text = String.fromCodePoint(c);
    if (controls[text] !== undefined) return controls[text];
    if (text === 'x') {
      const hex = /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,6})\})/.exec(String.fromCodePoint(...chars.slice(at, at + 8))) ?? refuse('\\x without two hex digits');
      at += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2]!, 16);
    }
    if (/[A-Za-z0-9]/.test(text) || c > 127) refuse(`\\${text}: RE2 has no back references, and the subset no Unicode classes`);
    return c;
  }
  function bracket(): Node {
    const negated = take('^');
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || peek() !== ']'; first = false) {
      if (at >= chars.length) refuse('a [ without its ]');
      if (peek() === '[' && peek(1) === ':') refuse('[:name:]: write the characters');
      if (peek() === '\\') { const known = (at++, classEscape()); if (known) { ranges.push(...known); continue; } at--; }
      const from = member();
      if (peek() !== '-' || peek(1) === ']' || peek(1) === '') { ranges.push([from, from]); continue; }
      at++;
      const to = member();
      if (to < from) refuse('a range that runs backwards');
      ranges.push([from, to]);
    }
    at++;
    return set(ranges, negated);
  }
  function member(): number { return take('\\') ? character() : chars[at++] ?? refuse('a [ without its ]'); }
}

function program(tree: Node): readonly Step[] {
  const steps: Step[] = [];
  const add = (step: Step): number => { if (steps.length >= maxSteps) throw new PatternProblem('repetitions that multiply'); return steps.push(step) - 1; };
  /** Adds the steps of a node that go on to `to`; returns where they begin. Built from the end. */
  const build = (node: Node, to: number): number => {
    switch (node.is) {
      case 'set': { const { ranges, negated } = node; return add({ do: 'set', test: (c) => { for (const [a, b] of ranges) if (c >= a && c <= b) return !negated; return negated; }, to }); }
      case 'edge': return add({ do: 'edge', at: node.at, to });
      case 'sequence': return node.of.reduceRight((then, part) => build(part, then), to);
      case 'choice': return node.of.map((part) => build(part, to)).reduceRight((or, branch) => add({ do: 'split', to: branch, or }));
      case 'repeat': {
        let then = to;
        if (node.max === Infinity) { const loop = add({ do: 'split', to: -1, or: to }); (steps[loop] as { to: number }).to = build(node.of, loop); then = loop; }
        else for (let i = node.min; i < node.max; i++) then = add({ do: 'split', to: build(node.of, then), or: to });
        for (let i = 0; i < node.min; i++) then = build(node.of, then);
        return then;
      }
    }
  };
  const match = add({ do: 'match' });
  const start = build(tree, match);
  return [...steps, { do: 'split', to: start, or: start }];
}

/** Text that every match begins with; the search jumps from one place where it occurs to the next. */
function beginningOf(tree: Node): string {
  if (tree.is === 'set') { const [a, b] = tree.ranges[0] ?? [0, -1]; return tree.ranges.length === 1 && a === b && !tree.negated ? String.fromCodePoint(a) : ''; }
  if (tree.is !== 'sequence') return '';
  let text = '';
  for (const part of tree.of) { const next = beginningOf(part); text += next; if (part.is !== 'set' || next === '') break; }
  return text;
}

/** Runs all states side by side; `seen` holds the position at which a state was last entered, so that nothing is cleared in between. */
function matcher(steps: readonly Step[], beginning: string): Regex {
  const start = steps.length - 1;
  return (text) => {
    const seen = new Int32Array(steps.length).fill(-1);
    let states: number[] = [], then: number[] = [];
    for (let unit = 0; ;) {
      if (states.length === 0 && beginning !== '') unit = text.indexOf(beginning, unit);
      if (unit === -1) return false;
      const c = text.codePointAt(unit);
      const before = unit === 0 ? undefined : text.charCodeAt(unit - 1);
      if (text.startsWith(beginning, unit)) states.push(start);
      for (let at = states.pop(); at !== undefined; at = states.pop()) {
        if (seen[at] === unit) continue;
        seen[at] = unit;
        const step = steps[at]!;
        if (step.do === 'match') return true;
        if (step.do === 'split') states.push(step.or, step.to);
        else if (step.do === 'set') { if (c !== undefined && step.test(c)) then.push(step.to); }
        else if (holds(step.at, before, c)) states.push(step.to);
      }
      if (c === undefined) return false;
      unit += c > 0xffff ? 2 : 1;
      [states, then] = [then, states];
    }
  };
}
function holds(edge: string, before: number | undefined, after: number | undefined): boolean {
  if (edge === 'start') return before === undefined;
  if (edge === 'end') return after === undefined;
  return (isWord(before) !== isWord(after)) === (edge === 'word');
}
