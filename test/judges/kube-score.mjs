// kube-score: a stranger's opinion of the workloads; nothing is critical but what accepted.json lists, with its reason.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptedOf, outcome, saying, stale } from './support/accepted.mjs';
import { installProgram, programOf, versionOf } from './support/cli.mjs';
import { isOwn, verdict, yamlDocuments } from './support/files.mjs';
import { run } from './support/process.mjs';
import { placeOf, version as kubernetes } from './kube-apiserver.mjs';

export const name = 'kube-score', version = versionOf('kube-score'), needs = ['go'];
export const install = (context) => installProgram('kube-score', context);

const accepted = acceptedOf(name);
/** Kinds that it has checks for, of those that are emitted; what it says of others would be what every kind hears. */
const KINDS = ['CronJob', 'DaemonSet', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'NetworkPolicy', 'Pod', 'PodDisruptionBudget', 'Service', 'StatefulSet'];
const CRITICAL = 1; // https://github.com/zegl/kube-score/blob/v1.20.0/scorecard/scorecard.go

/** What it says of the files of one cluster: { objects, findings: [{ object, check, container, finding }] }. Notes of an author to it count for nothing. */
async function ask(files, context) {
  const flags = ['--output-format', 'json', '--kubernetes-version', `v${kubernetes.split('.').slice(0, 2).join('.')}`, '--disable-ignore-checks-annotations', '--disable-optional-checks-annotations'];
  const { out, all } = await run(programOf('kube-score', context), ['score', ...flags, ...files]);
  if (!out.trim().startsWith('[')) throw new Error(all);
  const scored = JSON.parse(out).filter(({ type_meta: { kind } }) => KINDS.includes(kind));
  return { objects: scored.length, findings: scored.flatMap(({ type_meta: { kind }, object_meta, checks }) => checks.filter(({ grade, skipped }) => !skipped && grade === CRITICAL).flatMap(({ check, comments }) => {
    const said = comments?.length ? comments : [{ path: '', summary: check.comment }];
    return said.map(({ path, summary }) => ({ object: `${kind} ${object_meta.name}`, namespace: object_meta.namespace, check: check.id, container: path, finding: summary }));
  })) };
}

export async function selfTest(context) {
  const folder = join(context.scratch, 'kube-score-samples'), labels = { app: 'a' };
  const container = (more = {}) => ({ name: 'a', image: `registry.example/a@sha256:${'0'.repeat(64)}`, imagePullPolicy: 'Always',
    resources: { requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }, limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' } },
    securityContext: { readOnlyRootFilesystem: true, runAsUser: 65_532, runAsGroup: 65_532, privileged: false }, ...more });
  const job = (more, annotations) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a', namespace: 'a', annotations }, spec: { template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [container(more)] } } } });
  const policy = (matchLabels) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a', namespace: 'a' }, spec: { podSelector: { matchLabels }, policyTypes: ['Ingress', 'Egress'] } });
  const pull = { imagePullPolicy: 'IfNotPresent' }, [listed] = accepted.filter(({ check }) => check === 'container-image-pull-policy');
  const cases = [
    ['a Job and its NetworkPolicy', 'accept', [job(), policy(labels)], []],
    ['a container without limits', 'refuse', [job({ resources: {} }), policy(labels)], []],
    ['a container that may write to its root', 'refuse', [job({ securityContext: { ...container().securityContext, readOnlyRootFilesystem: false } }), policy(labels)], []],
    ['a pod without a NetworkPolicy', 'refuse', [job()], []],
    ['a NetworkPolicy without pods', 'refuse', [job(), policy(labels), { ...policy({ app: 'b' }), metadata: { name: 'b', namespace: 'a' } }], []],
    ['a finding that is listed', 'accept', [job(pull), policy(labels)], [listed]],
    ['a finding that is not', 'refuse', [job(pull), policy(labels)], []],
    ['a finding that is listed of another', 'refuse', [job(pull), policy(labels)], [{ ...listed, of: ['a', 'b'] }]],
    ['a finding that an annotation silences', 'refuse', [job(pull, { 'kube-score/ignore': listed.check }), policy(labels)], []],
    ['what is listed, and found nowhere', 'refuse', [job(), policy(labels)], [listed]],
  ];
  mkdirSync(folder, { recursive: true });
  return Promise.all(cases.map(async ([sample, wanted, objects, list], i) => {
    const file = join(folder, `${i}.yaml`);
    writeFileSync(file, objects.map((object) => JSON.stringify(object)).join('\n---\n')); // JSON is YAML
    const said = await ask([file], context), { critical, stale: gone } = outcome(said.findings, list);
    return verdict(sample, wanted, said.objects !== objects.length || critical.length + gone.length > 0, [...critical, ...gone].map(saying).join('; '));
  }));
}

const objectsOf = (path, { dist }) => yamlDocuments(readFileSync(join(dist, path), 'utf8'));
export const takes = (paths, context) => paths.filter((path) => placeOf(path) !== undefined && objectsOf(path, context).some(({ kind }) => KINDS.includes(kind)));

/** The files of each cluster together, since a policy in one is about pods in another. */
export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] }, all = [];
  for (const place of [...new Set(paths.map(placeOf))].sort()) {
    const files = paths.filter((path) => placeOf(path) === place), wanted = files.flatMap((path) => objectsOf(path, context)).filter(({ kind }) => KINDS.includes(kind)).length;
    const { objects, findings } = await ask(files.map((path) => join(context.dist, path)), context), { critical } = outcome(findings, accepted, isOwn(context));
    if (objects !== wanted) total.refused.push({ what: place, why: `of ${wanted} objects ${objects} were scored` });
    const spoilt = new Set(critical.map(({ namespace, object }) => `${namespace}/${object}`));
    total.refused.push(...critical.map((found) => ({ what: `${place}: ${found.object} in ${found.namespace}`, why: saying(found) })));
    total.accepted += objects - spoilt.size;
    total.notes.push(`${place}: ${objects} objects, ${findings.length} critical findings, ${findings.length - critical.length} of them accepted`);
    all.push(...findings);
  }
  total.refused.push(...stale(all, accepted, context));
  return total;
}
