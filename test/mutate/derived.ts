// Mutants that follow from a concept's schema and its example: whatever a property may not be, it is made once.
import { isObject, type JsonObject, type Path } from '../../src/model/json.ts';
import { at } from '../../src/model/json.ts';
import type { ConceptInfo, JsonSchema } from '../../src/model/concepts.ts';
import { leaves, schemaAt } from '../../src/probe/perturb.ts';
import type { Mutant } from './mutant.ts';

/** What no value with this unit looks like. */
const units: Readonly<Record<string, readonly unknown[]>> = {
  Duration: ['60 seconds', '1.5h', '2w'], Size: ['20GB', '0Gi'], Cpu: ['2 cores', '0.5'], Percent: ['120%', '0.5'], Rate: ['3/week', '3'], CalendarDate: ['30.06.2027', '2027-13-01', '2027-02-30'], Cron: ['daily', '61 2 * * *'],
  Money: [{ amount: 12.5, currency: 'EUR' }, { amount: 1200, currency: 'Euro' }, { amount: -1, currency: 'EUR' }],
};
/** Of another type than any of these. */
const strange: Readonly<Record<string, unknown>> = { string: 17, integer: 'many', number: 'many', boolean: 'perhaps', array: 'several', object: 'whatever' };
interface Mark { readonly type?: string; readonly ref?: readonly string[]; readonly platform?: string; readonly secret?: true }

/** All breakages of the example of a concept that its schema forbids. `kinds`: of which there are constructs around it. */
export function* derived(info: ConceptInfo, kinds: readonly string[]): Generator<Mutant> {
  const { kind, example, schema: root } = info;
  const mutant = (does: string, property: Path, to: unknown, more: Pick<Mutant, 'said' | 'names'> = {}): Mutant => ({ kind, does: `${property.join('.')} ${does}`, edit: { property, to }, ...more });
  for (const path of containers(example)) {
    const schema = path.length === 0 ? root : schemaAt(root, example, path), value = at(example, path);
    const properties = Object.keys((schema?.['properties'] ?? {}) as JsonObject);
    if (Array.isArray(value)) {
      yield mutant('is no list', path, strange['array']);
      if (typeof schema?.['minItems'] === 'number') yield mutant('is empty', path, []);
      continue;
    }
    const mark = schema?.['leitwerk'] as Mark | undefined;
    for (const to of units[mark?.type ?? ''] ?? []) yield mutant(`is ${JSON.stringify(to)}`, path, to);
    if (mark?.type !== undefined) continue;
    // what may be any JSON may be a text as well: an override, a raw object, the parts of a JSON Schema
    if (path.length > 0 && (schema?.['type'] === 'object' || schema?.['oneOf'] !== undefined)) yield mutant('is no object', path, strange['object']);
    for (const key of (schema?.['required'] ?? []) as readonly string[]) if (isObject(value) && key in value) yield mutant('is dropped', [...path, key], undefined, { said: { property: path }, names: key });
    if (schema?.['additionalProperties'] === false && properties.length > 0) yield mutant('is a property that nobody knows', [...path, 'surprise'], 1);
    const names = schema?.['propertyNames'] as JsonSchema | undefined;
    if (typeof names?.['pattern'] === 'string' && !new RegExp(names['pattern'], 'u').test('no name!')) yield mutant('is no name that it may have', [...path, 'no name!'], isObject(value) ? Object.values(value)[0] : undefined, { said: { property: path } });
  }
  for (const { path, value } of leaves(example)) {
    const schema = schemaAt(root, example, path);
    if (path.length === 0 || schema === undefined) continue;
    for (const [does, to] of refused(schema, value, kinds.filter((k) => k !== kind))) yield mutant(does, path, to);
  }
}

function* refused(schema: JsonSchema, value: unknown, kinds: readonly string[]): Generator<readonly [string, unknown]> {
  const mark = (schema['leitwerk'] ?? {}) as Mark;
  if (mark.ref !== undefined) {
    const other = kinds.find((k) => !mark.ref!.includes(k));
    if (mark.ref.length > 0 && other !== undefined) yield [`is a ${other}`, { $ref: `example/a-${other.toLowerCase()}`, kind: other }];
    yield ['is the name of a construct', 'example/a-model'];
    return;
  }
  if (mark.secret) { yield ['is the value of a secret', 'hunter2']; return; }
  if (mark.platform !== undefined) yield ['is none of the platform\'s', 'nobody-has-this-name'];
  const type = typeof schema['type'] === 'string' ? schema['type'] : undefined;
  if (type !== undefined && !Array.isArray(value)) yield [`is no ${type}`, strange[type]];
  for (const to of units[mark.type ?? ''] ?? []) yield [`is ${JSON.stringify(to)}`, to];
  if (schema['enum'] !== undefined || schema['const'] !== undefined) yield ['is none of its choices', type === 'string' || type === undefined ? 'no-such-choice' : 1e9];
  if (type === 'integer') yield ['is not whole', 1.5];
  if (typeof schema['minimum'] === 'number' && schema['minimum'] > Number.MIN_SAFE_INTEGER) yield ['is too little', schema['minimum'] - 1];
  if (typeof schema['maximum'] === 'number' && schema['maximum'] < Number.MAX_SAFE_INTEGER) yield ['is too much', schema['maximum'] + 1];
  if (typeof schema['minLength'] === 'number') yield ['is empty', ''];
  if (typeof schema['maxLength'] === 'number') yield ['is too long', 'x'.repeat(schema['maxLength'] + 1)];
  // a name of two words with a mark fits no form
  const pattern = schema['pattern'];
  if (typeof pattern === 'string' && mark.type === undefined && !new RegExp(pattern, 'u').test('Is this it?')) yield ['has another form', 'Is this it?'];
}

/** Objects and lists of a value, itself included; references and secrets are none. */
function* containers(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null || '$ref' in value || '$secret' in value) return;
  yield path;
  for (const [key, child] of Object.entries(value)) yield* containers(child, [...path, Array.isArray(value) ? Number(key) : key]);
}
