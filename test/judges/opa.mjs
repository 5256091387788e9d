// OPA: the bundle of Rego compiles strictly, is formatted, passes its own tests, builds to the same bytes twice, and can be inspected.
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { copy, filesBelow, sha256Of, verdict } from './support/files.mjs';
import { run } from './support/process.mjs';

export const name = 'opa', version = versionOf('opa'), needs = ['go'];
export const install = (context) => installProgram('opa', context);

/** Steps of a bundle's examination: [name, reason for refusal or '']. */
async function examine(folder, context) {
  const opa = (...args) => run(programOf('opa', context), args, { cwd: folder });
  const refusal = ({ code, all }) => code === 0 ? '' : all.trim() || `ended with ${code}`;
  const tests = await opa('test', '--bundle', '.', '--verbose');
  const passed = Number(/^PASS: (\d+)\/(\d+)/m.exec(tests.all)?.[1] ?? 0);
  return [
    ['check --strict', refusal(await opa('check', '--strict', '--bundle', '.'))],
    ['fmt --fail', refusal(await opa('fmt', '--fail', '--list', '.'))],
    [`test (${passed} passed)`, refusal(tests) || (passed === 0 ? 'the bundle has no tests' : '')],
    ['build twice to the same bytes', await same(folder, context, opa)],
    ['inspect', refusal(await opa('inspect', join(context.scratch, 'first.tar.gz')))],
  ];
}

async function same(folder, { scratch }, opa) {
  const [first, second] = ['first', 'second'].map((part) => join(scratch, `${part}.tar.gz`));
  const one = await opa('build', '--bundle', '.', '--output', first);
  if (one.code !== 0) return one.all;
  for (const path of filesBelow(folder)) utimesSync(join(folder, path), 1, 1);
  const two = await opa('build', '--bundle', '.', '--output', second);
  return two.code !== 0 ? two.all : sha256Of(first) === sha256Of(second) ? '' : 'two builds of the same files have different digests';
}

export async function selfTest(context) {
  const bundle = (part, change = () => {}) => {
    const folder = join(context.scratch, 'opa-samples', part);
    for (const path of filesBelow(join(samples, 'rego', 'good'))) copy(join(samples, 'rego', 'good', path), join(folder, path));
    change(folder);
    return folder;
  };
  const cases = [
    ['good', 'accept', bundle('good')],
    ['an unused variable', 'refuse', bundle('unused', (folder) => copy(join(samples, 'rego/bad/unused.rego'), join(folder, 'unused.rego')))],
    ['a test that fails', 'refuse', bundle('failing', (folder) => { for (const path of filesBelow(join(samples, 'rego/badtest'))) copy(join(samples, 'rego/badtest', path), join(folder, path)); })],
    ['not formatted', 'refuse', bundle('unformatted', (folder) => writeFileSync(join(folder, 'more.rego'), 'package more\nx:=1\n'))],
    ['no tests', 'refuse', (() => { const folder = join(context.scratch, 'opa-samples', 'untested'); mkdirSync(folder, { recursive: true }); writeFileSync(join(folder, 'a.rego'), readFileSync(join(samples, 'rego/good/limits.rego'))); return folder; })()],
  ];
  const results = [];
  for (const [sample, wanted, folder] of cases) {
    const why = (await examine(folder, context)).map(([step, reason]) => reason && `${step}: ${reason}`).filter(Boolean).join('; ');
    results.push(verdict(sample, wanted, why !== '', why));
  }
  return results;
}

export const takes = (paths) => paths.filter((path) => /(^|\/)opa\//.test(path) && !path.endsWith('/index.json') || path.endsWith('.rego'));

/** Every folder named `opa` is a bundle. */
export async function judge(paths, context) {
  const roots = [...new Set(paths.map((path) => /^(.*?(?:^|\/)opa)\//.exec(path)?.[1] ?? ''))].sort();
  const total = { accepted: 0, refused: [], notes: [] };
  for (const root of roots) {
    if (root === '' || !existsSync(join(context.dist, root))) { total.refused.push({ what: paths.join(', '), why: 'Rego outside of an opa/ folder belongs to no bundle' }); continue; }
    const folder = join(context.scratch, 'bundles', root);
    for (const path of paths.filter((p) => p.startsWith(`${root}/`))) copy(join(context.dist, path), join(context.scratch, 'bundles', path));
    for (const [step, why] of await examine(folder, context)) {
      total.notes.push(`${root}: ${step}${why ? ': refused' : ''}`);
      if (why) total.refused.push({ what: `${root}: ${step}`, why }); else total.accepted++;
    }
  }
  return total;
}
