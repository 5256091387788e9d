// Reads a rule into its tree. What CEL has and the subset lacks is named with its position; precedence as in CEL's grammar.
import { tokens, type Token } from './lex.ts';
import { compileRegex } from '../../model/regex.ts';
import { RuleProblem, type Cel, type Macro, type Operator } from './tree.ts';

// https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
const reserved = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while']);
const macros: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map'] satisfies readonly Macro[];
const relations: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'in'] satisfies readonly Operator[];
const textMethods = ['contains', 'startsWith', 'endsWith', 'matches'] as const;
const maxDepth = 100;

/** The tree of a rule that may read `variables`. Throws RuleProblem. */
export function parse(text: string, variables: readonly string[]): Cel {
  const list = tokens(text);
  let position = 0, depth = 0;
  const bound: string[] = [];
  const here = (): Token => list[position]!;
  const is = (sign: string): boolean => here().text === sign && here().type !== 'string';
  const next = (): Token => list[position++]!;
  const accept = (sign: string): boolean => is(sign) && next() !== undefined;
  const expect = (sign: string): Token => is(sign) ? next() : unlike(`'${sign}'`);
  const lastEnd = (): number => list[position - 1]!.end;
  const unlike = (expected: string): never => { throw new RuleProblem({ code: 'LW1421', expected, got: here().text === '' ? 'the end' : here().text, start: here().start, end: here().end }); };
  const outside = (construct: string, instead: string, { start, end }: { readonly start: number; readonly end: number }): never => { throw new RuleProblem({ code: 'LW1422', construct, instead, start, end }); };

  const tree = expression();
  if (here().type !== 'end') unlike('an operator or the end');
  return tree;

  function expression(): Cel {
    if (++depth > maxDepth) outside(`more than ${maxDepth} levels of nesting`, 'split the rule into two policies', here());
    const either = (): Cel => chain('||', 'or', () => chain('&&', 'and', relation));
    const test = either();
    depth--;
    if (!accept('?')) return test;
    const then = either(); // by the grammar a second `?:` needs parentheses here
    expect(':');
    const otherwise = expression();
    return { op: 'if', test, then, otherwise, start: test.start, end: otherwise.end };
  }

  function chain(sign: string, op: 'and' | 'or', operand: () => Cel): Cel {
    const operands = [operand()];
    while (accept(sign)) operands.push(operand());
    return operands.length === 1 ? operands[0]! : { op, parts: operands, start: operands[0]!.start, end: operands.at(-1)!.end };
  }

  function relation(): Cel {
    let left = sum();
    while (relations.includes(here().text) && here().type !== 'string') {
      const operator = next().text as Operator;
      const right = sum();
      left = { op: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  function sum(): Cel {
    let left = product();
    while (is('+') || is('-')) {
      const operator = next().text as '+' | '-';
      const right = product();
      left = { op: 'binary', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  function product(): Cel {
    const left = unary();
    for (const sign of ['*', '/', '%']) if (is(sign)) outside(`the operator ${sign}`, 'the subset adds and subtracts', here());
    return left;
  }

  function unary(): Cel {
    const { start } = here();
    if (++depth > maxDepth) outside(`more than ${maxDepth} levels of nesting`, 'split the rule into two policies', here());
    const op = accept('!') ? 'not' : accept('-') ? 'negate' : undefined;
    const of = op === undefined ? postfix() : unary();
    depth--;
    return op === undefined ? of : { op, of, start, end: of.end };
  }

  function postfix(): Cel {
    let of = primary();
    for (;;) {
      if (is('.') && list[position + 1]?.text === '?' || is('[') && list[position + 1]?.text === '?') of = optional(of);
      else if (accept('[')) { const key = expression(); of = { op: 'index', of, key, start: of.start, end: expect(']').end }; }
      else if (accept('.')) of = member(of);
      else return of;
    }
  }

  function fieldName(): Token { return here().type === 'name' && !is('in') && !is('true') && !is('false') && !is('null') ? next() : unlike('the name of a field'); }

  function member(of: Cel): Cel {
    const field = fieldName();
    if (!is('(')) return { op: 'field', of, name: field.text, start: of.start, end: field.end };
    if (macros.includes(field.text)) return macro(of, field.text as Macro);
    const given = callArguments();
    const [argument] = given;
    const span = { start: of.start, end: lastEnd() };
    if (field.text === 'size' && given.length === 0) return { op: 'call', method: 'size', on: of, ...span };
    const method = textMethods.find((m) => m === field.text);
    if (method === undefined || argument === undefined || given.length > 1) {
      return outside(`the function ${field.text}() with ${given.length} ${given.length === 1 ? 'argument' : 'arguments'}`, `functions: size(), ${textMethods.map((m) => `${m}(text)`).join(', ')}`, field);
    }
    if (method === 'matches') pattern(argument);
    return { op: 'call', method, on: of, argument, ...span };
  }

  function pattern(argument: Cel): void {
    if (argument.op !== 'literal' || typeof argument.value !== 'string') return outside('a pattern that is computed', 'write the pattern as a literal', argument);
    const compiled = compileRegex(argument.value);
    if (typeof compiled === 'string') throw new RuleProblem({ code: 'LW1425', pattern: argument.value, problem: compiled, start: argument.start, end: argument.end });
  }

  function macro(of: Cel, name: Macro): Cel {
    expect('(');
    const variable = here().type === 'name' && !reserved.has(here().text) ? next() : unlike('the name of a variable');
    if (variables.includes(variable.text) || bound.includes(variable.text)) outside(`a second variable ${variable.text}`, 'give it a name of its own', variable);
    expect(',');
    bound.push(variable.text);
    const body = expression();
    bound.pop();
    if (is(',')) outside(`${name}() with three arguments`, 'use filter(...) and then map(...)', here());
    expect(')');
    return { op: 'each', macro: name, of, variable: variable.text, body, start: of.start, end: lastEnd() };
  }

  function optional(of: Cel): Cel {
    const steps: Cel[] = [];
    for (;;) {
      const bracket = is('[');
      if (!bracket && !is('.')) return outside('an optional value as such', 'end it with .orValue(...) or .hasValue()', { start: of.start, end: here().start });
      next();
      if (accept('?')) {
        if (bracket) steps.push(literalKey()); else { const f = fieldName(); steps.push({ op: 'literal', value: f.text, start: f.start, end: f.end }); }
        continue;
      }
      const last = bracket ? here() : fieldName();
      if (!bracket && last.text === 'orValue' && is('(')) { const [otherwise, more] = callArguments(); if (otherwise && !more) return { op: 'optional', of, steps, otherwise, start: of.start, end: lastEnd() }; }
      if (!bracket && last.text === 'hasValue' && is('(') && callArguments().length === 0) return { op: 'optional', of, steps, start: of.start, end: lastEnd() };
      return outside(`${last.text || '[...]'} on an optional value`, 'write .?field or [?key] to the end, then .orValue(...) or .hasValue()', last);
    }
  }

  function literalKey(): Cel {
    const key = primary();
    if (key.op !== 'literal' || (typeof key.value !== 'string' && !Number.isInteger(key.value))) outside('a computed key after [?', 'write the key as a literal', key);
    expect(']');
    return key;
  }
  function callArguments(): readonly Cel[] { expect('('); return items(')', false); }
  function items(close: string, trailing: boolean): readonly Cel[] {
    const found: Cel[] = [];
    if (accept(close)) return found;
    do { found.push(expression()); } while (accept(',') && !(trailing && is(close)));
    expect(close);
    return found;
  }

  function primary(): Cel {
    const token = next();
    const span = { start: token.start, end: token.end };
    if (token.type === 'string') return { op: 'literal', value: String(token.value), ...span };
    if (token.type === 'int') return { op: 'literal', value: Number(token.value), ...span };
    if (token.type === 'double') return { op: 'literal', value: Number(token.value), double: true, ...span };
    if (token.type === 'name') return named(token);
    if (token.text === '(') { const inner = expression(); return { ...inner, start: token.start, end: expect(')').end }; }
    if (token.text === '[') return { op: 'list', items: items(']', true), start: token.start, end: lastEnd() };
    if (token.text === '{') return outside('a map', 'compare its entries one by one', token);
    if (token.text === '.') return outside('a name that begins with a dot', 'write the variable', token);
    position--;
    return unlike('an expression');
  }

  function named(token: Token): Cel {
    const span = { start: token.start, end: token.end };
    if (token.text === 'true' || token.text === 'false') return { op: 'literal', value: token.text === 'true', ...span };
    if (token.text === 'null') return { op: 'literal', value: null, ...span };
    if (is('(')) return call(token);
    if (reserved.has(token.text)) return outside(`the reserved word ${token.text}`, 'give the variable another name', token);
    if (!variables.includes(token.text) && !bound.includes(token.text)) throw new RuleProblem({ code: 'LW1424', name: token.text, known: [...variables, ...bound], ...span });
    return { op: 'variable', name: token.text, ...span };
  }

  function call(token: Token): Cel {
    const [argument, more] = callArguments();
    const span = { start: token.start, end: lastEnd() };
    if (argument === undefined || more !== undefined || (token.text !== 'has' && token.text !== 'size')) return outside(`the function ${token.text}()`, 'functions: has(a.b), size(x)', token);
    if (token.text === 'size') return { op: 'call', method: 'size', on: argument, ...span };
    if (argument.op !== 'field') return outside('has() of something that is no field', "write has(a.b); for keys with dots: 'key' in a", argument);
    return { op: 'has', of: argument.of, name: argument.name, ...span };
  }
}
