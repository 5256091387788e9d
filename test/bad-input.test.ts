// Bad input, and what it gets: an exit code, a code, a place, a way out.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConcepts } from '../src/cli/builtin.ts';
import { cool } from '../src/load/evaluators.ts';
import { load } from '../src/load/load.ts';
import { link } from '../src/model/link.ts';
import type { Declared, Model } from '../src/model/node.ts';
import { target } from './support/own-target.ts';
import { folder, home, leitwerk, ownPortfolio, type Files } from './support/portfolio.ts';

const own = ownPortfolio();
const config = 'leitwerk.config.ts', assistant = 'projects/support-assistant/project.ts';
const project = (name: string, body: string, outside = ''): string => `import { AiProject, Budget, DataContract, GpuQuota, Model, ModelEndpoint, Slo, availability, eur, inEnv, key, string, traffic, type Portfolio } from 'leitwerk';
${outside}
export default class P extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, '${name}', {
      owner: 'customer-care', purpose: 'customer-support', problem: 'One.', exit: 'Never.', regions: ['eu-central-1'],
      kpi: { name: 'n', baseline: '1%', target: '2%', by: '2027-06-30', measuredBy: 'survey' },
      users: { who: 'employees', people: 10 }, aiAct: { role: 'deployer', class: 'minimal', because: 'A test.' }, score: { value: 3, risk: 1, dataReadiness: 3, regulation: 1, months: 2 },
    });
${body}
  }
}
`;
const budget = (id: string, more = ''): string => `    new Budget(this, '${id}', { amount: eur(100), per: 'month', at: { '100%': 'refuse' }${more} });`;
const small: Files = { [config]: own[config]!, 'projects/p/project.ts': project('p', budget('b')) };
/** The same files with a text replaced, which must be there. */
function changed(files: Files, path: string, from: string, to: string): Files {
  const text = files[path] ?? '';
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  return { ...files, [path]: text.replace(from, () => to) };
}
/** Line and column of a text in a file; `nth` from one. */
function positionOf(text: string, mark: string, nth = 1): string {
  let at = -1;
  for (let i = 0; i < nth; i++) at = text.indexOf(mark, at + 1);
  if (at < 0) throw new Error(`no ${mark}`);
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

interface Said { readonly code: string; readonly severity: string; readonly what: string; readonly why: readonly string[]; readonly at: string; readonly remedy: string | undefined; readonly project?: string; readonly environments?: readonly string[] }
interface Printed { readonly diagnostics: readonly (Omit<Said, 'at' | 'remedy'> & { readonly place?: { readonly file: string; readonly line?: number; readonly column?: number }; readonly remedies: readonly { readonly text: string }[] })[] }
const saidIn = (json: string): readonly Said[] => (JSON.parse(json) as Printed).diagnostics.map(({ place, remedies, ...d }) => ({ ...d, at: [place?.file, place?.line, place?.column].filter((p) => p !== undefined).join(':'), remedy: remedies.at(-1)?.text }));
const disposals: (() => void)[] = [];
const place = (files: Files): string => { const { root, dispose } = folder(files); disposals.push(dispose); return root; };
async function check(files: Files): Promise<{ readonly code: number; readonly said: readonly Said[] }> {
  const { code, out } = await leitwerk(place(files), 'check', '--json', '--as-of', '2026-11-23');
  return { code, said: saidIn(out) };
}
afterAll(() => { cool(); for (const dispose of disposals) dispose(); });

interface Bad { readonly name: string; readonly body: string; readonly whole?: string; readonly code: string; readonly mark?: string; readonly nth?: number; readonly what: RegExp; readonly remedy: RegExp }
const endpoint = (more: string): string => `    const m = new Model(this, 'm', { weights: 'meta-llama/Llama-3.1-8B-Instruct', revision: '0e9e39f249a16976918f6564b8830bc894c89659', licence: 'llama3.1' });
    const q = new GpuQuota(this, 'q', { accelerator: inEnv({ default: 'l40s', production: 'h100-sxm' }), guaranteed: 2 });
    const e = new ModelEndpoint(this, 'e', { model: m, quota: q, context: 8192, concurrency: 4, timeout: '60s', access: { audience: 'services', issuer: 'corporate' },
      traffic: traffic({ mean: '1/s', peak: '3/s', input: { p50: 100, p95: 1000 }, output: { p50: 100, p95: 400 } })${more} });
    new Slo(this, 's', { of: e, indicator: availability(), objective: '99%', window: '30d' });`;
const bad: readonly Bad[] = [
  { name: 'a syntax error', body: "    new Budget(this, 'b' { amount: eur(1) });", code: 'LW1102', mark: '{ amount', what: /Expected "\)" but found "\{"/, remedy: /^mend|^/ },
  { name: 'a value of the wrong type that got past the editor', body: budget('b', ", per: 5 as never"), code: 'LW1212', mark: '5 as never', what: /^b\.per must be one of 'month', 'quarter', 'year', not 5$/, remedy: /value of that form/ },
  { name: 'an error that it throws', body: "    throw new Error('not ready');", code: 'LW1105', mark: 'new Error', what: /^the project throws: not ready$/, remedy: /mend this line/ },
  { name: 'a text that it throws', body: "    throw 'not ready';", code: 'LW1105', what: /^the project throws: not ready$/, remedy: /throw new Error/ },
  { name: 'null that it throws', body: '    throw null;', code: 'LW1105', what: /^the project throws: null$/, remedy: /throw new Error/ },
  { name: 'an object that it throws', body: '    throw { reason: 7 };', code: 'LW1105', what: /^the project throws: \{"reason":7\}$/, remedy: /throw new Error/ },
  { name: 'a promise that the constructor returns', body: '    return Promise.resolve(this) as never;', code: 'LW1110', what: /a constructor that returns something else/, remedy: /export one class/ },
  { name: 'a promise as default export', body: '', whole: 'export default (async () => 1)();\n', code: 'LW1110', what: /a promise as default export/, remedy: /export one class/ },
  { name: 'two constructs with one id', body: `${budget('b')}\n${budget('b')}`, code: 'LW1112', mark: "new Budget(this, 'b'", nth: 2, what: /there are two constructs/, remedy: /another id/ },
  { name: 'a use of what is not published', body: "    this.use(DataContract, 'provider/event' as never, { version: '1' });", code: 'LW1202', mark: 'use(', what: /^provider\/event is no DataContract/, remedy: /^did you mean provider\/events\?$/ },
  { name: 'a use of a project that does not exist', body: "    this.use(DataContract, 'provder/events' as never, { version: '1' });", code: 'LW1201', mark: 'use(', what: /there is no project provder$/, remedy: /^did you mean provider\?$/ },
  { name: 'a use of a version that is not published', body: "    this.use(DataContract, 'provider/events', { version: '2' });", code: 'LW1203', mark: 'use(', what: /used in version 2, but published in 1\.4\.0/, remedy: /then use version '1'/ },
  { name: 'an unknown property', body: budget('b', ', amunt: eur(1)'), code: 'LW1210', mark: 'amunt', what: /^b has no property amunt$/, remedy: /^did you mean amount\?$/ },
  { name: 'a contradictory property', body: `${endpoint('')}\n    new Slo(this, 't', { of: e, indicator: { kind: 'availability', under: '5s' } as never, objective: '99%', window: '30d' });`, code: 'LW1210', mark: 'under', what: /^t\.indicator has no property under$/, remedy: /remove it/ },
  { name: 'properties that contradict each other', body: endpoint('').replace("mean: '1/s'", "mean: '5/s'"), code: 'context-covers-prompt', mark: "'3/s'", what: /fewer requests at its peak/, remedy: /correct the expected load/ },
  { name: 'an environment missing in inEnv', body: budget('b').replace("'month'", "inEnv({ dev: 'month', production: 'year' } as never)"), code: 'LW1206', mark: "{ dev: 'month'", what: /^b\.per has no value for staging$/, remedy: /^add staging, or a default$/ },
  { name: 'an unknown environment in inEnv', body: budget('b').replace("'month'", "inEnv({ default: 'month', prod: 'year' } as never)"), code: 'LW1205', mark: 'prod:', what: /no environment prod$/, remedy: /^did you mean production\?$/ },
  { name: 'an unknown environment in only', body: budget('b', ", only: ['stagng' as never]"), code: 'LW1205', mark: "'stagng'", what: /no environment stagng$/, remedy: /^did you mean staging\?$/ },
  { name: 'a unit that does not parse', body: endpoint('').replace("'60s'", "'60 seconds' as never"), code: 'LW1212', mark: "'60 seconds'", what: /must be a whole number and a unit, such as '500ms'.*not '60 seconds'$/, remedy: /value of that form/ },
  { name: 'a reference of the wrong kind', body: endpoint('').replace('quota: q', 'quota: m as never'), code: 'LW1212', mark: 'm as never', what: /must be a GpuQuota, not the Model/, remedy: /value of that form/ },
  { name: 'a reference to what is declared for other environments', body: endpoint('').replace("licence: 'llama3.1'", "licence: 'llama3.1', only: ['production']"), code: 'LW1207', mark: 'm, quota', what: /which is declared for production only$/, remedy: /widen its `only`/ },
  { name: 'a team that the platform does not have', body: '', whole: project('p', '').replace("'customer-care'", "'customer-car' as never"), code: 'LW1213', mark: "'customer-car'", what: /not among the platform's teams/, remedy: /^did you mean 'customer-care'\?$/ },
];
const nameOf = (i: number): string => `p${i}`;

describe('a project with bad input is told what, where, and what to do:', () => {
  const files: Record<string, string> = {
    [config]: own[config]!,
    'projects/provider/project.ts': project('provider', "    new DataContract(this, 'events', { version: '1.4.0', description: 'Events.', fields: { id: key(string()) }, freshness: '1h', region: 'eu-central-1' });"),
    'projects/good/project.ts': project('good', budget('b')),
  };
  for (const [i, { body, whole }] of bad.entries()) files[`projects/${nameOf(i)}/project.ts`] = whole?.replace("'p'", `'${nameOf(i)}'`) ?? project(nameOf(i), body);
  let result: Awaited<ReturnType<typeof check>>;
  beforeAll(async () => { result = await check(files); });

  test.each(bad.map((b, i) => ({ ...b, i })))('$name', ({ i, code, mark, nth, what, remedy }) => {
    expect(result.code).toBe(1);
    const path = `projects/${nameOf(i)}/project.ts`;
    const said = result.said.filter((d) => d.project === nameOf(i) && d.severity === 'error');
    expect(said.map((d) => [d.code, d.at])).toEqual([[code, mark === undefined ? path : `${path}:${positionOf(files[path]!, mark, nth)}`]]);
    expect(said[0]!.what).toMatch(what);
    expect(said[0]!.remedy ?? '').toMatch(remedy);
  });
  test('and a good project beside them is told nothing', () => {
    expect(result.said.filter((d) => d.project === 'good' || d.project === 'provider')).toEqual([]);
  });
});

describe('a project that does not come back', () => {
  const built = { guest: join(home, 'build/guest.js'), evaluator: join(home, 'build/evaluator.cjs') };
  test('is ended when it loops', async () => {
    const root = place({ ...small, 'projects/p/project.ts': project('p', '    for (;;) {}') });
    const { value, diagnostics } = await load({ root, ...built, limits: { milliseconds: 400 } });
    expect([value.length, ...diagnostics.map((d) => [d.code, d.at, d.remedies?.[0]?.text])]).toEqual([0, ['LW1106', { file: 'projects/p/project.ts' }, expect.stringContaining('a loop without end')]]);
  });
  test('is ended when it allocates without end', async () => {
    const root = place({ ...small, 'projects/p/project.ts': project('p', '    const all: unknown[] = []; for (;;) all.push(new Array(100_000).fill(all.length));') });
    const { value, diagnostics } = await load({ root, ...built, limits: { heapMebibytes: 48, residentMebibytes: 160 } });
    expect([value.length, ...diagnostics.map((d) => [d.code, d.at, d.remedies?.[0]?.text])]).toEqual([0, ['LW1107', { file: 'projects/p/project.ts' }, expect.stringContaining('grows without end')]]);
  });
});

describe('a cycle of references', () => {
  test('cannot be made by changing a list afterwards: what a construct was given is copied', async () => {
    const body = endpoint(', fallback: back').replace('    const e =', '    const back: ModelEndpoint[] = [];\n    const e =');
    const { code, said } = await check({ ...small, 'projects/p/project.ts': project('p', `${body}\n    back.push(e);`) });
    expect([code, said.filter((d) => d.severity === 'error')]).toEqual([0, []]);
  });
  test('in a model from elsewhere is named with all its members', async () => {
    const node = (id: string, to: string): Declared => ({ id, path: `p/${id}`, kind: 'ModelEndpoint', props: { fallback: [{ $ref: `p/${to}`, kind: 'ModelEndpoint' }] } });
    const model: Model = { schema: 1, project: 'p', folder: 'projects/p', nodes: [{ id: 'p', path: 'p', kind: 'AiProject', props: {} }, node('a', 'b'), node('b', 'c'), node('c', 'a')], uses: [] };
    const { diagnostics } = link([model], await loadConcepts(home));
    expect(diagnostics.map((d) => [d.code, d.what, d.remedies?.[0]?.text])).toEqual([['LW1204', 'references run in a circle: p/a → p/b → p/c → p/a', 'cut one of them: a fallback must not fall back to itself']]);
  });
});

describe('declarations whose names would meet', () => {
  const of = (project: string, ...nodes: readonly Declared[]): Model => ({ schema: 1, project, folder: `projects/${project}`, nodes: [{ id: project, path: project, kind: 'AiProject', props: {} }, ...nodes], uses: [] });
  const data = (project: string, id: string, more: Partial<Declared> = {}): Declared => ({ id, path: `${project}/${id}`, kind: 'DataContract', props: {}, ...more });
  const said = async (...models: readonly Model[]) => link(models, await loadConcepts(home)).diagnostics.map((d) => [d.code, d.project, d.what, d.related?.[0]?.at]);
  test('are told of it, whichever comes first, by the names that lasted too', async () => {
    const found = [['LW1209', 'demo-a', 'demo-a/b would be called what demo/a-b is called in the account', { node: 'demo/a-b' }]];
    expect(await said(of('demo', data('demo', 'a-b')), of('demo-a', data('demo-a', 'b')))).toEqual(found);
    expect(await said(of('demo-a', data('demo-a', 'b')), of('demo', data('demo', 'a-b')))).toEqual(found);
    expect(await said(of('demo', data('demo', 'a-b')), of('demo-a', data('demo-a', 'c', { formerly: 'b' })))).toHaveLength(1);
  });
  test('are told of it within one project too, where one takes the id that another had', async () => {
    const renamed = data('demo', 'b', { formerly: 'a' });
    expect(await said(of('demo', renamed, data('demo', 'a')))).toEqual([['LW1209', 'demo', 'demo/a would be called what demo/b is called in the account', { node: 'demo/b' }]]);
    expect(await said(of('demo', renamed, data('demo', 'c', { formerly: 'a' })))).toHaveLength(1);
    expect(await said(of('demo', renamed, data('demo', 'c')))).toEqual([]);
  });
  test('may share ids, and names of different kinds', async () => {
    expect(await said(of('demo', data('demo', 'b')), of('demo-a', data('demo-a', 'b')))).toEqual([]);
    expect(await said(of('demo', data('demo', 'a-b', { kind: 'Budget' })), of('demo-a', data('demo-a', 'b')))).toEqual([]);
  });
});

describe('a platform with bad input gets exit code 2 and the property:', () => {
  const cases: readonly (readonly [name: string, from: string, to: string, code: string, mark: string | undefined, what: RegExp, remedy: RegExp])[] = [
    ['a syntax error', 'naming: 1,', 'naming: ,', 'LW1002', ',\n  repository', /Unexpected ","/, /nothing is compiled before/],
    ['an import that is not there', "'leitwerk/platform'", "'leitwerk/platfrm'", 'LW1002', "'leitwerk/platfrm'", /^leitwerk\/platfrm is nothing that files of the platform import/, /nothing is compiled before/],
    ['code that throws', 'export default', "if (region) throw new Error('no secrets here');\nexport default", 'LW1002', "new Error('no", /the platform's code throws: no secrets here/, /nothing is compiled before/],
    ['code that throws a text', 'export default', "if (region) throw 'no';\nexport default", 'LW1002', undefined, /the platform's code throws: no$/, /nothing is compiled before/],
    ['no default export', 'export default', 'export const platform =', 'LW1002', undefined, /exports nothing as default/, /nothing is compiled before/],
    ['an unknown property', 'naming: 1,', 'naming: 1, namign: 1,', 'LW1003', 'namign', /has no property namign/, /^did you mean naming\?$/],
    ['a missing property', 'naming: 1,', '', 'LW1003', '{\n  name:', /the platform needs naming/, /mend/],
    ['a value of the wrong form', "stage: 'staging'", "stage: 'stagin'", 'LW1003', "'stagin'", /^environments\.staging\.stage must be one of 'development', 'staging', 'production', not 'stagin'$/, /^did you mean staging\?$/],
    ['a value that is no data', 'naming: 1,', 'naming: (() => 1) as never,', 'LW1003', '(() => 1) as never', /naming is a function/, /mend/],
    ['a team that is none', "team: 'ai-platform'", "team: 'ai-platfrm'", 'LW1003', "'ai-platfrm'", /which is no team/, /^did you mean ai-platform\?$/],
    ['two environments on one cluster', "...cluster('staging', 'D0A2')", "...cluster('dev', 'D0A2')", 'LW1004', "{ main: { ...cluster('dev', 'D0A2')", /dev and staging share the cluster/, /namespaceSuffix/],
    ['a price that is no decimal', "storageGibMonth: { price: '0.0215'", "storageGibMonth: { price: '2 cents'", 'LW1003', "'2 cents'", /^money\.storageGibMonth\.price must have the form /, /mend/],
    ['a price without an exchange rate', "cpuHour: { price: '0.0405', currency: 'EUR'", "cpuHour: { price: '0.0405', currency: 'CHF'", 'LW1003', "{ price: '0.0405', currency: 'CHF'", /is in CHF, and there is no exchange rate to EUR/, /mend/],
    ['a system that does not serve its concern', "serving: 'serving/vllm'", "serving: 'serving/vlm'", 'LW1005', "'serving/vlm'", /^serving is given to serving\/vlm/, /^did you mean serving\/vllm\?$/],
    ['a concern that does not exist', "serving: 'serving/vllm'", "servng: 'serving/vllm'", 'LW1005', 'servng', /^there is no concern servng$/, /^did you mean serving\?$/],
    ['a stack profile that does not exist', "profile: '2026-11'", "profile: '2026-13'", 'LW1003', "'2026-13'", /which is no stack profile/, /^did you mean 2026-11\?$/],
  ];
  test.each(cases)('%s', async (_, from, to, code, mark, what, remedy) => {
    const files = changed(small, config, from, to);
    const { code: exit, said } = await check(files);
    expect(exit).toBe(2);
    const at = mark === undefined ? config : `${config}:${positionOf(files[config]!, mark)}`;
    // the position of code that is no property is that of its keyword or bracket
    expect(said.map((d) => d.code)).toEqual([code]);
    expect(said[0]!.at.replace(/:\d+$/, '')).toBe(mark === undefined ? config.replace(/:\d+$/, '') : at.replace(/:\d+$/, ''));
    expect(said[0]!.what).toMatch(what);
    expect(said[0]!.remedy ?? '').toMatch(remedy);
  });
  test('where all environments share a mistake, it is said once', async () => {
    const { said } = await check(changed(small, config, "serving: 'serving/vllm'", "serving: 'serving/vlm'"));
    expect(said.map((d) => d.environments)).toEqual([['dev', 'staging', 'production']]);
  });
  test('no platform at all', async () => {
    const { code, said } = await check({ 'projects/p/project.ts': small['projects/p/project.ts']! });
    expect([code, ...said.map((d) => [d.code, d.remedy])]).toEqual([2, ['LW1001', 'run `leitwerk init`, or change to the folder that has it']]);
  });
});

const policy = (check: string, on = "'AiProject'"): string => `import { policy } from 'leitwerk/policy';
export default policy({
  on: ${on}, severity: 'warning', waivable: 'owner', because: 'b', remedy: 'r',
  check: (project) => ${check},
  fails: { props: { nonGoals: [] } }, passes: { props: { nonGoals: ['x'] } },
});
`;
describe('a company that extends the compiler is told about', () => {
  const cases: readonly (readonly [name: string, files: Files, exit: number, code: string, at: string | undefined, what: RegExp])[] = [
    ['two targets that own one object', { 'targets/own/ns.ts': target("object('v1', 'Namespace', { name: namespace }, {})") }, 1, 'LW1301', 'projects/p/project.ts', /^Namespace p is emitted by kubernetes\/namespace and by own\/ns$/],
    ['two targets that own one path', { 'targets/own/a.ts': target("file('x/y.txt', 'a')", 'environment'), 'targets/own/b.ts': target("file('x/Y.txt', 'b')", 'environment') }, 1, 'LW1307', 'projects/p/project.ts', /^x\/Y\.txt is written by own\/a and by own\/b$/],
    ['contributions that are unequal', { 'targets/own/a.ts': target("contribute('v1', 'Namespace', { name: namespace, labels: { tier: 'gold' } }, {})"), 'targets/own/b.ts': target("contribute('v1', 'Namespace', { name: namespace, labels: { tier: 'lead' } }, {})") }, 1, 'LW1303', 'projects/p/project.ts', /^own\/a and own\/b disagree about \/metadata\/labels\/tier of Namespace p$/],
    ['a contribution to nothing', { 'targets/own/a.ts': target("contribute('v1', 'Namespace', { name: 'q' }, {})") }, 1, 'LW1302', 'projects/p/project.ts', /^own\/a contributes to Namespace q/],
    ['a target that throws', { 'targets/own/a.ts': target("{ throw new Error('broken'); }") }, 2, 'LW1008', 'targets/own/a.ts', /^the target own\/a fails on p in dev: broken$/],
    ['a target that yields nothing', { 'targets/own/a.ts': target('undefined as never') }, 2, 'LW1008', 'targets/own/a.ts', /which is no artefact/],
    ['a file in targets that is no target', { 'targets/own/a.ts': 'export default {};\n' }, 2, 'LW1007', 'targets/own/a.ts', /exports no target/],
    ['a file in targets without default export', { 'targets/own/a.ts': 'export const a = 1;\n' }, 2, 'LW1007', 'targets/own/a.ts', /exports nothing as default/],
    ['a policy that throws', { 'policies/mine.ts': policy("{ throw new Error('broken'); }") }, 2, 'LW1008', 'policies/mine.ts', /^the policy mine fails on p in dev: broken$/],
    ['a file in policies that is no policy', { 'policies/mine.ts': 'export default {};\n' }, 2, 'LW1007', 'policies/mine.ts', /exports no policy/],
    ['a policy on a concept that does not exist', { 'policies/mine.ts': policy('true', "'AiProjct' as never") }, 2, 'LW1007', 'policies/mine.ts', /is on AiProjct, which is no concept/],
    ['a syntax error in a policy', { 'policies/mine.ts': 'export default {\n' }, 2, 'LW1002', 'policies/mine.ts', /end of file/],
    ['a syntax error in a concept', { 'constructs/x/foo.ts': 'export class Foo {\n' }, 2, 'LW1002', 'constructs/x/foo.ts', /end of file/],
    ['a waiver without an end', { 'waivers/p.ts': "import { waivers } from 'leitwerk/waiver';\nexport default waivers([{ policy: 'weights-pinned', because: 'b', owner: 'ai-platform' } as never]);\n" }, 2, 'LW1007', 'waivers/p.ts', /has a waiver that needs until/],
    ['a waiver until a day that there is not', { 'waivers/p.ts': "import { waivers } from 'leitwerk/waiver';\nexport default waivers([{ policy: 'weights-pinned', because: 'b', owner: 'ai-platform', until: '2027-02-31' }]);\n" }, 2, 'LW1007', 'waivers/p.ts', /which is no date/],
    ['waivers for a project that does not exist', { 'waivers/q.ts': 'export default [];\n' }, 2, 'LW1009', 'waivers/q.ts', /for q, which is no project/],
  ];
  test.each(cases)('%s', async (_, files, exit, code, at, what) => {
    const { code: got, said } = await check({ ...small, ...files });
    const errors = said.filter((d) => d.severity === 'error');
    expect([got, ...errors.map((d) => d.code)]).toEqual([exit, code]);
    expect(errors[0]!.at.replace(/(:\d+)+$/, '')).toBe(at);
    expect(errors[0]!.what).toMatch(what);
    expect(errors[0]!.remedy).toMatch(/\w/);
  });
  test('a policy that throws on its own example, by leitwerk test', async () => {
    const { code, out } = await leitwerk(place({ ...small, 'policies/mine.ts': policy("{ throw new Error('broken'); }") }), 'test', 'mine');
    expect([code, out]).toEqual([1, '  ✗ mine\n      throws on its failing example: broken\n      throws on its passing example: broken\n0 passed, 1 failed\n']);
  });
  test('a concern without a system in one environment, once, at what needs it', async () => {
    const files = changed(own, config, "accounts: { main: account('210000000002', 'staging') }, systems,", "accounts: { main: account('210000000002', 'staging') }, systems: (({ serving: _, ...rest }) => rest)(systems),");
    const { code, said } = await check(files);
    const errors = said.filter((d) => d.severity === 'error');
    // once for each endpoint, in the order of their places; what else needs an endpoint that nobody serves may say so too
    const unserved = errors.filter((d) => d.code === 'LW1407').map((d) => [d.what, d.environments, d.at]);
    expect([code, unserved]).toEqual([1, [1, 2].map((nth) => ['serving has no system in staging, and ModelEndpoint needs one', ['staging'], `${assistant}:${positionOf(own[assistant]!, 'new ModelEndpoint', nth)}`])]);
    expect(errors[0]!.remedy).toContain("set systems['serving'] of staging in leitwerk.config.ts to 'serving/");
  });
});
