// Bundles projects with the esbuild binary, many in one call, and refuses what their imports may not reach before anything of it runs.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { load as catalogue } from '../model/catalogue/load.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic, FileSite } from '../model/diagnostic.ts';
import { esbuildBinary } from './esbuild.ts';
import { foreign } from './foreign.ts';
import { shown } from './shown.ts';

export interface Bundle {
  readonly project: string;
  readonly text: string;
  /** Source map as JSON text; its sources are relative to `base`. */
  readonly map: string;
  readonly base: string;
}
export type Bundled = { readonly bundle: Bundle } | { readonly project: string; readonly diagnostics: readonly Diagnostic[] };

const MILLISECONDS = 20_000;
const BATCH = 250;
/** What no import may even open: reading a device never ends. */
const DEVICES = ['/dev', '/proc', '/sys'];
export const entryOf = (project: string): string => `projects/${project}/project.ts`;

/** First batches that were begun before anybody asked for them. */
const begun = new Map<string, Promise<readonly Bundled[]>>();
const keyOf = (root: string, projects: readonly string[]): string => [root, ...projects].join('\n');
export function begin(root: string, projects: readonly string[]): void {
  if (projects.length === 0) return;
  const first = bundleBatch(root, projects.slice(0, BATCH));
  first.catch(() => undefined); // whoever asks for it is told
  begun.set(keyOf(root, projects), first);
}

/** Bundles in batches; each is handed on as soon as it is ready, while the next one is made. */
export async function* bundle(root: string, projects: readonly string[]): AsyncGenerator<Bundled> {
  const batch = (i: number): Promise<readonly Bundled[]> => i < projects.length ? bundleBatch(root, projects.slice(i, i + BATCH)) : Promise.resolve([]);
  const key = keyOf(root, projects);
  let next = begun.get(key) ?? batch(0);
  begun.delete(key);
  for (let i = 0; i < projects.length; i += BATCH) {
    const ready = await next;
    next = batch(i + BATCH);
    yield* ready;
  }
}

async function bundleBatch(root: string, projects: readonly string[]): Promise<readonly Bundled[]> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'leitwerk-')));
  try {
    const failed = await bundler(root, base, projects);
    if (!failed) {
      const meta = JSON.parse(readFileSync(join(base, 'meta.json'), 'utf8')) as Metafile;
      return projects.map((project) => take(root, base, project, meta));
    }
    // One broken project fails the call for all: say what is wrong with those that are named, and call again for the others.
    const broken = new Map<string, Diagnostic[]>();
    for (const error of failed) {
      const owner = projects.length === 1 ? projects[0] : projects.find((p) => error.file?.startsWith(`projects/${p}/`));
      if (owner !== undefined) broken.set(owner, [...(broken.get(owner) ?? []), syntaxError(root, owner, error)]);
    }
    const results = [...broken].map(([project, diagnostics]) => ({ project, diagnostics }));
    const others = projects.filter((p) => !broken.has(p));
    if (others.length === 0) return results;
    if (broken.size > 0) return [...results, ...await bundleBatch(root, others)];
    const half = Math.ceil(others.length / 2);
    return [...await bundleBatch(root, others.slice(0, half)), ...await bundleBatch(root, others.slice(half))];
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

// ---- esbuild ----

interface Failure { readonly text: string; readonly file?: string; readonly line?: number; readonly column?: number }

/** What esbuild is asked for, in the names of its interface; the command's are the same with hyphens. https://esbuild.github.io/api/ */
function options(root: string, base: string, projects: readonly string[]) {
  const devices = DEVICES.filter((d) => !`${root}/`.startsWith(`${d}/`)).map((d) => `${d}/*`);
  return {
    entryPoints: Object.fromEntries(projects.map((p) => [p, `./${entryOf(p)}`])), outdir: base, bundle: true, format: 'cjs', platform: 'neutral', target: 'es2022', packages: 'external', external: ['#constructs/*', ...devices],
    sourcemap: 'external', sourcesContent: false, loader: { '.md': 'text', '.txt': 'text' }, tsconfigRaw: '{}', legalComments: 'none', charset: 'utf8', color: false, logLimit: 0,
  } as const;
}
const hyphened = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** A process a call: it starts faster than the interface, which a run calls once. */
function spawned(root: string, base: string, projects: readonly string[]): Promise<readonly Failure[] | undefined> {
  const { entryPoints, external, loader, bundle: _, ...rest } = options(root, base, projects);
  const args = [
    ...Object.entries(entryPoints).map(([name, path]) => `${name}=${path}`), '--bundle', ...external.map((path) => `--external:${path}`), ...Object.entries(loader).map(([ending, as]) => `--loader:${ending}=${as}`),
    ...Object.entries(rest).map(([name, value]) => `--${hyphened(name)}=${value}`), `--metafile=${join(base, 'meta.json')}`, '--log-level=error',
  ];
  return new Promise((done) => {
    execFile(esbuildBinary(), args, { cwd: root, timeout: MILLISECONDS, killSignal: 'SIGKILL', maxBuffer: 1 << 26 }, (error, _, stderr) => {
      if (!error) return done(undefined);
      const found = failuresIn(stderr);
      done(found.length > 0 ? found : [{ text: error.killed ? `reading its files took longer than ${MILLISECONDS / 1000} s` : 'it cannot be read as TypeScript' }]);
    });
  });
}

let bundler: typeof spawned = spawned;
/** From here on one esbuild stays and is asked again and again: for a process that bundles after each edit. */
export async function keepBundling(): Promise<void> {
  const { build } = await foreign<typeof import('esbuild')>('esbuild');
  bundler = async (root, base, projects) => {
    try {
      const { external, ...rest } = options(root, base, projects);
      const { metafile } = await build({ ...rest, external: [...external], metafile: true, logLevel: 'silent', absWorkingDir: root });
      writeFileSync(join(base, 'meta.json'), JSON.stringify(metafile));
      return undefined;
    } catch (error) {
      const { errors = [] } = error as Partial<BuildFailure>;
      return errors.length > 0 ? errors.map(({ text, location }) => ({ text: shown(text), ...(location ? { file: location.file, line: location.line, column: location.column } : {}) })) : [{ text: 'it cannot be read as TypeScript' }];
    }
  };
}

/** `✘ [ERROR] message`, an empty line, `    file:line:column:`; columns count bytes from zero. */
function failuresIn(text: string): readonly Failure[] {
  return text.split(/^\u2718 \[ERROR\] /m).slice(1).map((block) => {
    const message = shown(block.split('\n')[0] ?? '');
    const place = /^ {4}(\S[^\n]*?):(\d+):(\d+):$/m.exec(block);
    return place ? { text: message, file: place[1]!, line: Number(place[2]), column: Number(place[3]) } : { text: message };
  });
}

function syntaxError(root: string, project: string, { text, file, line, column }: Failure): Diagnostic {
  const extra = { project };
  if (file === undefined || line === undefined) return diagnose(catalogue, 'LW1102', { file: entryOf(project) }, { problem: text }, extra);
  // What another file contains is none of the project's business: its text is not repeated.
  if (!inside(root, project, file)) return diagnose(catalogue, 'LW1103', { file: entryOf(project) }, { path: shown(file) }, extra);
  const source = lineOf(root, file, line);
  const before = Buffer.from(source).subarray(0, column).toString();
  const at = { file, line, column: before.length + 1 };
  const missing = /^Could not resolve "(.*)"$/.exec(text);
  return diagnose(catalogue, 'LW1102', at, { problem: missing ? `there is no ${missing[1]}` : text }, extra);
}

const inside = (root: string, project: string, file: string): boolean => `${resolve(root, file)}${sep}`.startsWith(`${resolve(root, 'projects', project)}${sep}`);
const textOf = (root: string, file: string): string => { try { return readFileSync(resolve(root, file), 'utf8'); } catch { return ''; } };
const lineOf = (root: string, file: string, line: number): string => textOf(root, file).split('\n')[line - 1] ?? '';

// ---- what a bundle is made of ----

interface Import { readonly path: string; readonly kind: string; readonly external?: boolean; readonly original?: string }
interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly Import[] }>>;
  readonly outputs: Readonly<Record<string, { readonly entryPoint?: string }>>;
}

function take(root: string, base: string, project: string, meta: Metafile): Bundled {
  const entry = entryOf(project);
  const diagnostics: Diagnostic[] = [];
  if (!meta.inputs[entry]) return { project, diagnostics: [diagnose(catalogue, 'LW1127', { file: entry }, { path: entry }, { project })] };
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const found of meta.inputs[file]?.imports ?? []) {
      const wrong = judge(root, project, file, found);
      if (wrong) diagnostics.push(wrong);
      else if (!found.external) seen.add(found.path);
    }
  }
  if (diagnostics.length > 0) return { project, diagnostics };
  const out = join(base, `${project}.js`);
  return { bundle: { project, text: readFileSync(out, 'utf8'), map: readFileSync(`${out}.map`, 'utf8'), base } };
}

function judge(root: string, project: string, file: string, found: Import): Diagnostic | undefined {
  const name = found.original ?? found.path;
  const at = (): FileSite => importSite(root, file, name);
  if (found.kind === 'dynamic-import') return diagnose(catalogue, 'LW1109', at(), { what: `import('${shown(name)}')` }, { project });
  if (!found.external) return inside(root, project, found.path) ? undefined : diagnose(catalogue, 'LW1103', at(), { path: shown(name) }, { project });
  if (/^[./]/.test(found.path)) return diagnose(catalogue, 'LW1103', at(), { path: shown(name) }, { project });
  if (found.path === 'leitwerk' || found.path.startsWith('#constructs/')) return undefined;
  return diagnose(catalogue, 'LW1104', at(), { name: shown(name), known: /^leitwerk/i.test(name) ? 'leitwerk' : undefined }, { project });
}

/** Where a file names a module: the text after `import`, `from` or `require`, else the first place where it is quoted. */
export function importSite(root: string, file: string, name: string): FileSite {
  const text = textOf(root, file);
  const quoted = `(['"\`])${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}\\1`;
  const match = new RegExp(`\\b(?:import|from|require)\\s*\\(?\\s*(?=${quoted})`, 'd').exec(text) ?? new RegExp(`(?=${quoted})`).exec(text);
  if (!match) return { file };
  const end = match.index + match[0].length;
  const before = text.slice(0, end);
  const column = end - (before.lastIndexOf('\n') + 1) + 1;
  return { file, line: before.split('\n').length, column, endColumn: column + name.length + 2 };
}
