// Reads concept files: bundles the folders, imports the bundle, and takes kind, definition and schema of every concept in them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../concept.ts';
import type { ConceptInfo } from '../model/concepts.ts';
import type { JsonObject } from '../model/json.ts';
import { entries, packageRoot, sources } from './paths.mjs';
import { jsonSchema } from './schema.ts';

export interface LoadedConcept extends ConceptInfo {
  /** Absolute path of its file. */
  readonly source: string;
}
/** What the compiler knows of a concept at run time. */
export const infoOf = ({ source: _, ...info }: LoadedConcept): ConceptInfo => info;

export interface DeclaredConcept { readonly kind: string; readonly definition: Definition; readonly file: string; readonly source: string }
const isConcept = (value: unknown): value is Pick<DeclaredConcept, 'kind' | 'definition'> => typeof value === 'function' && 'kind' in value && 'definition' in value;

/** The concept classes of these folders with their files, sorted by kind. */
export async function declaredConcepts(folders: readonly string[], root: string = packageRoot): Promise<readonly DeclaredConcept[]> {
  const files = folders.flatMap(sources);
  const modules = await importAll(files);
  const found = new Map<string, DeclaredConcept>();
  for (const [i, source] of files.entries()) {
    const file = relative(root, source).split(sep).join('/');
    for (const { kind, definition } of Object.values(modules[i]!).filter(isConcept)) {
      const same = found.get(kind);
      if (same) throw new Error(`${file}: the concept ${kind} is declared in ${same.file} already`);
      found.set(kind, { kind, definition, file, source });
    }
  }
  return [...found.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** What the compiler knows of all concepts in these folders. Throws an error with the file's name if one is not usable. */
export async function loadConcepts(folders: readonly string[], root: string = packageRoot): Promise<readonly LoadedConcept[]> {
  const concepts = (await declaredConcepts(folders, root)).map(read);
  const kinds = new Set(concepts.map((c) => c.kind));
  for (const concept of concepts) refuseUnknownKinds(concept, kinds);
  return concepts;
}

function read({ kind, definition: d, file, source }: DeclaredConcept): LoadedConcept {
  try {
    const schema = jsonSchema(d.schema());
    for (const name of Object.keys((schema['properties'] ?? {}) as JsonObject)) {
      if (name === 'only' || name === 'formerly' || name.startsWith('$')) throw new Error(`the property name '${name}' is the compiler's own`);
    }
    return {
      kind, doc: d.doc, schema: { $schema: schema['$schema'], title: kind, description: d.doc, ...schema }, example: d.example as JsonObject, file, source,
      ...(d.published && { published: true }), ...(d.root && { root: true }),
      ...(d.compilerOnly !== undefined && { compilerOnly: d.compilerOnly }), ...(d.documentsOnly && { documentsOnly: d.documentsOnly }),
    };
  } catch (error) {
    throw new Error(`${file}: ${kind}: ${(error as Error).message}`, { cause: error });
  }
}

function refuseUnknownKinds(concept: LoadedConcept, known: ReadonlySet<string>): void {
  JSON.stringify(concept.schema, (key, value: { readonly ref?: readonly string[] }) => {
    for (const kind of key === 'leitwerk' ? value.ref ?? [] : []) {
      if (!known.has(kind)) throw new Error(`${concept.file}: refers to the kind '${kind}', which no concept file declares`);
    }
    return value as unknown;
  });
}

async function importAll(files: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { build } = await import('esbuild');
  const resolve = createRequire(join(packageRoot, 'package.json')).resolve;
  const result = await build({
    stdin: { contents: `${files.map((f, i) => `import * as m${i} from ${JSON.stringify(f)};`).join('\n')}\nexport const modules = [${files.map((_, i) => `m${i}`).join(', ')}];`, resolveDir: packageRoot },
    bundle: true, format: 'esm', platform: 'node', target: 'node20', write: false, alias: entries, logLevel: 'silent',
    plugins: [{ name: 'zod', setup: (b) => b.onResolve({ filter: /^zod$/ }, () => ({ path: pathToFileURL(resolve('zod')).href, external: true })) }],
  });
  const text = result.outputFiles[0]!.text;
  const folder = mkdtempSync(join(tmpdir(), 'leitwerk-'));
  const path = join(folder, 'concepts.mjs');
  writeFileSync(path, text);
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(path).href)) as { modules: readonly Record<string, unknown>[] }).modules;
  } finally { rmSync(folder, { recursive: true, force: true }); }
}
