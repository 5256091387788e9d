// A Python environment of its own for each judge, with everything pinned.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './files.mjs';
import { must } from './process.mjs';

const here = new URL('../python/', import.meta.url).pathname;
export const lockOf = (group) => join(here, `${group}.txt`);
export const versionOf = (group, name) => `${name} ${new RegExp(`^${name}==(\\S+)`, 'm').exec(readFileSync(lockOf(group), 'utf8'))[1]}`;
export const python = (group, { cache }) => join(cache, 'python/venv', group, 'bin/python');
export const script = (name) => join(here, name);

export async function installPython(group, { cache, say }) {
  const folder = join(cache, 'python/venv', group), stamp = join(folder, '.stamp'), want = sha256(readFileSync(lockOf(group))).slice(0, 16);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say(`installing the ${group} environment`);
  rmSync(folder, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', folder]);
  await must(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', lockOf(group)]);
  writeFileSync(stamp, want);
}
