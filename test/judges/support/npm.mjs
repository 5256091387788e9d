// Installs pinned npm packages into a folder of the judges, once.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { must } from './process.mjs';

const home = (folder, { cache }) => join(cache, 'npm', folder);
export async function installPackages(folder, packages, context) {
  const at = home(folder, context), stamp = join(at, '.stamp'), want = packages.join(' ');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  context.say(`installing ${want}`);
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), '{ "private": true }\n');
  await must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', ...packages], { cwd: at });
  writeFileSync(stamp, want);
}
export const requireFrom = (folder, context) => createRequire(join(home(folder, context), 'package.json'));
