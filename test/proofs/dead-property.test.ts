// No dead property: each property of each concept alters what runs, what is found or what is known; or it says that it only explains, and does.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadConcepts } from '../../src/cli/builtin.ts';
import { facts, policies, portfolioFacts, targets } from '../../src/generated/registry.ts';
import type { ConceptInfo, Concepts, Validator } from '../../src/model/concepts.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { coverage, type Coverage, type CoverageTables } from '../../src/probe/coverage.ts';
import { home } from '../support/portfolio.ts';
import { sampled } from '../support/sample.ts';

let tables: CoverageTables;
let whole: Coverage;
/** Those that are asked: all, or every third; one that only the compiler reads is among them. */
let kinds: readonly string[];
beforeAll(async () => {
  tables = { concepts: await loadConcepts(home), targets, policies, facts, portfolioFacts };
  const all = Object.keys(tables.concepts.info);
  kinds = all.filter((kind) => kind === 'Waiver' || sampled(all, Math.ceil(all.length / 3)).includes(kind));
  whole = coverage({ ...tables, kinds });
}, 600_000);

describe('every property of every concept', () => {
  test('has been given another valid value', () => {
    expect(whole.untried).toEqual([]);
    expect(whole.properties.map((p) => p.kind).filter((k, i, all) => all.indexOf(k) === i)).toEqual(kinds);
  });
  test('alters an artefact, a finding or a fact, or is said to explain', () => {
    expect(whole.nothing).toEqual([]);
    const by = (alters: string): number => whole.properties.filter((p) => p.alters === alters).length;
    console.log(`no dead property: ${whole.tried} properties of ${kinds.length} concepts; ${by('artefact')} alter an artefact, ${by('finding')} a finding, ${by('fact')} a fact, ${by('documents')} documents only`);
    expect(by('artefact')).toBeGreaterThan(whole.tried / 2);
  });
  test('that is said to alter documents only does alter one, and nothing that runs', () => {
    const said = whole.properties.filter((p) => p.documentsOnly !== undefined);
    expect(said.filter((p) => p.alters !== 'documents').map((p) => `${p.kind}.${p.path}: ${p.alters}`)).toEqual([]);
    expect(whole.understated).toEqual([]);
    const entries = Object.values(tables.concepts.info).filter((i) => kinds.includes(i.kind)).flatMap((i) => Object.keys(i.documentsOnly ?? {}).map((path) => `${i.kind}.${path}`));
    expect(entries.filter((e) => !said.some((p) => `${p.kind}.${p.path}` === e || `${p.kind}.${p.path}`.startsWith(`${e}/`)))).toEqual([]);
  });
  test('of a concept for the compiler alone alters a finding or a document, for no target makes anything of it', () => {
    const alone = Object.values(tables.concepts.info).filter((i) => i.compilerOnly !== undefined && kinds.includes(i.kind));
    expect(alone.map((i) => i.kind)).toContain('Waiver');
    const ids = alone.map((i) => i.kind);
    expect(whole.properties.filter((p) => ids.includes(p.kind) && p.alters === 'artefact')).toEqual([]);
  });
});

describe('a property that nothing reads is found', () => {
  test('in a concept that nothing knows', () => {
    const made = coverage(only('Talisman', withConcept({
      kind: 'Talisman', doc: 'Brings luck.', file: 'constructs/talisman.ts', documentsOnly: { because: 'Nobody shows it.' },
      schema: { type: 'object', properties: { colour: { type: 'string' }, weight: { type: 'integer' }, because: { type: 'string' } }, required: ['colour', 'because'], additionalProperties: false },
      example: { colour: 'red', weight: 3, because: 'It worked before.' },
    })));
    expect(made.nothing).toEqual(['Talisman.because', 'Talisman.colour', 'Talisman.weight']);
  });
  test('in a concept whose other properties are alive', () => {
    const budget = tables.concepts.info['Budget']!;
    const properties = { ...budget.schema['properties'] as JsonObject, note: { type: 'string' } };
    const made = coverage(only('Budget', withConcept({ ...budget, schema: { ...budget.schema, properties }, example: { ...budget.example, note: 'paid by another department' } })));
    expect(made.nothing).toEqual(['Budget.note']);
  });
  test('where its target, its fact and its policies are taken away', () => {
    const without = <T>(table: Readonly<Record<string, T>>, ...ids: readonly string[]): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(table).filter(([id]) => !ids.includes(id)));
    const made = coverage({ ...only('DataContract', tables), targets: without(targets, 'terraform/glue-table', 'data/odcs'), facts: without(facts, 'compatibility') });
    expect(made.nothing).toContain('DataContract.description');
    expect(made.nothing).toContain('DataContract.fields.description');
  });
  test('even if the example does not show it: then nothing is known of it', () => {
    const budget = tables.concepts.info['Budget']!;
    const properties = { ...budget.schema['properties'] as JsonObject, note: { type: 'string' } };
    expect(coverage(only('Budget', withConcept({ ...budget, schema: { ...budget.schema, properties } }))).untried).toEqual(['Budget.note']);
  });
});

function withConcept(info: ConceptInfo): CoverageTables {
  const ajv = new Ajv2020({ strict: false, useDefaults: true });
  const validate = ajv.compile(info.schema) as unknown as Validator;
  const concepts: Concepts = { info: { ...tables.concepts.info, [info.kind]: info }, validators: { ...tables.concepts.validators, [info.kind]: validate } };
  return { ...tables, concepts };
}
/** Coverage of one concept: the others are there to be referred to, but are not asked. */
function only(kind: string, of: CoverageTables): CoverageTables & { readonly kinds: readonly string[] } { return { ...of, kinds: [kind] }; }
