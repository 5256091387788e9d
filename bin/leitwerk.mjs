#!/usr/bin/env node
// The command `leitwerk`: makes sure that the program is built, then hands over to it. Imports nothing that a built program does not need.
import { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';
import vm from 'node:vm';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}build/stamp`;

/** Is something that goes into the build newer than it? A published package is built already, and complete. */
function stale() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (built === undefined) return true;
  if (root.includes('/node_modules/') || !existsSync(`${root}package-lock.json`)) return false;
  const newer = (folder) => readdirSync(folder, { withFileTypes: true }).some((e) => (e.isDirectory() ? newer(`${folder}/${e.name}`) : statSync(`${folder}/${e.name}`).mtimeMs > built));
  return ['src', 'constructs', 'policies'].some((folder) => newer(root + folder));
}

/**
 * Runs the program with the code that V8 made of it when the same command ran before; half of a cold start is otherwise spent on compiling.
 * Node has this built in since 22.1; the file is named after the program's content, the command and V8's version, and is written after a run that went well.
 */
function run(program) {
  // A run is over before optimised code pays: V8 may take its time. Measured: a quarter less processor time, a tenth less waiting; 1,000 projects take the same.
  setFlagsFromString('--interrupt-budget=400000');
  // A thousand projects leave garbage that V8 would let grow to five times of what lives. The flag is the process's: once a second thread is worth its start, less is let grow in both.
  setFlagsFromString(`--heap-growing-percent=${process.argv[2] === 'helper' ? 30 : 60}`);
  const cache = `${program}.${/^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'help'}.${cachedDataVersionTag()}`;
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  const script = new vm.Script(`(function (require, __filename, importModule) {${readFileSync(program, 'utf8')}\n})`, {
    filename: program, cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', (code) => {
      if (code > 1) return;
      try {
        writeFileSync(`${cache}.${process.pid}`, script.createCachedData());
        renameSync(`${cache}.${process.pid}`, cache);
      } catch { /* A package that somebody else installed may be read-only: the next start compiles again. */ }
    });
  }
  script.runInThisContext()(createRequire(program), program, (specifier) => import(specifier));
}

if (process.argv[2] !== 'helper' && stale()) {
  try {
    const { build } = await import('../src/dev/build.mjs');
    await build({ generate: existsSync(stamp) });
  } catch (error) {
    process.stderr.write(`leitwerk: the program cannot be built: ${error instanceof Error ? error.message : error}\n`);
    process.exit(70);
  }
}
run(`${root}build/${readFileSync(stamp, 'utf8')}`);
