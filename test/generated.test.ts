// What is generated follows from the sources, and the compiled validators judge as the schemas do that they were made from.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import config from '../leitwerk.config.ts';
import { declaredConcepts, loadConcepts } from '../src/dev/concepts.ts';
import { generated } from '../src/dev/generate.ts';
import { buildGuest, cutDefinitions } from '../src/dev/guest.mjs';
import { conceptBundle } from '../src/dev/own.ts';
import { jsonSchema } from '../src/dev/schema.ts';
import { validatorsModule } from '../src/dev/validators.ts';
import type { Validator } from '../src/model/concepts.ts';
import { withAt, type JsonObject, type Path } from '../src/model/json.ts';
import { platform } from '../src/model/platform.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('generating again changes nothing', async () => {
  const files = await generated(root);
  expect(Object.keys(files).sort()).toEqual(['kinds.ts', 'leitwerk.d.ts', 'platform-schema.json', 'registry-types.ts', 'registry.ts', 'schemas.json']);
  for (const [name, text] of Object.entries(files)) expect(readFileSync(join(root, 'src/generated', name), 'utf8'), `${name}: run npm run generate`).toBe(text);
});

interface Subject { readonly name: string; readonly schema: z.ZodType; readonly example: JsonObject }
const concepts = await loadConcepts([join(root, 'constructs')], root);
const subjects: readonly Subject[] = [
  ...(await declaredConcepts([join(root, 'constructs')], root)).map(({ kind, definition: d }) => ({ name: kind, schema: d.schema(), example: d.example as JsonObject })),
  { name: 'platform', schema: platform, example: config as unknown as JsonObject },
];
let validators: Readonly<Record<string, Validator>>;
beforeAll(async () => {
  const text = await validatorsModule({ ...Object.fromEntries(concepts.map((c) => [c.kind, c.schema])), platform: jsonSchema(platform) });
  const file = join(mkdtempSync(join(tmpdir(), 'leitwerk-validators-')), 'validators.mjs');
  writeFileSync(file, text);
  ({ validators } = await import(pathToFileURL(file).href) as { validators: typeof validators });
});

/** What the compiled validator makes of a value: accepted with defaults, or refused. */
function judged(name: string, value: unknown): { readonly accepted: unknown } | 'refused' {
  const copy: unknown = structuredClone(value);
  return validators[name]!(copy) ? { accepted: copy } : 'refused';
}
function judgedByZod(schema: z.ZodType, value: unknown): { readonly accepted: unknown } | 'refused' {
  const result = schema.safeParse(structuredClone(value));
  return result.success ? { accepted: result.data } : 'refused';
}

function pathsOf(value: unknown, here: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  const below = Array.isArray(value) ? value.map((v, i) => [i, v] as const) : Object.entries(value);
  return [here, ...below.flatMap(([key, child]) => pathsOf(child, [...here, key]))];
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1, 1.5, 1e21, '', ' ', '0', '1', '-5ms', '60s', '060s', '100%', '101%', '99.50%', '5Gi', '0Gi', '3/s', '* * * * *', '2027-02-31', '2027-13-01', 'a\nb', 'A', 'eu-central-1', [], {}, [{}], [''], { a: 1 }),
  fc.string({ maxLength: 20 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** The example with something in it replaced, removed or added. */
const mutant = (example: JsonObject): fc.Arbitrary<unknown> => {
  const paths = pathsOf(example).filter((p) => p.length > 0);
  const edit = fc.oneof(
    fc.record({ path: fc.constantFrom(...paths), to: anything }),
    fc.record({ path: fc.constantFrom(...paths), to: fc.constant(undefined) }),
    fc.record({ path: fc.constantFrom(...paths, []).map((p) => [...p, 'unexpected']), to: anything }),
  );
  return fc.array(edit, { minLength: 1, maxLength: 2 }).map((edits) => edits.reduce<unknown>((value, { path, to }) => {
    try { return withAt(value, path, to); } catch { return value; }
  }, example)).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
};

describe.each(subjects.map((s) => [s.name, s] as const))('%s', (name, { schema, example }) => {
  test('accepts its example, with the same defaults from zod and from the compiled validator', () => {
    const byZod = judgedByZod(schema, example);
    expect(byZod).not.toBe('refused');
    expect(judged(name, example)).toEqual(byZod);
  });

  test('is judged alike by zod and by the compiled validator, whatever is changed in its example', () => {
    let refused = 0;
    fc.assert(fc.property(mutant(example), (value) => {
      const verdict = judged(name, value);
      if (verdict === 'refused') refused++;
      expect(verdict).toEqual(judgedByZod(schema, value));
    }), { numRuns: 150, seed: 7 });
    expect(refused).toBeGreaterThan(30);
  });
});

test('a validator reports every error, at its place', () => {
  const value = { amount: { amount: 1.5, currency: 'EUR' }, per: 'week', at: { '80%': 'alert' }, unexpected: true };
  expect(validators['Budget']!(value)).toBe(false);
  expect(validators['Budget']!.errors!.map((e) => `${e.instancePath} ${e.keyword}`)).toEqual([' additionalProperties', '/amount/amount type', '/per enum']);
});

describe('a schema', () => {
  const compiled = async (schema: z.ZodType): Promise<Validator> => {
    const file = join(mkdtempSync(join(tmpdir(), 'leitwerk-validators-')), 'validators.mjs');
    writeFileSync(file, await validatorsModule({ it: jsonSchema(schema) }));
    return (await import(pathToFileURL(file).href) as { validators: Record<string, Validator> }).validators['it']!;
  };
  const step = () => z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('retry'), times: z.int().default(3) }).meta({ id: 'Retry' }),
    z.strictObject({ kind: z.literal('stop') }).meta({ id: 'Stop' }),
  ]);

  test('whose union says what tells its members apart has its defaults filled in there', async () => {
    const value = { first: { kind: 'retry' }, then: [{ kind: 'stop' }] };
    expect((await compiled(z.strictObject({ first: step(), then: z.array(step()) })))(value)).toBe(true);
    expect(value).toEqual({ first: { kind: 'retry', times: 3 }, then: [{ kind: 'stop' }] });
  });
  test('with a default in a plain union is refused, since that default would be lost', () => {
    expect(() => jsonSchema(z.union([z.strictObject({ a: z.int().default(1) }), z.string()]))).toThrow('a default inside a union would be lost');
  });
  test('may use a named part twice, with a description at each place', () => {
    const part = () => z.strictObject({ n: z.int() }).meta({ id: 'Part' });
    expect(jsonSchema(z.strictObject({ one: part().describe('The one.'), other: part().optional().describe('The other.') }))).toMatchObject({
      properties: { one: { $ref: '#/$defs/Part', description: 'The one.' }, other: { $ref: '#/$defs/Part', description: 'The other.' } },
      $defs: { Part: { type: 'object', required: ['n'] } },
    });
  });
  test('may not give one name to two different parts', () => {
    const part = (schema: z.ZodType) => z.strictObject({ n: schema }).meta({ id: 'Part' });
    expect(() => jsonSchema(z.strictObject({ one: part(z.int()), other: part(z.string()) }))).toThrow("two different schemas are named 'Part'");
  });
});

describe('the guest', () => {
  test('carries every concept and every function of the concept files, and no definition', async () => {
    const text = await buildGuest();
    const module = { exports: {} as Record<string, unknown> };
    new Function('module', 'exports', text)(module, module.exports);
    const declared = [...readFileSync(join(root, 'src/generated/leitwerk.d.ts'), 'utf8').matchAll(/^export declare (?:function|class) (\w+)/gm)].map((m) => m[1]!);
    expect(declared.filter((name) => typeof module.exports[name] !== 'function')).toEqual([]);
    expect(concepts.filter((c) => text.includes(c.doc)).map((c) => c.kind)).toEqual([]);
    expect(text.length).toBeLessThan(40_000);
  });
  test('keeps the body of a concept class', () => {
    const text = "export class A extends concept('A', { doc: 'x', schema: () => z.string() }) { readonly b = 1; }";
    expect(cutDefinitions(parseSync, 'a.ts', text)).toBe("export class A extends concept('A', {}) { readonly b = 1; }");
  });
});

describe("a portfolio's own concepts", () => {
  const header = "import * as z from 'zod';\nimport { a, concept, ref } from 'leitwerk/concept';\nimport { duration } from 'leitwerk/values';\n";
  const portfolio = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'leitwerk-portfolio-'));
    mkdirSync(join(folder, 'constructs'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'constructs', name), header + text);
    return folder;
  };
  const robot = "/** Twice as patient. */\nexport function patient(): string { return '2h'; }\nexport class Robot extends concept('Robot', { doc: 'A robot.', schema: () => z.strictObject({ uses: ref('Model'), wait: duration().default('1h') }), example: { uses: a('Model') } }) {}\n";

  test('join those of the package: types, guest, validators', async () => {
    const { info, validators: text, guest, types } = await conceptBundle(portfolio({ 'robot.ts': robot }));
    expect(Object.entries(info).map(([kind, { file }]) => [kind, file])).toEqual([['Robot', 'constructs/robot.ts']]);
    expect(types).toContain('export declare class Robot extends Concept<\'Robot\'>');
    expect(types).toContain('/** Twice as patient. */\nexport declare function patient(): string;');
    expect(types).toContain('/** Default `1h`. */\n  wait?: Duration;');
    expect(types).toContain("import { CommonProps, Concept, Construct, Duration, Model } from 'leitwerk';");
    expect(types).not.toContain('export declare class Model');
    const module = { exports: {} as Record<string, { readonly kind?: string }> };
    new Function('module', 'exports', guest)(module, module.exports);
    expect([module.exports['Robot']?.kind, module.exports['Model']?.kind]).toEqual(['Robot', 'Model']);
    expect(text).toContain('Robot');
  });
  test.each([
    ['a kind that is there already', { 'model.ts': robot.replaceAll('Robot', 'Model') }, 'the concept Model is declared in'],
    ['a reference to a kind that is nowhere', { 'robot.ts': robot.replace("ref('Model')", "ref('Modle')") }, "constructs/robot.ts: refers to the kind 'Modle', which no concept file declares"],
    ['a property name of the compiler', { 'robot.ts': robot.replace('wait:', 'only:') }, "constructs/robot.ts: Robot: the property name 'only' is the compiler's own"],
    ['a function without a return type', { 'robot.ts': robot.replace('(): string', '()') }, 'write out the return type of patient'],
    ['a function with a type that authors do not have', { 'robot.ts': robot.replace('(): string', '(): Patience') }, 'the function patient names the type Patience, which authors do not have'],
  ])('are refused for %s', async (_, files, message) => {
    await expect(conceptBundle(portfolio(files))).rejects.toThrow(message);
  });
});
