// Knows whether a Terraform block keeps to its provider's schema: arguments, types, cardinality of blocks, and references within the stack.
import type { Json, JsonObject, Path } from '../model/json.ts';
import { isObject } from '../model/json.ts';
import { reference } from '../model/terraform.ts';
import type { TerraformBlock } from '../target.ts';

type Scalar = 'string' | 'number' | 'bool' | 'any';
type Type = Scalar | readonly ['list' | 'set' | 'map', Type] | readonly ['object', BlockSchema];
interface AttributeSchema { readonly type: Type; readonly required?: boolean; readonly optional?: boolean; readonly computed?: boolean }
interface BlockSchema {
  readonly attributes: { readonly [name: string]: AttributeSchema };
  readonly blocks?: { readonly [name: string]: { readonly nesting: 'single' | 'list' | 'set'; readonly min?: number; readonly max?: number; readonly block: BlockSchema } };
}
export interface TerraformTables {
  readonly provider: string;
  readonly version: string;
  readonly resource: { readonly [type: string]: BlockSchema };
  readonly data: { readonly [type: string]: BlockSchema };
}
/** `unjudged`: not wrong, but no table knows the type, so that the provider alone can judge it. */
export interface TerraformFault { readonly path: Path; readonly what: string; readonly unjudged?: true }

let loaded: Promise<TerraformTables> | undefined;
/** The committed tables, extracted from the provider's own schema by src/dev/terraform-tables.mjs; read when first asked for. */
export const terraformTables = (): Promise<TerraformTables> =>
  loaded ??= import('../data/terraform/aws.json', { with: { type: 'json' } }).then((module) => module.default as unknown as TerraformTables);

/** What is wrong with one block of a stack; `stack` is all blocks of the stack, for references. */
export function checkTerraform(block: TerraformBlock, stack: readonly TerraformBlock[], tables: TerraformTables): readonly TerraformFault[] {
  const references = referenceFaults(block.body, [], new Map(stack.map((b) => [addressOf(b), b])), tables);
  if (block.block !== 'resource' && block.block !== 'data') return [...fixedFaults(block), ...references];
  const schema = tables[block.block][block.type];
  if (!schema) return [{ path: [], what: `no schema table for ${block.block} type ${block.type}: judged by the provider alone`, unjudged: true }, ...references];
  const { own, meta } = split(block.body);
  return [...metaFaults(meta), ...blockFaults(own, schema, []), ...references];
}

// ---- arguments ----

function blockFaults(body: JsonObject, schema: BlockSchema, path: Path): TerraformFault[] {
  const blocks = schema.blocks ?? {};
  const given = Object.entries(body).filter((entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null);
  const faults = given.flatMap(([name, value]): TerraformFault[] => {
    const here = [...path, name], attribute = schema.attributes[name], nested = blocks[name];
    if (attribute) return attributeFaults(attribute, value, here);
    if (nested) return nestedFaults(nested, value, here);
    return [{ path: here, what: `is no argument here${suggestion(name, [...Object.keys(schema.attributes), ...Object.keys(blocks)])}` }];
  });
  const has = new Set(given.map(([name]) => name));
  const missing = [
    ...Object.entries(schema.attributes).filter(([name, a]) => a.required && !has.has(name)).map(([name]) => ({ path, what: `lacks the required argument ${name}` })),
    ...Object.entries(blocks).filter(([name, b]) => b.min && !has.has(name)).map(([name]) => ({ path, what: `lacks the required block ${name}` })),
  ];
  return [...faults, ...missing];
}

function attributeFaults({ type, required, optional }: AttributeSchema, value: Json, path: Path): TerraformFault[] {
  if (!required && !optional) return [{ path, what: 'is computed by the provider and cannot be set' }];
  return typeFaults(type, value, path);
}

function nestedFaults({ min = 0, max, block }: NonNullable<BlockSchema['blocks']>[string], value: Json, path: Path): TerraformFault[] {
  const items = Array.isArray(value) ? value as readonly Json[] : [value];
  const faults = items.flatMap((item, i): TerraformFault[] => {
    const here = Array.isArray(value) ? [...path, i] : path;
    return isObject(item) && !isExpression(item) ? blockFaults(item, block, here) : [{ path: here, what: 'is a block: it must be an object' }];
  });
  if (max !== undefined && items.length > max) return [...faults, { path, what: `may be given ${max === 1 ? 'once' : `${max} times`}, not ${items.length} times` }];
  return items.length < min ? [...faults, { path, what: `must be given at least ${min === 1 ? 'once' : `${min} times`}` }] : faults;
}

const NUMERIC = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const described = (value: Json): string => Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value);

/** Terraform converts between strings, numbers and booleans where the text allows it (developer.hashicorp.com/terraform/language/expressions/types#type-conversion). */
function typeFaults(type: Type, value: Json, path: Path): TerraformFault[] {
  if (type === 'any' || value === null || isExpression(value)) return [];
  if (type === 'string') return typeof value === 'object' ? [{ path, what: `must be a string, not ${described(value)}` }] : [];
  if (type === 'number') return typeof value === 'number' || typeof value === 'string' && NUMERIC.test(value) ? [] : [{ path, what: `must be a number, not ${described(value)}` }];
  if (type === 'bool') return typeof value === 'boolean' || value === 'true' || value === 'false' ? [] : [{ path, what: `must be a boolean, not ${described(value)}` }];
  const [collection, element] = type;
  if (collection === 'object') return isObject(value) ? blockFaults(value, element as BlockSchema, path) : [{ path, what: `must be an object, not ${described(value)}` }];
  if (collection === 'map') {
    if (!isObject(value)) return [{ path, what: `must be a map, not ${described(value)}` }];
    return Object.entries(value).flatMap(([key, inner]) => inner === undefined ? [] : typeFaults(element as Type, inner, [...path, key]));
  }
  if (!Array.isArray(value)) return [{ path, what: `must be a ${collection}, not ${described(value)}` }];
  return value.flatMap((inner: Json, i) => typeFaults(element as Type, inner, [...path, i]));
}

function suggestion(name: string, known: readonly string[]): string {
  const near = known.filter((other) => other.startsWith(name) || name.startsWith(other) || other.replaceAll('_', '') === name.toLowerCase().replaceAll('_', '')).sort()[0];
  return near === undefined ? '' : `; near it is ${near}`;
}

// ---- meta-arguments and blocks without a provider ----

const META = new Set(['count', 'depends_on', 'for_each', 'lifecycle', 'provider']);
const LIFECYCLE: BlockSchema = { attributes: {
  create_before_destroy: { type: 'bool', optional: true }, prevent_destroy: { type: 'bool', optional: true }, ignore_changes: { type: 'any', optional: true },
  replace_triggered_by: { type: ['list', 'any'], optional: true },
}, blocks: { precondition: { nesting: 'list', block: { attributes: { condition: { type: 'any', required: true }, error_message: { type: 'string', required: true } } } } } };
const FIXED: Readonly<Record<'output' | 'moved' | 'import', BlockSchema>> = {
  output: { attributes: { value: { type: 'any', required: true }, description: { type: 'string', optional: true }, sensitive: { type: 'bool', optional: true } } },
  moved: { attributes: { from: { type: 'string', required: true }, to: { type: 'string', required: true } } },
  import: { attributes: { id: { type: 'string', required: true }, to: { type: 'string', required: true }, provider: { type: 'string', optional: true } } },
};

function split(body: JsonObject): { readonly own: JsonObject; readonly meta: JsonObject } {
  const entries = Object.entries(body);
  return { own: Object.fromEntries(entries.filter(([name]) => !META.has(name))), meta: Object.fromEntries(entries.filter(([name]) => META.has(name))) };
}
function metaFaults({ lifecycle, depends_on: dependsOn }: JsonObject): TerraformFault[] {
  return [
    ...(lifecycle === undefined || lifecycle === null ? [] : nestedFaults({ nesting: 'single', max: 1, block: LIFECYCLE }, lifecycle, ['lifecycle'])),
    ...(dependsOn === undefined || dependsOn === null ? [] : typeFaults(['list', 'any'], dependsOn, ['depends_on'])),
  ];
}
const fixedFaults = ({ block, body }: TerraformBlock): TerraformFault[] => blockFaults(body, FIXED[block as keyof typeof FIXED], []);

// ---- references ----

/** By itself alone, as write/ renders it: a map may have such a key among others. */
const isExpression = (value: Json): boolean => isObject(value) && Object.keys(value).length === 1 && (typeof value['$tf'] === 'string' || Array.isArray(value['$join']));
const addressOf = ({ block, type, name }: TerraformBlock): string => `${block === 'data' ? 'data.' : ''}${type}.${name}`;

function referenceFaults(value: Json | undefined, path: Path, stack: ReadonlyMap<string, TerraformBlock>, tables: TerraformTables): TerraformFault[] {
  if (Array.isArray(value)) return value.flatMap((inner: Json, i) => referenceFaults(inner, [...path, i], stack, tables));
  if (!isObject(value)) return [];
  if (isExpression(value) && typeof value['$tf'] === 'string') return leads(value['$tf'], path, stack, tables);
  if (isExpression(value) && Array.isArray(value['$join'])) return value['$join'].flatMap((inner: Json) => referenceFaults(inner, path, stack, tables));
  return Object.entries(value).flatMap(([key, inner]) => referenceFaults(inner, [...path, key], stack, tables));
}

function leads(text: string, path: Path, stack: ReadonlyMap<string, TerraformBlock>, tables: TerraformTables): TerraformFault[] {
  const found = reference(text);
  if (found === undefined) return [{ path, what: `refers to ${text}, which is no attribute of a block` }];
  const { block: address, attribute } = found;
  const target = stack.get(address);
  if (!target) return [{ path, what: `refers to ${address}, which the stack does not have` }];
  const schema = target.block === 'data' ? tables.data[target.type] : tables.resource[target.type];
  if (!schema || attribute === undefined || schema.attributes[attribute] || schema.blocks?.[attribute]) return [];
  return [{ path, what: `refers to ${address}.${attribute}: ${target.type} has no attribute ${attribute}${suggestion(attribute, Object.keys(schema.attributes))}` }];
}
