// From what V8 and the model say about a place to file, line and column: offsets through the source map, properties through the parser. Loaded only when something is printed.
import { relative, resolve, sep } from 'node:path';
import type { Diagnostic, FileSite, OffsetSite, Site } from '../model/diagnostic.ts';
import type { NodeSite } from '../model/node.ts';
import { foreign } from './foreign.ts';
import { lineOf, valueAt } from './json-place.ts';
import { findExported, findProperty, type Found } from './property.ts';
import type { Loaded } from './source.ts';
import { lineStarts, origins, placeAt } from './source-map.ts';
import { Files } from './syntax.ts';

export type ByProject = ReadonlyMap<string, Loaded>;
interface Place { readonly file: string; readonly line: number; readonly column: number }

/** Turns sites into places; one serves a whole run and keeps what it has parsed. */
export class Locator {
  readonly #loaded: ByProject;
  readonly #lines = new Map<string, readonly number[]>();
  #files: Files | undefined;
  constructor(loaded: ByProject) { this.#loaded = loaded; }

  /** The exact place, by the ladder: the property, what brought it, the declaration. */
  async place(site: Site): Promise<FileSite> {
    if ('file' in site) return site;
    const frames = this.#frames(site);
    const [first] = frames;
    if (!first) return this.#fallback(site);
    if ('offsets' in site || !site.property || site.property.length === 0) return { ...first, exact: true };
    const source = this.#loaded.get(projectOf(site))!;
    if (source.json) return this.#inJson(source, site);
    const files = this.#files ??= new Files((await foreign<typeof import('oxc-parser')>('oxc-parser')).parseSync);
    const steps = frames.flatMap((f) => {
      const file = files.get(resolve(source.root, f.file));
      return file ? [{ file, offset: lineStart(file.text, f.line) + f.column - 1 }] : [];
    });
    const found = findProperty(files, steps, site.property, site.environment);
    if (!found) return { ...first, exact: false, rung: 'declaration' };
    return placeOf(found, site.key, source.root);
  }

  /** The calls through which a declaration was made, nearest first. */
  callers(site: Site): readonly FileSite[] { return 'file' in site ? [] : this.#frames(site).slice(1); }

  #frames(site: NodeSite | OffsetSite): readonly Place[] {
    const source = this.#loaded.get(projectOf(site));
    if (!source) return [];
    const offsets = 'offsets' in site ? site.offsets : source.model.nodes.find((n) => n.path === site.node)?.site ?? [];
    return offsets.flatMap((offset) => {
      const place = this.#original(source, offset);
      return place ? [place] : [];
    });
  }

  #original(source: Loaded, offset: number): Place | undefined {
    if (source.json) return { file: `${source.folder}/project.json`, ...lineOf(source.text, offset) };
    const lines = this.#lines.get(source.project) ?? lineStarts(source.text);
    this.#lines.set(source.project, lines);
    const [found] = origins(source.map, [placeAt(lines, offset)]);
    return found && { file: posix(relative(source.root, resolve(source.base, found.source))), line: found.line + 1, column: found.column + 1 };
  }

  #inJson(source: Loaded, site: NodeSite): FileSite {
    const [offset = 0] = source.model.nodes.find((n) => n.path === site.node)?.site ?? [];
    const { start, end, exact } = valueAt(source.text, offset, ['props', ...site.property ?? []], site.environment);
    const place = lineOf(source.text, start);
    return { file: `${source.folder}/project.json`, ...place, ...(source.text.slice(start, end).includes('\n') ? {} : { endColumn: place.column + end - start }), exact, rung: exact ? 'property' : 'source' };
  }

  #fallback(site: NodeSite | OffsetSite): FileSite {
    const project = projectOf(site);
    return { file: `${this.#loaded.get(project)?.folder ?? `projects/${project}`}/project.ts`, exact: false };
  }
}

function placeOf(found: Found, key: true | undefined, root: string): FileSite {
  const mark = key && found.key ? found.key : found.node;
  const { text } = found.file;
  const start = lineStart(text, lineAt(text, mark.start));
  const lineEnd = text.indexOf('\n', mark.start);
  const end = Math.min(mark.end, lineEnd < 0 ? text.length : lineEnd);
  return { file: posix(relative(root, found.file.path)), line: lineAt(text, mark.start), column: mark.start - start + 1, endColumn: end - start + 1, exact: found.exact, rung: found.rung };
}

/** The place of a property in a file of the platform; the file where it cannot be told. */
export async function placeInFile({ property, key, ...site }: FileSite, root: string): Promise<FileSite> {
  const files = new Files((await foreign<typeof import('oxc-parser')>('oxc-parser')).parseSync);
  const file = property && files.get(resolve(root, site.file));
  const found = file && findExported(files, file, property);
  return found ? placeOf(found, key, root) : site;
}

const locators = new WeakMap<ByProject, Locator>();
const locatorOf = (loaded: ByProject): Locator => {
  const kept = locators.get(loaded) ?? new Locator(loaded);
  locators.set(loaded, kept);
  return kept;
};

/** Where a site is in the author's files. */
export async function locate(site: Site, loaded: ByProject): Promise<FileSite> { return locatorOf(loaded).place(site); }

/** The same diagnostics with places in files; calls that made a declaration are related places. */
export async function locateAll(diagnostics: readonly Diagnostic[], loaded: ByProject): Promise<readonly Diagnostic[]> {
  if (diagnostics.every((d) => 'file' in d.at && (d.related ?? []).every((r) => 'file' in r.at))) return diagnostics;
  const by = locatorOf(loaded);
  return Promise.all(diagnostics.map(async (d) => {
    const at = await by.place(d.at);
    const made = by.callers(d.at).slice(0, 3).map((place) => ({ at: place, what: 'made by this call' }));
    const related = [...await Promise.all((d.related ?? []).map(async (r) => ({ ...r, at: await by.place(r.at) }))), ...made];
    return { ...d, at, ...(related.length > 0 ? { related } : {}) };
  }));
}

const projectOf = (site: NodeSite | OffsetSite): string => 'project' in site ? site.project : site.node.split('/', 1)[0] ?? '';
const posix = (path: string): string => path.split(sep).join('/');
const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  return start;
}
