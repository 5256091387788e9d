// Backstage's own catalogue model: every entity passes its kind's validator and the catalogue's entity policies.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { verdict } from './support/files.mjs';
import { must } from './support/process.mjs';

const pinned = '@backstage/catalog-model@1.10.1', samples = new URL('./backstage/samples/', import.meta.url).pathname;
export const name = 'backstage', version = pinned, needs = ['npm'];
const home = (cache) => join(cache, 'npm/backstage');

export async function install({ cache, say }) {
  const folder = home(cache), stamp = join(folder, '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === pinned) return;
  say(`installing ${pinned}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', pinned], { cwd: folder });
  writeFileSync(stamp, pinned);
}

/** What the catalogue holds an entity against. To compile its schemas takes longer than to use them. */
let model;
export function open({ cache }) {
  const m = createRequire(join(home(cache), 'package.json'))('@backstage/catalog-model');
  const validators = { Component: m.componentEntityV1alpha1Validator, Resource: m.resourceEntityV1alpha1Validator, System: m.systemEntityV1alpha1Validator, API: m.apiEntityV1alpha1Validator, Group: m.groupEntityV1alpha1Validator, Domain: m.domainEntityV1alpha1Validator };
  const policy = m.EntityPolicies.allOf([new m.DefaultNamespaceEntityPolicy(), new m.SchemaValidEntityPolicy(), new m.FieldFormatEntityPolicy(), new m.NoForeignRootFieldsEntityPolicy()]);
  model = { policy, validators };
}

async function reasons(text) {
  const { policy, validators } = model;
  const documents = parseAllDocuments(text).map((d) => d.toJS());
  if (documents.length === 0) return ['no entity'];
  const why = [];
  for (const entity of documents) {
    try {
      await policy.enforce(entity);
      if (!validators[entity.kind] || !(await validators[entity.kind].check(entity))) why.push(`${entity.kind} is no kind of the catalogue`);
    } catch (error) { why.push(error.message); }
  }
  return why;
}

export const selfTest = () => Promise.all([['ok', 'accept'], ['bad_name', 'refuse'], ['bad_owner', 'refuse']].map(async ([sample, wanted]) => {
  const why = await reasons(readFileSync(join(samples, `${sample}.yaml`), 'utf8'));
  return verdict(sample, wanted, why.length > 0, why.join('; '));
}));

export const takes = (paths) => paths.filter((path) => /(^|\/)catalog\/[^/]+\.ya?ml$/.test(path));

export async function judge(paths, { dist }) {
  const verdicts = await Promise.all(paths.map((path) => reasons(readFileSync(join(dist, path), 'utf8'))));
  const refused = paths.flatMap((path, i) => verdicts[i].length > 0 ? [{ what: path, why: verdicts[i].join('; ') }] : []);
  return { accepted: paths.length - refused.length, refused };
}
