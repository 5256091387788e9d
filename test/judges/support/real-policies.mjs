// The policies on objects as they are emitted, each by itself in force: what CI, OPA and the API server say of objects on both sides of its boundary, and of what a waiver exempts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathOf, until } from './api.mjs';
import { programOf } from './cli.mjs';
import { inParallel, must } from './process.mjs';
import { emptied, settled } from './server.mjs';

const titleOf = ({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`;

/** Where the readers of one policy differ. */
export const differences = (id, cases, byOpa, byServer) => cases.flatMap(({ body, refused }, i) => [['OPA', byOpa[i]], ['API server', byServer[i]]].filter(([, said]) => said !== refused)
  .map(([reader, said]) => ({ what: `${id}: ${titleOf(body)}`, why: `refused by CI: ${refused}; by ${reader}: ${said}; object ${JSON.stringify(body)}` })));

/** What a query yields for each object, and which lines of the bundle that took: one process for all of them. */
async function evaluated(folder, objects, query, { cache }) {
  const file = join(folder, 'cases.json');
  writeFileSync(file, JSON.stringify({ cases: objects }));
  const { out } = await must(programOf('opa', { cache }), ['eval', '--bundle', join(folder, 'opa'), '--data', file, '--format', 'json', '--coverage', `[found | some object in data.cases; found := ${query} with input as object]`]);
  const { result, coverage } = JSON.parse(out);
  return { values: result[0].expressions[0].value, files: coverage.files };
}

/** An empty cluster with namespaces that the policies hold for, and these of the emitted objects. */
async function cluster(api, subject, objects) {
  await emptied();
  for (const namespace of ['judged', 'support-assistant', 'crm']) await api.make('api/v1/namespaces', { metadata: { name: namespace, labels: subject.managedLabel } });
  for (const body of objects) await api.make(pathOf(body), body);
  await settled();
}

export async function realPolicies(api, subject, { seed, objects }, context) {
  const folder = join(context.scratch, 'bundle'), refused = [], notes = [], all = subject.admissionObjects(), covered = new Map();
  let compared = 0;
  for (const [path, text] of Object.entries(subject.bundleFiles())) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text); }
  for (const id of subject.policyIds) {
    const cases = subject.boundaryCases(id, seed, objects), count = (holds) => cases.filter(holds).length, wrong = count((c) => c.refused), mutants = count((c) => c.mutant);
    if (wrong < 0.4 * cases.length || 2 * mutants < objects) throw new Error(`${id}: of ${cases.length} objects ${wrong} are refused, and ${mutants} are mutants`);
    const { values, files } = await evaluated(folder, cases.map(({ body }) => body), `data.leitwerk.${id.replaceAll('-', '_')}.deny`, context);
    await cluster(api, subject, all.filter(({ kind, metadata: { name } }) => kind === 'Namespace' || name.includes(id)));
    const said = await inParallel(cases, 8, async ({ body, path }) => { const { status, message } = await api.dryRun(path, body); return status === 201 ? false : message.includes('ValidatingAdmissionPolicy') ? true : message; });
    refused.push(...differences(id, cases, values.map((denials) => denials.length > 0), said));
    compared += 2 * cases.length;
    covered.set(id, files);
    notes.push(`${id}: ${cases.length} objects, ${wrong} refused (${Math.round(100 * wrong / cases.length)} %), ${mutants} of them another's copy with one field changed across the boundary`);
  }
  notes.push(`lines of the policies' Rego that these objects reach: ${[...covered].map(([id, files]) => { const [, { coverage }] = Object.entries(files).find(([file]) => file.endsWith(`/${id.replaceAll('-', '_')}.rego`)); return `${id} ${Math.round(coverage)} %`; }).join(', ')}`);
  const rest = await waivers(api, subject, all, folder, context);
  return { compared: compared + rest.compared, refused: [...refused, ...rest.refused], notes: [...notes, ...rest.notes] };
}

/** All policies together: what is exempt, what only a debug container brings, and what the loss of a policy's parameter does. */
async function waivers(api, subject, all, folder, context) {
  const cases = subject.waivedCases(), refused = [], report = (what, why) => refused.push({ what, why });
  const { values } = await evaluated(folder, cases.map(({ body }) => body), 'data.leitwerk.environments.production.deny', context);
  await cluster(api, subject, all);
  await inParallel(cases, 4, async ({ body, path, exempt }, i) => {
    const { status, message } = await api.dryRun(path, body);
    if ((values[i].length === 0) !== exempt || (status === 201) !== exempt) report(titleOf(body), `exempt: ${exempt}; OPA: ${values[i]}; API server: ${status} ${message}`);
  });
  const pod = subject.goodPod, path = 'api/v1/namespaces/judged/pods', debugged = subject.debuggedPods();
  await api.make(path, pod);
  for (const { body, exempt } of debugged) {
    const { status, message } = await api.dryRun(`${path}/${pod.metadata.name}/ephemeralcontainers`, body, 'PUT');
    if ((status === 200) !== exempt) report(`debug container ${JSON.stringify(body.spec.ephemeralContainers)}`, `passes in CI: ${exempt}; API server: ${status} ${message}`);
  }
  const list = all.find(({ kind }) => kind === 'ConfigMap'), other = { ...pod, metadata: { ...pod.metadata, name: 'other' } }, before = await api.dryRun(path, other);
  if (before.status !== 201) report('a pod that keeps every rule', before.message);
  await api.remove(`${pathOf(list)}/${list.metadata.name}`);
  await until('a policy without its list of exemptions refuses', async () => (await api.dryRun(path, other)).status !== 201);
  return { compared: 2 * cases.length + debugged.length + 2, refused, notes: [`${cases.length} objects around waivers, ${debugged.length} debug containers, and a list of exemptions that is gone`] };
}
