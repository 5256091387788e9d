// Installs what a judge in Python needs: a virtual environment of its own, with exactly the versions of its lock.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './files.mjs';
import { must } from './process.mjs';

export const here = new URL('../python/', import.meta.url).pathname;
const lockOf = (group) => join(here, `${group}.txt`);
export const versionOf = (group, of) => new RegExp(`^${of}==(\\S+)`, 'm').exec(readFileSync(lockOf(group), 'utf8'))[1];
export const environment = (group, { cache }) => join(cache, 'python/venv', group);
export const python = (group, context) => join(environment(group, context), 'bin/python');
/** No telemetry, no update checks. */
export const quiet = { DO_NOT_TRACK: '1', PYTHONWARNINGS: 'ignore', COLUMNS: '200', FEAST_USAGE: 'False', GX_ANALYTICS_ENABLED: 'false', SODA_CORE_TELEMETRY_ENABLED: 'false', OTEL_SDK_DISABLED: 'true' };

export async function installPython(group, context, what) {
  const folder = environment(group, context), stamp = join(folder, '.stamp'), want = sha256(readFileSync(lockOf(group))).slice(0, 16);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  context.say(`installing ${what}`);
  rmSync(folder, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', folder]);
  await must(python(group, context), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', lockOf(group)]);
  writeFileSync(stamp, want);
}
