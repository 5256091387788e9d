// From a zod schema to the JSON Schema that everything else is made from: named parts become `$defs`, unions say what tells their members apart.
import * as z from 'zod';
import { equal, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { JsonSchema } from '../model/concepts.ts';

/** The name given with `.meta({ id })`, on the schema or on what `.describe()` copied it from. */
function nameOf(schema: z.core.$ZodType): string | undefined {
  for (let here: z.core.$ZodType | undefined = schema; here; here = here._zod.parent) {
    const id = z.globalRegistry.get(here)?.['id'];
    if (id !== undefined) return id;
  }
  return undefined;
}

/** zod refuses two equal schemas under one name; here names are marks, joined afterwards. */
const registry = {
  get: (schema: z.core.$ZodType) => {
    const { id: _, ...meta } = z.globalRegistry.get(schema) ?? {};
    const name = nameOf(schema);
    return name === undefined ? meta : { ...meta, $name: name };
  },
  has: (schema: z.core.$ZodType) => z.globalRegistry.has(schema),
  _idmap: new Map(),
} as unknown as z.core.$ZodRegistry<Record<string, unknown>>;

export function jsonSchema(schema: z.ZodType): JsonSchema {
  const raw = z.toJSONSchema(schema, {
    io: 'input', metadata: registry,
    override: ({ zodSchema, jsonSchema }) => {
      const { discriminator } = zodSchema._zod.def as { discriminator?: string };
      if (discriminator !== undefined) jsonSchema['discriminator'] = { propertyName: discriminator };
    },
  });
  const { $schema, $defs = {}, ...body } = JSON.parse(JSON.stringify(raw).replaceAll('"#/$defs/__schema0"', '"#/$defs/Json"')) as JsonObject;
  const defs: Record<string, JsonSchema> = {};
  for (const [name, def] of Object.entries($defs as JsonObject)) defs[name === '__schema0' ? 'Json' : name] = hoist(def as JsonSchema, defs);
  const root = hoist(body, defs);
  const sorted = Object.fromEntries(Object.entries(defs).sort(([a], [b]) => (a < b ? -1 : 1)));
  const whole: JsonSchema = { $schema: $schema as Json, ...root, ...(Object.keys(defs).length > 0 && { $defs: sorted }) };
  refuseLostDefaults(whole);
  return whole;
}

function hoist(schema: JsonSchema, defs: Record<string, JsonSchema>): JsonSchema {
  const { $name, description, default: value, ...rest } = schema;
  const body = mapChildren(rest, (child) => hoist(child, defs));
  const outer = { ...(description !== undefined && { description }), ...(value !== undefined && { default: value }) };
  if (typeof $name !== 'string') return { ...body, ...outer };
  const known = defs[$name];
  if (known && !equal(known, body)) throw new Error(`two different schemas are named '${$name}'`);
  defs[$name] = body;
  return { $ref: `#/$defs/${$name}`, ...outer };
}

const asSchema = (value: Json | undefined): value is JsonSchema => isObject(value);
/** A copy in which every schema directly below is replaced. */
export function mapChildren(schema: JsonSchema, change: (child: JsonSchema, keyword: string) => JsonSchema): JsonSchema {
  const copy: Record<string, Json | undefined> = { ...schema };
  for (const keyword of ['items', 'additionalProperties', 'propertyNames', 'not']) {
    const child = schema[keyword];
    if (asSchema(child)) copy[keyword] = change(child, keyword);
  }
  for (const keyword of ['properties', 'patternProperties']) {
    const children = schema[keyword];
    if (isObject(children)) copy[keyword] = Object.fromEntries(Object.entries(children).map(([key, child]) => [key, asSchema(child) ? change(child, keyword) : child]));
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const children = schema[keyword];
    if (Array.isArray(children)) copy[keyword] = (children as readonly Json[]).map((child) => (asSchema(child) ? change(child, keyword) : child));
  }
  return copy;
}

/** A validator fills no defaults inside a union, unless a property tells its members apart. */
function refuseLostDefaults(schema: JsonSchema): void {
  const visit = (here: JsonSchema, lost: boolean, depth: number): void => {
    if (depth > 20) return;
    if (lost && here['default'] !== undefined) throw new Error('a default inside a union would be lost: use z.discriminatedUnion, or no default');
    const target = typeof here['$ref'] === 'string' ? ((schema['$defs'] as JsonObject)[here['$ref'].replace('#/$defs/', '')] as JsonSchema) : here;
    mapChildren(target, (child, keyword) => { visit(child, lost || keyword === 'anyOf' || (keyword === 'oneOf' && target['discriminator'] === undefined), depth + 1); return child; });
  };
  visit(schema, false, 0);
}
