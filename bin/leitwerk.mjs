#!/usr/bin/env node
// The command `leitwerk`: makes sure that the program is built, then hands over to it. Imports nothing that a built program does not need.
import { existsSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Is something that goes into the build newer than it? A published package is built already, and complete. */
function stale() {
  const built = statSync(`${root}build/stamp`, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  if (root.includes('/node_modules/') || !existsSync(`${root}package-lock.json`)) return false;
  const newer = (folder) => readdirSync(folder, { withFileTypes: true }).some((e) => (e.isDirectory() ? newer(`${folder}/${e.name}`) : statSync(`${folder}/${e.name}`).mtimeMs > built));
  return ['src', 'constructs', 'policies'].some((folder) => newer(root + folder));
}

if (stale()) {
  try {
    const { build } = await import('../src/dev/build.mjs');
    await build({ generate: existsSync(`${root}build/stamp`) });
  } catch (error) {
    process.stderr.write(`leitwerk: the program cannot be built: ${error instanceof Error ? error.message : error}\n`);
    process.exit(70);
  }
}
module.enableCompileCache?.();
await import('../build/cli.mjs');
