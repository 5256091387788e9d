// The tree of a rule: the part of CEL that CI, the API server and Rego all evaluate alike. Offsets are positions in the rule's text.

interface Span { readonly start: number; readonly end: number }
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-';
export type Macro = 'all' | 'exists' | 'exists_one' | 'filter' | 'map';
export type Method = 'size' | 'contains' | 'startsWith' | 'endsWith' | 'matches';

export type Cel = Span & (
  | { readonly op: 'literal'; readonly value: null | boolean | number | string; readonly double?: true }
  | { readonly op: 'variable'; readonly name: string }
  | { readonly op: 'list'; readonly items: readonly Cel[] }
  | { readonly op: 'field'; readonly of: Cel; readonly name: string }
  | { readonly op: 'index'; readonly of: Cel; readonly key: Cel }
  | { readonly op: 'has'; readonly of: Cel; readonly name: string }
  /** `of.?a[?b].orValue(otherwise)`, or without `otherwise` `.hasValue()`. */
  | { readonly op: 'optional'; readonly of: Cel; readonly steps: readonly Cel[]; readonly otherwise?: Cel }
  | { readonly op: 'not' | 'negate'; readonly of: Cel }
  | { readonly op: 'and' | 'or'; readonly parts: readonly Cel[] }
  | { readonly op: 'binary'; readonly operator: Operator; readonly left: Cel; readonly right: Cel }
  | { readonly op: 'if'; readonly test: Cel; readonly then: Cel; readonly otherwise: Cel }
  | { readonly op: 'each'; readonly macro: Macro; readonly of: Cel; readonly variable: string; readonly body: Cel }
  | { readonly op: 'call'; readonly method: Method; readonly on: Cel; readonly argument?: Cel }
);

/** Its direct parts, in the order of the text. */
export function parts(tree: Cel): readonly Cel[] {
  switch (tree.op) {
    case 'literal': case 'variable': return [];
    case 'list': return tree.items;
    case 'field': case 'has': case 'not': case 'negate': return [tree.of];
    case 'index': return [tree.of, tree.key];
    case 'optional': return [tree.of, ...tree.steps, ...(tree.otherwise ? [tree.otherwise] : [])];
    case 'and': case 'or': return tree.parts;
    case 'binary': return [tree.left, tree.right];
    case 'if': return [tree.test, tree.then, tree.otherwise];
    case 'each': return [tree.of, tree.body];
    case 'call': return tree.argument ? [tree.on, tree.argument] : [tree.on];
  }
}

/** Every place where a variable of the rule is read that no macro binds. The parser lets no macro take such a name. */
export function* readsOf(tree: Cel): Generator<Cel & { readonly op: 'variable' }> {
  if (tree.op === 'variable') yield tree;
  for (const part of parts(tree)) yield* readsOf(part);
}

/** Names that the tree reads and does not bind itself, sorted. */
export function freeNames(tree: Cel): readonly string[] {
  if (tree.op === 'variable') return [tree.name];
  const names = new Set<string>();
  for (const part of parts(tree)) for (const name of freeNames(part)) if (tree.op !== 'each' || part === tree.of || name !== tree.variable) names.add(name);
  return [...names].sort();
}

/** The rule's text with other names for its variables: `pod` becomes `variables.pod` in an admission policy. */
export function renamed(text: string, tree: Cel, names: Readonly<Record<string, string>>): string {
  let out = '', from = 0;
  for (const { name, start, end } of [...readsOf(tree)].sort((a, b) => a.start - b.start)) {
    const other = names[name];
    if (other === undefined) continue;
    out += text.slice(from, start) + other;
    from = end;
  }
  return out + text.slice(from);
}

/** What is wrong with a rule: a code of the catalogue, its parameters, and where. */
export type Problem = Span & (
  | { readonly code: 'LW1421'; readonly expected: string; readonly got: string }
  | { readonly code: 'LW1422'; readonly construct: string; readonly instead: string }
  | { readonly code: 'LW1423'; readonly wants: string; readonly got: string }
  | { readonly code: 'LW1424'; readonly name: string; readonly known: readonly string[] }
  | { readonly code: 'LW1425'; readonly pattern: string; readonly problem: string }
);
/** Carries a problem out of the recursion of parser and checker; caught where a rule is compiled. */
export class RuleProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) { super(problem.code); this.problem = problem; }
}
