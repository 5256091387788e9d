// promptfoo: every evaluation runs, with a stub in the place of each model. It accepts unknown keys and unknown assertions in silence, so keys are closed here and each metric must have a score.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { filesBelow, sha256, verdict } from './support/files.mjs';
import { must } from './support/process.mjs';
import { staying } from './promptfoo/process.mjs';

// The last version for Node 20. Its native database is an optional dependency: without scripts nothing is compiled.
const pinned = 'promptfoo@0.121.20', samples = new URL('./promptfoo/sample/', import.meta.url).pathname;
export const name = 'promptfoo', version = pinned, needs = ['npm'];
const home = (cache) => join(cache, 'npm/promptfoo');

export async function install({ cache, say }) {
  const folder = home(cache), stamp = join(folder, '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === pinned) return;
  say(`installing ${pinned} (1.8 GB)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', pinned], { cwd: folder, env: { PUPPETEER_SKIP_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' } });
  writeFileSync(stamp, pinned);
}

// https://www.promptfoo.dev/docs/configuration/reference/, and /docs/providers/ for each of these: most read no `apiKeyEnvar`, and say nothing of it
const asked = ['max_tokens', 'temperature', 'response_format', 'tools'];
const keys = {
  root: ['description', 'metadata', 'prompts', 'providers', 'defaultTest', 'tests', 'evaluateOptions'], defaultTest: ['assert'], evaluateOptions: ['cache'], assertion: ['metric', 'type', 'value', 'threshold', 'provider'],
  provider: ['id', 'config'], openai: ['apiBaseUrl', 'apiKeyEnvar', ...asked], azure: ['apiHost', 'apiKeyEnvar', ...asked], anthropic: ['apiBaseUrl', 'apiKey', ...asked], cohere: ['apiKey', ...asked],
  bedrock: ['region', ...asked], vertex: ['region', ...asked], http: ['method', 'headers', 'body', 'transformResponse'],
};
/** Keys that nothing reads, at each level whose keys are promptfoo's own. */
function unread(config) {
  const assertions = config.defaultTest?.assert ?? [], providers = [...config.providers ?? [], ...assertions.map((a) => a.provider).filter(Boolean)];
  const kindOf = ({ id }) => /^https?:/.test(id) ? 'http' : /^(openai|azure|anthropic|bedrock|vertex|cohere):/.exec(id)?.[1];
  const levels = [['root', config], ['defaultTest', config.defaultTest], ['evaluateOptions', config.evaluateOptions], ...assertions.map((a) => ['assertion', a]), ...providers.flatMap((p) => [['provider', p], [kindOf(p), p.config]])];
  return levels.flatMap(([kind, of]) => Object.keys(of ?? {}).filter((key) => !keys[kind]?.includes(key)).map((key) => `${kind ?? 'a provider of unknown kind'} has a key '${key}'`));
}
const stub = 'export default class { id() { return "stub"; } async callApi(prompt) { return { output: JSON.stringify({ pass: true, score: 1, reason: "stub" }) }; } }\n';
const value = 'a "quoted" value\nof {{ two }} lines';

let program;
export function open({ cache, scratch }) {
  program = staying(join(home(cache), 'node_modules/promptfoo/dist/src/main.js'), {
    PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1', PROMPTFOO_DISABLE_REMOTE_GENERATION: '1', PROMPTFOO_CONFIG_DIR: join(scratch, '.promptfoo'), PROMPTFOO_SELF_HOSTED: '1', NO_COLOR: '1', PROMPTFOO_DISABLE_DEBUG_LOG: '1', PROMPTFOO_DISABLE_ERROR_LOG: '1',
  });
}
export const close = () => program?.close();

/** The answers of a run in a folder with these files, or what went wrong. Environments differ in whom they ask, and here a stub is asked: what is the same is run once. */
const runs = new Map();
const answers = (files, context) => { const key = sha256(JSON.stringify(files)); if (!runs.has(key)) runs.set(key, evaluate(files, key, context)); return runs.get(key); };
async function evaluate(files, key, { scratch }) {
  const here = join(scratch, key.slice(0, 12));
  mkdirSync(here, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(here, file), text);
  const { code, all } = await program.run(here, ['eval', '-c', 'promptfooconfig.yaml', '--no-cache', '--no-write', '--no-progress-bar', '--no-table', '-o', 'results.json']);
  return ![0, 100].includes(code) || !existsSync(join(here, 'results.json')) ? all.trim().split('\n').slice(-8).join('\n') : JSON.parse(readFileSync(join(here, 'results.json'), 'utf8')).results.results;
}

async function reasons(folder, context, prompts) {
  const files = Object.fromEntries(readdirSync(folder).filter((file) => file !== 'measures.json').map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const { metadata, ...config } = parse(files['promptfooconfig.yaml']), assertions = config.defaultTest?.assert ?? [], foreign = unread(config);
  if (foreign.length) return foreign;
  const text = files['prompt.json'] ?? '', vars = Object.fromEntries([...text.matchAll(/\{\{ ([a-z][a-z0-9_-]*) \}\}/g)].map((m) => [m[1], value]));
  const rows = await answers({
    ...files, 'stub.mjs': stub, 'golden.jsonl': [1, 2].map((n) => JSON.stringify({ vars: { ...vars, expected: 'a', query: 'q', context: 'c', features: [n, 0.5] } })).join('\n'),
    'promptfooconfig.yaml': stringify({ ...config, providers: ['echo'], defaultTest: { assert: assertions.map((a) => a.provider ? { ...a, provider: 'file://stub.mjs' } : a) } }),
  }, context);
  if (typeof rows === 'string') return [rows];
  const why = rows.flatMap((row, i) => assertions.filter((a) => typeof row.namedScores[a.metric] !== 'number').map((a) => `answer ${i + 1} has no score for ${a.metric}: ${row.error ?? 'nothing was said'}`));
  if (rows.length !== 2) why.push(`${rows.length} answers to 2 cases`);
  // What was asked is what the prompt's file says, with the variables put in and nothing else.
  if (text && prompts) {
    const asked = rows[0]?.response && JSON.parse(rows[0].response.output), filled = prompts.map((p) => p.request.messages.map((m) => ({ role: m.role, content: m.content.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (all, n) => vars[n] ?? all) })));
    if (!filled.some((f) => JSON.stringify(f) === JSON.stringify(asked?.map(({ role, content }) => ({ role, content }))))) why.push(`what was asked is no prompt of the project: ${JSON.stringify(asked)}`);
  }
  return why;
}

/** The sample with one word changed; but for an unknown assertion, promptfoo takes each of them without a word. */
const spoilt = {
  ok: ['', ''], 'an unknown assertion': ['icontains', 'icontainz'], 'an unknown key': ['tests:', 'testz:'], 'an unknown key of what holds for all cases': ['assert:', 'asserts:'], 'an unknown option': ['tests:', 'evaluateOptions: { cash: false }\ntests:'],
  'an unknown key of an assertion': ['value:', 'valeu:'], 'an unknown key of a provider': [', config:', ', confg:'], 'an unknown setting': ['apiBaseUrl', 'apiBaseURL'], 'a setting that this provider does not read': ['openai:chat:small', 'anthropic:messages:small'], 'an unknown kind of provider': ['openai:chat:small', 'openay:chat:small'], 'an unknown key of a provider that judges': ["{ id: 'openai:chat:judge' }", "{ id: 'openai:chat:judge', temperature: 0 }"],
};
export const selfTest = (context) => Promise.all(Object.entries(spoilt).map(async ([sample, [from, to]], i) => {
  const folder = join(context.scratch, 'samples', String(i)), file = join(folder, 'promptfooconfig.yaml');
  cpSync(samples, folder, { recursive: true });
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`the sample has nothing to spoil for '${sample}'`);
  writeFileSync(file, text.replace(from, to));
  const why = await reasons(folder, context);
  return verdict(sample, sample === 'ok' ? 'accept' : 'refuse', why.length > 0, why.join('; '));
}));

export const takes = (paths) => paths.filter((path) => /(^|\/)evaluation\/[^/]+\/[^/]+$/.test(path) && !path.endsWith('/measures.json'));

export async function judge(paths, context) {
  const { dist } = context, folders = [...new Set(paths.map(dirname))];
  const verdicts = await Promise.all(folders.map((folder) => {
    const project = join(dist, folder, '../..'), prompts = filesBelow(project).filter((p) => /^llm\/prompts\/.*\.json$/.test(p)).map((p) => JSON.parse(readFileSync(join(project, p), 'utf8')));
    return reasons(join(dist, folder), context, prompts);
  }));
  const refused = folders.flatMap((folder, i) => verdicts[i].length ? [{ what: folder, why: verdicts[i].join('; ') }] : []);
  return { accepted: folders.length - refused.length, refused };
}
