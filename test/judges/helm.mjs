// Helm 4: each chart passes the strict linter, renders per environment to exactly the manifests of that environment, and its schema refuses wrong values.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brief, installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { copy, filesBelow, verdict, yamlDocuments } from './support/files.mjs';
import { differences, objectsBelow } from './support/objects.mjs';
import { run } from './support/process.mjs';

export const name = 'helm', version = versionOf('helm'), needs = ['go'];
export const install = (context) => installProgram('helm', context);
const KUBERNETES = '1.37.2';

const helm = (context, ...args) => run(programOf('helm', context), args, { env: { ...brief, ...Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map((part) => [`HELM_${part}_HOME`, join(context.scratch, 'helm', part)])) } });
const withFiles = (files) => files.flatMap((file) => ['--values', file]);
const lint = async (chart, files, context) => refusal(await helm(context, 'lint', '--strict', '--kube-version', KUBERNETES, chart, ...withFiles(files)));
const render = (chart, release, files, context, namespace = 'default') => helm(context, 'template', release, chart, '--namespace', namespace, '--kube-version', KUBERNETES, ...withFiles(files));
/** A chart follows its release: to get the manifests back it is installed where they are. */
const namespaceOf = (objects) => objects.map((object) => object.metadata?.namespace).find((found) => found !== undefined);
const refusal = ({ code, all }) => code === 0 ? '' : all.trim() || `ended with ${code}`;

export async function selfTest(context) {
  const chart = (part) => join(samples, 'helm', part), results = [];
  for (const [part, wanted] of [['good', 'accept'], ['bad', 'refuse'], ['bad-values', 'refuse']]) {
    const why = await lint(chart(part), [], context);
    results.push(verdict(`lint ${part}`, wanted, why !== '', why));
  }
  const rendered = await render(chart('good'), 'release', [], context), objects = yamlDocuments(rendered.out);
  results.push(verdict('a chart that renders to its manifests', 'accept', differences(objects, structuredClone(objects)).length > 0 || objects.length === 0, rendered.all));
  const other = structuredClone(objects);
  other[0].spec.replicas++;
  results.push(verdict('a chart that renders to something else', 'refuse', differences(objects, other).length > 0));
  results.push(verdict('a chart that renders too little', 'refuse', differences([], other).length > 0));
  const loose = join(context.scratch, 'loose-chart');
  for (const path of filesBelow(chart('good')).filter((file) => file !== 'values.schema.json')) copy(join(chart('good'), path), join(loose, path));
  for (const [sample, wanted, folder] of [['a schema that takes no wrong value', 'accept', chart('good')], ['a chart without a schema', 'refuse', loose]]) {
    const why = await wrongValues(folder, [], context);
    results.push(verdict(sample, wanted, why !== '', why));
  }
  return results;
}

/** Each leaf of the values with a value of another type, and a key that no template reads: what of that the schema takes. All at once, since the program names each that it refuses. */
async function wrongValues(chart, files, context) {
  const values = [join(chart, 'values.yaml'), ...files].filter(existsSync).map((file) => yamlDocuments(readFileSync(file, 'utf8'))[0] ?? {});
  const leaves = new Map(values.flatMap((value) => leavesOf(value)).map((leaf) => [leaf.path.join('\u0000'), leaf]));
  const wrong = [...leaves.values()].map(({ path, value }) => ({ path, value: typeof value === 'string' ? { wrong: true } : 'wrong' }));
  const file = join(context.scratch, 'wrong.yaml'), all = { noSuchValue: 1 };
  for (const { path, value } of wrong) path.reduce((inner, key, i) => inner[key] = i === path.length - 1 ? value : inner[key] ?? {}, all);
  writeFileSync(file, JSON.stringify(all));
  const { code, all: said } = await render(chart, 'release', [...files, file], context);
  const taken = wrong.filter(({ path }) => !said.includes(`- at '/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}'`)).map(({ path, value }) => `${path.join('.')} = ${JSON.stringify(value)}`);
  if (!/additional properties [^\n]*'noSuchValue'/.test(said)) taken.push('noSuchValue = 1');
  return code === 0 || taken.length ? `values.schema.json takes ${taken.join(', ')}` : '';
}
const leavesOf = (value, path = []) => typeof value === 'object' && value !== null && !Array.isArray(value)
  ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key])) : path.length ? [{ path, value }] : [];

export const takes = (paths) => paths.filter((path) => /^_projects\/[^/]+\/chart\//.test(path));

export async function judge(paths, context) {
  const projects = [...new Set(paths.map((path) => path.split('/')[1]))].sort(), all = filesBelow(context.dist), total = { accepted: 0, refused: [], notes: [] };
  const count = (what, why) => { if (why) total.refused.push({ what, why }); else total.accepted++; };
  for (const project of projects) {
    const chart = join(context.dist, '_projects', project, 'chart');
    const places = [...new Set(all.map((path) => /^([^_/][^/]*)\/([^/]+)\/kubernetes\/([^/]+)\/.+\.ya?ml$/.exec(path)).filter((m) => m?.[2] === project).map((m) => `${m[1]}/${m[3]}`))].sort();
    if (places.length === 0) total.refused.push({ what: `${project}: chart`, why: 'no environment has manifests of this project' });
    for (const place of places) {
      const [environment, cluster] = place.split('/'), values = valuesFile(chart, environment, cluster);
      if (values === undefined) { total.refused.push({ what: `${project} in ${place}`, why: 'the chart has no values file of this environment' }); continue; }
      count(`${project} in ${place}: lint --strict`, await lint(chart, [values], context));
      const wanted = objectsBelow(join(context.dist, environment, project, 'kubernetes', cluster)), rendered = await render(chart, releaseOf(project), [values], context, namespaceOf(wanted));
      count(`${project} in ${place}: renders to its manifests`, refusal(rendered) || differences(yamlDocuments(rendered.out), wanted).join('\n'));
      count(`${project} in ${place}: refuses wrong values`, await wrongValues(chart, [values], context));
    }
  }
  return total;
}

/** A release has a name of at most 53 characters: https://helm.sh/docs/chart_template_guide/getting_started/ */
const releaseOf = (project) => project.slice(0, 53).replace(/-+$/, '');
const valuesFile = (chart, environment, cluster) => [`${environment}-${cluster}`, environment].flatMap((part) => [`values-${part}.yaml`, `values/${part}.yaml`, `values.${part}.yaml`])
  .map((file) => join(chart, file)).find(existsSync);
