// Perturb: other valid values for a property, read off its schema. The first that a concept accepts is enough to see what follows.
import type { JsonSchema } from '../model/concepts.ts';
import { at, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';

/** Every leaf of a value: scalars, references, secrets and empty containers. References and secrets are leaves as a whole. */
export function* leaves(value: unknown, path: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null || '$ref' in value || '$secret' in value || Object.keys(value).length === 0) { yield { path, value }; return; }
  for (const [key, child] of Object.entries(value)) yield* leaves(child, [...path, Array.isArray(value) ? Number(key) : key]);
}

interface Named { readonly path: string; readonly kind: string }
export interface Choices {
  /** Nodes of these kinds (none named: of any) that a reference may name. */
  readonly refs: (kinds: readonly string[]) => readonly Named[];
  /** Names in a set of the platform. */
  readonly names: (set: string) => readonly string[];
}
/** Edits that give a leaf another value, likeliest first. What discriminates a union changes with the rest of its object. They may still be refused: the caller validates. */
export function* editsOf(props: JsonObject, root: JsonSchema, path: Path, { refs, names }: Choices): Generator<{ readonly property: Path; readonly to: unknown }> {
  const schema = schemaAt(root, props, path);
  const parent = path.slice(0, -1);
  const whole = at(props, parent);
  if (schema?.['const'] !== undefined && isObject(whole)) {
    for (const to of otherMembers(whole, unionAt(root, props, parent), root)) yield { property: parent, to };
    // where another member needs more than this one has, an element of the same list may be one
    const list = at(props, parent.slice(0, -1)), key = path.at(-1)!;
    for (const to of Array.isArray(list) ? list as readonly unknown[] : []) if (at(to, [key]) !== at(whole, [key])) yield { property: parent, to };
  }
  for (const to of otherValues(at(props, path), schema, refs, names)) yield { property: path, to };
}

/** The same object as another member of its union, where it has all that this needs. */
function* otherMembers(was: JsonObject, union: JsonSchema | undefined, root: JsonSchema): Generator<JsonObject> {
  for (const member of ((union?.['oneOf'] ?? union?.['anyOf'] ?? []) as readonly JsonSchema[]).map((m) => deref(m, root))) {
    const properties = (member?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
    const made = Object.fromEntries(Object.entries(properties).flatMap(([key, s]): [string, Json][] => s['const'] !== undefined ? [[key, s['const']]] : was[key] !== undefined ? [[key, was[key]]] : []));
    const needed = (member?.['required'] ?? []) as readonly string[];
    if (needed.every((key) => key in made) && Object.entries(properties).some(([key, s]) => s['const'] !== undefined && s['const'] !== was[key])) yield made;
  }
}

/** Candidate values, likeliest first; `undefined` removes the property. They may still be refused: the caller validates. */
export function* otherValues(value: unknown, schema: JsonSchema | undefined, refs: Choices['refs'], names: (set: string) => readonly string[]): Generator<unknown> {
  const mark = schema?.['leitwerk'] as { type?: string; ref?: readonly string[]; platform?: string } | undefined;
  if (mark?.platform !== undefined) { for (const name of names(mark.platform)) if (name !== value) yield name; }
  if (isObject(value) && typeof value['$ref'] === 'string') { for (const { path, kind } of refs(mark?.ref ?? [])) if (path !== value['$ref']) yield { $ref: path, kind }; yield undefined; return; }
  if (isObject(value) && typeof value['$secret'] === 'string') { yield { $secret: `${value['$secret']}-other` }; yield { $secret: `other-${value['$secret']}` }; yield undefined; return; }
  if (Array.isArray(value)) {
    const items = schema?.['items'] as JsonSchema | undefined;
    const kinds = (items?.['leitwerk'] as { ref?: readonly string[] } | undefined)?.ref;
    if (kinds) for (const { path, kind } of refs(kinds)) yield [{ $ref: path, kind }];
    const set = (items?.['leitwerk'] as { platform?: string } | undefined)?.platform;
    if (set !== undefined) for (const name of names(set)) yield [name];
    for (const option of enumOf(items)) yield [option];
    yield ['other'];
  }
  const options = enumOf(schema);
  for (const option of options) if (option !== value) yield option;
  if (typeof value === 'number') { yield value + 1; yield value - 1; yield value * 2; yield Math.max(1, Math.floor(value / 2)); }
  if (typeof value === 'boolean') yield !value;
  if (typeof value === 'string') yield* otherTexts(value);
  yield undefined;
}

function* otherTexts(value: string): Generator<string> {
  const quantity = /^(\d+)(\D.*)?$/.exec(value);
  if (quantity) { yield `${Number(quantity[1]) + 1}${quantity[2] ?? ''}`; yield `${Math.max(1, Number(quantity[1]) - 1)}${quantity[2] ?? ''}`; }
  const decimal = /^(\d+)\.(\d+)(%|\/.*)?$/.exec(value);
  if (decimal) yield `${Number(decimal[1]) > 50 ? Number(decimal[1]) - 1 : Number(decimal[1]) + 1}.${decimal[2]}${decimal[3] ?? ''}`;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) yield value.replace(/^\d{4}/, (y) => String(Number(y) + 1));
  if (/@sha256:[0-9a-f]{64}$/.test(value)) yield value.replace(/[0-9a-f]{64}$/, 'e'.repeat(64));
  if (/^sha256:[0-9a-f]{64}$/.test(value)) yield `sha256:${'e'.repeat(64)}`;
  if (/^[0-9a-f]{40}$/.test(value)) yield 'e'.repeat(40);
  if (/^\d+ \d+ /.test(value)) yield value.replace(/^\d+/, (m) => String((Number(m) + 7) % 60));
  if (/^\*\/\d+ /.test(value)) yield value.replace(/^\*\/\d+/, '*/7');
  if (/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(value)) yield '198.51.100.7/32';
  if (/^[A-Z]{3}$/.test(value)) yield value === 'USD' ? 'EUR' : 'USD';
  if (/^[A-Za-z_]+\/[A-Za-z_]+$/.test(value)) yield 'America/New_York';
  if (/^[\w.-]+\/[\w.-]+$/.test(value)) yield 'Qwen/Qwen3-8B';
  if (/^\d+\.\d+\.\d+$/.test(value)) yield value.replace(/\d+$/, (n) => String(Number(n) + 1));
  if (/^([a-z0-9.-]+\/)?v\d+$/.test(value)) yield value.replace(/\d+$/, (n) => String(Number(n) + 1));
  yield `${value}x`;
  yield `other-${value}`;
}

function enumOf(schema: JsonSchema | undefined): readonly Json[] {
  if (!schema) return [];
  if (Array.isArray(schema['enum'])) return schema['enum'] as readonly Json[];
  if (schema['const'] !== undefined) return [schema['const']];
  return ['anyOf', 'oneOf'].flatMap((k) => ((schema[k] ?? []) as readonly JsonSchema[]).flatMap(enumOf));
}

/** The schema of a property in a concept, through records, lists, references and unions (by their discriminating constants). */
export const schemaAt = (root: JsonSchema, props: JsonObject, path: Path): JsonSchema | undefined => branch(unionAt(root, props, path), root, at(props, path));
function unionAt(root: JsonSchema, props: JsonObject, path: Path): JsonSchema | undefined {
  let here = deref(root, root);
  for (const [depth, step] of path.entries()) {
    here = branch(here, root, at(props, path.slice(0, depth)));
    const properties = here?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
    const next: unknown = properties?.[String(step)] ?? (typeof step === 'number' ? here?.['items'] : here?.['additionalProperties']);
    here = isObject(next) ? deref(next, root) : undefined;
  }
  return here;
}
function deref(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  const ref = schema?.['$ref'];
  if (typeof ref !== 'string') return schema;
  const found = at(root, ref.replace(/^#\/?/, '').split('/').filter(Boolean));
  return isObject(found) ? { ...found, ...(schema?.['leitwerk'] === undefined ? {} : { leitwerk: schema['leitwerk'] }) } : undefined;
}
/** The member of a union that fits what is there. */
function branch(schema: JsonSchema | undefined, root: JsonSchema, value: unknown): JsonSchema | undefined {
  const members = (schema?.['oneOf'] ?? schema?.['anyOf']) as readonly JsonSchema[] | undefined;
  if (!members || !isObject(value)) return schema;
  return members.map((m) => deref(m, root)).find((m) => Object.entries((m?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>).every(([k, s]) => s['const'] === undefined || s['const'] === value[k])) ?? schema;
}
