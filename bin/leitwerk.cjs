#!/usr/bin/env node
// The command `leitwerk`: makes sure that the program is built, then hands over to it. Loads nothing that a built program does not need, and is no ES module: those take Node longer to begin.
'use strict';
const { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const vm = require('node:vm');

const root = join(__dirname, '..'), build = join(root, 'build'), stamp = join(build, 'stamp');
const argv = process.argv.slice(2);
/** Names of the program and of the part that starts evaluators, as they were built together. */
const built = () => existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ').map((name) => join(build, name)) : [];

/** Is something that goes into the build newer than it? A published package is built already, and complete. */
function stale() {
  const made = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return true;
  if (/[\\/]node_modules[\\/]/.test(root) || !existsSync(join(root, 'package-lock.json'))) return false;
  const newer = (folder) => readdirSync(folder, { withFileTypes: true }).some((e) => (e.isDirectory() ? newer(`${folder}/${e.name}`) : statSync(`${folder}/${e.name}`).mtimeMs > made));
  return ['src', 'constructs', 'policies'].some((folder) => newer(join(root, folder)));
}

/**
 * Runs the program with the code that V8 made of it when the same command ran before; half of a cold start is otherwise spent on compiling.
 * Node has this built in since 22.1; the file is named after the program's content, the command and V8's version, and is written after a run that went well.
 */
function run(program) {
  // A run is over before optimised code pays: V8 may take its time. Measured: a quarter less processor time, a tenth less waiting; 1,000 projects take the same.
  if (!argv.includes('--watch') && !argv.includes('-w')) setFlagsFromString('--interrupt-budget=400000');
  // A thousand projects leave garbage that V8 would let grow to five times of what lives. The flag is the process's: once a second thread is worth its start, less is let grow in both.
  setFlagsFromString(`--heap-growing-percent=${argv[0] === 'helper' ? 30 : 60}`);
  const cache = `${program}.${/^[a-z]+$/.exec(argv[0] ?? '')?.[0] ?? 'help'}.${cachedDataVersionTag()}`;
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  // it is built of ASCII alone, which is read as it is, without being decoded
  const script = new vm.Script(readFileSync(program, 'latin1'), { filename: program, cachedData });
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

async function main() {
  if (argv[0] === 'helper') return run(built()[0]);
  const [, early] = built();
  const evaluators = early === undefined ? undefined : require(early);
  if (evaluators?.evaluates(argv)) evaluators.warm(join(build, 'evaluator.cjs'));
  if (stale()) {
    evaluators?.cool();
    try {
      await (await import('../src/dev/build.mjs')).build({ generate: existsSync(stamp) });
    } catch (error) {
      process.stderr.write(`leitwerk: the program cannot be built: ${error instanceof Error ? error.message : error}\n`);
      process.exit(70);
    }
  }
  run(built()[0]);
}
main();
