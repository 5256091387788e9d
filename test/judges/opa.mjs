// OPA: the bundle of Rego compiles strictly, is formatted, passes its own tests, which reach every rule, builds to the same bytes twice, can be inspected, and is signed and verified.
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brief, installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { contentsOf, copy, filesBelow, once, sha256Of, verdict } from './support/files.mjs';
import { run } from './support/process.mjs';

export const name = 'opa', version = versionOf('opa'), needs = ['go'];
export const install = (context) => installProgram('opa', context);

const refusal = ({ code, all }) => code === 0 ? '' : all.trim() || `ended with ${code}`;
const opaIn = (folder, context) => (...args) => run(programOf('opa', context), args, { cwd: folder, env: brief });

/** Steps of a bundle's examination: [name, reason for refusal or '']. */
const examined = once(async (folder, context) => {
  const opa = opaIn(folder, context);
  const tests = await opa('test', '--bundle', '.', '--verbose'), passed = Number(/^PASS: (\d+)\/(\d+)/m.exec(tests.all)?.[1] ?? 0);
  const { missed, share } = tests.code === 0 ? await coverage(folder, opa) : { missed: [], share: 0 };
  return [
    ['check --strict', refusal(await opa('check', '--strict', '--bundle', '.'))],
    ['fmt --fail', refusal(await opa('fmt', '--fail', '--list', '.'))],
    [`test (${passed} passed)`, refusal(tests) || (passed === 0 ? 'the bundle has no tests' : '')],
    [`test --coverage (${share} % of all lines)`, missed.length ? `no test reaches ${missed.join(', ')}` : ''],
    ['build twice to the same bytes', await same(folder, context, opa)],
    ['inspect', refusal(await opa('inspect', join(context.scratch, 'first.tar.gz')))],
    ['sign and verify', await signed(folder, context, opa)],
  ];
});
const examine = (folder, context) => examined(contentsOf(folder), folder, context);

/** Rules that no test reaches. A rule in CEL becomes functions for its parts, by number: those are one-verdict's, with objects of every kind. */
async function coverage(folder, opa) {
  const { files, coverage: share } = JSON.parse((await opa('test', '--bundle', '.', '--coverage', '--format', 'json')).out), missed = [];
  for (const path of filesBelow(folder).filter((file) => file.endsWith('.rego') && !file.endsWith('_test.rego'))) {
    const reached = new Set((files[path]?.covered ?? []).flatMap(({ start, end }) => Array.from({ length: end.row - start.row + 1 }, (_, i) => start.row + i)));
    let row = 1;
    for (const block of readFileSync(join(folder, path), 'utf8').split('\n\n')) {
      const lines = block.split('\n'), at = lines.findIndex((line) => /^[a-z]/.test(line)), rows = lines.map((_, i) => row + i);
      row += lines.length + 1;
      if (at >= 0 && !/^(package|import) |^[a-z]+_\d+\(/.test(lines[at]) && !rows.some((r) => reached.has(r))) missed.push(`${path}:${rows[at]} ${lines[at]}`);
    }
  }
  return { missed, share: Math.round(share) };
}

const keysOf = once(() => generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }));
/** Signed by whoever publishes the bundle, it is taken with its key, and with nothing changed. `opa build` verifies as a server does that loads it; `opa eval` would not. */
async function signed(folder, { scratch }, opa) {
  const [own, other] = ['own', 'other'].map((part) => {
    const { privateKey, publicKey } = keysOf(part), [secret, open] = ['key', 'pub'].map((kind) => join(scratch, `${part}.${kind}.pem`));
    writeFileSync(secret, privateKey, { mode: 0o600 });
    writeFileSync(open, publicKey);
    return { secret, open };
  });
  const [one, two, loaded] = ['signed-1', 'signed-2', 'loaded'].map((part) => join(scratch, `${part}.tar.gz`)), tree = join(scratch, 'signed');
  for (const to of [one, two]) { const built = refusal(await opa('build', '--bundle', '.', '--signing-key', own.secret, '--output', to)); if (built) return built; }
  if (sha256Of(one) !== sha256Of(two)) return 'two signed builds of the same files have different digests';
  rmSync(tree, { recursive: true, force: true });
  cpSync(folder, tree, { recursive: true });
  const verify = async (bundle, key) => refusal(await opa('build', '--bundle', bundle, '--verification-key', key.open, '--output', loaded));
  if (await verify(tree, own) === '') return 'it is taken without a signature';
  const made = refusal(await opa('sign', '--signing-key', own.secret, '--bundle', tree, '--output-file-path', tree));
  if (made) return made;
  for (const [what, bundle] of [['the signed archive', one], ['the signed folder', tree]]) {
    const why = await verify(bundle, own);
    if (why) return `${what}: ${why}`;
    if (await verify(bundle, other) === '') return `${what} is taken with the key of another`;
  }
  writeFileSync(join(tree, 'more.rego'), 'package more\n');
  if (await verify(tree, own) === '') return 'it is taken with a file that nobody signed';
  rmSync(join(tree, 'more.rego'));
  appendFileSync(join(tree, filesBelow(tree).find((file) => file.endsWith('.rego'))), '# changed\n');
  return await verify(tree, own) === '' ? 'it is taken with a file changed' : '';
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
    ['a rule that no test reaches', 'refuse', bundle('unreached', (folder) => writeFileSync(join(folder, 'more.rego'), 'package more\n\nx := 1\n\ny if x == 1\n'))],
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
