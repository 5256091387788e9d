// kubectl's kustomize: each kustomization builds, and makes exactly the objects of the files beside it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brief } from './support/cli.mjs';
import { contentsOf, once, verdict, yamlDocuments } from './support/files.mjs';
import { differences, isKustomization, objectsBelow } from './support/objects.mjs';
import { run } from './support/process.mjs';
import { install as installKubernetes, needs, version as kubernetes } from './kube-apiserver.mjs';

export const name = 'kustomize', version = `kubectl ${kubernetes}`;
export { needs };
/** kubectl is built with the API server. */
export const install = installKubernetes;

/** What is in its folder decides: what it takes from another is not beside it, and refused. */
const built = once(async (folder, { cache }) => {
  const { code, out, all } = await run(join(cache, 'kubernetes/bin/kubectl'), ['kustomize', folder], { env: brief });
  return code === 0 ? differences(yamlDocuments(out), objectsBelow(folder)).join('\n') : all;
});
const refusal = (folder, context) => built(contentsOf(folder), folder, context);

export async function selfTest(context) {
  const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: a }\n', results = [];
  const cases = { good: 'resources: [a.yaml]\n', 'a file that is not there': 'resources: [a.yaml, b.yaml]\n', 'a file left out': 'resources: []\n', 'a field that does not exist': 'resources: [a.yaml]\nresource: []\n', 'an object changed': 'resources: [a.yaml]\nnamePrefix: x-\n' };
  for (const [sample, text] of Object.entries(cases)) {
    const folder = join(context.scratch, 'kustomize', sample.replaceAll(' ', '-'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'a.yaml'), object);
    writeFileSync(join(folder, 'kustomization.yaml'), `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${text}`);
    const why = await refusal(folder, context);
    results.push(verdict(sample, sample === 'good' ? 'accept' : 'refuse', why !== '', why));
  }
  return results;
}

export const takes = (paths) => paths.filter(isKustomization);

export async function judge(paths, context) {
  const refused = [];
  for (const path of paths) {
    const why = await refusal(join(context.dist, dirname(path)), context);
    if (why) refused.push({ what: path, why });
  }
  return { accepted: paths.length - refused.length, refused };
}
