// The program: starts the evaluator before anything else is loaded, then runs the command.
import { join } from 'node:path';
import { recollect } from '../cache/begin.ts';
import { evaluates, warm } from '../load/evaluators.ts';
import { warmBundles } from '../load/load.ts';
import { packageRoot, rootOf } from './place.ts';
import type { Terminal } from './command.ts';

const argv = process.argv.slice(2);
if (evaluates(argv)) {
  warm(join(packageRoot(), 'build/evaluator.cjs'));
  const root = rootOf(process.cwd());
  const recalls = ['synth', 'check'].includes(argv[0] ?? '') && !argv.includes('--no-cache');
  warmBundles(root, (names) => recalls ? recollect(root, () => names) : undefined);
}

const terminal: Terminal = {
  out: (text) => { process.stdout.write(text); }, err: (text) => { process.stderr.write(text); },
  color: process.stdout.isTTY === true && !process.env['NO_COLOR'], interactive: process.stdout.isTTY === true && process.stderr.isTTY === true && process.env['CI'] === undefined,
  width: process.stdout.columns ?? 100, cwd: process.cwd(),
};
// a reader that goes away (`leitwerk check | head`) is no bug of ours
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code === 'EPIPE') process.exit(0); });

async function run(): Promise<void> {
  try {
    if (argv[0] === 'helper' && await (await import('./helper.ts')).help()) return;
    const { main } = await import('./main.ts');
    process.exitCode = await main(argv, terminal);
    await flushed();
    // without this, Node waits for what V8 still compiles and collects beside: a twentieth of a small run
    process.exit();
  } catch (error) {
    const { bugReport } = await import('../report/bug.ts');
    process.stderr.write(bugReport(error, argv));
    process.exitCode = 70;
  }
}
/** What was written has been handed on: a pipe of Windows takes its time. https://nodejs.org/docs/latest-v20.x/api/process.html#a-note-on-process-io */
const flushed = (): Promise<void> => new Promise((done) => process.stdout.write('', () => process.stderr.write('', () => done())));
void run();
