// What is kept of an earlier run changes nothing but the time: after any edit, a run that remembers and a run that does not say and write the same, byte for byte.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, home, ownPortfolio, tree } from '../support/portfolio.ts';
import { random } from '../support/random.ts';
import { whole } from '../support/sample.ts';

interface Ran { readonly code: number | null; readonly out: string; readonly err: string }
/** The program as a user starts it; the seconds that it took are left out. */
const run = (root: string, ...argv: readonly string[]): Promise<Ran> => new Promise((resolve) => {
  const child = spawn(process.execPath, [join(home, 'bin/leitwerk.cjs'), ...argv], { cwd: root, env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] } });
  let out = '', err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  child.on('close', (code) => { resolve({ code, out: out.replace(/ in \d+\.\d\d s/, ''), err }); });
});
const crm = 'projects/crm/project.ts', forecast = 'projects/demand-forecast/project.ts', assistant = 'projects/support-assistant/project.ts', config = 'leitwerk.config.ts';
const disposals: (() => void)[] = [];
const place = (): string => {
  const files = ownPortfolio('crm', 'demand-forecast', ...whole ? ['support-assistant'] : []);
  const { root, dispose } = folder({ ...files, [forecast]: files[forecast]!.replace(' Slo, date', ' Slo, Waiver, date') });
  disposals.push(dispose);
  return root;
};
afterAll(() => { for (const dispose of disposals) dispose(); });
const written = (root: string): ReadonlyMap<string, string> => existsSync(join(root, 'dist')) ? tree(join(root, 'dist')) : new Map();
const differing = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] => [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();

const at = (root: string, path: string, change: (text: string) => string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), change(existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''));
};
/** One text for another; an edit that finds nothing to change tries nothing. */
const put = (text: string, one: string, other: string): string => {
  if (!text.includes(one)) throw new Error(`there is no ${JSON.stringify(one)} to be edited`);
  return text.replace(one, other);
};
/** A file of a project under the name that this has now. */
const now = (root: string, path: string): string => existsSync(join(root, path)) ? path : path.replace('demand-forecast', 'demand').replace('projects/crm', 'projects/customers');
const either = (path: string, one: string, other: string) => (root: string): void => at(root, now(root, path), (text) => text.includes(other) ? text.replace(other, one) : put(text, one, other));
/** The contract that another project uses, in this version; again: in its own. */
const versioned = (to: string) => (root: string): void => at(root, now(root, crm), (text) => text.replace(/version: '[23]\.\d\.0'/, (was) => was === `version: '${to}'` ? "version: '2.2.0'" : `version: '${to}'`));
const waiver = (until: string): string => `import { waivers } from 'leitwerk/waiver';\nexport default waivers([{ policy: 'budget-covers-cost', node: 'monthly', because: 'agreed', owner: 'ai-platform', until: '${until}' }]);\n`;
const toggled = (path: string, text: string) => (root: string): void => { if (existsSync(join(root, path))) rmSync(join(root, path)); else at(root, path, () => text); };
const renamed = (from: string, to: string) => (root: string): void => {
  const [was, is] = existsSync(join(root, 'projects', from)) ? [from, to] : [to, from];
  renameSync(join(root, 'projects', was), join(root, 'projects', is));
  if (existsSync(join(root, `waivers/${was}.ts`))) renameSync(join(root, `waivers/${was}.ts`), join(root, `waivers/${is}.ts`));
  at(root, `projects/${is}/project.ts`, (text) => text.replace(`super(portfolio, '${was}'`, `super(portfolio, '${is}'`));
};
const added = (root: string): void => {
  if (existsSync(join(root, 'projects/second'))) return rmSync(join(root, 'projects/second'), { recursive: true });
  at(root, 'projects/second/project.ts', () => put(readFileSync(join(home, forecast), 'utf8').replaceAll('demand-forecast', 'second'), 'eur(60)', 'eur(9_000)'));
};
const waivers = (root: string): string => `waivers/${existsSync(join(root, 'projects/demand')) ? 'demand' : 'demand-forecast'}.ts`;
/** What people do, each to be undone by doing it again. */
const edits: Readonly<Record<string, (root: string) => void>> = {
  'a property': either(assistant, "timeout: '60s'", "timeout: '75s'"),
  'a property that breaks a policy': either(assistant, 'context: 16_384', 'context: 32_768'),
  'a budget, which all budgets together are measured against': either(assistant, 'production: eur(48_000)', 'production: eur(61_000)'),
  'a contract that another project uses': versioned('2.3.0'),
  'a version of a contract that breaks its consumer': versioned('3.0.0'),
  'a line above, which moves all places': either(crm, '// CRM: ', '// One line more.\n// CRM: '),
  'a syntax error': either(forecast, 'super(portfolio', 'super((portfolio'),
  'the name of a project': renamed('demand-forecast', 'demand'),
  'the name of a project that another uses': renamed('crm', 'customers'),
  'a project more or less': added,
  'a file that nobody imports': (root) => toggled(now(root, crm).replace('project.ts', 'notes.md'), '# Notes\n')(root),
  'a waiver of governance': (root) => toggled(waivers(root), waiver('2026-12-10'))(root),
  'a waiver that ends sooner': (root) => toggled(waivers(root), waiver('2026-11-30'))(root),
  'a waiver of the owner, which ends': either(forecast, '    new Budget(', "    new Waiver(this, 'agreed', { policy: 'retention-is-enforced', for: sales, because: 'Agreed.', owner: 'ai-platform', until: '2026-12-01' });\n    new Budget("),
  'a price of the platform': either(config, "price: '6.10'", "price: '9.90'"),
  'an envelope of the platform': either(config, 'amount: 6_000_000', 'amount: 1_000_000'),
  'a manifest, by hand': (root) => { const path = join(root, 'dist/production/support-assistant/kubernetes/main/namespace.yaml'); if (existsSync(path)) appendFileSync(path, '# mine\n'); },
  'a tree that somebody has removed': (root) => rmSync(join(root, 'dist/production/support-assistant'), { recursive: true, force: true }),
};
const dates = ['2026-11-23', '2026-11-23', '2026-12-05', '2027-06-01'];
const commands = [['synth'], ['synth'], ['synth'], ['check'], ['check', '--format', 'json'], ['synth', 'crm'], ['check', '--env', 'production'], ['synth', '--env', 'dev']];

describe('a run that remembers says and writes what one does that forgets', () => {
  let both: readonly [string, string];
  const compared = async (what: string, ...argv: readonly string[]): Promise<Ran> => {
    const [one, other] = await Promise.all([run(both[0], ...argv), run(both[1], ...argv, '--no-cache')]);
    expect({ what, ...one }).toEqual({ what, ...other });
    expect(one.code, `${what}: ${one.err}`).toBeLessThan(2); // a platform that is refused says the same to both, whatever is kept
    expect(differing(written(both[0]), written(both[1])), what).toEqual([]);
    return one;
  };
  beforeAll(async () => { both = [place(), place()]; for (const root of both) await run(root, 'synth', '--as-of', dates[0]!); });
  test.each(whole ? Object.keys(edits) : ['a project more or less'])('after an edit of %s, on another day, and when it is undone', async (name) => {
    for (const root of both) edits[name]!(root);
    await compared(name, 'synth', '--as-of', dates[0]!);
    await compared(`${name}, later`, 'check', '--format', 'json', '--as-of', dates[2]!);
    for (const root of both) edits[name]!(root);
    await compared(`without ${name}`, 'synth', '--as-of', dates[0]!);
  }, 120_000);
  test.each(whole ? [1, 2] : [])('after any edits, in any order (%i)', async (seed) => {
    const [remembers, forgets] = [place(), place()];
    const next = random(seed * 7919);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const done: string[] = [];
    for (let step = 0; step < 12; step++) {
      if (step > 0) for (let n = next() < 0.3 ? 2 : 1; n > 0; n--) { const name = pick(Object.keys(edits)); done.push(name); for (const root of [remembers, forgets]) edits[name]!(root); }
      const argv = [...step === 0 ? ['synth'] : pick(commands), '--as-of', pick(dates)];
      done.push(argv.join(' '));
      const [one, other] = await Promise.all([run(remembers, ...argv), run(forgets, ...argv, '--no-cache')]);
      expect({ done, ...one }).toEqual({ done, ...other });
      expect(argv.includes('crm') || one.code! < 2, one.err).toBe(true);
      expect(differing(written(remembers), written(forgets)), done.join('\n')).toEqual([]);
    }
    expect(existsSync(join(forgets, '.leitwerk/cache'))).toBe(false);
  }, 600_000);
});

describe('a check that stays says what one does that begins', () => {
  const argv = ['check', '--as-of', dates[0]!];
  /** What it says of each change: all between two lines that say how long it took. */
  function watching(root: string) {
    const child = spawn(process.execPath, [join(home, 'bin/leitwerk.cjs'), ...argv, '--watch'], { cwd: root, env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] } });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    const said = (): readonly string[] => out.split(/^checked in \d+ ms; waiting for changes\n\n/m).slice(0, -1);
    const until = async (done: () => boolean): Promise<void> => { for (let n = 0; n < 600 && !done(); n++) await new Promise((resolve) => setTimeout(resolve, 50)); };
    let known = 0;
    return {
      end: () => child.kill(),
      /** What it says next, and has nothing to add to for a while: an edit may be of several files. */
      next: async (): Promise<string> => {
        await until(() => said().length > known);
        for (let before = -1; before !== said().length;) { before = said().length; await new Promise((resolve) => setTimeout(resolve, 250)); }
        expect(said().length, out).toBeGreaterThan(known);
        known = said().length;
        return said()[known - 1]!;
      },
    };
  }
  const unwatched = ['a manifest, by hand', 'a tree that somebody has removed', ...whole ? [] : Object.keys(edits).filter((name) => !['a syntax error', 'a price of the platform'].includes(name))];
  const names = Object.keys(edits).filter((name) => !unwatched.includes(name));
  test('after any edits, one after the other', async () => {
    const root = place();
    const watch = watching(root), next = random(20_261_126), done: string[] = [];
    expect(await watch.next()).toBe((await run(root, ...argv, '--no-cache')).out);
    for (const name of [...names, ...Array.from({ length: whole ? 20 : 0 }, () => names[Math.floor(next() * names.length)]!)]) {
      done.push(name);
      edits[name]!(root);
      const said = await watch.next();
      expect({ done, said }).toEqual({ done, said: (await run(root, ...argv, '--no-cache')).out });
    }
    watch.end();
  }, 300_000);
  test.runIf(whole)('and of a file that the platform imports, wherever it lies', async () => {
    const root = place(), more = 'own/prices/more.ts';
    at(root, more, () => 'export const more = 1;\n');
    at(root, config, (text) => `import { more } from './${more}';\nexport { more };\n${text}`);
    const watch = watching(root), good = await watch.next();
    at(root, more, () => 'export const more = (;\n');
    expect(await watch.next()).toMatch(new RegExp(`^error +LW1002 .*\\s${more}:1:22`));
    at(root, more, () => 'export const more = 2;\n');
    expect(await watch.next()).toBe(good);
    watch.end();
  }, 60_000);
});

describe('what is kept', () => {
  let root: string;
  let first: Ran;
  const file = (): string => join(root, '.leitwerk/cache');
  /** The file with its content otherwise, as only we would write it. */
  const forge = (change: (body: string) => string): void => {
    const text = readFileSync(file(), 'utf8');
    const [format = '', time = ''] = text.split(' ');
    const body = change(text.slice(text.indexOf('\n') + 1));
    writeFileSync(file(), `${format} ${time} ${createHash('sha256').update(body).digest('hex')}\n${body}`);
    utimesSync(file(), Number(time) / 1000, Number(time) / 1000);
  };
  /** What is said of a budget, and what nobody would say. */
  const [shown, otherwise] = ['of 60 €/month', 'of 61 €/month'];
  const lied = (body: string): string => body.includes(otherwise) ? body : put(body, shown, otherwise);
  const synth = (...more: readonly string[]): Promise<Ran> => run(root, 'synth', '--as-of', '2026-11-23', ...more);
  beforeAll(async () => { root = place(); await synth(); first = await synth(); });

  test('is used: what it says of a project is what is printed, and a run that changes nothing leaves it alone', async () => {
    const { mtimeMs } = statSync(file());
    forge(lied);
    expect((await synth()).out).toContain(otherwise);
    expect(statSync(file()).mtimeMs).toBe(mtimeMs);
    expect((await synth('--no-cache')).out).toEqual(first.out);
  });
  test('has places of findings once somebody was shown them, and looks for them once', async () => {
    const { root: other, dispose } = folder(ownPortfolio('crm', 'support-assistant'));
    disposals.push(dispose);
    const cache = join(other, '.leitwerk/cache'), check = (...more: readonly string[]): Promise<Ran> => run(other, 'check', '--format', 'json', '--as-of', '2026-11-23', ...more);
    await run(other, 'synth', '--as-of', '2026-11-23');
    expect(readFileSync(cache, 'utf8')).not.toContain('"relatedPlaces"');
    const one = await check();
    expect(readFileSync(cache, 'utf8')).toContain('"relatedPlaces"');
    const { mtimeMs } = statSync(cache);
    expect(await check()).toEqual(one);
    expect(statSync(cache).mtimeMs).toBe(mtimeMs);
    expect(await check('--no-cache')).toEqual(one);
  });
  test('is not believed with another time than its own, which is how it would come with the sources', async () => {
    forge(lied);
    utimesSync(file(), new Date(), new Date());
    expect(await synth()).toEqual(first);
  });
  test.each<readonly [string, (bytes: string) => string]>([
    ['half of it', (text) => text.slice(0, text.length / 2)], ['nothing', () => ''], ['something else', () => '{}\n'], ['another form', (text) => text.replace(/^\d+/, '999')], ['one byte otherwise', (text) => text.replace('"crm"', '"crn"')],
  ])('is made anew where there is %s', async (_, change) => {
    const { atime, mtime } = statSync(file());
    writeFileSync(file(), change(readFileSync(file(), 'utf8')));
    utimesSync(file(), atime, mtime);
    expect(await synth()).toEqual(first);
    expect(readFileSync(file(), 'utf8')).toContain(shown);
  });
  test('is not believed when another build of the compiler has written it, nor in another folder', async () => {
    forge((body) => lied(body.replace(/"build":"[^"]*"/, '"build":"another"')));
    expect(await synth()).toEqual(first);
    forge((body) => lied(body.replace(/"root":"[^"]*"/, '"root":"/elsewhere"')));
    expect(await synth()).toEqual(first);
  });
  test('is whole after two runs at once', async () => {
    const other = place();
    await run(other, 'check');
    at(other, crm, (text) => text.replace("timeout: '20m'", "timeout: '25m'"));
    const ran = await Promise.all([1, 2, 3].map(() => run(other, 'check', '--as-of', '2026-11-23')));
    expect(new Set(ran.map((r) => r.out)).size).toBe(1);
    expect(await run(other, 'check', '--as-of', '2026-11-23')).toEqual(ran[0]);
    expect(tree(join(other, '.leitwerk')).size).toBe([...tree(join(other, '.leitwerk')).keys()].filter((name) => !/cache\.\d+$/.test(name)).length);
  });
});
