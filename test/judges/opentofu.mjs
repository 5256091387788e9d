// OpenTofu with the real AWS provider: init and plan of every stack, in accounts that are empty.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { json, once, problem, verdict } from './support/files.mjs';
import { inParallel, must } from './support/process.mjs';
import { installPython, versionOf } from './support/python.mjs';
import { engine, home, initialised, stacksIn, startMoto } from './support/tofu.mjs';

const here = new URL('./terraform/', import.meta.url).pathname, recipe = readFileSync(join(here, 'build.sh'), 'utf8');
export const name = 'opentofu';
export const version = `${/opentofu v([\d.]+)/.exec(recipe)[1]}, aws ${/ v=([\d.]+)/.exec(recipe)[1]}`;
export const needs = ['go', 'python3'];

export async function install(context) {
  const { all } = await must('bash', [join(here, 'build.sh'), home(context.cache), 'engine', 'aws'], { say: context.say });
  // The Go caches of the build are 5 GB, and nothing needs them once both programs are there.
  if (/^built /m.test(all)) for (const part of ['mod', 'gocache']) rmSync(join(home(context.cache), part), { recursive: true, force: true });
  await installPython('moto', context, `moto ${versionOf('moto', 'moto')}`);
}
let aws;
export async function open(context) { aws = await startMoto(context); }
export function close() { aws?.close(); aws = undefined; }

const plan = once(async (root, at) => (await engine(root, ['plan', '-refresh=false'], at)).errors.map(({ why }) => why));
/** What is wrong with stacks, by name. */
async function ask(folder, stacks, { cache }) {
  const at = { aws, cache }, wrong = await initialised(folder, stacks, at);
  await inParallel([...stacks.keys()].filter((stack) => !wrong.has(stack)), 2, async (stack) => {
    const why = await plan(JSON.stringify(stacks.get(stack)), join(folder, stack), at);
    if (why.length) wrong.set(stack, why);
  });
  return wrong;
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
  // An attribute that may be written as a block: in JSON each key must be there. https://developer.hashicorp.com/terraform/language/attr-as-blocks
  'attribute-as-block-without-a-key': [['resource', 'aws_security_group', 'door', 'ingress', 0, 'ipv6_cidr_blocks'], undefined],
  'statement-without-end': [['data', 'aws_iam_policy_document', 'trust', 'statement', 0, 'effects'], 'Allow'],
};

export async function selfTest(context) {
  const text = readFileSync(join(here, 'samples/good.tf.json'), 'utf8'), stacks = new Map([['good', json(text)]]);
  for (const [mistake, [path, value]] of Object.entries(MISTAKES)) {
    const stack = json(text), parent = path.slice(0, -1).reduce((node, key) => node[key], stack);
    if (value === undefined) delete parent[path.at(-1)]; else parent[path.at(-1)] = value;
    stacks.set(mistake, stack);
  }
  const wrong = await ask(join(context.scratch, 'opentofu-samples'), stacks, context), twice = problem(() => json(text.replace('"provider":', '"provider": {},\n "provider":')));
  return [...[...stacks.keys()].map((stack) => verdict(stack, stack === 'good' ? 'accept' : 'refuse', wrong.has(stack), wrong.get(stack)?.join('; '))), verdict('key-given-twice', 'refuse', twice !== undefined, twice)];
}

export const takes = (paths) => paths.filter((path) => path.endsWith('.tf.json'));

export async function judge(paths, context) {
  const stacks = stacksIn(paths, context.dist), readable = new Map([...stacks].flatMap(([stack, { stack: content }]) => content ? [[stack, content]] : []));
  const wrong = await ask(join(context.scratch, 'opentofu-stacks'), readable, context);
  const refused = [...stacks].flatMap(([stack, { path, why = wrong.get(stack)?.join('\n') }]) => why ? [{ what: path, why }] : []);
  return { accepted: stacks.size - refused.length, refused };
}
