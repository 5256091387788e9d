// The house rules that a reader relies on: who imports whom, how large a file may grow, what stays at the edges.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { home } from './support/portfolio.ts';

const files = (folder: string): readonly string[] => readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile() && /\.(ts|mjs)$/.test(e.name)).map((e) => relative(home, join(e.parentPath, e.name)).split(sep).join('/')).filter((f) => !/\/(generated|node_modules)\//.test(f)).sort();
const text = (file: string): string => readFileSync(join(home, file), 'utf8');
const code = (file: string): string => text(file).replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

/** Modules that a file loads when it runs; types are erased and do not count. */
function imports(file: string): readonly string[] {
  const found = [...text(file).matchAll(/^(?:import|export) (?!type )(?:[^;'"]*? from )?['"]([^'"]+)['"]/gm), ...text(file).matchAll(/import\(['"]([^'"]+)['"]\)/g)].map((m) => m[1]!);
  return found.map((name) => name.startsWith('.') ? relative(home, resolve(home, dirname(file), name)).split(sep).join('/') : name);
}
const breaks = (folder: string, allowed: (name: string) => boolean): readonly string[] =>
  files(folder).flatMap((file) => imports(file).filter((name) => !allowed(name)).map((name) => `${file} → ${name}`));
const under = (...folders: readonly string[]) => (name: string): boolean => folders.some((f) => name.startsWith(f));

describe('imports go one way', () => {
  test('the model knows only itself, and zod where it declares the platform', () => {
    expect(breaks('src/model', (n) => under('src/model/', 'node:crypto')(n) || n === 'zod')).toEqual([]);
  });
  test('targets know their contract, the model and data; never each other\'s family, never how things are written', () => {
    expect(breaks('src/targets', (n) => !under('src/write/', 'src/load/', 'src/cli/', 'src/report/', 'src/probe/', 'node:')(n))).toEqual([]);
    const family = (path: string): string => path.split('/').slice(0, 3).join('/');
    expect(files('src/targets').flatMap((f) => imports(f).filter((n) => n.startsWith('src/targets/') && family(n) !== family(f)).map((n) => `${f} → ${n}`))).toEqual([]);
  });
  test('no target imports another target', () => {
    const targets = files('src/targets').filter((f) => /export default target\(/.test(text(f)));
    expect(targets.flatMap((f) => imports(f).filter((n) => targets.includes(n)).map((n) => `${f} → ${n}`))).toEqual([]);
  });
  test('facts know facts, the model and data', () => {
    expect(breaks('src/analyse', under('src/analyse/', 'src/model/', 'src/data/', 'src/fact.ts', 'src/target.ts'))).toEqual([]);
  });
  test('concepts import their contract, values and zod alone', () => {
    expect(breaks('constructs', (n) => ['leitwerk/concept', 'leitwerk/values', 'zod'].includes(n))).toEqual([]);
  });
  test('policies import their contract, the model and facts', () => {
    expect(breaks('policies', (n) => n === 'leitwerk/policy' || under('src/model/', 'src/analyse/', 'src/data/', 'src/fact.ts')(n))).toEqual([]);
  });
  test('nothing below the command line imports it', () => {
    for (const folder of ['src/model', 'src/load', 'src/analyse', 'src/targets', 'src/check', 'src/emit', 'src/write', 'src/data']) expect(breaks(folder, (n) => !under('src/cli/')(n)), folder).toEqual([]);
  });
});

describe('files stay small and say what they know', () => {
  const own = ['src', 'constructs', 'policies', 'test'].flatMap(files).filter((f) => !/fixtures|must-not-compile|hermetic\/projects|positions\/|judges\/.*samples|bench\/peers|inert-text\/projects/.test(f));
  test('the first line is a sentence about the file', () => {
    expect(own.filter((f) => !/^(#!.*\n)?\/\/ \S.{14,}/.test(text(f)))).toEqual([]);
  });
  test('no file of the compiler has more than 300 lines', () => {
    expect(own.filter((f) => f.startsWith('src/') && text(f).split('\n').length > 301)).toEqual([]);
  });
  test('a leaf has at most about 90 lines', () => {
    const leaves = own.filter((f) => /^(constructs|policies)\//.test(f) || (f.startsWith('src/targets/') && /export default target\(/.test(text(f))));
    expect(leaves.filter((f) => text(f).split('\n').length > 91)).toEqual([]);
  });
});

describe('what must not happen in a pass', () => {
  const passes = ['src/model', 'src/analyse', 'src/targets', 'src/check', 'src/emit', 'src/probe', 'src/write', 'src/data', 'constructs', 'policies'].flatMap(files).filter((f) => !/^src\/write\/(disk|tree|journal|lock)\.ts$|^src\/model\/catalogue\//.test(f));
  test('is looked for in all of them', () => { expect(passes.length).toBeGreaterThan(150); });
  test('no clock, environment or randomness', () => {
    expect(passes.filter((f) => /\bprocess\.(env|cwd|hrtime)|\bDate\.now|new Date\(\)|Math\.random|performance\.now/.test(code(f)))).toEqual([]);
  });
  test('no file system and no network', () => {
    expect(passes.flatMap((f) => imports(f).filter((n) => /^node:(fs|net|http|https|child_process|dns)/.test(n)).map((n) => `${f} → ${n}`)).filter((l) => !l.startsWith('src/data/'))).toEqual([]);
  });
  test('no hole in the types', () => {
    expect(['src', 'constructs', 'policies'].flatMap(files).filter((f) => /@ts-(ignore|nocheck|expect-error)|: any\b|\bas any\b|<any>/.test(code(f)))).toEqual([]);
  });
  test('no unfinished business', () => {
    expect(['src', 'constructs', 'policies', 'test', 'bin'].flatMap(files).filter((f) => !f.endsWith('house.test.ts') && /\b(TODO|FIXME|XXX)\b|not implemented/.test(text(f)))).toEqual([]);
  });
});
