// npm run bench: cold and warm, many projects, memory, and the peers on the same objects; interleaved in one run, since machines are noisy. Options: --quick, --no-peers.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { generate, nameOf, projectText } from './generate.mjs';

const home = new URL('../..', import.meta.url).pathname.replace(/\/$/, ''), here = join(home, 'test/bench');
const quick = process.argv.includes('--quick'), withPeers = !process.argv.includes('--no-peers');
/** A disk that is slow today says nothing of a compiler: where there is a file system in memory, it is taken. */
const scratch = (() => { try { accessSync('/dev/shm', constants.W_OK); return '/dev/shm'; } catch { return tmpdir(); } })();
const work = mkdtempSync(join(scratch, 'leitwerk-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const bin = join(home, 'bin/leitwerk.cjs'), rounds = quick ? 3 : 7;
const used = join(work, 'used');

function once(command, args, options = {}) {
  rmSync(used, { force: true });
  const env = { ...process.env, TMPDIR: work, NO_COLOR: '1', CDK8S_CHECK_UPGRADE: 'false', DISABLE_VERSION_CHECK: '1', CHECKPOINT_DISABLE: '1', NODE_OPTIONS: `--require=${join(here, 'used.cjs')}`, BENCH_USED: used, ...options.env };
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: home, maxBuffer: 1 << 28, ...options, env });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`.slice(0, 4000));
  const processes = existsSync(used) ? readFileSync(used, 'utf8').trim().split('\n').map((line) => line.split(' ').map(Number)) : [];
  return { ms, memory: Math.max(0, ...processes.map(([kib]) => kib)) / 1024, processor: processes.reduce((sum, [, us]) => sum + us, 0) / 1000, stdout };
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const summary = (runs) => ({ ms: median(runs.map((r) => r.ms)), least: Math.min(...runs.map((r) => r.ms)), most: Math.max(...runs.map((r) => r.ms)), memory: Math.max(...runs.map((r) => r.memory)), processor: median(runs.map((r) => r.processor)) });
/** Interleaved: each round runs every contender once. */
function contest(contenders) {
  const runs = Object.fromEntries(Object.keys(contenders).map((k) => [k, []]));
  for (const run of Object.values(contenders)) run(); // caches of the file system and of V8
  for (let i = 0; i < rounds; i++) for (const [key, run] of Object.entries(contenders)) runs[key].push(run());
  return Object.fromEntries(Object.entries(runs).map(([key, list]) => [key, summary(list)]));
}
const synth = (root, ...args) => once('node', [bin, 'synth', ...args], { cwd: root });
/** Nothing is kept of an earlier run; what this one keeps is part of its time. */
const forgetful = (root, ...args) => { rmSync(join(root, '.leitwerk/cache'), { force: true }); return synth(root, ...args); };
const anew = (root, ...args) => { rmSync(join(root, 'dist'), { recursive: true, force: true }); return forgetful(root, ...args); };

// ---- the peers' input: the objects and blocks that one project becomes ----
function peersInput(out, project) {
  const objects = {}, stacks = {};
  for (const env of ['dev', 'staging', 'production']) {
    const folder = join(out, env, project);
    for (const file of readdirSync(join(folder, 'kubernetes/main')).filter((f) => f !== 'kustomization.yaml')) objects[`${env}-${file.replace('.yaml', '')}`] = parseAllDocuments(readFileSync(join(folder, 'kubernetes/main', file), 'utf8')).map((d) => d.toJS());
    stacks[`${project}-${env}`] = JSON.parse(readFileSync(join(folder, 'terraform/main/cdk.tf.json'), 'utf8'));
  }
  writeFileSync(join(work, 'input.json'), JSON.stringify({ objects, stacks }));
  return { objects, stacks };
}
/** Data with its keys sorted and without cdktf's notes: what two files have to agree on. */
const plain = (v) => Array.isArray(v) ? v.map(plain) : v && typeof v === 'object' ? Object.fromEntries(Object.keys(v).filter((k) => k !== '//').sort().map((k) => [k, plain(v[k])])) : v;
/** Do the peers write what they were given? Otherwise their time says nothing. */
function compare({ objects, stacks }, cdk8sOut, cdktfOut) {
  const set = (list) => list.map((o) => JSON.stringify(plain(o))).sort();
  let count = 0;
  for (const [file, wanted] of Object.entries(objects)) {
    const got = parseAllDocuments(readFileSync(join(cdk8sOut, `${file}.k8s.yaml`), 'utf8')).map((d) => d.toJS());
    if (!isDeepStrictEqual(set(got), set(wanted))) throw new Error(`cdk8s writes other objects than it was given: ${file}`);
    count += got.length;
  }
  for (const [stack, wanted] of Object.entries(stacks)) {
    const { terraform: _, ...got } = JSON.parse(readFileSync(join(cdktfOut, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
    const { terraform: __, ...given } = wanted;
    if (!isDeepStrictEqual(plain(got), plain(given))) throw new Error(`cdktf writes other blocks than it was given: ${stack}`);
    count += Object.values(given.resource ?? {}).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
  }
  return count;
}

function peers(root, project) {
  const folder = join(here, 'peers');
  if (!existsSync(join(folder, 'node_modules/cdktf-cli'))) {
    process.stderr.write('installing cdk8s-cli and cdktf-cli for the comparison (about 500 MB) ...\n');
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) { process.stderr.write(`the peers cannot be installed, so they are missing below: ${stderr.split('\n')[0]}\n`); return undefined; }
  }
  const out = join(work, 'ours');
  synth(root, '--out', out);
  const input = peersInput(out, project);
  const env = { BENCH_INPUT: join(work, 'input.json') };
  const at = join(work, 'peers');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: `node ${join(folder, 'cdktf.cjs')}`, sendCrashReports: 'false', projectId: 'bench' }));
  const cdk8s = () => once('node', [join(folder, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--app', `node ${join(folder, 'cdk8s.cjs')}`, '--output', join(at, 'cdk8s')], { cwd: at, env });
  const cdktf = () => once('node', [join(folder, 'node_modules/cdktf-cli/bundle/bin/cdktf.js'), 'synth'], { cwd: at, env });
  cdk8s(); cdktf();
  return { cdk8s, cdktf, equal: compare(input, join(at, 'cdk8s'), join(at, 'cdktf.out')) };
}

// ---- cold ----
const large = join(work, 'large');
generate({ root: large, projects: 1, environments: ['dev', 'staging', 'production'] });
const rival = withPeers ? peers(home, 'support-assistant') : undefined;
/** Node reads these before it does anything, and each Node process of the peers does: some tens of ms of what is called bare. https://nodejs.org/docs/latest-v20.x/api/cli.html#node_extra_ca_certsfile */
const certificates = process.env.NODE_EXTRA_CA_CERTS !== undefined, uncertified = 'bare node, without NODE_EXTRA_CA_CERTS';
const cold = contest({
  'bare node -e 0': () => once('node', ['-e', '0']),
  ...(certificates ? { [uncertified]: () => once('node', ['-e', '0'], { env: { NODE_EXTRA_CA_CERTS: '' } }) } : {}),
  'synth, one project × 3 environments': () => forgetful(home, 'support-assistant', '--out', join(work, 'one')),
  'the same into an empty folder': () => { rmSync(join(work, 'fresh'), { recursive: true, force: true }); return forgetful(home, 'support-assistant', '--out', join(work, 'fresh')); },
  'synth, the whole portfolio': () => forgetful(home, '--out', join(work, 'all')),
  'the same again, nothing changed': () => synth(home, '--out', join(work, 'all')),
  'synth, 180 manifests and 60 resources': () => anew(large),
  'check, one project': () => once('node', [bin, 'check', 'support-assistant', '--no-cache']),
  ...(rival ? { 'cdk8s synth, the same objects': rival.cdk8s, 'cdktf synth, the same blocks': rival.cdktf } : {}),
});
const { project: warm } = JSON.parse(once('node', [join(home, 'src/dev/run.mjs'), 'test/bench/warm.ts', home, join(work, 'typing'), 'support-assistant', quick ? '12' : '40']).stdout);

const check = await whileTyping('support-assistant', quick ? 12 : 40);

/** `check --watch` as it is used: from the moment at which a file is saved to the last line of its findings; the median, after the first half. */
async function whileTyping(project, rounds) {
  const root = join(work, 'watched');
  for (const part of ['projects', 'leitwerk.config.ts', 'waivers']) cpSync(join(home, part), join(root, part), { recursive: true });
  const file = join(root, 'projects', project, 'project.ts'), text = readFileSync(file, 'utf8'), was = "timeout: '60s'";
  if (!text.includes(was)) throw new Error('the bench edits a timeout that is not there');
  const child = spawn('node', [bin, 'check', project, '--watch'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: work, NO_COLOR: '1' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async () => { for (;;) { const { value, done } = await lines.next(); if (done) throw new Error('the watch has ended'); if (/^checked in \d+ ms/.test(value)) return; } };
  const took = [];
  await said();
  for (let i = 0; i < rounds; i++) {
    const began = performance.now();
    writeFileSync(file, text.replace(was, `timeout: '${61 + i % 2}s'`));
    await said();
    took.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  return median(took.slice(rounds / 2));
}

// ---- many projects, one environment ----
const sizes = quick ? [10, 100] : [100, 1000];
const many = {};
for (const count of sizes) {
  const root = join(work, `many-${count}`);
  generate({ root, projects: count });
  anew(root); // compiles the platform, and fills V8's cache
  const runs = Array.from({ length: count < 1000 ? rounds : 3 }, () => anew(root));
  const changed = (command) => summary([61, 62, 63].map((seconds) => {
    writeFileSync(join(root, 'projects', nameOf(count >> 1), 'project.ts'), projectText(count >> 1, 1, { timeout: `${seconds}s` }));
    return command();
  }));
  const checked = () => once('node', [bin, 'check'], { cwd: root });
  checked();
  const again = changed(() => synth(root)), check = changed(checked);
  synth(root); // writes what was only checked
  many[count] = { ...summary(runs), again, check, unchanged: summary([synth(root), synth(root), synth(root)]) };
  many[count].bare = diskOnly(root);
  rmSync(root, { recursive: true, force: true });
}
/** The same files by a loop that does nothing else: what the file system takes of it. */
function diskOnly(root) {
  const files = readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  const texts = files.map((f) => [f.replace(join(root, 'dist'), join(root, 'copy')), readFileSync(f)]);
  const began = process.hrtime.bigint();
  for (const [path, text] of texts) { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, text); }
  return Number(process.hrtime.bigint() - began) / 1e6;
}
const [few, most] = sizes.map((n) => many[n]);
const more = sizes[1] - sizes[0];
const exponent = Math.log(most.processor / few.processor) / Math.log(sizes[1] / sizes[0]);

// ---- the table ----
const bare = cold['bare node -e 0'];
const row = (...cells) => cells.map((c, i) => i === 0 ? String(c).padEnd(42) : String(c).padStart(13)).join('');
const print = (line) => process.stdout.write(`${line}\n`);
print(row(`cold, median of ${rounds}`, 'ms', 'spread', '× bare node', 'processor', '× bare node', 'MiB'));
for (const [key, r] of Object.entries(cold)) print(row(key, r.ms.toFixed(0), `${r.least.toFixed(0)}–${r.most.toFixed(0)}`, (r.ms / bare.ms).toFixed(1), r.processor.toFixed(0), (r.processor / bare.processor).toFixed(1), r.memory.toFixed(0)));
print('');
print(row('projects × 1 environment, all written', 'ms', 'spread', 'ms each', 'processor', 'files alone', 'MiB'));
for (const [count, r] of Object.entries(many)) print(row(count, r.ms.toFixed(0), `${r.least.toFixed(0)}–${r.most.toFixed(0)}`, (r.ms / count).toFixed(1), r.processor.toFixed(0), r.bare.toFixed(0), r.memory.toFixed(0)));
print('');
print(row('one project of them changed', 'ms', 'spread', '× bare node', 'processor', '× bare node', 'MiB'));
for (const [count, r] of Object.entries(many)) for (const [what, of] of [['synth', r.again], ['check', r.check], ['synth, nothing changed', r.unchanged]]) print(row(`${count}: ${what}`, of.ms.toFixed(0), `${of.least.toFixed(0)}–${of.most.toFixed(0)}`, (of.ms / bare.ms).toFixed(1), of.processor.toFixed(0), (of.processor / bare.processor).toFixed(1), of.memory.toFixed(0)));
const one = cold['synth, one project × 3 environments'];
const them = rival && cold['cdk8s synth, the same objects'].ms + cold['cdktf synth, the same blocks'].ms;
/** The bars are for a machine on which bare Node takes 70 ms: on a slower one, as much more. */
const slower = bare.ms / 70;
const within = (what, ms, most) => [`${what}, at most ${most < 1000 ? `${most} ms` : `${most / 1000} s`} where bare Node takes 70 ms`, `${(ms / slower).toFixed(1)} ms (here ${ms.toFixed(1)})`, ms / slower <= most];
const bars = [
  within('one project × 3 environments, cold', one.ms, 350),
  ...(rival ? [[`at least 10 × faster than cdk8s synth + cdktf synth (${rival.equal} equal objects)`, (them / one.ms).toFixed(1), them / one.ms >= 10]] : []),
  within('warm, a project and environment, compiled and rendered', warm, 10),
  within('check --watch of one project, from the edit to its findings', check, 50),
  within(`${sizes[1]} projects, all written`, most.ms, 10 * sizes[1]),
  [`${sizes[1]} projects, memory at most 512 MiB`, `${most.memory.toFixed(0)} MiB`, most.memory <= 512],
  [`growth of processor time from ${sizes[0]} to ${sizes[1]}, exponent at most 1.1`, exponent.toFixed(2), exponent <= 1.1],
  within(`synth with one of ${sizes[1]} projects changed`, most.again.ms, 1000),
  within(`check with one of ${sizes[1]} projects changed`, most.check.ms, 1000),
];
print('');
for (const [bar, value, held] of bars) print(`${held ? 'held  ' : 'missed'}  ${bar.padEnd(98)}${value}`);
print(`\neach project more: ${((most.ms - few.ms) / more).toFixed(1)} ms, ${((most.processor - few.processor) / more).toFixed(1)} ms of the processor`);
print(`Node ${process.versions.node}, ${cpus().length} cores, files in ${scratch}; ratios carry over to other machines, milliseconds do not. Processor time is that of the Node processes that ended well, without the evaluators.`);
mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results/latest.json'), `${JSON.stringify({ node: process.versions.node, cores: cpus().length, cold, warm: { check, project: warm }, many, exponent, bars }, null, 2)}\n`);
