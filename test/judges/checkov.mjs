// checkov: a stranger's opinion of manifests and stacks. It gives no severities offline, so that all it finds is critical but what accepted.json lists, with its reason.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acceptedOf, outcome, saying, stale } from './support/accepted.mjs';
import { isOwn, onceEach, sha256, verdict, yamlDocuments } from './support/files.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';
import { placeOf } from './kube-apiserver.mjs';

export const name = 'checkov', version = versionOf('checkov', 'checkov'), needs = ['python3'];
export const install = (context) => installPython('checkov', context, `checkov ${version}`);
const interpreter = warm('checkov', 'checkov.kubernetes.runner', 'checkov.terraform_json.runner');
export const { open, close } = interpreter;
const accepted = acceptedOf(name);
/** Each of them has pods, and something is said of all pods. */
const WORKLOADS = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'StatefulSet'];

/** Deployment.namespace.name, of a stack aws_s3_bucket.name or resource.name; what is made of a schema ends in its digest. */
const object = (resource, framework) => framework === 'kubernetes' ? resource.replace(/^([^.]+)\.[^.]+\.(.+?)(?:-[0-9a-f]{8})?$/, '$1 $2') : resource.split('.').at(-1);

/** Objects as a file of their own: where a text looks like a template of Helm, checkov passes the whole file over. https://github.com/bridgecrewio/checkov/blob/3.3.30/checkov/kubernetes/parser/k8_yaml.py */
const written = (objects) => objects.map((one) => JSON.stringify(one).replaceAll('{{', '{\\u007b')).join('\n---\n'); // JSON is YAML

/** Files that belong together, and what in them must be looked at, since checkov leaves out without a word what it cannot read. */
function group(place, framework, texts, folder) {
  const files = texts.map((_, i) => join(folder, place, framework === 'kubernetes' ? `${i}.yaml` : `${i}.tf.json`));
  mkdirSync(join(folder, place), { recursive: true });
  // It cannot read more than one `moved`, which says nothing to it: https://github.com/bridgecrewio/checkov/blob/3.3.30/checkov/terraform_json/parser.py
  files.forEach((file, i) => writeFileSync(file, framework === 'kubernetes' ? written(yamlDocuments(texts[i])) : JSON.stringify({ ...JSON.parse(texts[i]), moved: undefined }, null, 1)));
  const wanted = texts.flatMap((text) => framework === 'kubernetes'
    ? yamlDocuments(text).filter(({ kind }) => WORKLOADS.includes(kind)).map(({ kind, metadata }) => `${kind}.${metadata.namespace ?? 'default'}.${metadata.name}`)
    : Object.keys(JSON.parse(text).resource?.aws_s3_bucket ?? {}).map((bucket) => `aws_s3_bucket.${bucket}`));
  return { place, framework, files, wanted, key: sha256(JSON.stringify([framework, texts])) };
}

const asked = onceEach((groups) => interpreter.answer(join(here, 'checkov_judge.py'), groups.map(({ framework, files }) => ({ framework, files }))));
/** What it says of groups of files that belong together: of each { seen, found: [{ resource, object, check, finding }], missed }. */
async function ask(groups) {
  const said = await asked(groups.map(({ key }) => key), groups);
  return said.map(({ seen, broken, found }, i) => ({
    seen, found: found.map(([resource, check, finding]) => ({ resource, object: object(resource, groups[i].framework), check, finding })),
    missed: [...broken, ...groups[i].wanted.filter((resource) => !seen.includes(resource))],
  }));
}

const groupsOf = (paths, placed, framework, { dist, scratch }) => [...new Set(paths.map(placed))].sort().map((place) => group(place, framework, paths.filter((path) => placed(path) === place).map((path) => readFileSync(join(dist, path), 'utf8')), join(scratch, 'checkov')));
const isStack = (path) => path.endsWith('.tf.json');
export const takes = (paths) => paths.filter((path) => isStack(path) || placeOf(path) !== undefined);

export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] }, all = [];
  const groups = [...groupsOf(paths.filter((path) => !isStack(path)), placeOf, 'kubernetes', context), ...groupsOf(paths.filter(isStack), dirname, 'terraform_json', context)];
  for (const [i, { seen, found, missed }] of (await ask(groups)).entries()) {
    const { place } = groups[i], { critical } = outcome(found, accepted, isOwn(context));
    total.refused.push(...missed.map((what) => ({ what: `${place}: ${what}`, why: 'it was not looked at' })), ...critical.map((one) => ({ what: `${place}: ${one.resource}`, why: saying(one) })));
    total.accepted += seen.length - new Set(critical.map(({ resource }) => resource)).size;
    all.push(...found);
  }
  total.refused.push(...stale(all, accepted, context));
  total.notes.push(`${groups.length} clusters and stacks, ${all.length} findings, ${all.length - outcome(all, accepted, isOwn(context)).critical.length} of them accepted`);
  return total;
}

export async function selfTest(context) {
  const folder = join(context.scratch, 'checkov-samples'), labels = { app: 'a' }, said = accepted.find(({ check }) => check === 'CKV_K8S_11');
  const container = { name: 'a', image: `registry.example/a@sha256:${'0'.repeat(64)}`, imagePullPolicy: 'Always', resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } };
  const pod = { automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } } };
  const job = (more = {}, inPod = {}, annotations = {}) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a', namespace: 'a', annotations }, spec: { template: { metadata: { labels }, spec: { restartPolicy: 'Never', ...pod, ...inPod, containers: [{ ...container, ...more }] } } } });
  const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'a', namespace: 'a' }, spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'] } };
  const unlimited = { resources: { ...container.resources, limits: { memory: '1Gi' } } };
  const table = (more) => ({ resource: { aws_dynamodb_table: { a: { name: 'a', hash_key: 'a', billing_mode: 'PAY_PER_REQUEST', point_in_time_recovery: { enabled: true }, server_side_encryption: { enabled: true, kms_key_arn: 'arn:aws:kms:eu-central-1:210000000001:key/a' }, ...more } } } });
  const reachable = { resource: { aws_security_group: { a: { description: 'a', ingress: [{ description: 'a', from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] }] } } } };
  const cases = [
    ['a Job and its NetworkPolicy', 'accept', [job(), policy]],
    ['a container that may become root', 'refuse', [job({ securityContext: { ...container.securityContext, allowPrivilegeEscalation: true } }), policy]],
    ['a pod in the network of its node', 'refuse', [job({}, { hostNetwork: true }), policy]],
    ['an image by its tag', 'refuse', [job({ image: 'registry.example/a:latest' }), policy]],
    ['a pod without a NetworkPolicy', 'refuse', [job()]],
    ['a finding that is listed', 'accept', [job(unlimited), policy], [said]],
    ['a finding that is not', 'refuse', [job(unlimited), policy]],
    ['a finding that is listed of another', 'refuse', [job(unlimited), policy], [{ ...said, of: ['Job b'] }]],
    ['a finding that an annotation silences', 'refuse', [job(unlimited, {}, { 'checkov.io/skip1': 'CKV_K8S_11=because' }), policy]],
    ['what is listed, and found nowhere', 'refuse', [job(), policy], [said]],
    ['a container without limits beside a text like a template', 'refuse', [job({ resources: {} }, {}, { a: '{{ .Values.a }}' }), policy]],
    ['a Job that it takes for none', 'refuse', [{ ...job(), apiVersion: undefined }, policy]],
    ['a table', 'accept', table()],
    ['a table that had two other names', 'accept', { ...table(), moved: ['b', 'c'].map((name) => ({ from: `aws_dynamodb_table.${name}`, to: 'aws_dynamodb_table.a' })) }],
    ['a table that is not encrypted', 'refuse', table({ server_side_encryption: { enabled: false } })],
    ['a port of administration that all may reach', 'refuse', reachable],
    ['rights to everything', 'refuse', { data: { aws_iam_policy_document: { a: { statement: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }] } } } }],
  ];
  const groups = cases.map(([, , content], i) => Array.isArray(content) ? group(String(i), 'kubernetes', [content.map((one) => JSON.stringify(one)).join('\n---\n')], folder) : group(String(i), 'terraform_json', [JSON.stringify(content, null, 1)], folder));
  return (await ask(groups)).map(({ seen, found, missed }, i) => {
    const [sample, wish, , list = []] = cases[i], { critical, stale: gone } = outcome(found, list);
    return verdict(sample, wish, seen.length === 0 || critical.length + gone.length + missed.length > 0, [...critical, ...gone].map(saying).concat(missed, seen.length ? [] : 'nothing was looked at').join('; '));
  });
}
