// Compiles a rule to Rego v1. CEL's errors become Rego's undefined, so every part is a valued function: true, false, or no value.
// Never Rego's `not` inside a rule: it would make an error true. Only the verdict at the end uses it, where an error refuses.
import { freeNames, type Cel } from './tree.ts';
import { typeOf, type Type } from './types.ts';

/** Rules that define `rule(variables...)`, formatted as `opa fmt` does; `usesLibrary`: they call `cel.*`. */
export interface Rego { readonly text: string; readonly usesLibrary: boolean }

// https://www.openpolicyagent.org/docs/policy-reference#reserved-names
const keywords = new Set(['as', 'contains', 'data', 'default', 'else', 'every', 'false', 'if', 'in', 'import', 'input', 'package', 'not', 'null', 'some', 'true', 'with']);
const taken = new Set([...keywords, 'cel', 'objects', 'rule', 'count', 'regex', 'startswith', 'endswith', 'is_boolean', 'xs', 'out', 'deny', '_']);
const text = (value: unknown): string => JSON.stringify(value);
const words: Readonly<Record<string, string>> = { and: 'both', or: 'either', if: 'choice', all: 'every', exists: 'any', exists_one: 'one', filter: 'those', map: 'each', optional: 'or_else' };
const orderings: Readonly<Record<string, string>> = { '<': 'less', '<=': 'at_most', '>': 'more', '>=': 'at_least' };

/** A clause as `opa fmt` writes it, which leaves out what goes without saying. */
const clause = (head: string, value: string, condition: string): string =>
  condition === 'true' ? `${head} := ${value}` : value === 'true' ? `${head} if ${condition}` : `${head} := ${value} if ${condition}`;

export function toRego(source: string, tree: Cel, variables: readonly string[]): Rego {
  const blocks: string[] = [];
  let count = 0, usesLibrary = false;
  const library = (name: string, ...args: readonly string[]): string => { usesLibrary = true; return `cel.${name}(${args.join(', ')})`; };
  const local = (name: string): string => taken.has(name) || /_\d+$/.test(name) ? `${name}_` : name;
  const slice = (part: Cel): string => source.slice(part.start, part.end).replace(/\s+/g, ' ');

  const known = new Map<string, string>();
  const reads = freeNames(tree);
  const body = term(tree, {});
  blocks.unshift(`rule(${variables.map((v) => reads.includes(v) ? v : '_').join(', ')}) := ${body}`);
  return { text: `${blocks.join('\n\n')}\n`, usesLibrary };

  /** Adds a function of what a part reads, unless one for the same text is there; returns a call of it. Numbered from the outside in, as a reader meets them.
   * A clause gets the parts that it reads: `opa check --strict` wants `_` for what a clause does not use. */
  function helper(part: Cel, word: string, clauses: (head: (...reads: readonly Cel[]) => string) => readonly string[]): string {
    const key = source.slice(part.start, part.end), names = freeNames(part);
    const there = known.get(key);
    if (there !== undefined) return there;
    const name = `${word}_${++count}`;
    const applied = (args: readonly string[]): string => args.length === 0 ? name : `${name}(${args.join(', ')})`;
    const call = applied(names.map(local));
    known.set(key, call);
    const place = blocks.push('') - 1;
    const head = (...parts: readonly Cel[]): string => { const used = parts.flatMap(freeNames); return applied(names.map((n) => used.includes(n) ? local(n) : '_')); };
    const [first, ...rest] = clauses(head);
    blocks[place] = [`# ${slice(part)}\n${first}`, ...rest].join('\n\n');
    return call;
  }

  /** A Rego term that has the value of the part, or none where CEL has an error. */
  function term(part: Cel, bound: Readonly<Record<string, Type>>): string {
    const of = (inner: Cel): string => term(inner, bound);
    switch (part.op) {
      case 'literal': return text(part.value);
      case 'variable': return local(part.name);
      case 'list': return `[${part.items.map(of).join(', ')}]`;
      case 'field': return `${of(part.of)}${/^[A-Za-z_]\w*$/.test(part.name) && !keywords.has(part.name) ? `.${part.name}` : `[${text(part.name)}]`}`;
      case 'index': return part.key.op === 'literal' && typeof part.key.value === 'string' ? of({ ...part, op: 'field', name: part.key.value }) : `${of(part.of)}[${of(part.key)}]`;
      case 'has': return library('has_field', of(part.of), text(part.name));
      case 'not': return library('negate', of(part.of));
      case 'negate': return part.of.op === 'literal' ? `-${text(part.of.value)}` : library('opposite', of(part.of));
      case 'and': return helper(part, words['and']!, (head) => [`${head(...part.parts)} if {\n${part.parts.map((p) => `\t${isTrue(p, bound)}\n`).join('')}}`, ...part.parts.map((p) => `${head(p)} := false if ${isFalse(p, bound)}`)]);
      case 'or': return helper(part, words['or']!, (head) => [...part.parts.map((p) => clause(head(p), 'true', isTrue(p, bound))), `${head(...part.parts)} := false if {\n${part.parts.map((p) => `\t${isFalse(p, bound)}\n`).join('')}}`]);
      case 'if': return helper(part, words['if']!, (head) => [clause(head(part.then, part.test), of(part.then), isTrue(part.test, bound)), clause(head(part.otherwise, part.test), of(part.otherwise), isFalse(part.test, bound))]);
      case 'optional': return optional(part, bound);
      case 'each': return each(part, bound);
      case 'call': return call(part, of);
      case 'binary': return binary(part.operator, of(part.left), of(part.right));
    }
  }
  /** Through the library where the type is not known: OPA would narrow it by a literal, and refuse another use of it in the same clause. */
  function isBool(part: Cel, bound: Readonly<Record<string, Type>>, wanted: boolean): string {
    const value = term(part, bound);
    if (typeOf(part, bound) !== 'bool') return library('same', value, String(wanted));
    return wanted ? value : `${value} == false`;
  }
  function isTrue(part: Cel, bound: Readonly<Record<string, Type>>): string { return isBool(part, bound, true); }
  function isFalse(part: Cel, bound: Readonly<Record<string, Type>>): string { return isBool(part, bound, false); }

  function call(part: Cel & { readonly op: 'call' }, of: (inner: Cel) => string): string {
    if (part.method === 'size') return library('size', of(part.on));
    const [on, argument] = [of(part.on), of(part.argument!)];
    return part.method === 'matches' ? `regex.match(${argument}, ${on})` : `${part.method.toLowerCase()}(${on}, ${argument})`;
  }
  function binary(operator: string, left: string, right: string): string {
    if (operator === '==') return library('same', left, right);
    if (operator === '!=') return library('different', left, right);
    if (operator === 'in') return library('member', left, right);
    return library(orderings[operator] ?? (operator === '+' ? 'add' : 'subtract'), left, right);
  }

  function optional(part: Cel & { readonly op: 'optional' }, bound: Readonly<Record<string, Type>>): string {
    const found = part.steps.reduce((at, step) => library('step', at, term(step, bound)), `[${term(part.of, bound)}]`);
    const { otherwise } = part;
    if (!otherwise) return library('different', found, '[]');
    return helper(part, words['optional']!, (head) => [`${head(part.of)} := ${found}[0]`, clause(head(part.of, otherwise), term(otherwise, bound), `${found} == []`)]);
  }

  function each(part: Cel & { readonly op: 'each' }, bound: Readonly<Record<string, Type>>): string {
    const range = typeOf(part.of, bound);
    const inner = { ...bound, [part.variable]: typeof range === 'object' ? range.list : 'any' as const };
    return helper(part, words[part.macro]!, (head) => {
      const whole = head(part), xs = library('elements', term(part.of, bound));
      const reads = freeNames(part.body).includes(part.variable), x = local(part.variable), some = reads ? x : '_';
      const value = term(part.body, inner), truth = isTrue(part.body, inner), untruth = isFalse(part.body, inner);
      const every = (condition: string): string => `\txs := ${xs}\n\tevery ${some} in xs {\n\t\t${condition}\n\t}\n`;
      switch (part.macro) {
        case 'all': return [`${whole} if {\n${every(truth)}}`, `${whole} := false if {\n\tsome ${some} in ${xs}\n\t${untruth}\n}`];
        case 'exists': return [`${whole} if {\n\tsome ${some} in ${xs}\n\t${truth}\n}`, `${whole} := false if {\n${every(untruth)}}`];
        case 'filter': return [`${whole} := [${x} | some ${x} in xs; ${truth}] if {\n${every(`is_boolean(${value})`)}}`];
        case 'exists_one': return [`${whole} := count([1 | some ${some} in xs; ${truth}]) == 1 if {\n${every(`is_boolean(${value})`)}}`];
        case 'map': return [`${whole} := out if {\n\txs := ${xs}\n\tout := [${value} | some ${some} in xs]\n\tcount(out) == count(xs)\n}`];
      }
    });
  }
}
