// conftest: the commands that the Rego bundle itself names accept every manifest of their environment, and refuse the example that each policy declares as failing.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installProgram, longer, programOf, versionOf } from './support/cli.mjs';
import { verdict, yamlDocuments } from './support/files.mjs';
import { run } from './support/process.mjs';
import { manifests } from './kube-apiserver.mjs';
import { takes as bundles } from './opa.mjs';

export const name = 'conftest', version = versionOf('conftest'), needs = ['go'];
export const install = (context) => installProgram('conftest', context);
/** The bundle, and what its rules are asked of. */
export const takes = (paths) => bundles(paths).length ? [...bundles(paths), ...manifests(paths)] : [];

/** A name in Rego: of a policy's id, of an environment's name, of a policy's id within a message. */
const inRego = (text) => text.replace(/[^a-z0-9]+/g, '_');
const reading = (files) => files.map((file) => ({ file, documents: yamlDocuments(readFileSync(file, 'utf8')).length }));

/** The examples in a policy's tests, as files: { policy, wanted, file }. */
function examplesIn(path, text, folder) {
  const policy = basename(path, '_test.rego');
  return ['fails', 'passes'].map((wanted) => {
    const found = new RegExp(`^${wanted} := json\\.unmarshal\\(\`(.*)\`\\)$`, 'm').exec(text), file = join(folder, `${policy}.${wanted}.json`);
    if (!found) throw new Error(`${path} has no example ${wanted}`);
    writeFileSync(file, found[1]);
    return { policy, wanted, file };
  });
}

/** What a command says of files: a map from file to { tests, failures }. */
async function ask(command, cwd, files, context) {
  const { code, out, all } = await run(programOf('conftest', context), [...command.slice(1), '--output', 'json', '--no-color', ...files], { cwd, env: longer });
  if (!out.trim().startsWith('[')) throw new Error(`${command.join(' ')} ended with ${code}: ${all}`);
  return new Map(JSON.parse(out).map(({ filename, successes = 0, failures = [] }) => [filename, { tests: successes + failures.length, failures: failures.map(({ msg }) => msg) }]));
}

/** Holds one file of the bundle, and its command, against manifests and examples. */
async function examine({ path, text, cwd, files, examples }, context) {
  const total = { accepted: 0, refused: [] }, refuse = (what, why) => total.refused.push({ what: `${path}: ${what}`, why });
  const command = /: (conftest test .+) FILE$/.exec(text.split('\n')[0])?.[1].split(' ');
  if (!command) { refuse('the command', 'its first line names no command'); return total; }
  const held = examples.filter(({ policy }) => text.includes(`data.leitwerk.${policy}.deny`)), read = reading(files);
  if (held.length === 0) { total.accepted++; return total; } // nothing holds there, so that there is no rule to ask
  let said;
  try { said = await ask(command, cwd, [...files, ...held.map(({ file }) => file)], context); } catch (error) { refuse('the command', error.message); return total; }
  for (const { file, documents } of read) {
    const { tests, failures } = said.get(file) ?? { tests: 0, failures: [] };
    if (failures.length) refuse(file.slice(context.dist.length + 1), failures.join('\n'));
    else if (tests < documents) refuse(file.slice(context.dist.length + 1), `${documents} objects, and ${tests} tests: it asks no rule of them`); // with no rule of its name conftest ends with 0
    else total.accepted += documents;
  }
  for (const { policy, wanted, file } of held) {
    const { failures } = said.get(file) ?? { failures: [] }, by = failures.some((message) => inRego(message).includes(`_${policy}_`));
    if (by === (wanted === 'fails')) total.accepted++; else refuse(`the example of ${policy} that ${wanted}`, by ? failures.join('\n') : 'the policy does not refuse it');
  }
  return total;
}

/** Every folder named `opa`: what says deny to all, and what says it in an environment. */
export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] }, refuse = (what, why) => total.refused.push({ what, why });
  const text = (path) => readFileSync(join(context.dist, path), 'utf8'), environmentOf = (path) => inRego(path.split('/')[0]), all = manifests(paths);
  for (const root of [...new Set(bundles(paths).map((path) => /^(?:.*\/)?opa(?=\/)/.exec(path)?.[0] ?? ''))].sort()) {
    const mine = bundles(paths).filter((path) => path.startsWith(`${root}/`)), folder = join(context.scratch, 'conftest-examples', root);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const examples = mine.filter((path) => /\/leitwerk\/(?!deny_)[^/]+_test\.rego$/.test(path)).flatMap((path) => examplesIn(path, text(path), folder));
    const general = `${root}/leitwerk/deny.rego`, environments = mine.filter((path) => path.startsWith(`${root}/leitwerk/environments/`) && !path.endsWith('_test.rego'));
    if (!mine.includes(general) || examples.length === 0) { refuse(root || paths.join(', '), 'no bundle with a rule for all and examples'); continue; }
    for (const path of all.filter((path) => !environments.some((e) => basename(e, '.rego') === environmentOf(path)))) refuse(path, `${root} has no rule for its environment`);
    for (const path of [general, ...environments]) {
      const files = all.filter((file) => path !== general && environmentOf(file) === basename(path, '.rego')).map((file) => join(context.dist, file));
      const { accepted, refused } = await examine({ path, text: text(path), cwd: join(context.dist, dirname(root)), files, examples }, context);
      total.accepted += accepted;
      total.refused.push(...refused);
      total.notes.push(`${path}: ${accepted} accepted, ${refused.length} refused, of ${files.length} files of manifests and ${examples.length} examples`);
    }
  }
  return total;
}

// A bundle of one policy, which refuses what is not labelled, and in production's folder one ConfigMap.
const DENY = 'deny contains message if', MESSAGE = 'message := sprintf("ConfigMap %s: is-labelled: label it", [input.metadata.name])';
const object = (labels) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels } });
const SAMPLE = {
  'opa/leitwerk/is_labelled.rego': `package leitwerk.is_labelled\n\n${DENY} {\n\tnot input.metadata.labels.a\n\t${MESSAGE}\n}\n`,
  'opa/leitwerk/is_labelled_test.rego': `package leitwerk.is_labelled_test\n\nfails := json.unmarshal(\`${object({})}\`)\n\npasses := json.unmarshal(\`${object({ a: 'b' })}\`)\n`,
  'opa/leitwerk/deny.rego': `# All: conftest test --policy opa --namespace leitwerk FILE\npackage leitwerk\n\n${DENY} some message in data.leitwerk.is_labelled.deny\n`,
  'opa/leitwerk/environments/production.rego': `# There: conftest test --policy opa --namespace leitwerk.environments.production FILE\npackage leitwerk.environments.production\n\n${DENY} some message in data.leitwerk.is_labelled.deny\n`,
  'production/a/kubernetes/main/a.yaml': object({ a: 'b' }),
};
export async function selfTest(context) {
  const there = 'opa/leitwerk/environments/production.rego', change = (path, from, to) => ({ ...SAMPLE, [path]: SAMPLE[path].replace(from, to) });
  const cases = [
    ['a bundle and a manifest', 'accept', SAMPLE],
    ['a manifest that a policy refuses', 'refuse', { ...SAMPLE, 'production/a/kubernetes/main/a.yaml': `${object({ a: 'b' })}\n---\n${object({})}` }],
    ['a rule of a name that conftest does not ask for', 'refuse', change(there, 'deny contains', 'refused contains')],
    ['a command with another namespace', 'refuse', change(there, 'environments.production FILE', 'environments.staging FILE')],
    ['no command', 'refuse', change(there, 'conftest', 'opa')],
    ['an example that no policy refuses', 'refuse', change('opa/leitwerk/is_labelled_test.rego', object({}), object({ a: 'c' }))],
    ['an example that a policy refuses, and should not', 'refuse', change('opa/leitwerk/is_labelled_test.rego', object({ a: 'b' }), object({}))],
    ['Rego that does not parse', 'refuse', change('opa/leitwerk/is_labelled.rego', 'if {', 'when {')],
    ['a manifest of an environment without rules', 'refuse', { ...SAMPLE, 'staging/a/kubernetes/main/a.yaml': object({ a: 'b' }) }],
  ];
  const results = [];
  for (const [i, [sample, wanted, files]] of cases.entries()) {
    const dist = join(context.scratch, 'conftest-samples', String(i));
    for (const [path, content] of Object.entries(files)) { mkdirSync(dirname(join(dist, path)), { recursive: true }); writeFileSync(join(dist, path), content); }
    const { accepted, refused } = await judge(takes(Object.keys(files)), { ...context, dist });
    results.push(verdict(sample, wanted, refused.length > 0 || accepted === 0, refused.map(({ what, why }) => `${what}: ${why}`).join('; ')));
  }
  return results;
}
