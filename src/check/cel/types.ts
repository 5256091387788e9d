// What of a rule is known without an object: the API server refuses a rule whose literals do not fit, so the compiler does.
// The types of `object`, `pod` and `meta` are not known here; the server checks them against its own schemas.
import { RuleProblem, type Cel } from './tree.ts';

export type Type = 'bool' | 'int' | 'double' | 'string' | 'null' | 'any' | 'list' | { readonly list: Type };
export const called = (type: Type): string => typeof type === 'string' ? type === 'any' ? 'a value of any type' : type : `list of ${called(type.list)}`;
const isList = (type: Type): boolean => typeof type === 'object' || type === 'list';
const elementOf = (type: Type): Type => typeof type === 'object' ? type.list : 'any';
const fits = (a: Type, b: Type): boolean => a === 'any' || b === 'any' || a === b || (isList(a) && isList(b) && (a === 'list' || b === 'list' || fits(elementOf(a), elementOf(b))));
const alike = (a: Type, b: Type): boolean => a === b || (isList(a) && isList(b) && (a === 'list' || b === 'list' || alike(elementOf(a), elementOf(b))));
const isNumber = (type: Type): boolean => type === 'int' || type === 'double' || type === 'any';

/** The type of a tree. Throws RuleProblem where a part cannot be what its place wants. */
export function typeOf(tree: Cel, bound: Readonly<Record<string, Type>> = {}): Type {
  const of = (part: Cel): Type => typeOf(part, bound);
  const wants = (part: Cel, type: Type): void => { const got = of(part); if (!fits(got, type)) throw new RuleProblem({ code: 'LW1423', wants: called(type), got: called(got), start: part.start, end: part.end }); };
  const wrong = (part: Cel, wanted: string, got: Type): never => { throw new RuleProblem({ code: 'LW1423', wants: wanted, got: called(got), start: part.start, end: part.end }); };
  switch (tree.op) {
    case 'literal': return tree.value === null ? 'null' : typeof tree.value === 'boolean' ? 'bool' : typeof tree.value === 'string' ? 'string' : tree.double ? 'double' : 'int';
    case 'variable': return bound[tree.name] ?? 'any';
    case 'list': {
      const [first, ...rest] = tree.items.map(of);
      // the API server reads list literals as homogeneous, and tells a value of unknown type from a known one
      rest.forEach((type, i) => { if (!alike(first!, type)) wrong(tree.items[i + 1]!, called(first!), type); });
      return first === undefined ? 'list' : { list: first };
    }
    case 'field': case 'has': { const type = of(tree.of); if (type !== 'any') wrong(tree.of, 'an object', type); return tree.op === 'has' ? 'bool' : 'any'; }
    case 'index': {
      const type = of(tree.of), key = of(tree.key);
      if (isList(type)) { if (!fits(key, 'int')) wrong(tree.key, 'int', key); return elementOf(type); }
      if (type !== 'any') wrong(tree.of, 'a list or an object', type);
      if (key !== 'any' && key !== 'int' && key !== 'string') wrong(tree.key, 'int or string', key);
      return 'any';
    }
    case 'optional': {
      const type = of(tree.of);
      if (type !== 'any') wrong(tree.of, 'an object', type);
      if (tree.otherwise) of(tree.otherwise);
      return tree.otherwise ? 'any' : 'bool';
    }
    case 'not': wants(tree.of, 'bool'); return 'bool';
    case 'negate': { const type = of(tree.of); if (!isNumber(type)) wrong(tree.of, 'a number', type); return type; }
    case 'and': case 'or': for (const part of tree.parts) wants(part, 'bool'); return 'bool';
    case 'if': {
      wants(tree.test, 'bool');
      const then = of(tree.then), otherwise = of(tree.otherwise);
      if (!fits(then, otherwise)) wrong(tree.otherwise, called(then), otherwise);
      return then === 'any' || otherwise === 'any' ? 'any' : then;
    }
    case 'each': {
      const range = of(tree.of);
      if (range !== 'any' && !isList(range)) wrong(tree.of, 'a list or an object', range);
      const body = typeOf(tree.body, { ...bound, [tree.variable]: elementOf(range) });
      if (tree.macro === 'map') return { list: body };
      if (!fits(body, 'bool')) wrong(tree.body, 'bool', body);
      return tree.macro === 'filter' ? range === 'any' ? 'list' : range : 'bool';
    }
    case 'call': {
      const on = of(tree.on);
      if (tree.method === 'size') { if (on !== 'any' && on !== 'string' && !isList(on)) wrong(tree.on, 'text, a list or an object', on); return 'int'; }
      wants(tree.on, 'string');
      wants(tree.argument!, 'string');
      return 'bool';
    }
    case 'binary': return binary(tree, of(tree.left), of(tree.right), wrong);
  }
}

function binary(tree: Cel & { readonly op: 'binary' }, left: Type, right: Type, wrong: (part: Cel, wanted: string, got: Type) => never): Type {
  const { operator } = tree;
  if (operator === '==' || operator === '!=') { if (!fits(left, right) && left !== 'null' && right !== 'null') wrong(tree.right, called(left), right); return 'bool'; }
  if (operator === 'in') {
    if (right !== 'any' && !isList(right)) wrong(tree.right, 'a list or an object', right);
    if (!fits(left, elementOf(right))) wrong(tree.left, called(elementOf(right)), left);
    return 'bool';
  }
  const [wanted, can] = operator === '+' ? ['numbers, texts or lists', (t: Type) => isNumber(t) || t === 'string' || isList(t)] as const
    : operator === '-' ? ['numbers', isNumber] as const : ['numbers, texts or bools', (t: Type) => isNumber(t) || t === 'string' || t === 'bool'] as const;
  if (!can(left)) wrong(tree.left, wanted, left);
  if (!can(right)) wrong(tree.right, wanted, right);
  const ordering = operator !== '+' && operator !== '-';
  if (!fits(left, right) && !(ordering && isNumber(left) && isNumber(right))) wrong(tree.right, called(left), right);
  if (ordering) return 'bool';
  // JSON does not tell 2.0 from 2, so what a sum of doubles is depends on who reads the object.
  if (left === 'double' || right === 'double') wrong(left === 'double' ? tree.left : tree.right, 'ints', 'double');
  return left === 'any' ? right : left;
}
