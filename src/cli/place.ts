// Where a command works: the portfolio's folder, found from the current one upwards; and the package's own.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder with a leitwerk.config.ts; else the one given. */
export function rootOf(cwd: string): string {
  for (let here = cwd; ; here = dirname(here)) {
    if (existsSync(join(here, 'leitwerk.config.ts'))) return here;
    if (dirname(here) === here) return cwd;
  }
}
/** The folder of this package; the program runs from its build/. */
export const packageRoot = (): string => {
  for (let here = dirname(fileURLToPath(import.meta.url)); ; here = dirname(here)) {
    if (existsSync(join(here, 'package.json')) || dirname(here) === here) return here;
  }
};

/** Writes new files below a folder; nothing if one of them exists already. Answers with the paths that were in the way. */
export function writeNew(root: string, files: Readonly<Record<string, string>>): readonly string[] {
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) return there;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  return [];
}
