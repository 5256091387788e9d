// The command line as people and machines meet it: help with examples, JSON, SARIF, annotations, colours, progress, exit codes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../src/cli/main.ts';
import { whenChanged } from '../src/cli/watch.ts';
import type { Terminal } from '../src/cli/command.ts';
import { cool } from '../src/load/evaluators.ts';
import { githubOf } from '../src/report/github.ts';
import type { Located } from '../src/report/located.ts';
import { sarifOf } from '../src/report/sarif.ts';
import { folder, home, leitwerk, ownPortfolio, type Files } from './support/portfolio.ts';

const own = ownPortfolio();
/** As much of it as most of these need. */
const small = ownPortfolio('crm', 'support-assistant');
const assistant = 'projects/support-assistant/project.ts';
const asOf = ['--as-of', '2026-11-23'] as const;
/** Too long a context for its GPUs: one error at one property. */
const wrong: Files = { ...small, [assistant]: own[assistant]!.replace('context: 16_384', 'context: 32_768') };
/** Where its value stands. */
const spot = (() => { const before = own[assistant]!.slice(0, own[assistant]!.indexOf('context: 16_384') + 'context: '.length).split('\n'); return { line: before.length, column: before.at(-1)!.length + 1 }; })();
const disposals: (() => void)[] = [];
const place = (files: Files): string => { const { root, dispose } = folder(files); disposals.push(dispose); return root; };
let good = '', bad = '';
beforeAll(() => { good = place(small); bad = place(wrong); });
afterAll(() => { cool(); for (const dispose of disposals) dispose(); });

/** The program as a process, as a pipe sees it. */
function program(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(home, 'bin/leitwerk.cjs'), ...argv], { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'], ...env } });
  return { code: status, out: stdout, err: stderr };
}
async function on(terminal: Partial<Terminal>, cwd: string, ...argv: readonly string[]) {
  let out = '', err = '';
  const code = await main(argv, { out: (t) => { out += t; }, err: (t) => { err += t; }, color: false, interactive: false, width: 100, cwd, ...terminal });
  return { code, out, err };
}

const commands = ['synth', 'check', 'test', 'why', 'facts', 'explain', 'types', 'init', 'new', 'evidence'] as const;

describe('help', () => {
  test('of the program names every command', async () => {
    const { code, out } = await leitwerk(good, '--help');
    expect([code, commands.filter((c) => !new RegExp(`^  ${c} +\\S`, 'm').test(out))]).toEqual([0, []]);
    expect(await leitwerk(good)).toMatchObject({ code: 2, out });
  });
  test.each(commands)('of %s says what it does, its usage, each option, and examples that are commands of it', async (name) => {
    const { code, out, err } = await leitwerk(good, name, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^leitwerk ${name}: \\S`));
    const [head = '', examples = ''] = out.split('\nExamples\n');
    expect(head).toMatch(new RegExp(`^leitwerk ${name}\\b`, 'm'));
    const options = [...head.matchAll(/--([a-z-]+)/g)].map(([, option]) => option);
    for (const option of options) expect(head, option).toMatch(new RegExp(`^  --${option}\\b.* \\S`, 'm'));
    const lines = examples.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(new RegExp(`^  (npx )?leitwerk ${name}\\b`));
    expect(await leitwerk(good, 'help', name)).toEqual({ code, out, err });
    expect(await leitwerk(good, name, '-h')).toEqual({ code, out, err });
  });
});

describe('check --watch', () => {
  test.each([['--format', 'sarif'], ['--json'], ['--types']])('is for people: not with %s', async (...options) => {
    const { code, out, err } = await leitwerk(good, 'check', '--watch', ...options);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('leitwerk check: --watch prints text, and runs no TypeScript checker: your editor does\n');
  });
  test('ends with a bug of ours, and leaves no watch open that would keep the process', async () => {
    const open = (): number => process.getActiveResourcesInfo().filter((what) => what === 'FSEventWrap').length;
    const before = open();
    let during = 0;
    await expect(whenChanged(good, () => { during = open(); return Promise.reject(new Error('ours')); }, () => [])).rejects.toThrow('ours');
    expect(during).toBeGreaterThan(before);
    await expect.poll(open).toBe(before);
  });
});

describe('--json', () => {
  const parsed = ({ out }: { readonly out: string }): unknown => JSON.parse(out);
  test('of check and synth is the findings with their places', async () => {
    const finding = { code: 'gpu-fits', severity: 'error', project: 'support-assistant', environments: ['production'], node: 'support-assistant/chat', property: ['context'], place: { file: assistant, ...spot, exact: true } };
    for (const name of ['check', 'synth']) {
      const { schema, diagnostics } = parsed(await leitwerk(bad, name, '--json', ...asOf)) as { readonly schema: number; readonly diagnostics: readonly { readonly severity: string; readonly waived?: unknown }[] };
      expect([schema, diagnostics.filter((d) => d.severity === 'error' && d.waived === undefined)]).toMatchObject([1, [finding]]);
    }
    expect(parsed(await leitwerk(bad, 'check', '--format', 'json', ...asOf))).toEqual(parsed(await leitwerk(bad, 'check', '--json', ...asOf)));
  });
  test('of test is each policy and what nothing looks at', async () => {
    expect(parsed(await leitwerk(good, 'test', 'weights-pinned', '--json'))).toMatchObject({ trials: [{ id: 'weights-pinned', problems: [] }] });
  });
  test('of why, facts and explain is what they would print', async () => {
    await leitwerk(good, 'synth', ...asOf);
    const file = 'dist/production/support-assistant/kubernetes/main/serving.yaml';
    const line = readFileSync(join(good, file), 'utf8').split('\n').findIndex((l) => l.includes('--max-model-len')) + 1;
    expect(parsed(await leitwerk(good, 'why', `${file}:${line}`, '--json'))).toMatchObject({ value: '--max-model-len=16384', causes: [{ node: 'support-assistant/chat', property: ['context'] }], by: 'serving/vllm' });
    expect(parsed(await leitwerk(good, 'facts', 'support-assistant', 'cost', '--env', 'production', '--json'))).toMatchObject({ production: { cost: { perMonth: { state: 'assumed', value: { currency: 'EUR' } } } } });
    expect(parsed(await leitwerk(good, 'explain', 'Budget', '--json'))).toMatchObject({ name: 'Budget' });
    expect(parsed(await leitwerk(good, 'explain', '--json'))).toEqual(expect.arrayContaining(['LW1211', 'Budget', 'gpu-fits', 'serving/vllm', 'cost']));
  });
  test('is JSON where the command line is wrong, too', async () => {
    expect(parsed(await leitwerk(good, 'check', 'nobody', '--json'))).toMatchObject({ diagnostics: [{ code: 'LW1006', severity: 'error' }] });
  });
});

describe('explain', () => {
  test.each(['Budget', 'DataContract', 'budget-has-teeth', 'LW1211'])('%s shows a wrong and a right example', async (word) => {
    const { code, out } = await leitwerk(good, 'explain', word);
    expect([code, /^Wrong\n  \S/m.test(out), /^Right\n  \S/m.test(out)]).toEqual([0, true, true]);
  });
  test('guesses what was meant', async () => expect(await leitwerk(good, 'explain', 'budget-has-teth')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean budget-has-teeth?') as string }));
});

describe('SARIF', () => {
  // The schema that OASIS publishes, unchanged: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
  const { $schema: _, id: __, ...published } = JSON.parse(readFileSync(join(home, 'test/schemas/sarif-2.1.0.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  // Draft 4, of which it uses what has not changed since.
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(published);
  const faults = (text: string): unknown => { validate(JSON.parse(text)); return validate.errors ?? []; };
  interface Log { runs: { tool: { driver: { rules: { id: string; properties?: { tags: string[] } }[] } }; results: { ruleId: string; ruleIndex: number; level: string; locations: { physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: Readonly<Record<string, number>> } }[]; partialFingerprints: Readonly<Record<string, string>> }[] }[] }

  test('holds to the published schema, with findings, without any, and where the platform is wrong', async () => {
    const broken = place({ ...own, 'leitwerk.config.ts': own['leitwerk.config.ts']!.replace("stage: 'staging'", "stage: 'stagin'") });
    for (const root of [good, bad, broken]) expect(faults((await leitwerk(root, 'check', '--format', 'sarif', ...asOf)).out)).toEqual([]);
  });
  test('of another form is refused by it', async () => {
    const { out } = await leitwerk(bad, 'check', '--format', 'sarif', ...asOf);
    expect(faults(out.replace('"level": "error"', '"level": "info"'))).toMatchObject([{ instancePath: '/runs/0/results/0/level' }]);
    expect(faults(out.replace('"ruleIndex"', '"rule_index"'))).toMatchObject([{ instancePath: '/runs/0/results/0', keyword: 'additionalProperties' }]);
  });
  test('names files by their path in the repository, and the property by line and column', async () => {
    const { out } = await leitwerk(bad, 'check', '--format', 'sarif', ...asOf);
    const [run] = (JSON.parse(out) as Log).runs;
    expect(run!.results.filter((r) => r.level === 'error')).toMatchObject([{ ruleId: 'gpu-fits', locations: [{ physicalLocation: { artifactLocation: { uri: assistant, uriBaseId: '%SRCROOT%' }, region: { startLine: spot.line, startColumn: spot.column, endColumn: spot.column + 6 } } }] }]);
    expect(run!.tool.driver.rules.find((r) => r.id === 'gpu-fits')?.properties?.tags).toEqual(['ISO 27001 A.8.6', 'ISO 42001 A.4.5']);
    for (const { ruleId, ruleIndex } of run!.results) expect(run!.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(out).not.toContain(bad);
  });
  test('keeps a fingerprint while lines move', async () => {
    const moved = place({ ...wrong, [assistant]: `// one\n// two\n${wrong[assistant]!}` });
    const prints = async (root: string) => (JSON.parse((await leitwerk(root, 'check', '--format', 'sarif', ...asOf)).out) as Log).runs[0]!.results.filter((r) => r.level === 'error').map((r) => [r.partialFingerprints, r.locations[0]!.physicalLocation.region['startLine']]);
    const [[before, at]] = await prints(bad) as [[unknown, number]];
    expect(await prints(moved)).toEqual([[before, at + 2]]);
  });
  test('spells a file name as a URI', () => {
    const text = sarifOf([found({ file: 'projects/a b/ü#1.ts', line: 1 })], '0.0.0', () => undefined);
    expect(faults(text)).toEqual([]);
    expect((JSON.parse(text) as Log).runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('projects/a%20b/%C3%BC%231.ts');
  });
});

const found = (at: NonNullable<Located['place']>, what = 'says something', more: Partial<Located> = {}): Located => ({ code: 'LW1', severity: 'error', what, at, place: at, relatedPlaces: [], ...more } as Located);

describe('annotations', () => {
  test('are one line each, at the property, with the whole text', async () => {
    const { out } = await leitwerk(bad, 'check', '--format', 'github', ...asOf);
    const lines = out.trimEnd().split('\n');
    expect([lines.filter((l) => l.startsWith('::error ')).length, lines.filter((l) => !/^::(error|warning|notice) /.test(l))]).toEqual([1, []]);
    expect(lines[0]).toMatch(new RegExp(`^::error file=${assistant},line=${spot.line},col=${spot.column},endColumn=${spot.column + 6},title=gpu-fits::chat does not fit on 4 × NVIDIA H100 SXM \\(production\\)%0Aper GPU`));
  });
  test('escape what would end a property or a message', () => {
    expect(githubOf([found({ file: 'a,b:c%.ts', line: 3 }, '100 % of it', { why: ['first', 'second'] })])).toBe('::error file=a%2Cb%3Ac%25.ts,line=3,title=LW1::100 %25 of it%0Afirst%0Asecond\n');
    expect(githubOf([found({ file: 'a.ts' }, 'one', { severity: 'info' }), found({ file: 'a.ts' }, 'two', { severity: 'warning' })])).toBe('::notice file=a.ts,title=LW1::one\n::warning file=a.ts,title=LW1::two\n');
  });
  test('carry no command of an author: a line that begins with :: stays text', () => {
    const [line, ...rest] = githubOf([found({ file: 'a.ts' }, 'x\n::set-output name=a::b\n##[error]no', { why: ['a\r\n::stop-commands::t'] })]).split('\n');
    expect(rest).toEqual(['']);
    expect(line!.match(/^::error [^:]*::/)).not.toBeNull();
    expect(line!.replaceAll('%0A', '\n').split('\n').slice(1).filter((l) => /^\s*::|##\[/.test(l))).toEqual([]);
  });
  test('in text, a finding cannot start a command of the CI system', async () => {
    const spoof = place({ ...own, [assistant]: own[assistant]!.replace("problem: 'Agents search", "problem: '::error::Agents search").replace("purpose: 'customer-support'", "purpose: '\\n::error::owned' as never") });
    const { code, out } = await leitwerk(spoof, 'check', ...asOf);
    expect(code).toBe(1);
    expect(out).toContain('owned');
    expect(out.split('\n').filter((l) => /^\s*::/.test(l))).toEqual([]);
  });
});

describe('colours and progress', () => {
  const escape = '\u001b';
  test('are used on a terminal, and not where NO_COLOR is set or a pipe reads', async () => {
    expect((await on({ color: true }, bad, 'check', ...asOf)).out).toContain(`${escape}[`);
    expect((await on({ color: false }, bad, 'check', ...asOf)).out).not.toContain(escape);
    expect(program(bad, ['check', ...asOf])).toMatchObject({ code: 1, out: expect.not.stringContaining(escape) as string, err: '' });
  });
  /** The streams of a terminal without one: what decides is what Node says of them. */
  const terminal = (out: boolean, err: boolean) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.stdout.isTTY=${String(out)};process.stderr.isTTY=${String(err)}`)}` });
  test('NO_COLOR is obeyed on a terminal', () => {
    expect(program(bad, ['check', ...asOf], terminal(true, true)).out).toContain(`${escape}[`);
    expect(program(bad, ['check', ...asOf], { ...terminal(true, true), NO_COLOR: '1' }).out).not.toContain(escape);
    // the empty text counts as not set: https://no-color.org
    expect(program(bad, ['check', ...asOf], { ...terminal(true, true), NO_COLOR: '' }).out).toContain(`${escape}[`);
  });
  test('progress is shown to a person who watches, and to nobody else', () => {
    expect(program(good, ['synth', 'crm', '--env', 'dev', ...asOf], terminal(true, true)).err).toContain('compiling …');
    for (const env of [terminal(false, true), terminal(true, false), { ...terminal(true, true), CI: 'true' }]) expect(program(good, ['synth', 'crm', '--env', 'dev', ...asOf], env).err).toBe('');
  });
});

describe('synth', () => {
  let first: ReturnType<typeof leitwerk> | undefined;
  const synthesised = (): ReturnType<typeof leitwerk> => first ??= leitwerk(place(own), 'synth', ...asOf);
  test('ends with what nobody has checked: callers, actions that are only announced, what a budget does not see', async () => {
    const { out } = await synthesised();
    const said = out.slice(out.indexOf('not checked: ')).replace(/\n +/g, '\n').split('\nwrote ')[0]!.replace(/\n(?!what |whether |who |cost )/g, ' ').split('\n');
    expect(said).toEqual([
      'not checked: pods that controllers make out of Rollout',
      'cost of replicas that rollouts add while they last, runs that fill the online store of features (nothing says how long they take), the online store of features (paid by request)',
      'whether anybody acts when support-assistant/monthly is spent (it is announced)',
      "what pods spend of demand-forecast/monthly, fraud-scoring/monthly, support-assistant/monthly (AWS Budgets sums up what carries the project's tag, and shared nodes carry none)",
      'what only a cluster or an account can say (leitwerk does not connect to them)',
    ]);
  });
  test('says what a month costs: known, at most, or unknown, against the budget', async () => {
    const { out } = await synthesised();
    expect(out).toMatch(/^ {2}crm .* files {3}at most 30\.81 €\/month$/m);
    expect(out).toMatch(/^ {2}demand-forecast .* files {3}at most 37\.67 € of 60 €\/month$/m);
    expect(out).toMatch(/^ {2}support-assistant .* files {3}36,984\.28 € \(assumed\) of 48,000 €\/month {3}2 waived$/m);
    const config = own['leitwerk.config.ts']!;
    const unpriced = place({ ...own, 'leitwerk.config.ts': config.replace(/^ +storageGibMonth: .*\n/m, '').replace(/^ +cpuHour: .*\n/m, '') });
    const without = (await leitwerk(unpriced, 'synth', ...asOf)).out;
    expect(without).toMatch(/^ {2}demand-forecast .* files {3}cost unknown of 60 €\/month$/m);
    expect(without.replace(/\n +/g, ' ')).toMatch(/cost of .*runs of pipelines.*\(the platform names no cpuHour\).*storage of data sets \(the platform names no storageGibMonth\)/);
  });
});

describe('the manual', () => {
  const manual = readFileSync(join(home, 'README.md'), 'utf8');
  test('shows what synth and check print', async () => {
    const fresh = place(own);
    const time = (text: string): string => text.replace(/in \d+\.\d\d s/g, 'in 0.00 s');
    expect(time(manual)).toContain(`\`\`\`\n${time((await leitwerk(fresh, 'synth', ...asOf)).out)}\`\`\`\n`);
    const { out } = await leitwerk(bad, 'check', ...asOf);
    expect(manual).toContain(`\`\`\`\n${out.slice(0, out.indexOf('\n\n'))}\n\`\`\`\n`);
  });
  test('shows what why answers', async () => {
    const [, argument = '', answer] = /^```\nleitwerk why (\S+)\n([^`]+)```$/m.exec(manual)!;
    const fresh = place(own);
    await leitwerk(fresh, 'synth', ...asOf);
    expect((await leitwerk(fresh, 'why', argument)).out).toBe(answer);
  });
});

describe('exit codes', () => {
  test('0 is clean, 1 is an error that was found, and what is waived or milder is clean', async () => {
    expect((await leitwerk(good, 'check', ...asOf)).code).toBe(0);
    expect((await leitwerk(bad, 'check', ...asOf)).code).toBe(1);
    expect((await leitwerk(bad, 'check', 'crm', ...asOf)).code).toBe(0);
  });
  test.each([
    ['an unknown command', ['synht'], 'did you mean synth?'], ['an unknown option', ['check', '--fromat', 'json'], 'did you mean --format?'], ['an unknown format', ['check', '--format', 'jsn'], 'did you mean json?'],
    ['an option without its value', ['synth', '--env'], '--env'], ['an unknown environment', ['synth', '--env', 'productoin'], 'did you mean production?'], ['an unknown project', ['check', 'cmr'], 'crm'],
    ['no date', ['check', '--as-of', 'yesterday'], '2027-03-31'], ['one argument too many', ['explain', 'a', 'b'], 'one argument too many'], ['no file to explain', ['why'], 'name a file'],
    ['a file that is not ours', ['why', 'package.json:3'], 'no file of a tree'], ['no name', ['new', 'policy'], 'give it a name'], ['nothing to make', ['new', 'polcy', 'a-b'], 'policy'], ['an unknown policy', ['test', 'weights-pined'], 'weights-pined'],
  ] as const)('2 is wrong usage: %s', async (_, argv, says) => {
    const { code, out, err } = await leitwerk(good, ...argv);
    expect([code, out + err]).toEqual([2, expect.stringContaining(says)]);
    expect(out + err).not.toMatch(/\bat .*:\d+:\d+/);
  });
  test('2 is a platform that is wrong', async () => {
    const none = place({ 'projects/p/project.ts': own[assistant]! });
    expect((await leitwerk(none, 'check')).code).toBe(2);
  });
  test('70 is a bug of ours: what happened and how to report it, without a bare stack trace', () => {
    const sabotage = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent("process.stdout.write=()=>{throw new TypeError('a part of the compiler is undefined')}")}` };
    const { code, out, err } = program(good, ['explain', 'Budget'], sabotage);
    expect([code, out]).toEqual([70, '']);
    expect(err).toMatch(/^LW1901 {2}leitwerk has failed; this is a bug of the compiler, not of your project\n {2}a part of the compiler is undefined\n {2}while running: leitwerk explain Budget\n/);
    expect(err).toMatch(/open an issue with these lines, the version/);
    expect(err).not.toContain(home);
    expect(err.split('\n').filter((l) => l.includes('    at ')).length).toBeLessThanOrEqual(6);
  });
});

describe('check --types', () => {
  test('says what TypeScript says, and keeps it out of what a machine reads', async () => {
    const root = place({ ...own, [assistant]: own[assistant]!.replace("nonGoals: ['Refund decisions', 'Answers without an agent'],", "nonGoals: ['Refund decisions', 'Answers without an agent'] as readonly number[] as never,"), 'tsconfig.json': readFileSync(join(home, 'tsconfig.projects.json'), 'utf8') });
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    const tsc = join(root, 'node_modules/.bin/tsc');
    writeFileSync(tsc, "#!/bin/sh\necho 'projects/x.ts(1,2): error TS2322: no.'\nexit 2\n", { mode: 0o755 });
    expect(await leitwerk(root, 'check', '--types', ...asOf)).toMatchObject({ code: 1, out: expect.stringContaining('error TS2322') as string });
    const machine = await leitwerk(root, 'check', '--types', '--json', ...asOf);
    expect([machine.code, JSON.parse(machine.out), machine.err]).toEqual([1, { schema: 1, diagnostics: expect.not.arrayContaining([expect.objectContaining({ code: 'TS2322' })]) as unknown }, expect.stringContaining('error TS2322')]);
    rmSync(tsc);
    expect(existsSync(tsc)).toBe(false);
    expect(await leitwerk(root, 'check', '--types', ...asOf)).toMatchObject({ code: 2, err: expect.stringContaining('TypeScript is not installed') as string });
  });
});
