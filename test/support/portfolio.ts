// Portfolios for tests: a folder of files, and the command line run in it within this process.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { packageRoot } from '../../src/cli/place.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import type { Session } from '../../src/cli/session.ts';
import { open } from '../../src/cli/session.ts';

export const home = packageRoot();
export type Files = Readonly<Record<string, string>>;

/** The files of this repository's own portfolio, to be changed: all of it, or of some projects. */
export function ownPortfolio(...projects: readonly string[]): Files {
  const files: Record<string, string> = { 'leitwerk.config.ts': readFileSync(join(home, 'leitwerk.config.ts'), 'utf8') };
  const wanted = (path: string): boolean => projects.length === 0 || projects.includes(/^\w+\/([^/.]+)/.exec(path)?.[1] ?? '');
  for (const path of ['projects', 'waivers'].flatMap((name) => walk(join(home, name))).filter(wanted)) files[path] = readFileSync(join(home, path), 'utf8');
  return files;
}
const walk = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => relative(home, join(e.parentPath, e.name)).split(sep).join('/')).sort();

/** A new folder with these files; remove it with `dispose`. */
export function folder(files: Files): { readonly root: string; readonly dispose: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'leitwerk-test-'));
  for (const [path, text] of Object.entries(files)) { mkdirSync(dirname(join(root, path)), { recursive: true }); writeFileSync(join(root, path), text); }
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Ran { readonly code: number; readonly out: string; readonly err: string }
/** `leitwerk <argv>` in a folder, as a pipe would see it. */
export async function leitwerk(root: string, ...argv: readonly string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await main(argv, { out: (t) => { out += t; }, err: (t) => { err += t; }, color: false, interactive: false, width: 100, cwd: root });
  return { code, out, err };
}

/** One compilation of a folder; throws if its platform is not in order. */
export async function session(root: string, values: Readonly<Record<string, string | readonly string[]>> = {}, ...positionals: readonly string[]): Promise<Session> {
  const opened = await open({ positionals, values: { 'as-of': '2026-11-23', ...values } }, { out: () => undefined, err: () => undefined, color: false, interactive: false, width: 100, cwd: root });
  if (!('session' in opened)) throw new Error(opened.refused.map((d) => `${d.code} ${d.what}`).join('\n'));
  return opened.session;
}
export { environmentsOf };

/** All files below a folder, by path, with their text. */
export function tree(root: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(root, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name)).map((p): [string, string] => [relative(root, p).split(sep).join('/'), readFileSync(p, 'utf8')]).sort(([a], [b]) => (a < b ? -1 : 1)));
}
