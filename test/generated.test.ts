// What is generated follows from the sources, and the compiled validators judge as the schemas do that they were made from.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import config from '../leitwerk.config.ts';
import { loadConcepts, type LoadedConcept } from '../src/dev/concepts.ts';
import { generated } from '../src/dev/generate.ts';
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

interface Subject { readonly name: string; readonly zod: z.ZodType; readonly example: JsonObject }
const concepts = await loadConcepts([join(root, 'constructs')], root);
const subjects: readonly Subject[] = [
  ...concepts.map((c: LoadedConcept) => ({ name: c.kind, zod: c.definition.schema(), example: c.example })),
  { name: 'platform', zod: platform, example: config as unknown as JsonObject },
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

describe.each(subjects.map((s) => [s.name, s] as const))('%s', (name, { zod, example }) => {
  test('accepts its example, with the same defaults from zod and from the compiled validator', () => {
    const byZod = judgedByZod(zod, example);
    expect(byZod).not.toBe('refused');
    expect(judged(name, example)).toEqual(byZod);
  });

  test('is judged alike by zod and by the compiled validator, whatever is changed in its example', () => {
    let refused = 0;
    fc.assert(fc.property(mutant(example), (value) => {
      const verdict = judged(name, value);
      if (verdict === 'refused') refused++;
      expect(verdict).toEqual(judgedByZod(zod, value));
    }), { numRuns: 150, seed: 7 });
    expect(refused).toBeGreaterThan(30);
  });
});

test('a validator reports every error, at its place', () => {
  const value = { amount: { amount: 1.5, currency: 'EUR' }, per: 'week', at: { '80%': 'alert' }, unexpected: true };
  expect(validators['Budget']!(value)).toBe(false);
  expect(validators['Budget']!.errors!.map((e) => `${e.instancePath} ${e.keyword}`)).toEqual([' additionalProperties', '/amount/amount type', '/per enum']);
});
