// Nothing is written by halves: whatever goes wrong, a tree in the output folder is as it was or as it should be.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cool } from '../src/load/evaluators.ts';
import { watch } from '../src/write/disk.ts';
import { target } from './support/own-target.ts';
import { folder, leitwerk, ownPortfolio, tree } from './support/portfolio.ts';

const own = ownPortfolio('crm', 'support-assistant');
const config = 'leitwerk.config.ts', assistant = 'projects/support-assistant/project.ts', crm = 'projects/crm/project.ts';
const { root, dispose } = folder(own);
afterAll(() => { cool(); dispose(); });

describe('nothing half-written', () => {
  /** Without the compiler's own cache. */
  const sources = () => new Map([...tree(root)].filter(([path]) => !path.startsWith('.leitwerk/')));
  const write = (path: string, text: string): void => { mkdirSync(dirname(join(root, path)), { recursive: true }); writeFileSync(join(root, path), text); };
  const reset = (): void => { for (const [path, text] of Object.entries(own)) write(path, text); };
  const synth = (...more: readonly string[]) => leitwerk(root, 'synth', '--as-of', '2026-11-23', ...more);
  const dist = (): ReadonlyMap<string, string> => tree(join(root, 'dist'));
  let before: ReadonlyMap<string, string>;
  beforeAll(async () => { expect((await synth()).code).toBe(0); before = dist(); expect(before.size).toBeGreaterThan(100); });
  afterEach(() => { watch(undefined); reset(); });

  test('a project that cannot be read keeps its trees, and the platform keeps what it has of all; the others are written', async () => {
    write(assistant, own[assistant]!.replace("kvCache: 'fp8',", "kvCache: 'fp8' x"));
    write(crm, own[crm]!.replace("memory: inEnv({ default: '1Gi'", "memory: inEnv({ default: '2Gi'"));
    const { code, out } = await synth();
    expect(code).toBe(1);
    expect(out).toContain('could not be read; old trees kept');
    const after = dist();
    const different = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
    expect(different.length).toBeGreaterThan(2);
    expect(different.filter((path) => path !== 'index.json' && !/^(dev|staging|production|_projects)\/crm\//.test(path))).toEqual([]);
    const trees = (files: ReadonlyMap<string, string>) => (JSON.parse(files.get('index.json')!) as { trees: { path: string }[] }).trees.map((t) => t.path);
    expect(trees(after)).toEqual(trees(before));
    reset();
    await synth();
    expect(dist()).toEqual(before);
  });
  test('who uses a project that cannot be read is told so, and keeps its trees too', async () => {
    write(crm, own[crm]!.replace("version: '2.2.0',", "version: '2.2.0' x"));
    const { code, out } = await synth();
    expect([code, dist()]).toEqual([1, before]);
    expect(out).toContain('crm/tickets cannot be used: crm has errors of its own');
    expect(out).toContain('→ mend crm first');
  });
  test('a finding keeps the trees of its project', async () => {
    write(assistant, own[assistant]!.replace('context: 16_384', 'context: 32_768'));
    const { code, out } = await synth();
    expect(code).toBe(1);
    expect(out).toContain('chat does not fit on 4 × NVIDIA H100 SXM');
    const of = (files: ReadonlyMap<string, string>) => [...files].filter(([path]) => path.split('/')[1] === 'support-assistant');
    expect(of(dist())).toEqual(of(before));
  });
  test('an empty portfolio deletes nothing', async () => {
    for (const name of ['projects', 'waivers']) rmSync(join(root, name), { recursive: true });
    const { code, out } = await synth();
    expect([code, dist()]).toEqual([1, before]);
    expect(out).toBe('error    LW1101  projects/ has no folder with a project.ts                                  projects\n  → make one: leitwerk new project <name>\n\nleitwerk explain LW1101\n\nnothing was written\n');
  });
  test('a broken platform, or a target that throws, leaves everything as it is', async () => {
    write(config, own[config]!.replace('naming: 1', 'naming: 3'));
    expect([(await synth()).code, dist()]).toEqual([2, before]);
    reset();
    write('targets/own/a.ts', target("{ throw new Error('broken'); }"));
    const { code, err } = await synth();
    rmSync(join(root, 'targets'), { recursive: true });
    expect([code, dist()]).toEqual([2, before]);
    expect(err).not.toMatch(/^\s+at /m);
  });
  test.each(['.', 'projects', config])('an output folder that is not ours (%s) is not touched', async (out) => {
    const files = sources();
    const ran = await synth('--out', out);
    expect(ran.code).toBe(2);
    expect(ran.out).toMatch(/^error {4}LW1501 {2}\S+ has content that Leitwerk did not/);
    expect(ran.out).toContain('choose another folder with --out');
    expect(ran.out).toContain(`nothing was written to ${out}/`);
    expect(ran.out).not.toContain(root);
    expect(sources()).toEqual(files);
  });
  test('a file in the way of the output folder is said', async () => {
    const { code, out } = await synth('--out', `${config}/x`);
    expect([code, dist()]).toEqual([2, before]);
    expect(out).toContain('LW1503  leitwerk.config.ts/x/.leitwerk could not be written: a part of the path is');
  });
  test.each([['EROFS', 'the disk is read-only'], ['EACCES', 'this user may not write there'], ['ENOSPC', 'the disk is full']])('a disk that refuses with %s leaves the old trees', async (code, words) => {
    write(crm, own[crm]!.replace("memory: inEnv({ default: '1Gi'", "memory: inEnv({ default: '2Gi'"));
    // a full disk takes the lock and some files before it refuses
    let writes = 0;
    watch((call, path) => { if (['mkdir', 'write', 'rename', 'link'].includes(call) && (code !== 'ENOSPC' || ++writes > 12)) throw Object.assign(new Error(code), { code, syscall: call, path }); });
    const ran = await synth();
    watch(undefined);
    expect([ran.code, dist()]).toEqual([2, before]);
    expect(ran.out.replace(/\s+/g, ' ')).toContain(words);
    expect(ran.out).toContain('make room or the folder writable');
  });
  test('a second command says who is writing, and does not', async () => {
    write('dist/.leitwerk/lock', `${process.ppid}\n`);
    const { code, out } = await synth();
    rmSync(join(root, 'dist/.leitwerk'), { recursive: true });
    expect([code, dist()]).toEqual([2, before]);
    expect(out).toContain(`LW1502  process ${process.ppid} is writing to dist`);
    expect(out).toContain('wait until it has finished');
  });
  test('two commands at once end with one whole result', async () => {
    rmSync(join(root, 'dist'), { recursive: true });
    const codes = (await Promise.all([synth(), synth()])).map((r) => r.code).sort();
    expect([[0, 0], [0, 2]]).toContainEqual(codes);
    expect(dist()).toEqual(before);
    expect(readFileSync(join(root, 'dist/index.json'), 'utf8')).toBe(before.get('index.json'));
  });
});
