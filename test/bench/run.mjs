// npm run bench: cold and warm, many projects, memory, and the peers on the same objects; interleaved in one run, since machines are noisy. Options: --quick, --no-peers.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { generate, name, project } from './generate.mjs';

const home = new URL('../..', import.meta.url).pathname.replace(/\/$/, ''), here = join(home, 'test/bench');
const quick = process.argv.includes('--quick'), withPeers = !process.argv.includes('--no-peers');
const work = mkdtempSync(join(tmpdir(), 'leitwerk-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
const bin = join(home, 'bin/leitwerk.mjs'), rounds = quick ? 3 : 7;
const rss = join(work, 'rss');

function once(command, args, options = {}) {
  rmSync(rss, { force: true });
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: home, maxBuffer: 1 << 28, ...options, env: { ...process.env, NO_COLOR: '1', CDK8S_CHECK_UPGRADE: 'false', DISABLE_VERSION_CHECK: '1', CHECKPOINT_DISABLE: '1', NODE_OPTIONS: `--require=${join(here, 'rss.cjs')}`, BENCH_RSS: rss, ...options.env } });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`.slice(0, 4000));
  const memory = existsSync(rss) ? Math.max(...readFileSync(rss, 'utf8').trim().split('\n').map(Number)) / 1024 : 0;
  return { ms, memory };
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
/** Interleaved: each round runs every contender once. */
function contest(contenders) {
  const runs = Object.fromEntries(Object.keys(contenders).map((k) => [k, []]));
  for (const run of Object.values(contenders)) run(); // caches of the file system and of V8
  for (let i = 0; i < rounds; i++) for (const [key, run] of Object.entries(contenders)) runs[key].push(run());
  return Object.fromEntries(Object.entries(runs).map(([key, list]) => [key, { ms: median(list.map((r) => r.ms)), least: Math.min(...list.map((r) => r.ms)), most: Math.max(...list.map((r) => r.ms)), memory: median(list.map((r) => r.memory)) }]));
}
const synth = (root, ...args) => once('node', [bin, 'synth', ...args], { cwd: root });

// ---- the peers' input: the objects and blocks that support-assistant becomes ----
function peersInput(out) {
  const objects = {}, stacks = {};
  for (const env of ['dev', 'staging', 'production']) {
    const folder = join(out, env, 'support-assistant');
    for (const file of readdirSync(join(folder, 'kubernetes/main')).filter((f) => f !== 'kustomization.yaml')) objects[`${env}-${file.replace('.yaml', '')}`] = parseAllDocuments(readFileSync(join(folder, 'kubernetes/main', file), 'utf8')).map((d) => d.toJS());
    stacks[`support-assistant-${env}`] = JSON.parse(readFileSync(join(folder, 'terraform/main/cdk.tf.json'), 'utf8'));
  }
  writeFileSync(join(work, 'input.json'), JSON.stringify({ objects, stacks }));
  return { objects, stacks };
}
/** Do the peers write what they were given? Otherwise their time says nothing. */
function compare({ objects, stacks }, cdk8sOut, cdktfOut) {
  const strip = (v) => Array.isArray(v) ? v.map(strip) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).filter(([k]) => k !== '//').map(([k, c]) => [k, strip(c)])) : v;
  for (const [file, wanted] of Object.entries(objects)) {
    const got = parseAllDocuments(readFileSync(join(cdk8sOut, `${file}.k8s.yaml`), 'utf8')).map((d) => d.toJS());
    if (!isDeepStrictEqual(new Set(got.map((o) => JSON.stringify(o, Object.keys(flat(o)).sort()))), new Set(wanted.map((o) => JSON.stringify(o, Object.keys(flat(o)).sort()))))) throw new Error(`cdk8s writes other objects than it was given: ${file}`);
  }
  for (const [stack, wanted] of Object.entries(stacks)) {
    const { terraform: _, ...got } = strip(JSON.parse(readFileSync(join(cdktfOut, 'stacks', stack, 'cdk.tf.json'), 'utf8')));
    const { terraform: __, ...given } = wanted;
    if (!isDeepStrictEqual(got, given)) throw new Error(`cdktf writes other blocks than it was given: ${stack}`);
  }
}
const flat = (value, into = {}) => { if (value && typeof value === 'object') for (const [k, v] of Object.entries(value)) { into[k] = true; flat(v, into); } return into; };

function peers() {
  const folder = join(here, 'peers');
  if (!existsSync(join(folder, 'node_modules/cdktf-cli'))) {
    process.stderr.write('installing cdk8s-cli and cdktf-cli for the comparison (about 500 MB) ...\n');
    const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) { process.stderr.write(`the peers cannot be installed, so they are missing below: ${stderr.split('\n')[0]}\n`); return undefined; }
  }
  const out = join(work, 'ours');
  synth(home, '--out', out);
  const input = peersInput(out);
  const env = { BENCH_INPUT: join(work, 'input.json') };
  const at = join(work, 'peers');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: `node ${join(folder, 'cdktf.cjs')}`, sendCrashReports: 'false', projectId: 'bench' }));
  const cdk8s = () => once('node', [join(folder, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--app', `node ${join(folder, 'cdk8s.cjs')}`, '--output', join(at, 'cdk8s')], { cwd: at, env });
  const cdktf = () => once('node', [join(folder, 'node_modules/cdktf-cli/bundle/bin/cdktf.js'), 'synth'], { cwd: at, env });
  cdk8s(); cdktf();
  compare(input, join(at, 'cdk8s'), join(at, 'cdktf.out'));
  return { cdk8s, cdktf };
}

const rival = withPeers ? peers() : undefined;
const cold = contest({
  'bare node -e 0': () => once('node', ['-e', '0']),
  'synth, one project × 3 environments': () => synth(home, 'support-assistant', '--out', join(work, 'one')),
  'synth, the whole portfolio': () => synth(home, '--out', join(work, 'all')),
  'check, one project': () => once('node', [bin, 'check', 'support-assistant']),
  'fresh output folder, one project': () => { rmSync(join(work, 'fresh'), { recursive: true, force: true }); return synth(home, 'support-assistant', '--out', join(work, 'fresh')); },
  ...(rival ? { 'cdk8s synth, the same objects': rival.cdk8s, 'cdktf synth, the same blocks': rival.cdktf } : {}),
});

// ---- many projects, one environment ----
const many = {};
for (const count of quick ? [10, 100] : [100, 1000]) {
  const root = join(work, `many-${count}`);
  generate(root, count, home);
  const full = () => { rmSync(join(root, 'dist'), { recursive: true, force: true }); return synth(root, '--env', 'production'); };
  const runs = Array.from({ length: quick ? 1 : 3 }, full);
  writeFileSync(join(root, 'projects', name(0), 'project.ts'), project(0, 7));
  many[count] = { full: median(runs.map((r) => r.ms)), memory: Math.max(...runs.map((r) => r.memory)), again: synth(root, '--env', 'production').ms };
}
const [small, large] = Object.keys(many).map(Number);
const exponent = Math.log(many[large].full / many[small].full) / Math.log(large / small);

const bare = cold['bare node -e 0'].ms;
const row = (...cells) => cells.map((c, i) => i === 0 ? String(c).padEnd(40) : String(c).padStart(14)).join('');
const print = (line) => process.stdout.write(`${line}\n`);
print(row('cold, median of ' + rounds, 'ms', 'spread', '× bare node', 'MiB'));
for (const [key, { ms, least, most, memory }] of Object.entries(cold)) print(row(key, ms.toFixed(0), `${least.toFixed(0)}–${most.toFixed(0)}`, (ms / bare).toFixed(1), memory.toFixed(0)));
const one = cold['synth, one project × 3 environments'].ms;
const bars = [
  ['one project, cold, at most 5 × bare node', (one / bare).toFixed(1), one / bare <= 5],
  ...(rival ? [['at least 10 × faster than cdk8s synth + cdktf synth', ((cold['cdk8s synth, the same objects'].ms + cold['cdktf synth, the same blocks'].ms) / one).toFixed(1), (cold['cdk8s synth, the same objects'].ms + cold['cdktf synth, the same blocks'].ms) / one >= 10]] : []),
  [`${large} projects, all written, at most 10 s`, `${(many[large].full / 1000).toFixed(1)} s`, many[large].full <= 10_000 * large / 1000],
  [`${large} projects, memory at most 512 MiB`, `${many[large].memory.toFixed(0)} MiB`, many[large].memory <= 512],
  ['a project and environment more, at most 10 ms', `${((many[large].full - many[small].full) / (large - small)).toFixed(1)} ms`, (many[large].full - many[small].full) / (large - small) <= 10],
  ['growth, as an exponent, at most 1.1', exponent.toFixed(2), exponent <= 1.1],
  [`one of ${large} projects changed, at most 1 s`, `${(many[large].again / 1000).toFixed(1)} s`, many[large].again <= 1000],
];
print('');
for (const [bar, value, held] of bars) print(`${held ? 'held  ' : 'missed'}  ${bar.padEnd(54)}${value}`);
print(`\nNode ${process.versions.node}, ${cpus().length} cores; ratios carry over to other machines, milliseconds do not.`);
mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results/latest.json'), `${JSON.stringify({ cold, many, exponent, bars }, null, 2)}\n`);
