// Recollects what an earlier run found out, once a run: before anything else is imported, since it says what has to be bundled.
import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discover, NAME } from '../load/load.ts';
import { Memory } from './memory.ts';

let begun: Memory | undefined;

/** The same once more, in a process that stays: what the run before has kept counts. */
export function recollectAgain(root: string): Memory | undefined { begun = undefined; return recollect(root); }

/** Nothing where the program is not built: only a build has a name that changes with all that it does. */
export function recollect(root: string, names = (real: string): readonly string[] => discover(real).filter((name) => NAME.test(name))): Memory | undefined {
  if (typeof __BUILD__ !== 'string' || !existsSync(root)) return undefined;
  const real = realpathSync(root);
  return begun = begun?.root === real ? begun : new Memory(real, `${basename(fileURLToPath(import.meta.url))} ${__BUILD__} ${process.version}`, names(real));
}

/** Content of all that is built beside the program, which is named after its own. */
declare const __BUILD__: string | undefined;
