// Builds the package into `build/`: the program, the evaluator, the guest, the validators and the entry points. Runs without install scripts and without a build.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build as esbuild, version as bundler } from 'esbuild';
import { createHash } from 'node:crypto';
import { buildGuest } from './guest.mjs';
import { entries, packageRoot } from './paths.mjs';
import { load } from './run.mjs';

const out = join(packageRoot, 'build');
const at = (path) => join(packageRoot, path);
const json = (path) => JSON.parse(readFileSync(at(path), 'utf8'));
/** What a command loads only when it needs it, or what brings its own binary. */
const external = ['ajv', 'esbuild', 'oxc-parser', 'yaml', 'zod'];
/** What cdk8s and cdktf load at once and use hardly ever. */
const seldom = /^(yaml|fast-json-patch|fflate|semver)$/;
const common = { bundle: true, write: false, platform: 'node', target: 'node20', charset: 'utf8', minifySyntax: true, minifyWhitespace: true, legalComments: 'none', logLevel: 'warning', absWorkingDir: packageRoot };

async function validators() {
  const { validatorsModule } = await load('src/dev/validators.ts');
  const concepts = Object.entries(json('src/generated/schemas.json')).map(([kind, { schema }]) => [kind, schema]);
  const text = await validatorsModule({ ...Object.fromEntries(concepts), platform: json('src/generated/platform-schema.json') });
  write('validators.mjs', text);
  write('validators.d.mts', "import type { Validator } from '../src/model/concepts.ts';\nexport declare const validators: Readonly<Record<string, Validator>>;\n");
}

const hashed = { ...common, outdir: out, outExtension: { '.js': '.cjs' }, entryNames: '[name]-[hash]', format: 'cjs' };
const early = { name: 'evaluators', entry: 'src/load/evaluators.ts' };
/** What starts an evaluator, by itself: it is loaded before the program, which then finds it loaded. */
async function starter() {
  const { outputFiles } = await esbuild({ ...hashed, entryPoints: { [early.name]: at(early.entry) } });
  return outputFiles;
}

/** One script, so that V8 keeps what it compiled of it: cdk8s and cdktf are part of it, since Node would look for and read three hundred files of theirs. Of ASCII alone: its text need not be decoded. */
async function program(beside, files) {
  const apart = { name: 'apart', setup: (b) => b.onResolve({ filter: /\/evaluators\.ts$/ }, () => ({ path: `./${basename(pathOf(files, early.name))}`, external: true })) };
  const { outputFiles } = await esbuild({
    ...hashed, charset: 'ascii', entryPoints: { program: at('src/cli/entry.ts') }, alias: entries, plugins: [lazily, apart],
    external: external.flatMap((name) => [name, `${name}/*`]), define: { __VERSION__: JSON.stringify(json('package.json').version), __BUILD__: JSON.stringify(beside), 'import.meta.url': 'moduleUrl' },
    // a function that the start calls: text of this size is not worth another copy
    banner: { js: '(function (require, __filename, importModule) { "use strict"; const moduleUrl = require("node:url").pathToFileURL(__filename).href;' }, footer: { js: '})' },
  });
  // regular expressions are left as they were written
  const [beyond] = /.{0,40}[^\0-\x7f].{0,20}/.exec(outputFiles[0].text) ?? [];
  if (beyond !== undefined) throw new Error(`the program is read as ASCII; write this with an escape: ${beyond}`);
  return outputFiles;
}

/** Packages in `seldom` are evaluated when something of theirs is first touched. */
const lazily = {
  name: 'lazily',
  setup(b) {
    const libraries = /[\\/]node_modules[\\/](cdk8s|cdktf)[\\/]lib[\\/]/;
    b.onResolve({ filter: seldom }, ({ path, importer, pluginData }) => (libraries.test(importer) && !pluginData?.real ? { path, namespace: 'lazily', pluginData: { from: dirname(importer) } } : undefined));
    b.onResolve({ filter: /^real:/, namespace: 'lazily' }, ({ path, pluginData }) => b.resolve(path.slice(5), { kind: 'require-call', resolveDir: pluginData.from, pluginData: { real: true } }));
    b.onLoad({ filter: /.*/, namespace: 'lazily' }, ({ path, pluginData }) => ({ contents: `module.exports = new Proxy({}, { get: (_, key) => key === '__esModule' || require('real:${path}')[key] });`, pluginData }));
  },
};

async function evaluator() {
  const { outputFiles } = await esbuild({ ...common, entryPoints: { evaluator: at('src/load/evaluator.ts') }, outdir: out, outExtension: { '.js': '.cjs' }, format: 'cjs', banner: { js: '"use strict";' } });
  return outputFiles;
}

/** What constructs, policies and targets of a company import at run time. */
async function entryPoints() {
  const points = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name.replace('leitwerk/', ''), file]));
  const { outputFiles } = await esbuild({ ...common, entryPoints: points, outdir: join(out, 'entries'), outExtension: { '.js': '.mjs' }, splitting: true, format: 'esm', alias: entries, external });
  return outputFiles;
}

/** What makes a portfolio's own concepts usable; part of the build, since an installed package may be read-only. */
async function generator() {
  const { outputFiles } = await esbuild({ ...common, entryPoints: { own: at('src/dev/own.ts') }, outdir: out, outExtension: { '.js': '.mjs' }, format: 'esm', packages: 'external', alias: entries });
  return outputFiles;
}

/** Declarations of the entry points, for those who extend an installed package. In this repository the sources are used. */
function declarations() {
  const folder = join(out, 'types');
  rmSync(folder, { recursive: true, force: true });
  execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('tsconfig.types.json')], { stdio: 'inherit' });
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts'))) {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/(from |import\()(['"]\.[^'"]*)\.ts(['"])/g, '$1$2.js$3'));
  }
}

/** Written beside and renamed, so that a program that runs meanwhile never reads half a file. */
function write(name, text) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

export async function build({ generate = false, types = false } = {}) {
  if (types) rmSync(out, { recursive: true, force: true }); // a package holds this build alone
  mkdirSync(out, { recursive: true });
  const started = new Date();
  if (generate) await (await load('src/dev/generate.ts')).main([]);
  await Promise.all([validators(), buildGuest().then((text) => write('guest.js', text))]);
  const files = [];
  for (const part of [evaluator, entryPoints, generator, starter, program]) {
    const made = await part(digest(), files);
    for (const { path, contents } of made) write(path.slice(out.length + 1), contents);
    files.push(...made);
  }
  removeOld(new Set(files.map((f) => f.path)));
  if (types) declarations();
  write('stamp', ['program', early.name].map((name) => basename(pathOf(files, name))).join(' ')); // names what belongs together: a program built meanwhile is not mixed with this one
  utimesSync(join(out, 'stamp'), started, started);
}

/** The file whose name carries its content. */
const pathOf = (files, name) => files.find(({ path }) => basename(path).startsWith(`${name}-`) && path.endsWith('.cjs')).path;

/** What runs beside the program and is named after nothing. */
function digest() {
  const hash = createHash('sha256').update(bundler);
  for (const name of ['validators.mjs', 'guest.js', 'evaluator.cjs', '../src/generated/schemas.json']) hash.update(existsSync(join(out, name)) ? readFileSync(join(out, name)) : '').update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Chunks of earlier builds. A program that started a moment ago may still load one. */
function removeOld(current) {
  for (const folder of [out, join(out, 'entries'), join(out, 'dev')].filter(existsSync)) {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const hashed = /-[A-Z0-9]{8}\.[cm]js$|-\d+\.mjs$|\.\d+$/.test(name);
      if (hashed && !current.has(path) && Date.now() - statSync(path).mtimeMs > 60_000) rmSync(path, { force: true });
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const asked = (option) => process.argv.includes(option);
  await build({ generate: asked('--generate'), types: asked('--types') });
  // A fresh clone is typed in the editor at once. A portfolio that is not in order says so when it is compiled, not while packages are installed.
  if (asked('--portfolio')) spawnSync(process.execPath, [at('bin/leitwerk.cjs'), 'types'], { cwd: packageRoot, stdio: 'ignore' });
}
