// Loading: from folders to models, and what bad input gets.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cool } from '../src/load/evaluators.ts';
import { discover, load, type LoadOptions } from '../src/load/load.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { buildForTests, cleanUp, root, temporary } from './load/build.ts';

let built: Pick<LoadOptions, 'guest' | 'evaluator'>;
beforeAll(async () => { built = await buildForTests(); });
afterAll(() => { cool(); cleanUp(); });

const head = "import { AiProject, DataContract, Model, ModelEndpoint, GpuQuota, Construct, inEnv, secret, eur, traffic } from 'leitwerk';\n";
const project = (name: string, body: string, outside = ''): string =>
  `${head}${outside}\nexport default class P extends AiProject {\n  constructor(portfolio) {\n    super(portfolio, '${name}', { owner: 'customer-care' });\n${body}\n  }\n}\n`;

/** A portfolio of these files, relative to its root. */
function portfolio(files: Readonly<Record<string, string>>): string {
  const folder = temporary();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const run = (files: Readonly<Record<string, string>>, more: Partial<LoadOptions> = {}) => load({ ...built, root: portfolio(files), ...more });
/** One project called `p` with this body. */
const bodyOf = (body: string, outside = '') => run({ 'projects/p/project.ts': project('p', body, outside) });
const brief = ({ code, at, what }: Diagnostic) => ({ code, at: 'file' in at ? `${at.file}:${at.line}:${at.column}` : at, what });

describe('a portfolio', () => {
  it('loads the projects of this repository', async () => {
    const { value, diagnostics } = await load({ ...built, root });
    expect(diagnostics.map(brief)).toEqual([]);
    expect(value.map((l) => l.project)).toEqual(discover(root));
    const assistant = value.find((l) => l.project === 'support-assistant')!.model;
    expect(assistant.nodes[0]).toMatchObject({ id: 'support-assistant', path: 'support-assistant', kind: 'AiProject' });
    expect(assistant.uses).toMatchObject([{ path: 'crm/tickets', kind: 'DataContract', version: '2' }]);
    expect(assistant.nodes.every((n) => (n.site ?? []).length === 1)).toBe(true);
  });

  it('is told that it is empty', async () => {
    expect((await run({ 'README.md': '' })).diagnostics.map((d) => d.code)).toEqual(['LW1101']);
  });

  it('is told which project it does not have', async () => {
    const { diagnostics } = await run({ 'projects/crm/project.ts': project('crm', '') }, { projects: ['crn'] });
    expect(diagnostics.map((d) => [d.code, d.what, d.remedies?.[0]?.text])).toEqual([['LW1122', 'there is no project crn', 'did you mean crm?']]);
  });

  it('keeps the good projects when others are broken, each with its own reason', async () => {
    const { value, diagnostics } = await run({
      'projects/bad/project.ts': "export default class {\n  x = 'äö' y\n}",
      'projects/empty/project.ts': '', 'projects/good/project.ts': project('good', ''), 'projects/lost/project.ts': "import './nowhere.ts';\n", 'projects/also-good/project.ts': project('also-good', ''),
    });
    expect(value.map((l) => l.project)).toEqual(['also-good', 'good']);
    expect(diagnostics.map(brief)).toEqual([
      { code: 'LW1102', at: 'projects/bad/project.ts:2:12', what: 'Expected ";" but found "y"' },
      { code: 'LW1110', at: 'projects/empty/project.ts:undefined:undefined', what: 'project.ts has no default export' },
      { code: 'LW1102', at: 'projects/lost/project.ts:1:8', what: 'there is no ./nowhere.ts' },
    ]);
  });

  it('gives the same models in any order and with other projects beside', async () => {
    const one = project('one', "    new Model(this, 'llama', { weights: 'meta/llama' });");
    const [alone, together] = [await run({ 'projects/one/project.ts': one }), await run({ 'projects/zero/project.ts': project('zero', ''), 'projects/one/project.ts': one, 'projects/a/project.ts': project('a', '') })];
    expect(together.value.find((l) => l.project === 'one')!.model).toEqual(alone.value[0]!.model);
  });
});

describe('a model', () => {
  it('holds references, nesting, environments, secrets, uses, only and formerly', async () => {
    const { value, diagnostics } = await bodyOf(`
    const group = new Construct(this, 'models');
    const llama = new Model(group, 'llama', { weights: 'meta/llama', token: secret('hf/token'), only: ['production'], formerly: 'llm' });
    const foreign = this.use(DataContract, 'crm/tickets', { version: '2' });
    if (foreign !== this.use(DataContract, 'crm/tickets', { version: '2' })) throw new Error('two stand-ins');
    new ModelEndpoint(this, 'chat', { model: inEnv({ default: llama, dev: undefined }), reads: [foreign], owner: this, cost: eur('0.45'), gone: undefined });`);
    expect(diagnostics.map(brief)).toEqual([]);
    const { nodes, uses } = value[0]!.model;
    expect(nodes.map(({ site: _, place: __, ...n }) => n)).toEqual([
      { id: 'p', path: 'p', kind: 'AiProject', props: { owner: 'customer-care' } },
      { id: 'models/llama', path: 'p/models/llama', kind: 'Model', props: { weights: 'meta/llama', token: { $secret: 'hf/token' } }, only: ['production'], formerly: 'llm' },
      { id: 'chat', path: 'p/chat', kind: 'ModelEndpoint', props: {
        model: { $env: { default: { $ref: 'p/models/llama', kind: 'Model' } } }, reads: [{ $ref: 'crm/tickets', kind: 'DataContract' }],
        owner: { $ref: 'p', kind: 'AiProject' }, cost: { amount: 45, currency: 'EUR' } } },
    ]);
    expect(uses.map(({ site: _, ...u }) => u)).toEqual([{ path: 'crm/tickets', kind: 'DataContract', version: '2' }]);
  });

  it('may use files of its own folder, text among them', async () => {
    const { value, diagnostics } = await run({
      'projects/p/project.ts': `import prompt from './prompts/system.md';\nimport { weights } from './models/llama.ts';\n${project('p', "    new Model(this, 'llama', { weights, prompt });")}`,
      'projects/p/prompts/system.md': 'Be brief.\n', 'projects/p/models/llama.ts': "export const weights = 'meta/llama';",
    });
    expect(diagnostics.map(brief)).toEqual([]);
    expect(value[0]!.model.nodes[1]!.props).toEqual({ weights: 'meta/llama', prompt: 'Be brief.\n' });
  });

  it('is a copy: what the project changes afterwards has no effect', async () => {
    const { value } = await bodyOf("    const props = { weights: 'meta/llama' };\n    new Model(this, 'llama', props);\n    props.weights = 'other/model';");
    expect(value[0]!.model.nodes[1]!.props).toEqual({ weights: 'meta/llama' });
  });
});

describe('a project that declares what cannot be declared is told so at the place', () => {
  const cases: readonly (readonly [name: string, body: string, code: string, line: number, column: number, what: string | RegExp])[] = [
    ['two constructs with one id', "    new Model(this, 'm', {});\n    new Model(this, 'm', {});", 'LW1112', 7, 5, 'there are two constructs p/m'],
    ['an id that is no name', "    new Model(this, 'My Model', {});", 'LW1113', 6, 5, "'My Model' cannot be an id"],
    ['an id that is no text', '    new Model(this, 3, {});', 'LW1113', 6, 5, "'3' cannot be an id"],
    ['a function', "    new Model(this, 'm', { weights: () => 'x' });", 'LW1114', 6, 37, 'weights is a function'],
    ['a symbol', "    new Model(this, 'm', { weights: Symbol('x') });", 'LW1114', 6, 37, 'weights is a symbol'],
    ['a big integer', "    new Model(this, 'm', { weights: 12n });", 'LW1114', 6, 37, 'weights is a bigint'],
    ['undefined in a list', "    new Model(this, 'm', { list: ['a', undefined] });", 'LW1114', 6, 40, 'list.1 is a undefined'],
    ['not a number', "    new Model(this, 'm', { size: 0 / 0 });", 'LW1114', 6, 34, 'size is NaN'],
    ['infinity', "    new Model(this, 'm', { size: 1 / 0 });", 'LW1114', 6, 34, 'size is Infinity'],
    ['a promise', "    new Model(this, 'm', { weights: Promise.resolve('x') });", 'LW1114', 6, 37, 'weights is a promise'],
    ['a date', "    new Model(this, 'm', { by: new Date('2027-01-01') });", 'LW1114', 6, 32, 'by is a Date'],
    ['a map', "    new Model(this, 'm', { labels: new Map() });", 'LW1114', 6, 36, 'labels is a Map or Set'],
    ['an instance', "    new Model(this, 'm', { labels: new (class Labels {})() });", 'LW1114', 6, 36, 'labels is an instance of a class'],
    ['half a character', "    new Model(this, 'm', { weights: '\\ud800' });", 'LW1114', 6, 37, 'weights is half of a character'],
    ['a list for properties', "    new Model(this, 'm', ['x']);", 'LW1114', 6, 5, 'the properties are a list'],
    ['a construct for properties', "    new Model(this, 'm', this);", 'LW1114', 6, 5, 'the properties are an object'],
    ['a group as reference', "    new Model(this, 'm', { of: new Construct(this, 'g') });", 'LW1114', 6, 32, 'of is a construct without a kind'],
    ['a value that contains itself', "    const labels = { tier: 'gold' };\n    labels.self = labels;\n    new Model(this, 'm', { labels });", 'LW1115', 7, 19, 'labels.self contains itself'],
    ['arithmetic with inEnv', "    new Model(this, 'm', { size: inEnv({ default: 1 }) * 2 });", 'LW1116', 6, 54, 'a value made by inEnv is used in arithmetic or text'],
    ['a property of inEnv', "    inEnv({ default: { a: 1 } }).a;", 'LW1116', 6, 32, 'a value made by inEnv is asked for a'],
    ['a spread of inEnv', "    new Model(this, 'm', { ...inEnv({ default: { a: 1 } }) });", 'LW1116', 6, 31, 'a value made by inEnv is spread or listed'],
    ['inEnv of a list', '    inEnv([1, 2]);', 'LW1125', 6, 5, 'inEnv is given a list'],
    ['only as text', "    new Model(this, 'm', { only: 'production' });", 'LW1125', 6, 34, /^only is given/],
    ['a construct without scope', "    new Model(undefined, 'm', {});", 'LW1117', 6, 5, 'the scope of m is missing'],
    ['a construct in a foreign scope', "    new Model({ node: this.node }, 'm', {});", 'LW1117', 6, 5, 'the scope of m is no construct'],
    ['a reference by hand', "    new Model(this, 'm', { of: { $ref: 'crm/tickets', kind: 'DataContract' } });", 'LW1126', 6, 40, 'a property cannot be called $ref'],
    ['environments by hand', "    new Model(this, 'm', { of: { $env: { dev: 1 } } });", 'LW1126', 6, 40, 'a property cannot be called $env'],
    ['a prototype by name', "    new Model(this, 'm', { of: JSON.parse('{\"__proto__\":{}}') });", 'LW1126', 6, 32, 'a property cannot be called __proto__'],
    ['a use without a project', "    this.use(DataContract, 'tickets');", 'LW1124', 6, 10, /the path has the form/],
    ['a use of itself', "    this.use(DataContract, `${this.node.path}/tickets`);", 'LW1124', 6, 10, /it is in this project/],
    ['a use in two versions', "    this.use(DataContract, 'crm/t', { version: '1' });\n    this.use(DataContract, 'crm/t', { version: '2' });", 'LW1124', 7, 10, /two kinds or versions/],
    ['a second project', "    new AiProject(portfolio, 'q', {});", 'LW1110', 6, 5, 'project.ts has more than one project'],
    ['a construct after the constructor', "    Promise.resolve().then(() => new Model(this, 'm', {}));", 'LW1119', 6, 34, "m is made after the project's constructor returned"],
    ['too deep a value', '    let deep = {};\n    for (let i = 0; i < 100; i++) deep = { deep };\n    new Model(this, \'m\', deep);', 'LW1121', 6, 16, 'the project declares more than 64 levels'],
    ['a value that unfolds without end', "    let bomb: unknown = 'x';\n    for (let i = 0; i < 40; i++) bomb = [bomb, bomb];\n    new Model(this, 'm', { bomb });", 'LW1121', 8, 28, /more than 200000 values/],
    ['money with a fraction', '    eur(0.45);', 'LW1105', 6, 5, /write the amount 0.45 as text/],
    ['a misspelt import', "    new Modle(this, 'm', {});", 'LW1105', 6, 5, /Modle is not a constructor/],
    ['an error of its own', "    throw new RangeError('not yet');", 'LW1105', 6, 11, 'the project throws: not yet'],
  ];
  it('for each of them, in one run', async () => {
    const files = Object.fromEntries(cases.map(([, body], i) => [`projects/p${i}/project.ts`, project(`p${i}`, body)]));
    const { value, diagnostics } = await run(files);
    expect(value.map((l) => l.project)).toEqual([]);
    const said = (i: number) => diagnostics.filter((d) => d.project === `p${i}`).map(brief).map(({ code, at: place, what }) => `${code} ${String(place).split(':').slice(1).join(':')} ${what.replaceAll(`p${i}/`, 'p/')}`);
    expect(cases.map(([name], i) => [name, ...said(i)])).toEqual(cases.map(([name, , code, line, column, what]) =>
      [name, typeof what === 'string' ? `${code} ${line}:${column} ${what}` : expect.stringMatching(new RegExp(`^${code} ${line}:${column} .*${what.source.replace('^', '')}`))]));
  });

  it('all of them, not the first', async () => {
    const { diagnostics } = await bodyOf("    new Model(this, 'm', { a: () => 1, b: 2n });\n    new Model(this, 'm', {});\n    new Model(this, 'X', { c: NaN });");
    expect(diagnostics.map((d) => d.code)).toEqual(['LW1114', 'LW1114', 'LW1112', 'LW1113', 'LW1114']);
    expect(diagnostics[2]!.related).toMatchObject([{ at: { file: 'projects/p/project.ts', line: 6 }, what: 'the first one is here' }]);
  });
});

describe('a file that declares no project', () => {
  const cases: Readonly<Record<string, readonly [text: string, code: string, what: RegExp]>> = {
    object: ['export default {}', 'LW1110', /an object as default export/],
    plain: ['export default class {}', 'LW1110', /a default export that is no project/],
    construct: [`${head}export default class extends Model {}`, 'LW1110', /a construct that is no project/],
    arrow: ['export default () => 1', 'LW1110', /no project/],
    other: [project('another', ''), 'LW1111', /the project is called another, its folder other/],
    typo: ["import { AiProjct } from 'leitwerk';\nexport default class extends AiProjct {}", 'LW1118', /leitwerk exports no AiProjct/],
    escape: ["import x from '../object/project.ts';\nexport default x;", 'LW1103', /outside of the project's folder/],
    system: ["import secret from '/etc/hostname' with { type: 'text' };\nexport default secret;", 'LW1103', /outside/],
    device: ["import zero from '/dev/zero' with { type: 'text' };\nexport default zero;", 'LW1103', /outside/],
    package: ["import { z } from 'zod';\nexport default z;", 'LW1104', /projects cannot import zod/],
    node: ["import fs from 'node:fs';\nexport default fs;", 'LW1104', /projects cannot import node:fs/],
    dynamic: ["export default import('node:fs');", 'LW1109', /import\('node:fs'\)/],
    computed: ["const name = 'node:' + 'fs';\nexport default import(name);", 'LW1109', /import\(...\)/],
  };
  it('is told so', async () => {
    const { diagnostics } = await run(Object.fromEntries(Object.entries(cases).map(([name, [text]]) => [`projects/${name}/project.ts`, text])));
    for (const [name, [, code, what]] of Object.entries(cases)) {
      expect(diagnostics.filter((d) => d.project === name).map((d) => [d.code, d.what]), name).toEqual([[code, expect.stringMatching(what)]]);
    }
    expect(diagnostics.filter((d) => ['dynamic', 'computed', 'package', 'escape', 'typo'].includes(d.project ?? '')).map(brief).map((d) => d.at)).toEqual([
      'projects/computed/project.ts:2:16', 'projects/dynamic/project.ts:1:23', 'projects/escape/project.ts:1:15', 'projects/package/project.ts:1:19', 'projects/typo/project.ts:2:30',
    ]);
  });

  it('is refused where it is a link out of the repository', async () => {
    const folder = portfolio({ 'elsewhere/project.ts': project('linked', ''), 'projects/good/project.ts': project('good', '') });
    mkdirSync(join(folder, 'projects/linked'));
    symlinkSync(join(folder, 'elsewhere/project.ts'), join(folder, 'projects/linked/project.ts'));
    const { value, diagnostics } = await load({ ...built, root: folder });
    expect(value.map((l) => l.project)).toEqual(['good']);
    expect(diagnostics.map((d) => [d.code, d.project])).toEqual([['LW1127', 'linked']]);
  });
});

describe('text that only looks forbidden', () => {
  it('passes, with its value and its places', async () => {
    const { value, diagnostics } = await bodyOf(`
    const shell = { eval: (s) => s, m: 'import(x) and eval(y) <!-- -->' };
    new Model(this, 'm', { a: shell.eval(\`import('\${'x'}') --> eval(1)\`), b: /import\\(/.test('import('), c: shell.m }); new Model(this, 'n', { bad: () => 1 });`);
    expect(diagnostics.map(brief)).toEqual([{ code: 'LW1114', at: 'projects/p/project.ts:8:149', what: 'bad is a function' }]);
    expect(value).toEqual([]);
    const fine = await bodyOf("    new Model(this, 'm', { a: \"import('x') eval(1) <!-- --> \" + `import(` });");
    expect(fine.value[0]!.model.nodes[1]!.props).toEqual({ a: "import('x') eval(1) <!-- --> import(" });
  });
});

it('a copied portfolio in another folder gives the same models', async () => {
  const folder = temporary();
  cpSync(join(root, 'projects'), join(folder, 'projects'), { recursive: true });
  const [here, there] = [await load({ ...built, root }), await load({ ...built, root: folder })];
  expect(there.value.map((l) => l.model)).toEqual(here.value.map((l) => l.model));
});
