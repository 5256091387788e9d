// Loads the platform: leitwerk.config.ts, waivers/, and a company's own policies/ and targets/. Trusted code, bundled once and kept by content.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Concepts } from '../model/concepts.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { freeze } from '../model/json.ts';
import type { Platform } from '../model/platform.ts';
import type { GovernanceWaiver } from '../model/waiver.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { runEsbuild } from './esbuild.ts';
import { foreign } from './foreign.ts';

export interface LoadedPlatform {
  readonly platform: Platform;
  readonly waivers: Readonly<Record<string, readonly GovernanceWaiver[]>>;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly targets: Readonly<Record<string, AnyTarget>>;
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

export async function loadPlatform({ root, packageRoot, concepts }: PlatformSources): Promise<Pass<LoadedPlatform | undefined>> {
  const fail = (...diagnostics: Diagnostic[]): Pass<undefined> => ({ value: undefined, diagnostics });
  if (!existsSync(join(root, config))) return fail(diagnose(catalogue, 'LW1001', { file: config }, { file: config }));
  const own = root === packageRoot ? { policies: [], targets: [] } : { policies: modulesIn(root, 'policies'), targets: modulesIn(root, 'targets') };
  const sources = { waivers: modulesIn(root, 'waivers'), ...own };
  const bundle = await bundlePlatform(root, packageRoot, sources);
  if (bundle.value === undefined) return fail(...bundle.diagnostics);
  let module: Module;
  try {
    module = await foreign<Module>(pathToFileURL(bundle.value).href);
  } catch (error) {
    return fail(diagnose(catalogue, 'LW1002', { file: config }, { problem: `the platform's code throws: ${(error as Error).message}` }));
  }
  const declared: unknown = structuredClone(module.config);
  const validate = concepts.validators['platform'];
  if (validate && !validate(declared)) {
    return fail(...(validate.errors ?? []).map((e) => diagnose(catalogue, 'LW1003', { file: config }, {
      path: e.instancePath.slice(1).replaceAll('/', '.') || 'the platform',
      problem: e.keyword === 'additionalProperties' ? `has no property ${String(e.params['additionalProperty'])}` : e.keyword === 'required' ? `needs ${String(e.params['missingProperty'])}` : e.message ?? 'is refused',
    })));
  }
  return { value: { platform: freeze(declared as Platform), waivers: module.waivers, policies: module.policies, targets: module.targets }, diagnostics: [] };
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
  const alias = ['platform', 'waiver', 'policy', 'target', 'fact'].map((name) => `--alias:leitwerk/${name}=${entryPoint(packageRoot, name)}`);
  const draft = join(place, `platform.${process.pid}.mjs`);
  const meta = join(place, `platform.${process.pid}.json`);
  const made = await runEsbuild(['--bundle', '--format=esm', '--platform=node', '--target=node20', '--sourcefile=leitwerk-platform.ts', '--loader=ts', `--metafile=${meta}`, `--outfile=${draft}`, ...alias], { cwd: root, stdin: entry });
  if ('errors' in made) {
    return { value: undefined, diagnostics: made.errors.map((e) => diagnose(catalogue, 'LW1002', { file: e.file ?? config, ...(e.line === undefined ? {} : { line: e.line, column: e.column ?? 1 }) }, { problem: e.text })) };
  }
  const text = readFileSync(draft, 'utf8');
  const { inputs: read } = JSON.parse(readFileSync(meta, 'utf8')) as { inputs: Record<string, unknown> };
  rmSync(draft);
  rmSync(meta);
  const inputs = Object.fromEntries(Object.keys(read).filter((p) => p !== 'leitwerk-platform.ts').sort().map((p) => [p, stamp(join(root, p))]));
  const out = `platform-${sha256(text).slice(0, 16)}.mjs`;
  replace(join(place, out), text);
  replace(manifestFile, JSON.stringify({ entry, build, out, inputs } satisfies Manifest));
  return { value: join(place, out), diagnostics: [] };
}

const entryPoint = (packageRoot: string, name: string): string => {
  const source = join(packageRoot, 'src', `${name}.ts`);
  return existsSync(source) ? source : join(packageRoot, 'build', `${name}.mjs`);
};
const stamp = (path: string): string => { try { const s = statSync(path); return `${s.size} ${s.mtimeMs}`; } catch { return 'gone'; } };
const replace = (path: string, text: string): void => { writeFileSync(`${path}.${process.pid}`, text); renameSync(`${path}.${process.pid}`, path); };
function kept(path: string): Manifest | undefined {
  try { return JSON.parse(readFileSync(path, 'utf8')) as Manifest; } catch { return undefined; }
}
