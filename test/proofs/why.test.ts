// `why` tells the truth: what it names as the cause of a line is edited in the source; the line changes. What it calls a constant stays.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, type Loaded } from '../../src/load/load.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import { compile, type Input } from '../../src/pipeline.ts';
import { cel } from '../../src/policy.ts';
import { answer, type Answer } from '../../src/probe/answer.ts';
import { laboratory, type Laboratory } from '../../src/probe/laboratory.ts';
import { vary, type Variation } from '../../src/probe/vary.ts';
import type { Cause } from '../../src/probe/why.ts';
import { trees } from '../../src/write/trees.ts';
import { Sources } from '../support/edit-source.ts';
import { changedLine } from '../support/lines.ts';
import { folder, home, leitwerk, ownPortfolio, session, type Files } from '../support/portfolio.ts';
import { random } from '../support/random.ts';

const LINES = 100;
const files = ownPortfolio();
const made: (() => void)[] = [];
afterAll(() => { for (const dispose of made) dispose(); });
function place(of: Files): string {
  const { root, dispose } = folder(of);
  made.push(dispose);
  return root;
}

interface Line { readonly tree: string; readonly file: string; readonly text: string; readonly line: number }
let input: Input;
let lab: Laboratory;
let sources: Sources;
let written: ReadonlyMap<string, ReadonlyMap<string, string>>;
const answers: { readonly line: Line; readonly answer: Answer | undefined }[] = [];

/** What policies would say of an edit is not asked: they would leave the old tree. Waivers of them still need them. */
const quiet = (policies: Input['policies']): Input['policies'] => Object.fromEntries(Object.entries(policies).map(([id, policy]) => [id, 'onObject' in policy ? { ...policy, rule: cel`true` } : { ...policy, check: () => true }]));

/** The texts of all trees, or of one. */
async function texts(of: Input, only?: string): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const [first = '', second = ''] = only?.split('/') ?? [];
  const narrow = only === undefined ? {} : first === '_portfolio' ? { projects: [] } : second === '_platform' ? { projects: [], environments: [first] } : first === '_projects' ? { projects: [second], policies: quiet(of.policies) } : { projects: [second], environments: [first] };
  const { projects, portfolio, ...rest } = compile({ ...of, ...narrow });
  const { value } = await trees({ ...rest, projects: projects.map((p) => ({ ...p, failed: false })), portfolio: only === undefined || second === '_platform' || first === '_portfolio' ? portfolio : [] }, { ...of, ...narrow }, '');
  return new Map(value.map(({ tree }) => [tree.path, tree.files]));
}
async function reload(of: Files, changed: string): Promise<Loaded> {
  const { value: [loaded], diagnostics } = await load({ root: place(of), projects: [changed], guest: join(home, 'build/guest.js'), evaluator: join(home, 'build/evaluator.cjs') });
  if (!loaded) throw new Error(`${changed} cannot be evaluated: ${diagnostics.map((d) => d.what).join('; ')}`);
  return loaded;
}

beforeAll(async () => {
  const opened = await session(place(files));
  ({ input } = opened);
  lab = laboratory(input);
  sources = new Sources(files, opened.loaded);
  written = await texts(input);
  const next = random(Number(process.env['LEITWERK_SEED'] ?? 20_261_123));
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!;
  // one environment for each project and one for the platform, by chance; what spans them, all
  const environments = environmentsOf(input.platform).map((e) => e.name);
  const [own, spanning] = [[...input.models.map((m) => `${pick(environments)}/${m.project}`), `${pick(environments)}/_platform/main`], [...input.models.map((m) => `_projects/${m.project}`), '_portfolio']];
  const candidates = [...own, ...spanning].flatMap((tree) => [...written.get(tree)!].filter(([file]) => file !== 'index.json').map(([file, text]) => ({ tree, file, text })));
  const lines = Array.from({ length: LINES }, (): Line => {
    const of = pick(candidates);
    const full = of.text.split('\n').flatMap((l, i) => l.trim() === '' || l === '---' ? [] : [i + 1]);
    return { ...of, line: pick(full) };
  });
  for (const line of lines.sort((a, b) => a.tree < b.tree ? -1 : a.tree > b.tree ? 1 : 0)) answers.push({ line, answer: await answer(line, lab) });
}, 600_000);

/** The input after the change that a cause names, made in the source where it is the source's; undefined: it cannot be written there. */
async function changed(cause: Cause, { tree }: Line): Promise<{ readonly input: Input; readonly tree: string }> {
  const { shown } = cause;
  const [first = '', second = ''] = tree.split('/');
  const env = first.startsWith('_') ? cause.environment : first;
  if (shown.what === 'property' || shown.what === 'name') {
    const node = shown.what === 'property' ? shown.edit.node : shown.node;
    const [project = ''] = node.split('/');
    const whole = shown.what === 'name' && node === project;
    const after = shown.what === 'name' ? await sources.rename(node, shown.to) : await sources.edit([shown.edit, ...(shown.also ?? [])], env);
    const loaded = await reload(after, whole ? shown.to : project);
    // a project that has another name is another project for those who use it
    const others = whole ? vary(input, shown, []).input.models : input.models;
    const called = whole ? shown.to : project;
    return { input: { ...input, models: others.map((m) => m.project === called ? loaded.model : m) }, tree: whole && second === node ? tree.replace(second, shown.to) : tree };
  }
  const varied = vary(input, shown, []);
  return { input: varied.input, tree: shown.what === 'environment' && first === shown.name ? tree.replace(first, shown.to) : tree };
}
/** The file after a change: by its path, or by the path that a name has given it. */
async function fileAfter(of: Input, tree: string, file: string, shown: Variation): Promise<string | undefined> {
  const all = (await texts(of, tree)).get(tree);
  if (!all) throw new Error(`there is no ${tree} after the edit`);
  const id = shown.what === 'name' ? shown.node.split('/').at(-1)! : '';
  return all.get(file) ?? (shown.what === 'name' ? all.get(file.replaceAll(id, shown.to)) : undefined);
}

const title = ({ tree, file, line, text }: Line): string => `${tree}/${file}:${line} ${text.split('\n')[line - 1]!.trim()}`;

describe(`${LINES} lines by chance`, () => {
  test('are all answered', () => expect(answers.filter((a) => a.answer === undefined).map((a) => title(a.line))).toEqual([]));

  test('change when what is named first is changed', async () => {
    const wrong: string[] = [];
    const counts = { property: 0, name: 0, platform: 0, environment: 0, policy: 0, constant: 0 };
    for (const { line, answer } of answers) {
      const [cause] = answer?.causes ?? [];
      counts[cause?.what ?? 'constant']++;
      if (!cause) continue;
      try {
        const { input: after, tree } = await changed(cause, line);
        const text = await fileAfter(after, tree, line.file, cause.shown);
        if (!changedLine(line.text, line.line, text)) wrong.push(`${title(line)}: ${cause.node ?? ''} ${cause.property.join('.')} changes nothing`);
      } catch (error) { wrong.push(`${title(line)}: ${cause.node ?? ''} ${cause.property.join('.')}: ${error instanceof Error ? error.message : 'failed'}`); }
    }
    const causes = LINES - counts.constant;
    console.log(`why tells the truth: ${causes - wrong.length} of ${causes} causes right over ${new Set(answers.map((a) => a.line.tree)).size} trees and ${new Set(answers.map((a) => `${a.line.tree}/${a.line.file}`)).size} files (${counts.property} properties, ${counts.name} names, ${counts.platform + counts.environment + counts.policy} of the platform); ${counts.constant} constants of the target`);
    expect(wrong).toEqual([]);
    expect(counts.property + counts.name).toBeGreaterThan(LINES / 4);
    expect(counts.constant).toBeLessThan(LINES * 0.5);
  }, 600_000);

  test('that are called constants stay when what others name is changed', async () => {
    const constants = answers.filter(({ answer }) => answer?.causes.length === 0);
    const moves = answers.flatMap(({ answer: a, line }) => a?.causes[0]?.what === 'property' && !a.causes[0].gone ? [{ cause: a.causes[0], line }] : []);
    const wrong: string[] = [];
    let checked = 0;
    for (const [i, { line }] of constants.entries()) {
      const whole = line.tree === '_portfolio' || line.tree.includes('/_platform/');
      const own = moves.filter(({ line: of }) => whole || of.tree === line.tree);
      const move = own[i % Math.max(1, own.length)];
      if (!move) continue;
      checked++;
      const { input: after } = await changed(move.cause, move.line);
      if (changedLine(line.text, line.line, await fileAfter(after, line.tree, line.file, move.cause.shown))) wrong.push(`${title(line)} changes with ${move.cause.node} ${move.cause.property.join('.')}`);
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(LINES / 6);
  }, 600_000);
});

describe('the first cause is the one that a reader would name', () => {
  const first = async (tree: string, file: string, holds: string): Promise<string> => {
    const text = written.get(tree)!.get(file)!;
    const line = text.split('\n').findIndex((l) => l.includes(holds)) + 1;
    if (line === 0) throw new Error(`${tree}/${file} has no line with ${holds}`);
    const found = await answer({ tree, file, text, line }, lab);
    const [cause] = found?.causes ?? [];
    return cause ? `${cause.what} ${cause.node ?? ''} ${cause.property.join('.')}`.replace(/ +/g, ' ').trim() : 'constant';
  };
  const serving = ['production/support-assistant', 'kubernetes/main/serving.yaml'] as const;
  test.each([
    [...serving, '--max-model-len=', 'property support-assistant/chat context'],
    [...serving, '--max-num-seqs=', 'property support-assistant/chat concurrency'],
    [...serving, '--revision=', 'property support-assistant/llama revision'],
    [...serving, '- meta-llama/', 'property support-assistant/llama weights'],
    [...serving, '--served-model-name=', 'name support-assistant/chat'],
    [...serving, 'leitwerk.dev/owner:', 'property support-assistant owner'],
    [...serving, 'image: ', 'platform images.vllm'],
    [...serving, 'kind: Deployment', 'constant'],
    ['production/support-assistant', 'kubernetes/main/secrets.yaml', 'name: hugging-face', 'property support-assistant/llama token'],
    ['production/support-assistant', 'kubernetes/main/alerts.yaml', 'environment: production', 'environment environments.production'],
    ['production/support-assistant', 'kubernetes/main/alerts.yaml', 'vector(0.995)', 'property support-assistant/chat-available objective'],
    ['production/crm', 'kubernetes/main/pipelines.yaml', 'schedule: ', 'property crm/export-tickets schedule'],
    ['production/crm', 'kubernetes/main/pipelines.yaml', 'memory: 4Gi', 'property crm/export-tickets memory'],
    ['production/crm', 'kubernetes/main/network.yaml', '10.40.12.0/28', 'property crm/export-tickets connects.0.cidr'],
    ['production/crm', 'kubernetes/main/network.yaml', 'namespace: crm', 'name crm'],
    ['production/crm', 'terraform/main/cdk.tf.json', '"bucket": "nordlicht-production-crm-tickets"', 'name crm/tickets'],
    ['production/crm', 'terraform/main/cdk.tf.json', '"region": "eu-central-1"', 'platform environments.production.accounts.main.state.region'],
    ['_projects/crm', 'contracts/tickets.odcs.yaml', 'What the customer wrote.', 'property crm/tickets fields.body.description'],
    ['_projects/support-assistant', 'documents/one-pager.md', '| Measure | Today | Target |', 'constant'],
    ['_projects/support-assistant', 'documents/one-pager.md', '| 41% | 60% |', 'property support-assistant kpi.name'],
    ['_projects/support-assistant', 'chart/values-production.yaml', '--max-num-seqs', 'property support-assistant/chat concurrency'],
    ['_portfolio', 'CODEOWNERS', '/projects/crm/', 'property crm owner'],
    ['production/_platform/main', 'argo-cd.yaml', 'description: crm in', 'name crm'],
  ] as const)('in %s/%s: %s', async (tree, file, holds, cause) => expect(await first(tree, file, holds)).toBe(cause));
});

test('the command says the property at its value, the target, and the policies that look at it', async () => {
  const root = place(files);
  await leitwerk(root, 'synth', '--as-of', '2026-11-23');
  const file = 'dist/production/support-assistant/kubernetes/main/serving.yaml';
  const line = written.get('production/support-assistant')!.get('kubernetes/main/serving.yaml')!.split('\n').findIndex((l) => l.includes('--max-model-len')) + 1;
  const source = files['projects/support-assistant/project.ts']!.split('\n');
  const at = source.findIndex((l) => l.includes('context: 16_384'));
  const { code, out } = await leitwerk(root, 'why', `${file}:${line}`);
  expect(code).toBe(0);
  const [what, from] = out.split('\n');
  expect(what).toMatch(/^ {2}spec\.template\.spec\.containers\[0\]\.args\[\d+\] {2}--max-model-len=16384$/);
  expect(from).toBe(`  from   ModelEndpoint chat, property context = 16384   projects/support-assistant/project.ts:${at + 1}:${source[at]!.indexOf('16_384') + 1}`);
  expect(out).toMatch(/^ {2}by {5}target serving\/vllm \(vLLM [^)]*\) {3}src\/targets\/serving\/vllm\.ts$/m);
  expect(out).toMatch(/^ {2}checked by {2}.*\bcontext-covers-prompt\b/m);
});
