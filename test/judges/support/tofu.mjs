// OpenTofu in a made-up AWS on loopback: stacks are initialised together, as modules of one root, and planned and applied each in a root of its own, with a provider that stays.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { json } from './files.mjs';
import { run } from './process.mjs';
import { providers } from './provider.mjs';
import { environment, quiet } from './python.mjs';

export const home = (cache) => join(cache, 'terraform');

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

/** Accounts have no end and nothing in them; each is entered by taking on a role in it. */
export async function startMoto(context) {
  const port = await freePort(), endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(join(environment('moto', context), 'bin/moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { env: { ...process.env, ...quiet }, stdio: 'ignore' });
  const keys = new Map(), ask = async (body) => (await fetch(endpoint, { method: 'POST', body: new URLSearchParams(body), headers: { authorization: 'AWS4-HMAC-SHA256 Credential=judge/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=judge' } })).text();
  const into = async (account) => {
    const answer = await ask({ Action: 'AssumeRole', Version: '2011-06-15', RoleArn: `arn:aws:iam::${account}:role/judge`, RoleSessionName: 'judge' });
    return Object.fromEntries([['access_key', 'AccessKeyId'], ['secret_key', 'SecretAccessKey'], ['token', 'SessionToken']].map(([key, tag]) => [key, new RegExp(`<${tag}>(.*)</${tag}>`).exec(answer)[1]]));
  };
  for (const until = Date.now() + 60_000; ;) {
    try { await ask({ Action: 'GetCallerIdentity', Version: '2011-06-15' }); break; } catch (error) { if (child.exitCode !== null || Date.now() > until) throw new Error(`moto did not start: ${error.message}`, { cause: error }); }
    await sleep(100);
  }
  const surroundings = {
    AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true',
    // Some of S3 puts the account before the host's name, which then leads nowhere: as a proxy the server gets these requests too. All else leaves the machine, and is stopped.
    AWS_ENDPOINT_URL: endpoint, HTTP_PROXY: endpoint, HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1',
  };
  const { lend, close } = providers(home(context.cache), surroundings, context.scratch);
  return { surroundings, lend, keysOf: (account) => keys.get(account) ?? keys.set(account, into(account)).get(account), close: () => { close(); child.kill(); } };
}

/** The stacks in files, by the names of their modules: { path, stack }, or { path, why } where one is no JSON or gives a key twice. */
export function stacksIn(paths, dist) {
  const stacks = new Map();
  for (const path of paths) {
    const name = dirname(path).replaceAll(/[^\w-]/g, '_');
    if (stacks.has(name)) throw new Error(`${path} and ${stacks.get(name).path} are one stack`);
    try { stacks.set(name, { path, stack: json(readFileSync(join(dist, path), 'utf8')) }); } catch (error) { stacks.set(name, { path, why: error.message }); }
  }
  return stacks;
}

/** Writes a stack as a module. Only its state's place is left out; its provider is told where that AWS is, and asks which account it is in. */
export async function writeModule(folder, { terraform: { backend: _, ...terraform }, provider, ...stack }, aws) {
  const there = { ...await aws.keysOf(provider.aws[0].allowed_account_ids[0]), s3_use_path_style: true, skip_metadata_api_check: 'true', max_retries: 2 };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ terraform, provider: { aws: provider.aws.map((block) => ({ ...block, ...there })) }, ...stack }));
}
async function writeRoot(folder, stacks, aws) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, stack] of stacks) await writeModule(join(folder, name), stack, aws);
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries([...stacks.keys()].map((name) => [name, { source: `./${name}` }])) }));
}

/** Runs the engine in a root: { code, out, errors: [{ file, address, why }] }. */
export async function engine(folder, [command, ...args], { aws, cache }) {
  const settings = join(folder, 'engine.tfrc');
  writeFileSync(settings, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(home(cache), 'mirror'))}\n  }\n}\n`); // no other way to a provider
  const parallel = ['apply', 'plan', 'destroy'].includes(command) ? ['-parallelism=100'] : [];
  const started = (more) => run(join(home(cache), 'bin/tofu'), [`-chdir=${folder}`, command, '-json', ...parallel, ...args], { env: { ...aws.surroundings, TF_CLI_CONFIG_FILE: settings, GOGC: '400', TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', ...more } });
  const { code, out, all } = command === 'init' ? await started() : await aws.lend((attach) => started({ TF_REATTACH_PROVIDERS: attach }));
  const lines = command === 'show' ? [] : out.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const errors = lines.filter(({ diagnostic }) => diagnostic?.severity === 'error').map(({ diagnostic: { address, range, summary, detail } }) => ({ file: range?.filename, address, why: [address, summary, detail].filter(Boolean).join(': ') }));
  if (code === 1 && errors.length === 0) throw new Error(`${command} ended with ${code}: ${all.slice(-2000)}`);
  return { code, out, errors };
}

/** Writes stacks below a folder, each as a root, and finds all a provider of the version that they ask for: what is wrong with those that cannot be read, by name. */
export async function initialised(folder, stacks, here) {
  const wrong = new Map();
  for (let left = new Map(stacks); left.size > 0; left = new Map([...left].filter(([stack]) => !wrong.has(stack)))) {
    await writeRoot(folder, left, here.aws);
    const { errors } = await engine(folder, ['init'], here);
    if (errors.length === 0) break;
    for (const { file, why } of errors) {
      const stack = file?.split('/')[0];
      if (!left.has(stack)) throw new Error(why);
      wrong.set(stack, [...wrong.get(stack) ?? [], why]);
    }
  }
  return wrong;
}

/** What a second plan would change, attribute by attribute; data sources that wait for it are left to their cause. */
export async function planned(folder, here, options = []) {
  const { code, errors } = await engine(folder, ['plan', '-detailed-exitcode', '-out=second', ...options], here);
  if (errors.length || code === 0) return { errors, changes: [] };
  const { resource_changes: changes = [] } = JSON.parse((await engine(folder, ['show', 'second'], here)).out);
  return { errors, changes: changes.filter(({ mode }) => mode === 'managed').map(({ address, previous_address: from, type, change: { actions, before, after, after_unknown: unknown } }) => ({
    address, from, type, actions, before, after,
    attributes: [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...Object.keys(unknown ?? {})])].filter((key) => unknown?.[key] === true || JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key])).sort(),
  })).filter(({ actions, from }) => actions.join() !== 'no-op' || from !== undefined) };
}
