// One rule, three readers: what CI says of an object, what OPA says by the compiled Rego, and what the API server says by the emitted admission policy, on the same rules and objects.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as server from './kube-apiserver.mjs';
import * as opa from './opa.mjs';
import { BINDINGS, POLICIES, client, until } from './support/api.mjs';
import { programOf } from './support/cli.mjs';
import { verdict } from './support/files.mjs';
import { inParallel, must } from './support/process.mjs';
import { differences as among, realPolicies } from './support/real-policies.mjs';
import { emptied } from './support/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
export const name = 'one-verdict', version = `opa ${opa.version}, kube-apiserver ${server.version}`, always = true;
export const needs = [...new Set([...server.needs, ...opa.needs])];
export async function install(context) { await opa.install(context); await server.install(context); }

/** Rules that are compared a run, and objects that each sees; objects that each emitted policy sees. ONE_VERDICT_SEED asks for others than the usual ones. */
const RULES = 300, OBJECTS = 12, REAL = 500, SEED = Number(process.env.ONE_VERDICT_SEED ?? 20261123);
let api, subject;
export const { uses } = server;

export async function open({ scratch, root }) {
  const out = join(scratch, 'one-verdict.mjs');
  const src = (file) => join(root, 'src', file);
  await build({ entryPoints: [join(here, 'support/one-verdict.ts')], bundle: true, platform: 'node', format: 'esm', outfile: out, logLevel: 'error', packages: 'bundle',
    alias: { 'leitwerk/policy': src('policy.ts'), 'leitwerk/platform': src('platform.ts'), 'leitwerk/target': src('target.ts') } });
  subject = await import(pathToFileURL(out).href);
  api = client();
  await emptied();
}

const THINGS = 'apis/one-verdict.leitwerk.dev/v1/namespaces/default/things';
const meta = (name, namespace) => ({ metadata: { name, ...(namespace ? { namespace } : {}) } });

/** A policy that judges the one Thing of its name. */
async function makeRule(name, expression) {
  await api.make(POLICIES, { ...meta(name), spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules: [{ apiGroups: ['one-verdict.leitwerk.dev'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'], resourceNames: [name] }] },
    validations: [{ expression, message: 'the rule is false' }] } });
  await api.make(BINDINGS, { ...meta(name), spec: { policyName: name, validationActions: ['Deny'] } });
}
const thing = (name, spec) => ({ apiVersion: 'one-verdict.leitwerk.dev/v1', kind: 'Thing', ...meta(name, 'default'), spec });
const inForce = (sentinel) => until('policies in force', async () => (await api.dryRun(THINGS, thing(sentinel, {}))).status === 422);

async function things() {
  await api.make('apis/apiextensions.k8s.io/v1/customresourcedefinitions', { ...meta('things.one-verdict.leitwerk.dev'), spec: { group: 'one-verdict.leitwerk.dev', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } } }] } });
  await until('custom resource', async () => (await api.dryRun(THINGS, thing('probe', {}))).status === 201);
}
async function byServer(cases, inputs) {
  await inParallel(cases, 8, ({ kubernetes }, i) => makeRule(`r${i}`, kubernetes));
  await makeRule('sentinel', 'false');
  await inForce('sentinel');
  return inParallel(cases, 8, (_, i) => Promise.all(inputs.map(async (input) => {
    const { status, message } = await api.dryRun(THINGS, thing(`r${i}`, input));
    return status === 201 ? true : /the rule is false$/.test(message) ? false : /resulted in error/.test(message) ? 'error' : `${status} ${message}`;
  })));
}
async function byOpa(cases, inputs, { cache, scratch }) {
  const folder = join(scratch, 'one-verdict-rego');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cases.forEach(({ rego }, i) => writeFileSync(join(folder, `r${i}.rego`), rego));
  writeFileSync(join(folder, 'lib.rego'), subject.celLibrary);
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ inputs }));
  const program = programOf('opa', { cache });
  await must(program, ['check', '--strict', folder]);
  await must(program, ['fmt', '--fail', '--list', folder]);
  const { leitwerk } = JSON.parse((await must(program, ['eval', '--data', folder, '--format', 'json', 'data'])).out).result[0].expressions[0].value;
  return cases.map((_, i) => inputs.map((_, j) => { const v = leitwerk[`r${i}`]?.verdicts?.[j]; return v === undefined ? 'error' : v; }));
}
const differences = (cases, inputs, theirs, reader) => cases.flatMap(({ text, ours }, i) => inputs.flatMap((input, j) =>
  ours[j] === theirs[i][j] ? [] : [{ what: text, why: `CI: ${ours[j]}; ${reader}: ${theirs[i][j]}; object ${JSON.stringify(input)}` }]));

export async function selfTest(context) {
  await things();
  const inputs = [{ a: 1, b: 'x' }, { a: 2 }, {}];
  const rego = (rule) => `package leitwerk.r0\n\nverdicts[i] := rule(object) if some i, object in data.inputs\n\n${rule}\n`;
  const good = { text: 'object.a == 1', kubernetes: 'object.spec.a == 1', rego: rego('rule(object) := object.a == 1'), ours: [true, false, 'error'] };
  const looser = { ...good, rego: rego('rule(object) if object.a == 1\n\nrule(object) := false if not object.a == 1'), kubernetes: 'has(object.spec.a) && object.spec.a == 1' };
  const results = [];
  for (const [sample, wanted, one] of [['a rule that all read alike', 'accept', good], ['a rule whose error became false', 'refuse', looser]]) {
    const found = [differences([one], inputs, await byOpa([one], inputs, context), 'OPA'), differences([one], inputs, await byServer([one], inputs), 'API server')];
    for (const path of [POLICIES, BINDINGS]) for (const name of ['r0', 'sentinel']) await api.remove(`${path}/${name}`);
    await until('policies gone', async () => (await api.dryRun(THINGS, thing('sentinel', {}))).status === 201);
    for (const [i, reader] of ['OPA', 'API server'].entries()) results.push(verdict(`${sample} (${reader})`, wanted, found[i].length > 0, found[i].map(({ why }) => why).join('; ')));
  }
  const [one] = subject.boundaryCases('images-by-digest', SEED, 2), other = among('images-by-digest', [one], [!one.refused], [one.refused]);
  return [...results, verdict('an object of which OPA says something else', 'refuse', other.length === 1, JSON.stringify(other))];
}

export async function judge(_, context) {
  const { cases, inputs } = subject.randomCases(SEED, RULES, OBJECTS);
  const refused = [...differences(cases, inputs, await byOpa(cases, inputs, context), 'OPA'), ...differences(cases, inputs, await byServer(cases, inputs), 'API server')];
  const counted = cases.flatMap(({ ours }) => ours), share = (v) => counted.filter((o) => o === v).length;
  const real = await realPolicies(api, subject, { seed: SEED, objects: REAL }, context);
  return {
    accepted: 2 * cases.length * inputs.length + real.compared - refused.length - real.refused.length, refused: [...refused, ...real.refused],
    notes: [`${cases.length} rules on ${inputs.length} objects: ${share(true)} true, ${share(false)} false, ${share('error')} errors`, ...real.notes],
  };
}
