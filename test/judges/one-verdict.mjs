// One rule, three readers: what CI says of an object, what OPA says by the compiled Rego, and what the API server says by the emitted admission policy, on the same rules and objects.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';
import * as server from './kube-apiserver.mjs';
import * as opa from './opa.mjs';
import { programOf } from './support/cli.mjs';
import { verdict } from './support/files.mjs';
import { inParallel, must } from './support/process.mjs';
import { emptied, kubeconfig } from './support/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
export const name = 'one-verdict', version = `opa ${opa.version}, kube-apiserver ${server.version}`, always = true;
export const needs = [...new Set([...server.needs, ...opa.needs])];
export async function install(context) { await opa.install(context); await server.install(context); }

/** Rules that are compared a run, and objects that each sees. ONE_VERDICT_SEED asks for others than the usual ones. */
const RULES = 300, OBJECTS = 12, EACH = 12, SEED = Number(process.env.ONE_VERDICT_SEED ?? 20261123);
let api, subject;
export const { uses } = server;

export async function open({ scratch, root }) {
  const out = join(scratch, 'one-verdict.mjs');
  const src = (file) => join(root, 'src', file);
  await build({ entryPoints: [join(here, 'support/one-verdict.ts')], bundle: true, platform: 'node', format: 'esm', outfile: out, logLevel: 'error', packages: 'bundle',
    alias: { 'leitwerk/policy': src('policy.ts'), 'leitwerk/platform': src('platform.ts'), 'leitwerk/target': src('target.ts') } });
  subject = await import(pathToFileURL(out).href);
  api = client(parse(readFileSync(kubeconfig(), 'utf8')));
  await emptied();
}

function client({ clusters: [{ cluster }], users: [{ user }] }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca: readFileSync(cluster['certificate-authority']) });
  const call = (method, path, body) => new Promise((resolve, reject) => {
    const asked = request(`${cluster.server}/${path}`, { method, agent, headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk) => { text += chunk; }).on('end', () => resolve({ status: answer.statusCode, message: text.startsWith('{') ? JSON.parse(text).message ?? '' : text.trim() }));
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
  return {
    dryRun: (path, body) => call('POST', `${path}?dryRun=All`, body),
    make: async (path, body) => { const { status, message } = await call('POST', path, body); if (status !== 201 && status !== 409) throw new Error(`${path}: ${status} ${message}`); },
    remove: (path) => call('DELETE', path),
  };
}

const POLICIES = 'apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies', BINDINGS = 'apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings', THINGS = 'apis/one-verdict.leitwerk.dev/v1/namespaces/default/things';
const meta = (name, namespace) => ({ metadata: { name, ...(namespace ? { namespace } : {}) } });
const until = async (what, holds) => { for (let i = 0; i < 300; i++) { if (await holds()) return; await new Promise((done) => setTimeout(done, 200)); } throw new Error(`${what}: not within a minute`); };

/** A policy that judges the one Thing of its name. */
async function makeRule(name, expression) {
  await api.make(POLICIES, { ...meta(name), spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules: [{ apiGroups: ['one-verdict.leitwerk.dev'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['things'] }] },
    matchConditions: [{ name: 'this', expression: `object.metadata.name == '${name}'` }], validations: [{ expression, message: 'the rule is false' }] } });
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
  return results;
}

export async function judge(_, context) {
  const { cases, inputs } = subject.randomCases(SEED, RULES, OBJECTS);
  const refused = [...differences(cases, inputs, await byOpa(cases, inputs, context), 'OPA'), ...differences(cases, inputs, await byServer(cases, inputs), 'API server')];
  const counted = cases.flatMap(({ ours }) => ours), share = (v) => counted.filter((o) => o === v).length;
  const real = await realPolicies(context);
  return {
    accepted: 2 * cases.length * inputs.length + real.compared - refused.length - real.refused.length, refused: [...refused, ...real.refused],
    notes: [`${cases.length} rules on ${inputs.length} objects: ${share(true)} true, ${share(false)} false, ${share('error')} errors`, ...real.notes],
  };
}

/** The three policies as emitted, on objects of every kind, and on what a waiver exempts. */
async function realPolicies({ cache, scratch }) {
  const folder = join(scratch, 'one-verdict-bundle'), refused = [];
  for (const [path, text] of Object.entries(subject.bundleFiles())) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text); }
  const objects = subject.objectCases(SEED, EACH), waived = subject.waivedCases();
  for (const namespace of ['judged', 'support-assistant', 'crm']) await api.make('api/v1/namespaces', { metadata: { name: namespace, labels: subject.managedLabel } });
  const invalid = (await inParallel(objects, 8, ({ path, body }) => api.dryRun(path, body))).filter(({ status }) => status !== 201);
  if (invalid.length) throw new Error(`objects that the server would not take without policies: ${invalid[0].message}`);
  for (const body of subject.admissionObjects()) await api.make(pathOf(body), body);
  await makeRule('sentinel-2', 'false');
  await inForce('sentinel-2');
  const ask = async (file, body, query) => { writeFileSync(join(folder, file), JSON.stringify(body)); return JSON.parse((await must(programOf('opa', { cache }), ['eval', '--bundle', join(folder, 'opa'), '--input', join(folder, file), '--format', 'json', query])).out).result[0].expressions[0].value; };
  const idsIn = (messages) => [...new Set(messages.flatMap((m) => /: ([a-z-]+): /.exec(m)?.[1] ?? []))].sort();
  // the server stops at the first policy that refuses: it must be one of those that CI names, and none if CI names none
  await inParallel(objects, 4, async ({ body, path, refusedBy }, i) => {
    const { status, message } = await api.dryRun(path, body), byOpa = idsIn(await ask(`${i}.json`, body, 'data.leitwerk.deny'));
    const denied = status === 201 ? '' : /denied request: ([a-z-]+): /.exec(message)?.[1] ?? message;
    if (String(byOpa) !== String(refusedBy)) refused.push({ what: `${body.kind} ${body.metadata.name}`, why: `CI: ${refusedBy}; OPA: ${byOpa}; ${JSON.stringify(body)}` });
    if (refusedBy.length === 0 ? denied !== '' : !refusedBy.includes(denied)) refused.push({ what: `${body.kind} ${body.metadata.name}`, why: `CI: ${refusedBy}; API server: ${denied}; ${JSON.stringify(body)}` });
  });
  await inParallel(waived, 4, async ({ body, path, exempt }, i) => {
    const { status, message } = await api.dryRun(path, body), denials = await ask(`w${i}.json`, body, 'data.leitwerk.environments.production.deny');
    if ((denials.length === 0) !== exempt || (status === 201) !== exempt) refused.push({ what: `${body.kind} ${body.metadata.namespace}/${body.metadata.name}`, why: `exempt: ${exempt}; OPA: ${denials}; API server: ${status} ${message}` });
  });
  return { compared: 2 * (objects.length + waived.length), refused, notes: [`${objects.length} objects of all kinds with pods (CI refuses ${objects.filter((o) => o.refusedBy.length).length}), ${waived.length} objects around waivers`] };
}
const pathOf = ({ kind, metadata: { namespace } }) => kind === 'ValidatingAdmissionPolicy' ? POLICIES : kind === 'ValidatingAdmissionPolicyBinding' ? BINDINGS : kind === 'ConfigMap' ? `api/v1/namespaces/${namespace}/configmaps` : 'api/v1/namespaces';
