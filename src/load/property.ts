// Finds the property in an author's source: from the arguments of a declaration down a path, through variables, spreads, helpers and imports, for one environment.
import type { Path } from '../model/json.ts';
import type { Node, Files, SourceFile } from './syntax.ts';
import { binding, callAt, enclosingFunctions, returned, unwrap } from './syntax.ts';

/** The rungs of the ladder: the property itself; the spread, argument or expression that brought it; the declaration. */
export type Rung = 'property' | 'source' | 'declaration';
export interface Found { readonly file: SourceFile; readonly node: Node; readonly key?: Node; readonly exact: boolean; readonly rung: Rung; readonly missing?: true }

/** A call on the way: where a parameter's value comes from. */
interface Frame { readonly file: SourceFile; readonly offset: number }
interface Call { readonly of: Node; readonly args: readonly Node[]; readonly at: Where }
interface Where { readonly file: SourceFile; readonly frames: readonly Frame[]; readonly calls: readonly Call[]; readonly environment: string | undefined; readonly depth: number }

/** Names by which `file` calls what leitwerk exports. */
const fromLeitwerk = (file: SourceFile, name: string): string | undefined => {
  const found = file.imports.get(name);
  return found && (found.from === 'leitwerk' || found.from.startsWith('#constructs/')) ? found.name : undefined;
};

/** The place of a property of the declaration at `frames[0]`; the other frames are its callers. */
export function findProperty(files: Files, frames: readonly Frame[], path: Path, environment?: string): Found | undefined {
  const [first] = frames;
  if (!first) return undefined;
  const call = callAt(first.file, first.offset);
  if (!call) return undefined;
  const declaration: Found = { file: first.file, node: call, exact: path.length === 0, rung: 'declaration' };
  const props = (call['arguments'] as readonly Node[])[2];
  if (path.length === 0 || !props) return declaration;
  const where: Where = { file: first.file, frames, calls: [], environment, depth: 0 };
  const finder = new Finder(files);
  return finder.find(props, path, where) ?? (props.type === 'SpreadElement' ? declaration : { file: first.file, node: props, exact: false, rung: 'source' });
}

/** The place of a property in what a module exports as default, by itself or through one call such as `definePlatform({ ... })`; else of what is nearest to it. */
export function findExported(files: Files, file: SourceFile, path: Path): Found | undefined {
  const exported = (file.program['body'] as readonly Node[]).find((s) => s.type === 'ExportDefaultDeclaration')?.['declaration'] as Node | undefined;
  if (!exported) return undefined;
  const call = unwrap(exported);
  const value = call.type === 'CallExpression' ? (call['arguments'] as readonly Node[])[0] ?? call : call;
  const where: Where = { file, frames: [], calls: [], environment: undefined, depth: 0 };
  for (let length = path.length; length >= 0; length--) {
    const found = new Finder(files).find(value, path.slice(0, length), where);
    if (found && !(found.missing && length > 0)) return length === path.length ? found : near(found);
  }
  return undefined;
}

class Finder {
  readonly #files: Files;
  constructor(files: Files) { this.#files = files; }

  /** The property, or nothing if this expression cannot tell. */
  find(expression: Node, path: Path, where: Where): Found | undefined {
    if (where.depth > 40) return undefined;
    const here: Where = { ...where, depth: where.depth + 1 };
    const node = unwrap(expression);
    if (path.length === 0) return this.#value(node, here);
    switch (node.type) {
      case 'ObjectExpression': return this.#inObject(node, path, here);
      case 'ArrayExpression': return this.#inList(node, path, here);
      case 'Identifier': return this.#through(node, path, here);
      case 'CallExpression': return this.#inCall(node, path, here);
      case 'MemberExpression': return this.#ofMember(node, path, here);
      case 'ConditionalExpression': return near(this.find(node['consequent'] as Node, path, here) ?? this.find(node['alternate'] as Node, path, here));
      case 'LogicalExpression': return near(this.find(node['right'] as Node, path, here) ?? this.find(node['left'] as Node, path, here));
      default: return undefined;
    }
  }

  /** The expression itself; of `inEnv`, the entry of the environment at fault. */
  #value(node: Node, where: Where): Found {
    const entry = this.#entryOf(node, where);
    return entry ?? { file: where.file, node, exact: true, rung: 'property' };
  }

  #entryOf(node: Node, where: Where): Found | undefined {
    if (node.type !== 'CallExpression' || fromLeitwerk(where.file, nameOf(node['callee'])) !== 'inEnv') return undefined;
    const values = unwrap((node['arguments'] as readonly Node[])[0] ?? node);
    if (values.type !== 'ObjectExpression' || where.environment === undefined) return undefined;
    const found = this.#inObject(values, [where.environment], where);
    return found && !found.missing ? found : this.#inObject(values, ['default'], where);
  }

  #inObject(object: Node, path: Path, where: Where): Found | undefined {
    const [step, ...rest] = path;
    let doubt: Node | undefined;
    for (const property of [...object['properties'] as readonly Node[]].reverse()) {
      if (property.type === 'SpreadElement') {
        const argument = property['argument'] as Node;
        const inside = this.find(argument, path, where);
        if (inside && !inside.missing) return doubt ? { ...inside, exact: false } : inside;
        if (!inside) doubt ??= argument;
        continue;
      }
      const name = keyOf(property);
      if (name === undefined) { doubt ??= property; continue; }
      if (name !== String(step)) continue;
      const value = property['value'] as Node;
      const hit = this.#inProperty(property, value, rest, where);
      return doubt ? { ...hit, exact: false } : hit;
    }
    if (doubt) return { file: where.file, node: doubt, exact: false, rung: 'source' };
    return { file: where.file, node: object, exact: true, rung: 'property', missing: true };
  }

  #inProperty(property: Node, value: Node, rest: Path, where: Where): Found {
    const key = property['key'] as Node;
    if (rest.length === 0) return { key, ...(this.#entryOf(unwrap(value), where) ?? { file: where.file, node: value, exact: true, rung: 'property' }) };
    return this.find(value, rest, where) ?? { file: where.file, node: value, key, exact: false, rung: 'source' };
  }

  #inList(list: Node, path: Path, where: Where): Found | undefined {
    const [step, ...rest] = path;
    const elements = list['elements'] as readonly (Node | null)[];
    const before = elements.slice(0, Number(step) + 1);
    const spread = before.find((e) => e?.type === 'SpreadElement');
    if (spread) return { file: where.file, node: spread, exact: false, rung: 'source' };
    const element = elements[Number(step)];
    return element ? this.find(element, rest, where) : { file: where.file, node: list, exact: true, rung: 'property', missing: true };
  }

  /** A name: by enclosing blocks, then imports. */
  #through(name: Node, path: Path, where: Where): Found | undefined {
    const text = nameOf(name);
    const imported = where.file.imports.get(text);
    const bound = binding(where.file, text, name.start);
    if (!bound && imported) {
      const target = this.#files.exported(where.file, imported.from, imported.name);
      return target && this.find(target.node, path, { ...where, file: target.file, calls: [] });
    }
    if (!bound) return undefined;
    if (bound.kind === 'parameter') return this.#argument(bound.of, bound.index, [...bound.path, ...path], where);
    if (bound.kind === 'iterated') return { file: where.file, node: bound.node, exact: false, rung: 'source' };
    const found = this.find(bound.node, [...bound.path, ...path], where);
    const changed = where.file.changes(text, String(path[0])).filter((n) => n.start < (where.frames[0]?.file === where.file ? where.frames[0].offset : Infinity)).at(-1);
    if (changed) return { file: where.file, node: changed, exact: false, rung: 'property' };
    return found && (bound.constant || bound.path.length > 0 ? found : near(found));
  }

  /** The value of a parameter: of the call that is being followed, else of the caller in the stack. */
  #argument(of: Node, index: number, path: Path, where: Where): Found | undefined {
    const call = [...where.calls].reverse().find((c) => c.of === of);
    if (call) {
      const argument = call.args[index];
      return argument && this.find(argument, path, { ...call.at, depth: where.depth });
    }
    const level = where.frames.findIndex((f) => f.file === where.file && enclosingFunctions(f.file, f.offset)[0] === of);
    const caller = level < 0 ? undefined : where.frames[level + 1];
    const site = caller && callAt(caller.file, caller.offset);
    if (!caller || !site) return undefined;
    const args = site['arguments'] as readonly Node[];
    const outer: Where = { ...where, file: caller.file, frames: where.frames.slice(level + 1), calls: [] };
    if (args.includes(of)) {
      // A callback of `map` or `forEach`: the list is where the value comes from, but which element is not known.
      const callee = site['callee'] as Node;
      return { file: caller.file, node: callee.type === 'MemberExpression' ? callee['object'] as Node : site, exact: false, rung: 'source' };
    }
    const argument = args[index];
    if (!argument || args.slice(0, index + 1).some((a) => a.type === 'SpreadElement')) return { file: caller.file, node: site, exact: false, rung: 'source' };
    return this.find(argument, path, outer) ?? { file: caller.file, node: argument, exact: false, rung: 'source' };
  }

  #inCall(call: Node, path: Path, where: Where): Found | undefined {
    const args = call['arguments'] as readonly Node[];
    const callee = call['callee'] as Node;
    const known = callee.type === 'Identifier' ? fromLeitwerk(where.file, nameOf(callee)) : undefined;
    if (known === 'inEnv') return this.#inEnvironments(args[0], path, where);
    if (known !== undefined) {
      for (const argument of args) {
        const inside = this.find(argument, path, where);
        if (inside && !inside.missing && inside.exact) return inside;
      }
      return { file: where.file, node: call, exact: true, rung: 'property' };
    }
    const builtIn = callee.type === 'MemberExpression' && nameOf(callee['object'] as Node) === 'Object' ? nameOf(callee['property'] as Node) : '';
    if (builtIn === 'freeze' && args[0]) return this.find(args[0], path, where);
    if (builtIn === 'assign') return this.#lastOf(args, path, where);
    return callee.type === 'Identifier' ? this.#result(callee, args, path, where) : undefined;
  }

  /** `inEnv` around objects: the entry of the environment, else `default`. */
  #inEnvironments(values: Node | undefined, path: Path, where: Where): Found | undefined {
    const object = values && unwrap(values);
    if (object?.type !== 'ObjectExpression') return undefined;
    const all = object['properties'] as readonly Node[];
    const entry = all.find((p) => keyOf(p) === where.environment) ?? all.find((p) => keyOf(p) === 'default') ?? (where.environment === undefined ? all[0] : undefined);
    return entry && this.find(entry['value'] as Node, path, where);
  }

  #lastOf(args: readonly Node[], path: Path, where: Where): Found | undefined {
    for (const argument of [...args].reverse()) {
      const inside = this.find(argument, path, where);
      if (!inside || !inside.missing) return inside;
    }
    return undefined;
  }

  /** What a helper returns, its parameters bound to the arguments of this call. */
  #result(callee: Node, args: readonly Node[], path: Path, where: Where): Found | undefined {
    const imported = where.file.imports.get(nameOf(callee));
    const bound = binding(where.file, nameOf(callee), callee.start);
    const target = bound?.kind === 'value' ? { file: where.file, node: bound.node } : imported && this.#files.exported(where.file, imported.from, imported.name);
    const result = target && returned(target.node);
    if (!target || !result) return undefined;
    return this.find(result, path, { ...where, file: target.file, calls: [...where.calls, { of: target.node, args, at: where }] });
  }

  #ofMember(member: Node, path: Path, where: Where): Found | undefined {
    const property = member['property'] as Node;
    const step = !member['computed'] ? nameOf(property) : property.type === 'Literal' ? String(property['value']) : undefined;
    if (step !== undefined) return this.find(member['object'] as Node, [step, ...path], where);
    return { file: where.file, node: member['object'] as Node, exact: false, rung: 'source' };
  }
}

const near = (found: Found | undefined): Found | undefined => found && { ...found, exact: false };
const nameOf = (node: unknown): string => { const { name } = node as { readonly name?: unknown }; return typeof name === 'string' ? name : ''; };
function keyOf(property: Node): string | undefined {
  const key = property['key'] as Node | undefined;
  if (!key) return undefined;
  if (key.type === 'Literal') return String(key['value']);
  return property['computed'] ? undefined : nameOf(key);
}
