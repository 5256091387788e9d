// npm run conformance: installs the judges, proves each on its samples, and holds everything in dist/ against the programs that will read it.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installing, judgesFolder } from './support/cache.mjs';
import { filesBelow } from './support/files.mjs';
import { partOf, portfoliosIn } from './support/portfolio.mjs';
import { has, inParallel, run } from './support/process.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)), here = fileURLToPath(new URL('.', import.meta.url));
const { values: options } = parseArgs({ options: { dist: { type: 'string' }, only: { type: 'string', multiple: true }, portfolio: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } } });
if (options.help) {
  console.log('npm run conformance -- [--dist FOLDER] [--only JUDGE]... [--portfolio NAME]...\nJudges everything in dist/ (made first where it is missing) with the real programs; without --dist also the portfolios that portfolios/ makes for them. They are kept in $XDG_CACHE_HOME/leitwerk/judges.');
  process.exit(0);
}

const began = Date.now();
const say = (text) => console.log(`[${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s] ${text}`);
const dist = resolve(options.dist ?? join(root, 'dist')), cache = judgesFolder(), scratch = mkdtempSync(join(tmpdir(), 'conformance-'));
chmodSync(scratch, 0o711); // the database that judges vector indexes runs as nobody
const context = { root, dist, cache, scratch, say };
/** One line a fault that belongs to the run: each counts as failed. */
const faults = [];
/** The row of each judge in the table. */
const results = new Map();

const all = await Promise.all(readdirSync(here).filter((name) => name.endsWith('.mjs') && name !== 'run.mjs').sort().map((name) => import(pathToFileURL(join(here, name)).href)));
const unknown = (options.only ?? []).filter((name) => !all.some((judge) => judge.name === name));
if (unknown.length) {
  console.error(`no judge ${unknown.join(', ')}; there are: ${all.map((judge) => judge.name).join(', ')}`);
  process.exit(2);
}
const judges = options.only ? all.filter((judge) => options.only.includes(judge.name)) : all;

/** What has been opened and is not closed: judges, and what several of them use. */
const open = new Set();
const closed = async (it) => { if (open.delete(it)) await it.close?.(context); };
const end = async (code) => {
  for (const it of [...open].reverse()) await closed(it);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end(130));
process.on('uncaughtException', (error) => { // outside of any judge's own promise: its servers still have to be stopped
  console.error(error.stack);
  console.log('0 passed, 1 failed');
  void end(1);
});

if (!existsSync(dist)) {
  if (options.dist) { console.error(`there is no folder ${dist}`); await end(2); }
  say('there is no dist/: leitwerk synth');
  const { code } = await run(process.execPath, ['bin/leitwerk.cjs', 'synth'], { cwd: root, say });
  if (code !== 0) { console.error(`leitwerk synth ended with ${code}: there is nothing to judge`); await end(1); }
}
/** What is judged: dist, and the portfolios that are made to be judged. */
const portfolios = [{ name: '', context }];
if (!options.dist) portfolios.push(...await portfoliosIn(new URL('portfolios/', import.meta.url), context, options.portfolio));
for (const portfolio of portfolios) {
  portfolio.paths = filesBelow(portfolio.context.dist);
  portfolio.taken = new Map(await Promise.all(judges.map(async (judge) => [judge, await judge.takes?.(portfolio.paths, portfolio.context) ?? []])));
  if (options.only) continue;
  const judged = new Set([...portfolio.taken.values()].flat());
  for (const path of portfolio.paths.filter((p) => !judged.has(p))) faults.push({ judge: '-', what: `${portfolio.name}${path}`, why: 'no judge takes this kind of file' });
}

// Three at a time on two cores, since some wait for what they have started, and beside them those that do little but wait; those that use the same thing one after the other, and first, since they take longest.
const lanes = [...judges.reduce((map, judge) => map.set(judge.uses ?? judge, [...map.get(judge.uses ?? judge) ?? [], judge]), new Map())].sort(([, a], [, b]) => b.length - a.length);
for (const judge of judges) await installed(judge);
const waits = ([, [judge]]) => judge.waits === true;
const along = async ([uses, members]) => {
  for (const judge of members) await verdictOf(judge);
  await closed(uses);
};
await Promise.all([inParallel(lanes.filter((lane) => !waits(lane)), 3, along), ...lanes.filter(waits).map(along)]);
const rows = judges.map((judge) => results.get(judge));
report();
await end(faults.length || rows.some((row) => row.refused) ? 1 : 0);

async function installed(judge) {
  const row = { judge, accepted: 0, refused: 0, seconds: 0, proven: false }, missing = (judge.needs ?? []).filter((program) => !has(program));
  results.set(judge, row);
  try {
    if (missing.length) throw new Error(`needs ${missing.join(', ')}, which ${missing.length > 1 ? 'are' : 'is'} not on this machine`);
    await installing(cache, say, async () => judge.install?.(context));
    row.installed = true;
  } catch (error) {
    faults.push({ judge: judge.name, what: 'the judge itself', why: error.message });
  }
}

async function verdictOf(judge) {
  const from = Date.now(), row = results.get(judge);
  const fault = (what, why) => faults.push({ judge: judge.name, what, why });
  /** Judges work side by side: each has a folder of its own. */
  const own = (of) => { const folder = join(of.scratch, 'judges', judge.name); mkdirSync(folder, { recursive: true }); return { ...of, scratch: folder }; };
  if (!row.installed) return;
  try {
    for (const it of [judge.uses, judge]) if (it && !open.has(it)) { open.add(it); await it.open?.(own(context)); }
    say(`${judge.name}: self-test`);
    const tests = await judge.selfTest(own(context));
    if (!tests.some((t) => t.wanted === 'refuse')) fault('self-test', 'has no sample that must be refused');
    if (!tests.some((t) => t.wanted === 'accept')) fault('self-test', 'has no sample that must be accepted');
    for (const t of tests.filter(({ wanted, got }) => wanted !== got)) fault(`self-test ${t.sample}`, `must ${t.wanted} it, and did not: ${t.why || 'nothing was said'}`);
    row.proven = tests.every(({ wanted, got }) => wanted === got);
    row.tests = tests.length;
    await inParallel(portfolios, judge.waits ? portfolios.length : 1, async ({ name, context: here, taken, sample }) => {
      const all = taken.get(judge), mine = partOf(all, sample?.[judge.name]);
      if (!row.proven || !(mine.length || (judge.always && name === ''))) return;
      say(`${judge.name}: ${name}${mine.length} files${mine.length < all.length ? ` of ${all.length}: ${sample[judge.name]} of its projects` : ''}`);
      const result = await judge.judge(mine, own(here));
      row.accepted += result.accepted;
      row.refused += result.refused.length;
      for (const note of result.notes ?? []) say(`${judge.name}: ${name}${note}`);
      for (const { what, why } of result.refused) say(`REFUSED by ${judge.name}: ${name}${what}\n        ${why.trim().split('\n').join('\n        ')}`);
      if (result.accepted + result.refused.length === 0) fault('judging', `${name}took ${mine.length} files and judged nothing`);
    });
  } catch (error) {
    fault('the judge itself', error.message);
  } finally {
    await closed(judge);
  }
  row.seconds = (Date.now() - from) / 1000;
  say(`${judge.name}: ${row.accepted} accepted, ${row.refused} refused, ${row.seconds.toFixed(1)} s`);
}

function report() {
  console.log('');
  for (const { judge, what, why } of faults) console.log(`FAULT ${judge}: ${what}: ${why.trim().split('\n').join('\n        ')}`);
  const cells = [['judge', 'version', 'proven on', 'accepted', 'refused', 'seconds'], ...rows.map(({ judge, accepted, refused, seconds, tests, proven }) =>
    [judge.name, judge.formOnly ? 'form only' : judge.version, proven ? `${tests} samples` : 'NOT PROVEN', String(accepted), String(refused), seconds.toFixed(1)])];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  for (const row of cells) console.log(row.map((cell, i) => i > 2 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])).join('  '));
  const form = rows.filter(({ judge }) => judge.formOnly).map(({ judge }) => judge.name);
  if (form.length) console.log(`form only, for want of a program that reads them: ${form.join(', ')}`);
  console.log(`${portfolios.map(({ name, paths, context: here }) => name === '' ? `${paths.length} files in ${here.dist}` : `${paths.length} of ${name.replace(': ', '')}`).join(', ')}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
  const passed = rows.reduce((sum, row) => sum + row.accepted, 0), failed = rows.reduce((sum, row) => sum + row.refused, 0) + faults.length;
  console.log(`${passed} passed, ${failed} failed`);
}
