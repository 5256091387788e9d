// Where things are: the package's root, its entry points, and a sorted walk of a folder. Plain JavaScript, since the build itself starts here.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, from its sources as from its build. */
export const packageRoot = (() => {
  for (let here = dirname(fileURLToPath(import.meta.url)); ; here = dirname(here)) {
    const manifest = join(here, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'leitwerk') return here;
    if (here === dirname(here)) throw new Error('the package leitwerk is not complete: its package.json is missing');
  }
})();

/** What constructs, policies and targets import, and the file that it is. */
export const entries = Object.fromEntries([
  ['concept', 'concept.ts'], ['values', 'values/index.ts'], ['policy', 'policy.ts'], ['target', 'target.ts'], ['fact', 'fact.ts'], ['platform', 'platform.ts'], ['waiver', 'waiver.ts'], ['cdk', 'cdk.ts'],
].map(([name, file]) => [`leitwerk/${name}`, join(packageRoot, 'src', file)]));

/** All `.ts` files below a folder, without declarations and tests, sorted by path; none if the folder is missing. */
export function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith('.ts') && !/\.(d|test)\.ts$/.test(e.name))
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .sort((a, b) => (a < b ? -1 : 1));
}
