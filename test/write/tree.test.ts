// Writing: only what changed is touched, only what is ours is replaced, and whatever stops it, each tree is the old or the new one after the next command.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/model/digest.ts';
import { watch } from '../../src/write/disk.ts';
import { json } from '../../src/write/json.ts';
import { recover, write, type WriteRequest } from '../../src/write/tree.ts';
import type { Tree } from '../../src/write/render.ts';
import { sampled } from '../support/sample.ts';

const tree = (path: string, files: Readonly<Record<string, string>>): Tree => {
  const digest = sha256(JSON.stringify(files));
  return { path, digest, files: new Map([...Object.entries(files), ['index.json', json({ leitwerk: 1, tree: path, digest, artefacts: Object.keys(files).map((p) => ({ path: p })) })]]) };
};
const all = (folder: string, prefix = ''): readonly string[] => readdirSync(join(folder, prefix), { withFileTypes: true })
  .flatMap((e) => e.isDirectory() ? all(folder, join(prefix, e.name)) : [join(prefix, e.name)]).sort();
const snapshot = (folder: string) => Object.fromEntries(all(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
const codes = (pass: { readonly diagnostics: readonly { readonly code: string }[] }) => pass.diagnostics.map((d) => d.code);

let base: string, out: string;
beforeEach(() => { base = mkdtempSync(join(tmpdir(), 'write-')); out = join(base, 'dist'); });
afterEach(() => { watch(undefined); rmSync(base, { recursive: true, force: true }); });

// Four trees: one changes, one stays, one goes, one is new.
const older = [tree('dev/a', { 'x.yaml': 'a: 1\n', 'deep/y.yaml': 'same\n' }), tree('dev/b', { 'x.yaml': 'b\n' }), tree('old/c', { 'x.yaml': 'c\n' })];
const newer = [tree('dev/a', { 'x.yaml': 'a: 2\n', 'deep/y.yaml': 'same\n' }), tree('dev/b', { 'x.yaml': 'b\n' }), tree('new/d', { 'x.yaml': 'd\n' })];
const put = (trees: readonly Tree[], more: Partial<WriteRequest> = {}) => write({ out, trees, ...more });

describe('write', () => {
  it('writes trees and an index of them, and leaves nothing else', async () => {
    const { value, diagnostics } = await put(older, { index: { compiler: '0.1.0' } });
    expect(diagnostics).toEqual([]);
    expect(value.written).toEqual(['dev/a', 'dev/b', 'old/c']);
    expect(all(out)).toEqual(['dev/a/deep/y.yaml', 'dev/a/index.json', 'dev/a/x.yaml', 'dev/b/index.json', 'dev/b/x.yaml', 'index.json', 'old/c/index.json', 'old/c/x.yaml']);
    expect(JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'))).toEqual({ leitwerk: 1, compiler: '0.1.0', trees: older.map(({ path, digest }) => ({ path, digest })) });
    expect(readdirSync(out)).not.toContain('.leitwerk');
  });

  it('touches no file that stays the same, and removes trees that are no more', async () => {
    await put(older);
    const times = new Map(all(out).map((path) => [path, statSync(join(out, path), { bigint: true }).mtimeNs]));
    const inode = statSync(join(out, 'dev/b/x.yaml')).ino;
    const { value } = await put(newer);
    expect(value).toEqual({ written: ['dev/a', 'new/d'], unchanged: ['dev/b'], kept: [], removed: ['old/c'] });
    expect(existsSync(join(out, 'old'))).toBe(false);
    const changed = all(out).filter((path) => times.get(path) !== statSync(join(out, path), { bigint: true }).mtimeNs);
    expect(changed).toEqual(['dev/a/index.json', 'dev/a/x.yaml', 'index.json', 'new/d/index.json', 'new/d/x.yaml']);
    expect(statSync(join(out, 'dev/b/x.yaml')).ino).toBe(inode);
    expect((await put(newer)).value).toMatchObject({ written: [], unchanged: ['dev/a', 'dev/b', 'new/d'] });
  });

  it('restores a file that somebody changed, cut or deleted, even to the same length', async () => {
    await put(older);
    const file = join(out, 'dev/a/x.yaml');
    for (const break_ of [() => rmSync(file), () => writeFileSync(file, ''), () => { writeFileSync(file, 'a: 9\n'); utimesSync(file, new Date(), new Date(Date.now() + 2000)); }]) {
      break_();
      expect((await put(older)).value.written).toEqual(['dev/a']);
      expect(readFileSync(file, 'utf8')).toBe('a: 1\n');
    }
  });

  it('keeps the trees of projects that have errors', async () => {
    await put(older);
    const { value } = await put([newer[2]!], { keep: (path) => path === 'dev/a' });
    expect(value).toMatchObject({ written: ['new/d'], kept: ['dev/a'], removed: ['dev/b', 'old/c'] });
    expect(readFileSync(join(out, 'dev/a/x.yaml'), 'utf8')).toBe('a: 1\n');
    expect(JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'))).toMatchObject({ trees: [{ path: 'dev/a' }, { path: 'new/d' }] });
  });

  it('does not touch a folder that it did not write', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'years of work');
    expect(codes(await put(older))).toEqual(['LW1501']);
    expect(snapshot(out)).toEqual({ 'thesis.txt': 'years of work' });
    writeFileSync(join(out, 'index.json'), '{"trees": []}');
    expect(codes(await put(older))).toEqual(['LW1501']);
  });

  it('does not touch a tree in which somebody keeps something, or that is not ours', async () => {
    await put(older);
    writeFileSync(join(out, 'dev/a/notes.md'), 'mine');
    mkdirSync(join(out, 'new/d'), { recursive: true });
    writeFileSync(join(out, 'new/d/thesis.txt'), 'mine');
    const before = snapshot(out);
    const pass = await put(newer);
    expect(pass.diagnostics.map((d) => d.why?.[0])).toEqual(['notes.md is not in its index', `${join(out, 'new/d')} has no index.json of Leitwerk`]);
    expect(snapshot(out)).toEqual(before);
    // A tree that would be removed is looked at as well.
    writeFileSync(join(out, 'old/c/notes.md'), 'mine');
    expect((await put([older[1]!], { keep: (path) => path === 'dev/a' })).diagnostics.map((d) => d.why?.[0])).toEqual(['notes.md is not in its index']);
  });

  it('says so where the output folder is a file, or below one', async () => {
    writeFileSync(out, 'x');
    expect(codes(await put(older))).toEqual(['LW1501']);
    expect(codes(await write({ out: join(out, 'deeper'), trees: older }))).toEqual(['LW1503']);
    expect(readFileSync(out, 'utf8')).toBe('x');
  });

  it('lets one command write at a time, and takes over the lock of one that is gone', async () => {
    await put(older);
    mkdirSync(join(out, '.leitwerk'));
    writeFileSync(join(out, '.leitwerk/lock'), `${process.ppid}\n`);
    const before = snapshot(out);
    const pass = await put(newer);
    expect(pass.diagnostics[0]).toMatchObject({ code: 'LW1502', what: `process ${process.ppid} is writing to ${out}` });
    expect(snapshot(out)).toEqual(before);
    const dead = await new Promise<number>((done) => { const child = spawn(process.execPath, ['-e', '']); child.on('exit', () => done(child.pid!)); });
    writeFileSync(join(out, '.leitwerk/lock'), `${dead}\n`);
    writeFileSync(join(out, `.leitwerk/lock.${dead}`), '');
    expect(codes(await put(newer))).toEqual([]);
    expect(existsSync(join(out, '.leitwerk'))).toBe(false);
  });

  it('ignores a journal that would lead out of the folder', async () => {
    await put(older);
    mkdirSync(join(out, '.leitwerk/new/0'), { recursive: true });
    writeFileSync(join(base, 'victim'), 'x');
    writeFileSync(join(out, '.leitwerk/journal.json'), JSON.stringify([{ to: '../victim', fresh: true }]));
    recover(out);
    expect(readFileSync(join(base, 'victim'), 'utf8')).toBe('x');
    expect(existsSync(join(out, '.leitwerk'))).toBe(false);
  });

  it('leaves the old trees whole when the disk refuses at any call before the journal stands, and the next command finishes otherwise', async () => {
    const expected = async () => { await put(older); return snapshot(out); };
    const before = await expected();
    let calls = 0;
    watch(() => { calls++; });
    await put(newer);
    watch(undefined);
    const after = snapshot(out);
    expect(calls).toBeGreaterThan(30);
    for (let n = 1; n <= calls; n++) {
      rmSync(out, { recursive: true });
      await put(older);
      let seen = 0;
      watch((call, path) => { if (++seen >= n && !['read', 'list', 'stat', 'remove', 'prune'].includes(call)) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: call, path }); });
      const pass = await put(newer);
      watch(undefined);
      const failed = codes(pass).includes('LW1503');
      if (failed) expect(pass.diagnostics.find((d) => d.code === 'LW1503')!.what).toContain('the disk is full');
      recover(out);
      expect([before, after], `call ${n}`).toContainEqual(snapshot(out));
      if (!failed) expect(snapshot(out)).toEqual(after);
    }
  });

  it('is whole after the next command, wherever it was killed', async () => {
    const here = dirname(fileURLToPath(import.meta.url));
    const program = join(base, 'kill.mjs');
    await build({
      stdin: { resolveDir: here, loader: 'ts', contents: `
        import { write } from '../../src/write/tree.ts';
        import { watch } from '../../src/write/disk.ts';
        const [out, at, trees] = JSON.parse(process.argv[2]);
        let n = 0;
        watch((call) => { if (!['read', 'list', 'stat'].includes(call) && ++n === at) process.kill(process.pid, 'SIGKILL'); });
        await write({ out, trees: trees.map((t) => ({ ...t, files: new Map(t.files) })) });
        process.stdout.write(String(n));` },
      bundle: true, platform: 'node', format: 'esm', outfile: program, external: ['cdk8s', 'cdktf', 'constructs'], logLevel: 'error',
    });
    const plain = newer.map((t) => ({ ...t, files: [...t.files] }));
    const run = (folder: string, at: number) => new Promise<{ readonly signal: string | null; readonly text: string }>((done) => {
      const child = spawn(process.execPath, [program, JSON.stringify([folder, at, plain])]);
      let text = '';
      child.stdout.on('data', (part: Buffer) => { text += part.toString(); });
      child.on('exit', (_, signal) => done({ signal, text }));
    });
    await put(older);
    const before = snapshot(out);
    const calls = Number((await run(out, 0)).text);
    const after = snapshot(out);
    expect(calls).toBeGreaterThan(25);
    const states: string[] = [];
    const one = async (n: number) => {
      const folder = join(base, `k${n}`);
      await write({ out: folder, trees: older });
      expect((await run(folder, n)).signal).toBe('SIGKILL');
      // What is there right after the kill may be in pieces; what any next command makes of it is not.
      recover(folder);
      const state = snapshot(folder);
      states[n] = JSON.stringify(state) === JSON.stringify(before) ? 'old' : JSON.stringify(state) === JSON.stringify(after) ? 'new' : 'broken';
      const again = await write({ out: folder, trees: newer });
      expect(again.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
      expect(snapshot(folder)).toEqual(after);
    };
    const numbers = [...sampled(Array.from({ length: calls }, (_, i) => i + 1), 12)];
    await Promise.all([0, 1].map(async () => { for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) await one(n); }));
    // Killed before a call that only reads, the disk is as after the call before it, so those are not tried. First the old, from the journal on the new, and never anything else.
    expect(states.filter(Boolean).join(' ')).toMatch(/^(old )+(new ?)+$/);
  });
});
