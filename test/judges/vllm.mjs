// vLLM: each command that serves a model is one that the parser of the version in our profile takes, with values that its configuration takes; read from its wheel, without torch.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, verdict, yamlDocuments } from './support/files.mjs';
import { here, installPython, python, quiet } from './support/python.mjs';
import { must } from './support/process.mjs';
import { placeOf } from './kube-apiserver.mjs';

/** The one of the profiles, so that a new profile is judged by its own version. */
const versions = [...new Set([...readFileSync(new URL('../../src/data/profiles.ts', import.meta.url), 'utf8').matchAll(/\bvllm: '([\d.]+)'/g)].map(([, found]) => found))];
export const name = 'vllm', version = versions.join(', '), needs = ['python3'];
const script = join(here, 'vllm_judge.py'), home = ({ cache }) => join(cache, 'python', `vllm-${version}`);

/** The wheel has 300 MB, and what defines arguments one. */
export async function install(context) {
  if (versions.length !== 1) throw new Error(`the profiles name ${versions.length} versions of vLLM, and this judge knows one`);
  await installPython('vllm', context, 'what vLLM reads its arguments with');
  const folder = home(context), stamp = `${folder}.stamp`, want = sha256(readFileSync(script));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  context.say(`reading the arguments of vLLM ${version}`);
  const wheels = `${folder}.wheel`;
  for (const old of [folder, wheels]) rmSync(old, { recursive: true, force: true });
  // Wheels are for Linux; the Python files in them are read on any machine.
  const platforms = [28, 31, 35].flatMap((glibc) => ['--platform', `manylinux_2_${glibc}_x86_64`]);
  await must(python('vllm', context), ['-m', 'pip', 'download', '--quiet', '--no-deps', '--disable-pip-version-check', '--only-binary', ':all:', ...platforms, '--dest', wheels, `vllm==${version}`]);
  await must(python('vllm', context), [script, 'keep', join(wheels, readdirSync(wheels)[0]), folder]);
  rmSync(wheels, { recursive: true });
  writeFileSync(stamp, want);
}

/** What it says of commands [{ args, env }]: the reasons against each. */
async function ask(commands, context) {
  const { out } = await must(python('vllm', context), [script, home(context)], { input: JSON.stringify(commands), env: quiet });
  const { flags, reasons } = JSON.parse(out);
  if (flags < 100 || reasons.length !== commands.length) throw new Error(`${flags} flags and ${reasons.length} answers to ${commands.length} commands`);
  return reasons;
}

/** Containers of a manifest that serve with vLLM: [{ container, args, env }]. */
function servers(node) {
  if (typeof node !== 'object' || node === null) return [];
  const words = [node.command ?? [], node.args ?? []].flat(), inside = Object.values(node).flatMap(servers);
  const args = words[0] === 'vllm' && words[1] === 'serve' ? words.slice(2) : !node.command && /(^|\/)vllm-openai[:@]/.test(node.image) ? words : undefined;
  return typeof node.image === 'string' && args ? [{ container: node.name, args: args.map(String), env: (node.env ?? []).map((variable) => variable.name) }, ...inside] : inside;
}
function commandsOf(path, { dist }) {
  const text = readFileSync(join(dist, path), 'utf8');
  if (!/vllm|\\/.test(text)) return []; // neither its name, nor an escape that could stand for it
  return yamlDocuments(text).flatMap((object) => servers(object).map((command) => ({ ...command, what: `${path}: ${object.kind} ${object.metadata?.name}` })));
}

const GOOD = ['meta-llama/Llama-3.1-8B-Instruct', '--revision=0e9e39f', '--runner=generate', '--port=8000', '--max-model-len=16384', '--gpu-memory-utilization=0.9', '--kv-cache-dtype=fp8', '--quantization=fp8',
  '--speculative-config={"method":"ngram","num_speculative_tokens":3}', '--lora-modules', '{"name":"a","path":"/a"}', 'b=/b', '--kv-transfer-config={"kv_connector":"NixlConnector","kv_role":"kv_both"}', '--no-enable-prefix-caching'];
/** What stands instead of the argument that starts like it, or after all. */
const BAD = {
  'a flag that nobody knows': '--max-modell-len=16384',
  'the beginning of a flag': '--max-model=16384',
  'a flag of an older version': '--swap-space=4',
  'a switch of an older version': '--disable-log-requests',
  'a choice that is none': '--kv-cache-dtype=fp9',
  'a choice that only a plugin would bring': '--quantization=fp9',
  'text for a number': '--port=http',
  'a fraction for a whole number': '--max-num-seqs=0.5',
  'a share above one': '--gpu-memory-utilization=1.5',
  'a value for a switch': '--enable-prefix-caching=true',
  'a flag without its value': '--tensor-parallel-size',
  'what is no JSON': '--speculative-config={method: ngram}',
  'JSON with an unknown key': '--speculative-config={"methods":"ngram"}',
  'JSON with a choice that is none': '--kv-transfer-config={"kv_connector":"NixlConnector","kv_role":"kv"}',
  'an adapter without a path': '--lora-modules={"name":"a"}',
  'a flag that needs another': '--enable-auto-tool-choice',
};
export async function selfTest(context) {
  const changed = (argument) => [...GOOD.filter((one) => one.split('=')[0] !== argument.split('=')[0]), argument];
  const cases = [['a command', 'accept', GOOD], ['a flag given twice', 'refuse', [...GOOD, '--port=8000']], ['no model', 'refuse', GOOD.slice(1)], ...Object.entries(BAD).map(([sample, argument]) => [sample, 'refuse', changed(argument)])];
  const environment = [['a variable of its environment', 'accept', 'VLLM_NO_USAGE_STATS'], ['a variable that it does not read', 'refuse', 'VLLM_NO_USAGE_STAT']];
  const reasons = await ask([...cases.map(([, , args]) => ({ args, env: [] })), ...environment.map(([, , variable]) => ({ args: GOOD, env: [variable] }))], context);
  return [...cases, ...environment].map(([sample, wanted], i) => verdict(sample, wanted, reasons[i].length > 0, reasons[i].join('; ')));
}

export const takes = (paths, context) => paths.filter((path) => placeOf(path) !== undefined && commandsOf(path, context).length > 0);

export async function judge(paths, context) {
  const commands = paths.flatMap((path) => commandsOf(path, context));
  const reasons = await ask(commands.map(({ args, env }) => ({ args, env })), context);
  const refused = commands.flatMap(({ what, container }, i) => reasons[i].length ? [{ what: `${what}, container ${container}`, why: reasons[i].join('\n') }] : []);
  return { accepted: commands.length - refused.length, refused };
}
