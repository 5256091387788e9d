// Loads the platform: leitwerk.config.ts, waivers/, and a company's own policies/ and targets/. Trusted code, bundled once and kept by content.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Concepts, JsonSchema } from '../model/concepts.ts';
import type { Diagnostic, FileSite, Pass } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { messageOf } from '../model/fault.ts';
import { freeze, type JsonObject, type Path } from '../model/json.ts';
import type { Platform } from '../model/platform.ts';
import type { GovernanceWaiver } from '../model/waiver.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { importSite } from './bundle.ts';
import { runEsbuild, type EsbuildError } from './esbuild.ts';
import { judgeModules } from './own-modules.ts';
import { foreign } from './foreign.ts';
import { origins } from './source-map.ts';

export interface LoadedPlatform {
  readonly platform: Platform;
  readonly waivers: Readonly<Record<string, readonly GovernanceWaiver[]>>;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly targets: Readonly<Record<string, AnyTarget>>;
  /** Digest of the platform's own code, where it has policies or targets; all else of it is data. */
  readonly code: string;
}
export interface PlatformSources {
  readonly root: string;
  /** Folder of the package: its own `policies/` and `targets/` are in the build already. */
  readonly packageRoot: string;
  readonly concepts: Concepts;
}
interface Module { readonly config?: unknown; readonly waivers: LoadedPlatform['waivers']; readonly policies: LoadedPlatform['policies']; readonly targets: LoadedPlatform['targets'] }

const config = 'leitwerk.config.ts';
const folder = '.leitwerk';
/** What files of the platform import of leitwerk. */
const extensions = ['platform', 'waiver', 'policy', 'target', 'fact', 'cdk'];

export async function loadPlatform({ root, packageRoot, concepts }: PlatformSources): Promise<Pass<LoadedPlatform | undefined>> {
  const fail = (...diagnostics: Diagnostic[]): Pass<undefined> => ({ value: undefined, diagnostics });
  if (!existsSync(join(root, config))) return fail(diagnose(catalogue, 'LW1001', { file: config }, { file: config }));
  const own = root === packageRoot ? { policies: [], targets: [] } : { policies: modulesIn(root, 'policies'), targets: modulesIn(root, 'targets') };
  const sources = { waivers: modulesIn(root, 'waivers'), ...own };
  const bundle = await bundlePlatform(root, packageRoot, sources);
  if (bundle.value === undefined) return fail(...bundle.diagnostics);
  let module: Module;
  try {
    module = bundle.value.endsWith('.cjs') ? createRequire(import.meta.url)(bundle.value) as Module : await foreign<Module>(pathToFileURL(bundle.value).href);
  } catch (error) {
    const missing = missingImport(error, root);
    if (missing) return fail(missing);
    return fail(diagnose(catalogue, 'LW1002', await thrownAt(error, root) ?? { file: config }, { problem: `the platform's code throws: ${messageOf(error)}` }));
  }
  if (module.config === undefined) return fail(diagnose(catalogue, 'LW1002', { file: config }, { problem: `${config} exports nothing as default` }));
  const strange = notPlain(module.config);
  if (strange) return fail(wrong(strange.path, `is ${strange.what}; the platform is plain data`));
  const declared = structuredClone(module.config) as JsonObject;
  const validate = concepts.validators['platform'];
  if (validate && !validate(declared)) {
    const schema = JSON.parse(readFileSync(join(packageRoot, 'src/generated/platform-schema.json'), 'utf8')) as JsonSchema;
    const { schemaFaults } = await import('../model/schema-errors.ts');
    return fail(...schemaFaults(schema, validate.errors ?? [], module.config as JsonObject).map(({ property, what, key, near }) => wrong(property, what, key, near)));
  }
  const platform = declared as unknown as Platform; // which the validator has made sure of
  const faults = judgeModules(module, concepts, Object.keys(platform.teams));
  if (faults.length > 0) return fail(...faults);
  return { value: { platform: freeze(platform), waivers: module.waivers, policies: module.policies, targets: module.targets, code: own.policies.length + own.targets.length === 0 ? '' : codeOf(bundle.value, root) }, diagnostics: [] };
}

/** Files that the platform was last made of, beside those of packages. */
export const platformFiles = (root: string): readonly string[] => Object.keys(kept(join(root, folder, 'platform.json'))?.inputs ?? {}).filter((path) => !path.split('/').includes('node_modules')).map((path) => join(root, path));

/** The bundle is named after its text; packages that it imports are as npm has noted when it installed them. */
const codeOf = (bundle: string, root: string): string => `${basename(bundle)} ${sha256(textIn(join(root, 'node_modules/.package-lock.json')) ?? '')}`;

/** `environments.dev.stage must be ...`; of an unknown property, at its parent's name. */
const wrong = (property: Path, problem: string, key?: true, near?: string): Diagnostic =>
  diagnose(catalogue, 'LW1003', { file: config, property, ...(key ? { key } : {}) }, { path: (key ? property.slice(0, -1) : property).join('.') || 'the platform', problem, nearest: near });

/** The first part that JSON could not hold, or that contains itself. */
function notPlain(value: unknown, path: Path = [], around: readonly unknown[] = []): { readonly path: Path; readonly what: string } | undefined {
  if (typeof value === 'function') return { path, what: 'a function' };
  if (typeof value === 'symbol' || typeof value === 'bigint') return { path, what: `a ${typeof value}` };
  if (typeof value !== 'object' || value === null) return undefined;
  if (around.includes(value)) return { path, what: 'a value that contains itself' };
  if (value instanceof Promise) return { path, what: 'a promise' };
  if (!Array.isArray(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) return { path, what: `an instance of ${(value as object).constructor?.name || 'a class'}` };
  for (const [key, inner] of Object.entries(value)) {
    const found = notPlain(inner, [...path, Array.isArray(value) ? Number(key) : key], [...around, value]);
    if (found) return found;
  }
  return undefined;
}

/** Where the platform's own code threw, by the source map beside the bundle; nothing where no frame is in its files. */
export async function thrownAt(error: unknown, root: string): Promise<FileSite | undefined> {
  const frames = error instanceof Error ? [...(error.stack ?? '').matchAll(/(platform-[0-9a-f]{16}\.[cm]js):(\d+):(\d+)/g)] : [];
  if (frames.length === 0) return undefined;
  for (const [, file = '', line, column] of frames) {
    const map = textIn(join(root, folder, `${file}.map`));
    const found = map === undefined ? undefined : origins(map, [{ line: Number(line) - 1, column: Number(column) - 1 }])[0];
    if (!found) continue;
    const source = relative(root, join(root, folder, found.source)).split(sep).join('/');
    if (!source.startsWith('..') && !source.startsWith('node_modules/')) return { file: source, line: found.line + 1, column: found.column + 1 };
  }
  return undefined;
}

/** Modules of a folder: id (path without extension) and path relative to the root, sorted. */
function modulesIn(root: string, name: string): readonly { readonly id: string; readonly path: string }[] {
  const base = join(root, name);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts') && !e.name.endsWith('.d.ts') && !e.name.endsWith('.test.ts'))
    .map((e) => relative(base, join(e.parentPath, e.name)).split(sep).join('/'))
    .sort().map((path) => ({ id: path.replace(/\.ts$/, ''), path: `./${name}/${path}` }));
}

type Sources = Readonly<Record<'waivers' | 'policies' | 'targets', ReturnType<typeof modulesIn>>>;

function entryOf(sources: Sources): string {
  const lines = [`import config from './${config}';`];
  const tables = Object.entries(sources).map(([table, modules]) => {
    const rows = modules.map(({ id, path }, i) => {
      lines.push(`import ${table}${i} from '${path}';`);
      return `${JSON.stringify(id)}: ${table}${i}`;
    });
    return `export const ${table} = { ${rows.join(', ')} };`;
  });
  return [...lines, 'export { config };', ...tables].join('\n');
}

interface Manifest { readonly entry: string; readonly build: string; readonly out: string; readonly inputs: Readonly<Record<string, string>> }

let drafts = 0;
/** Path of the bundled module; built again only when an input has changed. */
async function bundlePlatform(root: string, packageRoot: string, sources: Sources): Promise<Pass<string | undefined>> {
  const entry = entryOf(sources);
  const build = stamp(join(packageRoot, 'package.json'));
  const place = join(root, folder);
  const manifestFile = join(place, 'platform.json');
  const old = kept(manifestFile);
  if (old && old.entry === entry && old.build === build && existsSync(join(place, old.out))
    && Object.entries(old.inputs).every(([path, was]) => stamp(join(root, path)) === was)) return { value: join(place, old.out), diagnostics: [] };
  mkdirSync(place, { recursive: true });
  const made = await draftOf(root, packageRoot, place, entry, 'cjs') ?? await draftOf(root, packageRoot, place, entry, 'esm');
  if (!made) throw new Error('a platform can always be an ES module');
  if ('errors' in made) return { value: undefined, diagnostics: made.errors.map(unreadable) };
  const { text, map, read, ending } = made;
  // what leitwerk has for the platform is bundled; another name of it is a slip
  const slips = Object.entries(read).flatMap(([file, { imports }]) => imports.filter((i) => i.external && /^leitwerk(\/|$)/.test(i.path)).map((i) => ({ file, name: i.path })));
  if (slips.length > 0) return { value: undefined, diagnostics: slips.map(({ file, name }) => diagnose(catalogue, 'LW1002', importSite(root, file, name), { problem: `${name} is nothing that files of the platform import: ${extensions.map((e) => `leitwerk/${e}`).join(', ')}` })) };
  const inputs = Object.fromEntries(Object.keys(read).filter((p) => p !== 'leitwerk-platform.ts').sort().map((p) => [p, stamp(join(root, p))]));
  const out = `platform-${sha256(text).slice(0, 16)}.${ending}`;
  replace(join(place, `${out}.map`), map);
  replace(join(place, out), text);
  replace(manifestFile, JSON.stringify({ entry, build, out, inputs } satisfies Manifest));
  return { value: join(place, out), diagnostics: [] };
}

interface Draft { readonly text: string; readonly map: string; readonly ending: 'cjs' | 'mjs'; /** Files with what each imports. */ readonly read: Readonly<Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>> }
/** As CommonJS, which Node loads in half the time, where that means the same: not with packages, which may be ES modules, nor with what only those can say. */
async function draftOf(root: string, packageRoot: string, place: string, entry: string, format: 'cjs' | 'esm'): Promise<Draft | { readonly errors: readonly EsbuildError[] } | undefined> {
  const ending = format === 'cjs' ? 'cjs' : 'mjs';
  const mine = `platform.${process.pid}.${drafts++}`;
  const [draft, meta] = [join(place, `${mine}.${ending}`), join(place, `${mine}.json`)];
  const alias = extensions.map((name) => `--alias:leitwerk/${name}=${entryPoint(packageRoot, name)}`);
  const result = await runEsbuild(['--bundle', '--packages=external', `--format=${format}`, ...(format === 'cjs' ? ['--banner:js="use strict";'] : []), '--platform=node', '--target=node20', '--sourcefile=leitwerk-platform.ts', '--loader=ts', '--sourcemap=external', '--sources-content=false', `--metafile=${meta}`, `--outfile=${draft}`, ...alias], { cwd: root, stdin: entry });
  const files = [draft, `${draft}.map`, meta];
  try {
    if ('errors' in result) return format === 'cjs' ? undefined : result;
    const [text = '', map = '', metafile = ''] = files.map((path) => readFileSync(path, 'utf8'));
    const { inputs: read } = JSON.parse(metafile) as { readonly inputs: Draft['read'] };
    const esm = Object.values(read).some(({ imports }) => imports.some((i) => i.external && !isBuiltin(i.path))) || text.includes('import_meta');
    return format === 'cjs' && esm ? undefined : { text, map, ending, read };
  } finally {
    for (const path of files) rmSync(path, { force: true });
  }
}

/** An error of esbuild; a file without a default export is met in our own entry, but is at fault itself. */
function unreadable({ text, file, line, column }: EsbuildError): Diagnostic {
  const lacking = /^No matching export in "((policies|targets|waivers)\/.+)" for import "default"$/.exec(text);
  if (lacking) return diagnose(catalogue, 'LW1007', { file: lacking[1]! }, { file: lacking[1]!, problem: 'exports nothing as default', folder: lacking[2] as 'policies' });
  return diagnose(catalogue, 'LW1002', { file: file ?? config, ...(line === undefined ? {} : { line, column: column ?? 1 }) }, { problem: text });
}

/** A package that Node does not find, at the import that names it. */
function missingImport(error: unknown, root: string): Diagnostic | undefined {
  const name = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' ? /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1] : undefined;
  if (name === undefined) return undefined;
  for (const file of Object.keys(kept(join(root, folder, 'platform.json'))?.inputs ?? {}).filter((path) => !path.startsWith('..'))) {
    const at = importSite(root, file, name);
    if (at.line !== undefined) return diagnose(catalogue, 'LW1002', at, { problem: `there is no package ${name} here` });
  }
  return diagnose(catalogue, 'LW1002', { file: config }, { problem: `there is no package ${name} here` });
}

const entryPoint = (packageRoot: string, name: string): string => {
  const source = join(packageRoot, 'src', `${name}.ts`);
  return existsSync(source) ? source : join(packageRoot, 'build', `${name}.mjs`);
};
const stamp = (path: string): string => { try { const s = statSync(path); return `${s.size} ${s.mtimeMs}`; } catch { return 'gone'; } };
const replace = (path: string, text: string): void => { const draft = `${path}.${process.pid}.${drafts++}`; writeFileSync(draft, text); renameSync(draft, path); };
const textIn = (path: string): string | undefined => { try { return readFileSync(path, 'utf8'); } catch { return undefined; } };
function kept(path: string): Manifest | undefined {
  try { return JSON.parse(readFileSync(path, 'utf8')) as Manifest; } catch { return undefined; }
}
