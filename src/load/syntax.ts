// Parsed source files and the questions about them that positions need: what a name means at a place, what a function returns, which call stands where.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { membersAt, type Member, type Span } from './json-place.ts';

export interface Node { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown }
type Parse = (path: string, text: string) => { readonly program: unknown };
type Step = string | number;

export type Binding =
  | { readonly kind: 'value'; readonly node: Node; readonly path: readonly Step[]; readonly constant: boolean }
  | { readonly kind: 'parameter'; readonly of: Node; readonly index: number; readonly path: readonly Step[] }
  | { readonly kind: 'iterated'; readonly node: Node };

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const WRAPPERS = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'ChainExpression']);
export const unwrap = (node: Node): Node => WRAPPERS.has(node.type) ? unwrap(node['expression'] as Node) : node;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function* children(node: Node): Generator<Node> {
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) { for (const item of value) if (isNode(item)) yield item; } else if (isNode(value)) yield value;
  }
}
function* all(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* all(child);
}

export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  /** Local name to module and exported name. */
  readonly imports = new Map<string, { readonly from: string; readonly name: string }>();

  constructor(path: string, text: string, program: Node) {
    this.path = path;
    this.text = text;
    this.program = program;
    for (const statement of program['body'] as readonly Node[]) {
      if (statement.type !== 'ImportDeclaration') continue;
      const from = String((statement['source'] as Node)['value']);
      for (const s of statement['specifiers'] as readonly Node[]) {
        const imported = s['imported'] as Node | undefined;
        this.imports.set(nameOf(s['local']), { from, name: imported ? nameOf(imported) || String(imported['value']) : s.type === 'ImportDefaultSpecifier' ? 'default' : '*' });
      }
    }
  }

  /** The nodes around an offset, innermost first. */
  around(offset: number): readonly Node[] {
    const found: Node[] = [];
    let here: Node | undefined = this.program;
    while (here) {
      found.unshift(here);
      here = [...children(here)].find((c) => c.start <= offset && offset < c.end);
    }
    return found;
  }

  /** What is assigned to `name.key` in the file, in order. */
  changes(name: string, key: string): readonly Node[] {
    return [...all(this.program)].filter((n) => {
      if (n.type !== 'AssignmentExpression') return false;
      const left = unwrap(n['left'] as Node);
      return left.type === 'MemberExpression' && nameOf(left['object']) === name && (nameOf(left['property']) || String((left['property'] as Node)['value'])) === key;
    }).map((n) => n['right'] as Node);
  }
}

export class Files {
  readonly #parse: Parse;
  readonly #files = new Map<string, SourceFile | undefined>();
  constructor(parse: Parse) { this.#parse = parse; }

  get(path: string): SourceFile | undefined {
    if (!this.#files.has(path)) this.#files.set(path, this.#read(path));
    return this.#files.get(path);
  }
  #read(path: string): SourceFile | undefined {
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, 'utf8');
    return new SourceFile(path, text, path.endsWith('.json') ? jsonModule(text) : this.#parse(path, text).program as Node);
  }

  /** What a relative module exports under a name, one re-export after the other. */
  exported(from: SourceFile, module: string, name: string, depth = 0): { readonly file: SourceFile; readonly node: Node } | undefined {
    if (!module.startsWith('.') || depth > 8) return undefined;
    const base = resolve(dirname(from.path), module);
    const file = [base, `${base}.ts`, base.replace(/\.js$/, '.ts'), `${base}/index.ts`].map((p) => /\.([cm]?[jt]s|json)$/.test(p) ? this.get(p) : undefined).find((f) => f);
    if (!file) return undefined;
    for (const statement of file.program['body'] as readonly Node[]) {
      const declared = statement['declaration'] as Node | undefined | null;
      if (statement.type === 'ExportDefaultDeclaration' && name === 'default' && declared) return { file, node: declared };
      if (statement.type === 'ExportNamedDeclaration' && declared) {
        const node = declaredIn(declared, name);
        if (node) return { file, node };
      }
      if (statement.type === 'ExportAllDeclaration') {
        const found = this.exported(file, String((statement['source'] as Node)['value']), name, depth + 1);
        if (found) return found;
      }
      for (const s of (statement['specifiers'] as readonly Node[] | undefined) ?? []) {
        if (s.type !== 'ExportSpecifier' || nameOf(s['exported']) !== name) continue;
        const source = statement['source'] as Node | null;
        if (source) return this.exported(file, String(source['value']), nameOf(s['local']), depth + 1);
        const bound = binding(file, nameOf(s['local']), s.start);
        if (bound?.kind === 'value') return { file, node: bound.node };
      }
    }
    return undefined;
  }
}

/** A JSON file as the module that it is to who imports it: its value is the default export. */
function jsonModule(text: string): Node {
  const valueOf = ({ start, end }: Span): Node => {
    const members = [...membersAt(text, start)];
    if (text[start] === '[') return { type: 'ArrayExpression', start, end, elements: members.map(valueOf) };
    if (text[start] !== '{') return { type: 'Literal', start, end };
    const property = (m: Member): Node => ({ type: 'Property', start: m.keyStart, end: m.end, key: { type: 'Literal', start: m.keyStart, end: m.keyStart + JSON.stringify(m.key).length, value: m.key }, value: valueOf(m) });
    return { type: 'ObjectExpression', start, end, properties: members.map(property) };
  };
  const start = /^\s*/.exec(text)![0].length;
  const whole = { start, end: text.trimEnd().length };
  return { type: 'Program', ...whole, body: [{ type: 'ExportDefaultDeclaration', ...whole, declaration: valueOf(whole) }] };
}

function declaredIn(declared: Node, name: string): Node | undefined {
  if (declared.type === 'FunctionDeclaration') return nameOf(declared['id']) === name ? declared : undefined;
  const declarators = (declared['declarations'] as readonly Node[] | undefined) ?? [];
  return declarators.find((d) => nameOf(d['id']) === name)?.['init'] as Node | undefined;
}

/** The call, `new` or `super` whose place V8 gave: the innermost that starts there, else the innermost around it. */
export function callAt(file: SourceFile, offset: number): Node | undefined {
  const calls = file.around(offset).filter((n) => n.type === 'NewExpression' || n.type === 'CallExpression');
  return calls.find((n) => n.start === offset) ?? calls[0];
}

export const enclosingFunctions = (file: SourceFile, offset: number): readonly Node[] => file.around(offset).filter((n) => FUNCTIONS.has(n.type));

/** What a function gives back: its expression, or its last return. */
export function returned(node: Node): Node | undefined {
  const of = unwrap(node);
  if (!FUNCTIONS.has(of.type)) return undefined;
  const body = of['body'] as Node;
  if (body.type !== 'BlockStatement') return body;
  return [...own(body)].filter((n) => n.type === 'ReturnStatement').at(-1)?.['argument'] as Node | undefined;
}
/** Nodes of a body without those of functions in it. */
function* own(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) if (!FUNCTIONS.has(child.type)) yield* own(child);
}

/** What a name means at an offset. */
export function binding(file: SourceFile, name: string, offset: number): Binding | undefined {
  for (const scope of file.around(offset)) {
    if (FUNCTIONS.has(scope.type)) {
      const parameters = scope['params'] as readonly Node[];
      for (const [index, parameter] of parameters.entries()) {
        const path = pathTo(parameter, name);
        if (path) return { kind: 'parameter', of: scope, index, path };
      }
    }
    const iterated = scope.type === 'ForOfStatement' ? scope['left'] as Node : undefined;
    if (iterated && declaratorOf(iterated, name)) return { kind: 'iterated', node: scope['right'] as Node };
    for (const statement of statementsOf(scope)) {
      const declared = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] as Node | null : statement;
      if (!declared) continue;
      if (declared.type === 'FunctionDeclaration' && nameOf(declared['id']) === name) return { kind: 'value', node: declared, path: [], constant: true };
      const found = declaratorOf(declared, name);
      if (found?.init) return { kind: 'value', node: found.init, path: found.path, constant: declared['kind'] === 'const' };
    }
  }
  return undefined;
}

function statementsOf(scope: Node): readonly Node[] {
  if (scope.type === 'ForStatement' && scope['init']) return [scope['init'] as Node];
  return scope.type === 'Program' || scope.type === 'BlockStatement' || scope.type === 'StaticBlock' ? scope['body'] as readonly Node[] : [];
}

function declaratorOf(declaration: Node, name: string): { readonly init: Node | undefined; readonly path: readonly Step[] } | undefined {
  if (declaration.type !== 'VariableDeclaration') return undefined;
  for (const declarator of declaration['declarations'] as readonly Node[]) {
    const path = pathTo(declarator['id'] as Node, name);
    if (path) return { init: declarator['init'] as Node | undefined, path };
  }
  return undefined;
}

/** The way to a name in a pattern: `{ a: { b } }` has `b` at a.b. */
function pathTo(pattern: Node, name: string): readonly Step[] | undefined {
  switch (pattern.type) {
    case 'Identifier': return nameOf(pattern) === name ? [] : undefined;
    case 'AssignmentPattern': return pathTo(pattern['left'] as Node, name);
    case 'TSParameterProperty': return pathTo(pattern['parameter'] as Node, name);
    case 'ObjectPattern':
      for (const p of pattern['properties'] as readonly Node[]) {
        const inside = p.type === 'RestElement' ? pathTo(p['argument'] as Node, name) : pathTo(p['value'] as Node, name);
        if (inside) return p.type === 'RestElement' ? inside : [nameOf(p['key']) || String((p['key'] as Node)['value']), ...inside];
      }
      return undefined;
    case 'ArrayPattern':
      for (const [i, p] of (pattern['elements'] as readonly (Node | null)[]).entries()) {
        const inside = p && pathTo(p, name);
        if (inside) return [i, ...inside];
      }
      return undefined;
    default: return undefined;
  }
}

const nameOf = (node: unknown): string => { const name = (node as { readonly name?: unknown } | null | undefined)?.name; return typeof name === 'string' ? name : ''; };
