// Inert text: whatever an author writes is refused at its property, or comes out verbatim and acts nowhere. Every emitted file is read back by a program that is not ours.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { exampleOf } from '../../src/check/example.ts';
import { loadConcepts } from '../../src/cli/builtin.ts';
import type { Terminal } from '../../src/cli/command.ts';
import { main } from '../../src/cli/main.ts';
import { facts, policies, portfolioFacts, targets } from '../../src/generated/registry.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { compile, type Compilation, type Input } from '../../src/pipeline.ts';
import { exampleInput } from '../../src/probe/coverage.ts';
import { githubOf } from '../../src/report/github.ts';
import { harmless } from '../../src/report/harmless.ts';
import { jsonOf } from '../../src/report/json.ts';
import { inert as visible, type Located } from '../../src/report/located.ts';
import { sarifOf } from '../../src/report/sarif.ts';
import { textOf } from '../../src/report/text.ts';
import { trees } from '../../src/write/trees.ts';
import { lines, refused, texts } from '../judges/inert-text/nasty.mjs';
import { sampled, tries } from '../support/sample.ts';
import { filled, mapTexts, put, tokenProject, untried, type Slot } from '../support/declared-text.ts';
import { folder, home, leitwerk, ownPortfolio, type Files } from '../support/portfolio.ts';
import { readersOf } from '../support/read-back.ts';
import { documents, mergeValues, render } from '../write/helm-subset.ts';

type Emitted = ReadonlyMap<string, string>;
let slots: readonly Slot[];
let input: (given: readonly string[]) => Input;
let plain: Emitted;
const environments = ['dev', 'staging', 'production'];

beforeAll(async () => {
  // What rules find of an example project is asked elsewhere; its waiver names one of them.
  const tables = { concepts: await loadConcepts(home), targets, policies: Object.fromEntries(Object.entries(policies).filter(([id, p]) => 'onObject' in p || id === 'budget-has-teeth')), facts, portfolioFacts };
  const project = tokenProject(tables.concepts.info);
  slots = project.slots;
  input = (given) => exampleInput(filled(project.model, given), tables);
  plain = await emitted(slots.map((s) => s.token));
});

const errors = ({ diagnostics }: Compilation): readonly Diagnostic[] => diagnostics.filter((d) => d.severity === 'error');
const emitted = (given: readonly string[]): Promise<Emitted> => written(input(given));
async function written(of: Input): Promise<Emitted> {
  const compilation = compile(of);
  expect(errors(compilation).map((d) => `${d.code} ${d.what}`)).toEqual([]);
  const { value, diagnostics } = await trees(compilation, of, '1.0.0');
  expect(diagnostics).toEqual([]);
  return new Map(value.flatMap(({ tree }) => [...tree.files].filter(([path]) => path !== 'index.json').map(([path, text]): [string, string] => [`${tree.path}/${path}`, text])));
}

/** What no file of text can hold, or what shows a reader something else than is there. */
const unsayable = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud83f\ud87f\udbff][\udffe\udfff]/;
const mayHold = ({ form, min, max }: Slot, text: string): boolean =>
  !unsayable.test(text) && [...text].length >= min && [...text].length <= max && !(form === 'line' && /[\t\n\r]/.test(text)) && !(form === 'text' && text.includes('\r'));

/** Slots that the compiler refuses; every error must be at a slot. */
function refusedSlots(given: readonly string[]): ReadonlySet<Slot> {
  const placeOf = (slot: Slot): string => JSON.stringify([slot.node, slot.path.map((step) => typeof step === 'string' ? put(step, given) : step)]);
  return new Set(errors(compile(input(given))).flatMap((d) => {
    expect(['LW1212', 'LW1216']).toContain(d.code);
    const place = 'node' in d.at ? JSON.stringify([d.at.node, d.at.property]) : '';
    const found = slots.filter((s) => placeOf(s) === place && (s.environments === undefined || s.environments.some((e) => d.environments?.includes(e))));
    if (found.length === 0) throw new Error(`refused, but not at the property: ${JSON.stringify(d)}`);
    return found;
  }));
}

const known = new Map<string, unknown>();
const once = (name: string, make: () => unknown): unknown => { if (!known.has(name)) known.set(name, make()); return known.get(name); };
function compare(files: Emitted, given: readonly string[]): void {
  expect([...files.keys()]).toEqual([...plain.keys()]);
  for (const [path, text] of files) {
    const before = plain.get(path)!;
    if (text === before) continue;
    const readers = readersOf(path);
    if (readers.length === 0 && !path.includes('/chart/templates/')) throw new Error(`${path} depends on texts, and nothing reads it back`);
    for (const { name, read, as } of readers) {
      const wanted = mapTexts(once(`${path} by ${name}`, () => read(before)), (t) => put(t, given, as));
      expect(path.endsWith('.tf.json') ? cutAsGlue(read(text)) : read(text), `${path} by ${name}`).toEqual(path.endsWith('.tf.json') ? cutAsGlue(wanted) : wanted);
    }
  }
}
/** Glue takes so many bytes of a description, and no more. */
const cutAsGlue = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') return key === 'comment' || key === 'description' ? Buffer.from(value).subarray(0, 240).toString() : value;
  if (Array.isArray(value)) return value.map((v) => cutAsGlue(v, key));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, cutAsGlue(v, k)])) : value;
};

/** The chart gives each environment's manifests back. */
function chart(files: Emitted): void {
  const of = (path: string): unknown => documents(files.get(`_projects/example/chart/${path}`)!)[0] ?? {};
  for (const environment of environments) {
    const data = { Values: mergeValues(of('values.yaml'), of(`values-${environment}.yaml`)), Release: { Namespace: 'example' } };
    for (const [path, text] of files) {
      const file = /^_projects\/example\/chart\/templates\/(.*)$/.exec(path)?.[1];
      if (file === undefined) continue;
      const manifests = files.get(`${environment}/example/kubernetes/main/${file}`);
      expect(documents(render(text, data)), `${file} in ${environment}`).toEqual(manifests === undefined ? [] : documents(manifests));
    }
  }
}

const accepted = (slot: Slot, pool: readonly string[]): readonly string[] => pool.filter((t) => mayHold(slot, t));
/** A text for every slot; `__proto__` never reaches the compiler, see the last tests. */
const anything = (): fc.Arbitrary<readonly string[]> => fc.tuple(...slots.map((slot) => {
  const known = fc.constantFrom(...accepted(slot, [...lines, ...texts]));
  const joined = fc.array(fc.constantFrom(...lines, ...texts), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  return fc.oneof(known, joined, fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 })).filter((t) => mayHold(slot, t) && t !== '__proto__');
})) as fc.Arbitrary<readonly string[]>;

async function holds(given: readonly string[]): Promise<number> {
  const files = await emitted(given);
  compare(files, given);
  chart(files);
  return files.size;
}

describe('a text that a property may hold', () => {
  test('is tried in every property that may hold any text', async () => {
    const { info } = await loadConcepts(home), { model, slots } = tokenProject(info);
    expect(untried(info, slots, model)).toEqual([]);
  });
  test('comes out verbatim in every file that has it, and changes nothing else: each text, in a property of each form', async () => {
    const pools = new Map(slots.map((s) => [s, accepted(s, [...lines, ...texts])]));
    const forms = ['line', 'text', 'any', 'key'].map((form) => slots.filter((s) => s.form === form));
    // a part of the runs has each property, and not each text
    const all = Math.ceil((lines.length + texts.length) / Math.min(...forms.filter((f) => f[0]?.form !== 'text' && f[0]?.form !== 'key').map((f) => f.length)));
    const runs = tries(all, Math.ceil(all / 16));
    let files = 0;
    for (let run = 0; run < runs; run++) {
      files += await holds(slots.map((slot) => {
        const pool = pools.get(slot)!, peers = forms.find((f) => f.includes(slot))!, here = (n: number) => pool[(run * n + peers.indexOf(slot)) % pool.length]!;
        // A property of several lines takes many texts, one a line: it stands in every document.
        return slot.form === 'text' ? Array.from({ length: 14 }, (_, i) => pool[(run * 14 + i) % pool.length]!).join('\n') : here(peers.length);
      }));
    }
    console.log(`inert text: ${slots.length} properties, ${lines.length + texts.length} texts, ${files} files read back in ${runs} runs`);
  }, 60_000);
  test('in every property at once', async () => {
    for (const text of sampled([' {{ .x }} ${y} %{ z } <b>&amp;| [a](b) "\'`*c*` $(X) $$ # : - ', '- ::error::##[x] {{- end }} {{ "{{" }} <!-- \\|', '012', '<<', '\'"\\'], 1)) {
      // Keys are unique, and what differs by environment differs.
      await holds(slots.map((slot, i) => slot.form === 'key' || slot.environments ? `${text}${i}` : text));
    }
  }, 60_000);
  test('and so does any other text', () => fc.assert(fc.asyncProperty(anything(), async (given) => { await holds(given); }), { seed: 20261123, numRuns: tries(5, 1) }), 60_000);
});

describe('names that every object of JavaScript has', () => {
  test('are names like others: of objects, values, fields and partitions', async () => {
    const { concepts } = input(slots.map((s) => s.token));
    const raw = (kind: string, name: string) => ({ kind: 'RawManifest' as const, props: { manifest: { apiVersion: 'example.com/v1', kind, metadata: { name }, spec: { constructor: { $env: { default: 'a', production: 'b' } } } } } });
    const { model } = exampleOf('DataContract', concepts.info, { props: { fields: { day: { type: 'date' }, constructor: { type: 'string', description: 'c' } }, partitionBy: ['constructor'], quality: [] }, also: [raw('To', 'string'), raw('Global', 'g')] });
    const ids: Readonly<Record<string, string>> = { 'also-0': 'constructor', 'also-1': 'global' };
    const renamed = model.nodes.map((n) => ({ ...n, id: ids[n.id] ?? n.id, path: n.path.replace(/also-\d/, (id) => ids[id]!) }));
    const { model: without } = exampleOf('DataContract', concepts.info, { props: { fields: { day: { type: 'date' } }, partitionBy: ['constructor'], quality: [] } });
    const files = await written({ ...input([]), models: [{ ...model, nodes: renamed }] });
    chart(files);
    const values = JSON.parse(files.get('_projects/example/chart/values.schema.json')!) as { properties: Readonly<Record<string, object>> };
    expect(Object.keys(values.properties)).toEqual(['global', 'constructor', 'globalG']);
    expect(values.properties['global']).toEqual({ type: 'object' });
    const tableOf = (all: Emitted) => (JSON.parse(all.get('dev/example/terraform/main/cdk.tf.json')!) as { resource: { aws_glue_catalog_table: { subject: { partition_keys?: unknown } } } }).resource.aws_glue_catalog_table.subject;
    expect(tableOf(files).partition_keys).toEqual([{ name: 'constructor', type: 'string', comment: 'c', parameters: { classification: 'internal' } }]);
    expect(tableOf(await written({ ...input([]), models: [without] })).partition_keys).toBeUndefined();
  });
});

describe('a text that a property may not hold', () => {
  test('is refused at the property, and only there', () => {
    let seen = 0;
    fc.assert(fc.property(fc.tuple(...slots.map(() => fc.oneof(fc.constantFrom(...lines), fc.constantFrom(...texts), fc.constantFrom(...refused), fc.constantFrom('', 'a\r\nb', 'x'.repeat(5000))))), (all) => {
      const wanted = slots.filter((s, i) => !mayHold(s, all[i]!));
      expect([...refusedSlots(all)].map((s) => s.token).sort()).toEqual(wanted.map((s) => s.token).sort());
      seen += wanted.length;
    }), { seed: 20261124, numRuns: 30 });
    expect(seen).toBeGreaterThan(300);
  });
  test('whatever the property, if it ends lines, moves cursors, turns text around or is no text', () => {
    for (const text of refused) expect(refusedSlots(slots.map(() => text)).size, JSON.stringify(text)).toBe(slots.length);
  });
});

describe('what is printed of a text', () => {
  const ours = /\u001b\[[\d;]*m/g;
  /** No character that acts, and no line that a CI system would take for its own. */
  const quiet = (text: string): void => {
    expect(text.replace(ours, '')).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
    for (const line of text.replace(ours, '').split('\n')) { expect(line.trimStart()).not.toMatch(/^::/); expect(line).not.toMatch(/##(\[|vso\[|teamcity\[)/i); }
  };
  const nasty = [...lines, ...texts, ...refused];
  const found = (text: string): Located => ({
    code: 'LW1212', severity: 'error', at: { node: 'p' }, what: `problem: ${text}`, why: [text, `${'word '.repeat(17)}${text}`], remedies: [{ text }, { text, tried: true }], environments: ['dev'], place: { file: `projects/${text}/project.ts`, line: 1, column: 2 }, relatedPlaces: [{ what: text }],
  }) as Located;
  async function printed(text: string): Promise<string> {
    let all = '';
    const terminal: Terminal = { out: (t) => { all += t; }, err: (t) => { all += t; }, color: true, interactive: false, width: 100, cwd: home };
    await main(['explain', text], terminal);
    await main(['why', text], terminal);
    await main([text], terminal);
    return all + harmless(textOf(found(text), { color: true, width: 100, sourceLine: () => text }));
  }

  test('on a terminal moves no cursor and is no command of a CI system', async () => { for (const text of sampled(nasty, 80)) quiet(await printed(text)); });
  test('in an annotation of GitHub is data of that one annotation', () => {
    for (const text of nasty) {
      const out = githubOf([found(text)]);
      expect(out.match(/\n/g)).toHaveLength(1);
      expect(out.replace(/^::error file=[^:,]*,line=1,col=2,title=LW1212::/, '')).not.toMatch(/^::|##\[|[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/);
    }
  });
  test('in JSON and SARIF is a value, as it was or spelt out', () => {
    for (const text of nasty) {
      const asJson = harmless(jsonOf([found(text)])), asSarif = harmless(sarifOf([found(text)], '1', () => ({ title: text, help: text })));
      quiet(asJson);
      quiet(asSarif);
      const { diagnostics: [one] } = JSON.parse(asJson) as { diagnostics: readonly { what: string }[] };
      expect(one!.what).toBe(`problem: ${text}`);
      const { runs: [run] } = JSON.parse(asSarif) as { runs: readonly { results: readonly { ruleId: string; message: { text: string } }[] }[] };
      expect(run!.results).toHaveLength(1);
      expect(run!.results[0]!.message.text.startsWith(`problem: ${visible(text)}`)).toBe(true);
    }
  });
});

describe('from the source to the report', () => {
  const project = (more: string): Files => ({ ...ownPortfolio('crm'), 'projects/crm/project.ts': ownPortfolio('crm')['projects/crm/project.ts']!.replace(/problem: '[^']*'/, `problem: ${more}`) });
  const checked = async (files: Files, ...argv: readonly string[]) => { const { root, dispose } = folder(files); try { return await leitwerk(root, 'check', 'crm', ...argv); } finally { dispose(); } };

  test('a text that is refused is named at its place', async () => {
    const { code, out } = await checked(project("'bell \\u0007 and \\u001b[2J'"));
    expect(code).toBe(1);
    expect(out).toMatch(/^error {4}LW1216 {2}crm\.problem holds U\+0007, a control character\n {2}projects\/crm\/project\.ts:9:16 /);
  });
  test('an error thrown with commands of a log prints none', async () => {
    const { code, out, err } = await checked(project("(() => { throw new Error('x\\n::error::y\\n##[error]z \\u001b[2J'); })()"));
    expect(code).toBe(1);
    expect(`${out}${err}`.split('\n').filter((l) => /^\s*::|##\[|\u001b/.test(l))).toEqual([]);
  });
  test('a name that would be the prototype is refused', async () => {
    const { code, out } = await checked(project("'x', ['__proto__']: { a: 1 }"));
    expect(code).toBe(1);
    expect(out).toContain('LW1126  a property cannot be called __proto__');
  });
  test('a text that means something to everybody compiles, and `check` says nothing of it', async () => {
    const { code, out } = await checked(project(JSON.stringify([...lines, ...texts].filter((t) => t.length < 30).join('\n').slice(0, 3900))));
    expect(out).not.toMatch(/LW1[0-9]{3}/);
    expect(code).toBe(0);
  });
});
