// The same input gives the same bytes: twice, in another order of files, folder, time zone, locale, with another date, in parts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, home, leitwerk, ownPortfolio, tree, type Files } from '../support/portfolio.ts';
import { whole } from '../support/sample.ts';

const made: (() => void)[] = [];
afterAll(() => { for (const dispose of made) dispose(); });
function place(files: Files): string {
  const { root, dispose } = folder(files);
  made.push(dispose);
  return root;
}
/** All of dist, after one run in this process. */
async function written(files: Files, ...argv: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const root = place(files);
  const { code, err } = await leitwerk(root, 'synth', '--as-of', '2026-11-23', ...argv);
  expect(code, err).toBe(0);
  return tree(join(root, 'dist'));
}
/** All of dist, after one run of the program as a user starts it. */
function run(environment: Readonly<Record<string, string>>, below = ''): ReadonlyMap<string, string> {
  const root = place(files);
  mkdirSync(join(root, below), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(home, 'bin/leitwerk.cjs'), 'synth', '--as-of', '2026-11-23'], { cwd: join(root, below), env: { PATH: process.env['PATH'], ...environment }, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return tree(join(root, 'dist'));
}
/** Which files differ; the texts are too long to be looked at. */
const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] => [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();

const files = whole ? ownPortfolio() : ownPortfolio('crm', 'demand-forecast');
let first: ReadonlyMap<string, string>;
beforeAll(async () => { first = await written(files); });

describe('the same bytes are written', () => {
  test('a second time, into the same folder and into an empty one', async () => {
    expect(first.size).toBeGreaterThan(whole ? 300 : 100);
    const root = place(files);
    await leitwerk(root, 'synth', '--as-of', '2026-11-23');
    const again = await leitwerk(root, 'synth', '--as-of', '2026-11-23');
    expect(again.out).toContain('nothing changed');
    expect(differing(first, tree(join(root, 'dist')))).toEqual([]);
  });

  test('whatever the order in which files were made, and whenever', async () => {
    const shuffled = Object.fromEntries([3, 1, 2, 0].flatMap((from) => Object.entries(files).filter((_, i) => i % 4 === from).reverse()));
    expect(Object.keys(shuffled)).not.toEqual(Object.keys(files));
    const root = place(shuffled);
    for (const [i, path] of Object.keys(files).entries()) utimesSync(join(root, path), 1_000_000_000 + 977 * i, 1_000_000_000 - 977 * i);
    await leitwerk(root, 'synth', '--as-of', '2026-11-23');
    expect(differing(first, tree(join(root, 'dist')))).toEqual([]);
  });

  test('in whatever order the platform names its teams and purposes', async () => {
    const config = files['leitwerk.config.ts']!;
    const turned = config.replace(/( {2}teams: \{\n)([\s\S]*?)(\n {2}\},)/, (_, head: string, body: string, tail: string) => head + body.split('\n').reverse().join('\n') + tail)
      .replace(/( {2}purposes: \{\n)([\s\S]*?)(\n {2}\},)/, (_, head: string, body: string, tail: string) => head + body.split('\n').reverse().join('\n') + tail);
    expect(turned).not.toBe(config);
    expect(differing(first, await written({ ...files, 'leitwerk.config.ts': turned }))).toEqual([]);
  });

  test('with another date', async () => expect(differing(first, await written(files, '--as-of', '2027-02-28'))).toEqual([]));

  test('in other time zones and locales, from a subfolder, with another HOME', () => {
    const plain = run({ TZ: 'UTC', LANG: 'en_US.UTF-8' });
    expect(plain.size).toBe(first.size);
    expect(differing(plain, run({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: '/nonexistent' }))).toEqual([]);
    expect(differing(plain, run({ TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C', USER: 'someone' }, 'projects/crm'))).toEqual([]);
  });
});

test('another input gives other bytes, in the trees that it concerns', async () => {
  const path = 'projects/crm/project.ts';
  const other = files[path]!.replace("'--incremental'", "'--whole'");
  expect(other).not.toBe(files[path]);
  const changed = differing(first, await written({ ...files, [path]: other }));
  for (const env of ['dev', 'staging', 'production']) expect(changed).toContain(`${env}/crm/kubernetes/main/pipelines.yaml`);
  expect(changed.filter((p) => !/^(\w+\/crm\/.*|index\.json)$/.test(p))).toEqual([]);
});
