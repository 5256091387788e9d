// kubeconform: every Kubernetes object against the schema of its kind, unknown fields refused; a kind without a schema is refused too.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, versionOf } from './support/cli.mjs';
import { sha256, sha256Of, verdict, yamlDocuments } from './support/files.mjs';
import { must, run } from './support/process.mjs';
import { location, writeSchemas } from './support/schemas.mjs';
import { install as installKubernetes, manifests, needs, version as kubernetes } from './kube-apiserver.mjs';

export const name = 'kubeconform', version = versionOf('kubeconform');
export { manifests as takes, needs };
const schemas = ({ cache }) => join(cache, 'kubernetes/schemas');

/** The schemas are made of the definitions that the API server is given, and of the OpenAPI document in the module that it is built from. */
export async function install(context) {
  await installProgram('kubeconform', context);
  await installKubernetes(context);
  const folder = schemas(context), stamp = `${folder}.stamp`, crds = join(context.cache, 'kubernetes/crds');
  const want = sha256([kubernetes, readFileSync(`${crds}.stamp`, 'utf8'), sha256Of(new URL('support/schemas.mjs', import.meta.url))].join(' '));
  if (existsSync(folder) && existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  const module = JSON.parse((await must('go', ['mod', 'download', '-json', 'k8s.io/kubernetes'], { cwd: new URL('kubernetes/src', import.meta.url).pathname })).out);
  const { built, custom } = writeSchemas(join(module.Dir, 'api/openapi-spec/swagger.json'), crds, folder);
  writeFileSync(stamp, want);
  context.say(`schemas of ${built} kinds of Kubernetes ${kubernetes} and of ${custom} custom ones`);
}

/** What it says of files: { accepted, refused: [{ what, why }] }. */
async function ask(files, context) {
  const { out, all } = await run(programOf('kubeconform', context), ['-strict', '-verbose', '-output', 'json', '-kubernetes-version', kubernetes, '-schema-location', location(schemas(context)), ...files]);
  if (!out.trim().startsWith('{')) throw new Error(all);
  const { resources = [] } = JSON.parse(out), fine = resources.filter(({ status }) => status === 'statusValid');
  return { accepted: fine.length, refused: resources.filter((r) => !fine.includes(r)).map(({ filename, kind, name: title, status, msg }) => ({ file: filename, what: `${kind} ${title}`, why: msg || status })) };
}

export async function selfTest(context) {
  const folder = join(context.scratch, 'kubeconform-samples'), meta = { metadata: { name: 'a', namespace: 'a' } };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', ...meta, data: { a: 'b' } };
  const limited = (memory) => ({ apiVersion: 'v1', kind: 'Pod', ...meta, spec: { containers: [{ name: 'a', image: 'a', resources: { limits: { memory } } }] } });
  const secret = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', ...meta, spec: { secretStoreRef: { name: 'a' } } };
  const cases = [
    ['a ConfigMap', 'accept', map],
    ['an unknown field', 'refuse', { ...map, datum: {} }],
    ['an unknown field of the metadata', 'refuse', { ...map, metadata: { ...map.metadata, label: {} } }],
    ['a value of another type', 'refuse', { ...map, data: { a: 1 } }],
    ['a Pod', 'accept', limited('1Gi')],
    ['what is no quantity', 'refuse', limited('1 GiB')],
    ['a custom resource', 'accept', secret],
    ['an unknown field of a custom resource', 'refuse', { ...secret, spec: { ...secret.spec, secretStore: {} } }],
    ['an unknown field of its metadata', 'refuse', { ...secret, metadata: { ...secret.metadata, label: {} } }],
    ['a kind that nobody defines', 'refuse', { ...map, kind: 'ConfigMaps' }],
    ['a version that nobody serves', 'refuse', { ...map, apiVersion: 'v2' }],
  ];
  mkdirSync(folder, { recursive: true });
  return Promise.all(cases.map(async ([sample, wanted, object], i) => {
    const file = join(folder, `${i}.yaml`);
    writeFileSync(file, JSON.stringify(object)); // JSON is YAML
    const { accepted, refused } = await ask([file], context);
    return verdict(sample, wanted, accepted !== 1 || refused.length > 0, refused.map(({ why }) => why).join('; '));
  }));
}

export async function judge(paths, context) {
  const { accepted, refused } = await ask(paths.map((path) => join(context.dist, path)), context);
  const objects = paths.reduce((sum, path) => sum + yamlDocuments(readFileSync(join(context.dist, path), 'utf8')).length, 0);
  const total = { accepted, refused: refused.map(({ file, what, why }) => ({ what: `${file.slice(context.dist.length + 1)}: ${what}`, why })) };
  if (accepted + refused.length !== objects) total.refused.push({ what: 'objects that were passed over', why: `the files hold ${objects} objects, and ${accepted + refused.length} were judged` });
  return total;
}
