// OpenTofu with the real AWS provider, offline: init, validate and plan of every stack.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copy, json, verdict } from './support/files.mjs';
import { must, run } from './support/process.mjs';

const here = new URL('./terraform/', import.meta.url).pathname, recipe = readFileSync(join(here, 'build.sh'), 'utf8');
export const name = 'opentofu';
export const version = `${/opentofu v([\d.]+)/.exec(recipe)[1]}, aws ${/ v=([\d.]+)/.exec(recipe)[1]}`;
export const needs = ['go', 'python3'];
export const home = (cache) => join(cache, 'terraform');

export async function install({ cache, say }) {
  const { all } = await must('bash', [join(here, 'build.sh'), home(cache), 'engine', 'aws'], { say });
  // The Go caches of the build are 5 GB, and nothing needs them once both programs are there.
  if (/^built /m.test(all)) for (const part of ['mod', 'gocache']) rmSync(join(home(cache), part), { recursive: true, force: true });
}

/** What init, validate and plan say of each folder with a stack: refused ones as [{ what, why }]. */
async function ask(folder, { cache }) {
  const { code, out, all } = await run('bash', [join(here, 'judge.sh'), folder], { env: { TF_JUDGE_CACHE: home(cache), AWS_REGION: 'eu-central-1' } });
  const [, accepted, count] = /^(\d+) stacks accepted, (\d+) refused$/m.exec(out) ?? [];
  if (accepted === undefined || code > 1) throw new Error(all);
  const refused = out.split(/^(?=REFUSED )/m).filter((part) => part.startsWith('REFUSED ')).map((part) => {
    const [, path, step] = /^REFUSED (.*) \[(.*)\]/.exec(part);
    return { what: `${path.slice(folder.length + 1)} (${step})`, why: part.split('\n').slice(1).filter((line) => !/ stacks accepted, /.test(line)).map((line) => line.replace(/^ {4}/, '')).join('\n') };
  });
  if (refused.length !== Number(count)) throw new Error(all);
  return { accepted: Number(accepted), refused };
}

/** One mistake each: where, and what stands there instead (undefined: nothing). */
const MISTAKES = {
  'unknown-argument': [['resource', 'aws_s3_bucket', 'data', 'versionning'], true],
  'unknown-argument-in-a-block': [['resource', 'aws_s3_bucket_versioning', 'data', 'versioning_configuration', 0, 'state'], 'Enabled'],
  'value-not-in-the-enumeration': [['resource', 'aws_s3_bucket_versioning', 'data', 'versioning_configuration', 0, 'status'], 'On'],
  // The whole block: beside a key that is known only after apply, the provider lets a wrong algorithm pass until then.
  'algorithm-not-in-the-enumeration': [['resource', 'aws_s3_bucket_server_side_encryption_configuration', 'data', 'rule', 0], { apply_server_side_encryption_by_default: [{ sse_algorithm: 'AES512' }] }],
  'computed-argument-set': [['resource', 'aws_s3_bucket', 'data', 'arn'], 'x'],
  'id-set': [['resource', 'aws_s3_bucket', 'data', 'id'], 'x'],
  'arguments-that-exclude-each-other': [['resource', 'aws_s3_bucket', 'data', 'bucket_prefix'], 'x'],
  'reference-to-no-block': [['resource', 'aws_kms_alias', 'data', 'target_key_id'], '${aws_kms_key.nope.key_id}'],
  'reference-to-no-attribute': [['resource', 'aws_kms_alias', 'data', 'target_key_id'], '${aws_kms_key.data.keyid}'],
  'required-argument-missing': [['resource', 'aws_kms_alias', 'data', 'target_key_id'], undefined],
  'required-block-missing': [['resource', 'aws_s3_bucket_versioning', 'data', 'versioning_configuration'], undefined],
  'policy-that-is-no-json': [['resource', 'aws_iam_role', 'sm', 'assume_role_policy'], '{"Version":}'],
  'number-out-of-range': [['resource', 'aws_kms_key', 'data', 'deletion_window_in_days'], 90],
  'period-not-in-the-enumeration': [['resource', 'aws_budgets_budget', 'b', 'time_unit'], 'WEEKLY'],
  'statement-without-end': [['data', 'aws_iam_policy_document', 'trust', 'statement', 0, 'effects'], 'Allow'],
};

export async function selfTest(context) {
  const folder = join(context.scratch, 'stacks'), text = readFileSync(join(here, 'samples/good.tf.json'), 'utf8');
  const write = (stack, content) => { mkdirSync(join(folder, stack), { recursive: true }); writeFileSync(join(folder, stack, 'cdk.tf.json'), content); };
  write('good', text);
  for (const [mistake, [path, value]] of Object.entries(MISTAKES)) {
    const stack = json(text), parent = path.slice(0, -1).reduce((node, key) => node[key], stack);
    if (value === undefined) delete parent[path.at(-1)]; else parent[path.at(-1)] = value;
    write(mistake, JSON.stringify(stack));
  }
  write('key-given-twice', text.replace('"provider":', '"provider": {},\n "provider":'));
  const { refused } = await ask(folder, context), why = new Map(refused.map((r) => [r.what.replace(/ \(.*/, ''), r.why]));
  return ['good', ...Object.keys(MISTAKES), 'key-given-twice'].map((stack) => verdict(stack, stack === 'good' ? 'accept' : 'refuse', why.has(stack), why.get(stack)));
}

export const takes = (paths) => paths.filter((path) => path.endsWith('.tf.json'));

export async function judge(paths, context) {
  const folder = join(context.scratch, 'dist-stacks');
  for (const path of paths) copy(join(context.dist, path), join(folder, path));
  const result = await ask(folder, context);
  const stacks = new Set(paths.map(dirname)).size;
  if (result.accepted + result.refused.length !== stacks) throw new Error(`${stacks} stacks were given, ${result.accepted + result.refused.length} judged`);
  return result;
}
