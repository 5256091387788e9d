// Runs a TypeScript file of `src/dev`: bundles it, imports it, calls its `main` with the remaining arguments.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { entries, packageRoot } from './paths.mjs';

export async function load(entry) {
  const folder = join(packageRoot, 'build/dev');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(entry, '.ts')}-${process.pid}.mjs`);
  await build({
    entryPoints: [join(packageRoot, entry)], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', alias: entries, logLevel: 'warning', sourcemap: 'inline',
    define: { __VERSION__: JSON.stringify(JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version) },
  });
  try { return await import(pathToFileURL(outfile).href); } finally { rmSync(outfile, { force: true }); }
}

if (process.argv[1] === import.meta.filename) {
  const [entry = '', ...args] = process.argv.slice(2);
  process.exitCode = await (await load(entry)).main(args);
}
