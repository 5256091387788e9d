// Edits of project sources, as an author would make them: another value at the place of a property, another name in a declaration.
import { parseSync } from 'oxc-parser';
import { Locator } from '../../src/load/position.ts';
import type { Loaded } from '../../src/load/load.ts';
import { at, isObject, withAt, type Path } from '../../src/model/json.ts';
import type { Edit } from '../../src/model/diagnostic.ts';
import { throughEnvironments } from '../../src/probe/probe.ts';
import type { Files } from './portfolio.ts';

interface Place { readonly file: string; readonly start: number; readonly end: number; readonly written: string }
interface Node { readonly type: string; readonly start: number; readonly end: number; readonly shorthand?: string }

export class Sources {
  readonly files: Files;
  readonly #loaded: readonly Loaded[];
  readonly #locator: Locator;
  constructor(files: Files, loaded: readonly Loaded[]) {
    this.files = files;
    this.#loaded = loaded;
    this.#locator = new Locator(new Map(loaded.map((l) => [l.model.project, l])));
  }

  /** The files with properties otherwise, in the environment that is named; throws where it cannot be written. What stands in one place is written once. */
  async edit(edits: readonly Edit[], environment?: string): Promise<Files> {
    const places = new Map<string, Place>();
    for (const edit of edits) { const place = await this.#place(edit, environment); places.set(`${place.file}:${place.start}`, place); }
    const files = { ...this.files };
    for (const { file, start, end, written } of [...places.values()].sort((a, b) => b.start - a.start)) files[file] = files[file]!.slice(0, start) + written + files[file]!.slice(end);
    return files;
  }

  async #place({ node, property, to }: Edit, environment: string | undefined): Promise<Place> {
    const by = this.#locator;
    const model = this.#loaded.find((l) => l.model.project === node.split('/')[0])!.model;
    const { props } = model.nodes.find((n) => n.path === node)!;
    const placeOf = async (path: Path) => by.place({ node, property: path, ...(environment === undefined ? {} : { environment }) });
    let length = property.length;
    let place = await placeOf(property);
    // what stands there is the value of the shortest path that leads there
    const widen = async (): Promise<void> => {
      while (length > 1) {
        const above = await placeOf(property.slice(0, length - 1));
        if (above.line !== place.line || above.column !== place.column || above.file !== place.file) break;
        length--;
      }
    };
    const text = (): string => this.files[place.file]!;
    const expressionAt = (): Node => widest(place.file, text(), text().split('\n').slice(0, place.line! - 1).reduce((n, l) => n + l.length + 1, 0) + place.column! - 1);
    await widen();
    let expression = expressionAt();
    const declared = (path: Path): unknown => at(props, throughEnvironments(props, path, environment ?? 'production'));
    // a call such as `key(string())` makes the object that the property is in
    while (length > 1 && /^(?!inEnv|secret)\w+\(/.test(text().slice(expression.start, expression.end)) && !isObject(declared(property.slice(0, length)))) {
      length--;
      place = await placeOf(property.slice(0, length));
      await widen();
      expression = expressionAt();
    }
    let written: string;
    if (declared(property.slice(0, length)) === undefined) {
      const there = property.findIndex((_, i) => declared(property.slice(0, i + 1)) === undefined);
      if (expression.type !== 'ObjectExpression') throw new Error(`${property.join('.')} is not declared, and there is no object to put it into`);
      const [key, ...rest] = property.slice(there);
      written = `{ ${JSON.stringify(key)}: ${this.#literal(text(), rest.length === 0 ? to : withAt(undefined, rest, to))}, ${text().slice(expression.start + 1, expression.end)}`;
    } else if (to === undefined && typeof property.at(-1) === 'number' && length === property.length) written = '...[]';
    else written = this.#literal(text(), length === property.length ? to : withAt(declared(property.slice(0, length)), property.slice(length), to));
    return { file: place.file, start: expression.start, end: expression.end, written: expression.shorthand === undefined ? written : `${expression.shorthand}: ${written}` };
  }

  /** The files with a construct, or a project and its folder, called otherwise. */
  async rename(node: string, to: string): Promise<Files> {
    const [project = '', id = project] = node.split('/');
    const place = await this.#locator.place({ node, property: [] });
    const text = this.files[place.file]!;
    const from = node === project ? text.indexOf('super(') : text.split('\n').slice(0, place.line! - 1).reduce((n, l) => n + l.length + 1, 0) + place.column! - 1;
    const quoted = text.indexOf(`'${id}'`, from);
    if (quoted < 0) throw new Error(`${node} is not named where it is declared`);
    const renamed = { ...this.files, [place.file]: `${text.slice(0, quoted)}'${to}'${text.slice(quoted + id.length + 2)}` };
    if (node !== project) return renamed;
    return Object.fromEntries(Object.entries(renamed).map(([path, source]) => [path.replace(`projects/${id}/`, `projects/${to}/`), source.replaceAll(`'${id}/`, `'${to}/`)]));
  }

  #literal(text: string, value: unknown): string {
    if (Array.isArray(value)) return `[${value.map((v) => this.#literal(text, v)).join(', ')}]`;
    if (!isObject(value)) return value === undefined ? 'undefined' : JSON.stringify(value);
    if (typeof value['$secret'] === 'string') return `secret(${JSON.stringify(value['$secret'])})`;
    if (isObject(value['$env'])) return `inEnv(${this.#literal(text, value['$env'])})`;
    if (typeof value['$ref'] === 'string') {
      const [project, id] = value['$ref'].split('/');
      const made = new RegExp(`const (\\w+) = (?:new \\w+\\(this, '${id ?? ''}'|this\\.use\\(\\w+, '${project}/${id ?? ''}')`).exec(text);
      if (!made && id !== undefined) throw new Error(`nothing in the source holds ${value['$ref']}`);
      return made?.[1] ?? 'this';
    }
    return `{ ${Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${this.#literal(text, v)}`).join(', ')} }`;
  }
}

/** The largest expression that begins at an offset. */
function widest(file: string, text: string, start: number): Node {
  let found: Node | undefined;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) { value.forEach(visit); return; }
    const node = value as Node;
    if (typeof node.type === 'string' && node.start === start && /Expression$|Literal$|^Identifier$/.test(node.type) && (!found || node.end > found.end)) found = node;
    if (node.type === 'Property' && (node as { readonly shorthand?: unknown }).shorthand === true && node.start === start) { found = { type: 'Identifier', start, end: node.end, shorthand: text.slice(start, node.end) }; return; }
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseSync(file, text).program);
  if (!found) throw new Error(`no expression begins at ${file}, offset ${start}`);
  return found;
}
