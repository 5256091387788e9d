// Prints a JSON Schema as a TypeScript type, as authors write it or as resolved nodes hold it.
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { JsonSchema } from '../model/concepts.ts';
import { platformTypesBySet, valueTypes } from './value-types.ts';

/** `author`: defaults are optional, references are constructs. `node`: defaults are there, references are `Ref`. */
export type View = 'author' | 'node';

export const literal = (value: Json): string => (typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll('\'', '\\\'')}'` : JSON.stringify(value));
export const docComment = (text: string | undefined, indent = ''): string => (text ? `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n` : '');
const union = (members: readonly string[]): string => [...new Set(members)].join(' | ');
const element = (type: string): string => (/ \| |=>/.test(type) && !/^\{[\s\S]*\}$/.test(type) ? `(${type})` : type);

export function typeOf(schema: JsonSchema, view: View, indent = ''): string {
  const mark = schema['leitwerk'] as { readonly type?: string; readonly ref?: readonly string[]; readonly platform?: string } | undefined;
  if (mark?.ref) return reference(mark.ref, view);
  if (mark?.platform !== undefined) return view === 'author' ? platformTypesBySet[mark.platform] ?? 'string' : 'string';
  if (mark?.type !== undefined && mark.type in valueTypes) return mark.type;
  if (typeof schema['$ref'] === 'string') return schema['$ref'].replace('#/$defs/', '');
  if (schema['const'] !== undefined) return literal(schema['const']);
  if (Array.isArray(schema['enum'])) return union((schema['enum'] as readonly Json[]).map(literal));
  const members = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonSchema[] | undefined;
  if (members) return union(members.map((m) => typeOf(m, view, indent)));
  if (Array.isArray(schema['type'])) return union((schema['type'] as readonly string[]).map((type) => typeOf({ ...schema, type }, view, indent)));
  switch (schema['type']) {
    case 'string': case 'boolean': case 'null': return schema['type'];
    case 'integer': case 'number': return 'number';
    case 'array': return list(schema, view, indent);
    case 'object': return structure(schema, view, indent);
    default: return schema['not'] !== undefined ? 'never' : 'Json';
  }
}

function reference(kinds: readonly string[], view: View): string {
  if (view === 'author') return kinds.length > 0 ? kinds.join(' | ') : 'Concept';
  return kinds.length > 0 ? `Ref<${kinds.map(literal).join(' | ')}>` : 'Ref';
}

function list(schema: JsonSchema, view: View, indent: string): string {
  const fixed = schema['prefixItems'] as readonly JsonSchema[] | undefined;
  if (fixed) return `readonly [${fixed.map((s) => typeOf(s, view, indent)).join(', ')}]`;
  return `readonly ${element(isObject(schema['items']) ? typeOf(schema['items'], view, indent) : 'Json')}[]`;
}

function structure(schema: JsonSchema, view: View, indent: string): string {
  const rest = schema['additionalProperties'];
  if (schema['properties'] === undefined && isObject(rest)) return record(schema, rest, view, indent);
  const lines = [members(schema, view, `${indent}  `)];
  if (isObject(rest)) lines.push(`${indent}  readonly [key: string]: Json | undefined;\n`);
  return lines.every((l) => l === '') ? '{}' : `{\n${lines.join('')}${indent}}`;
}

function record(schema: JsonSchema, values: JsonSchema, view: View, indent: string): string {
  const keys = (schema['propertyNames'] ?? { type: 'string' }) as JsonSchema;
  const key = typeOf(keys, view, indent);
  const value = typeOf(values, view, indent);
  const optional = schema['required'] === undefined ? '?' : '';
  return Array.isArray(keys['enum']) || (view === 'author' && platformKeys(keys)) ? `{ readonly [K in ${key}]${optional}: ${value} }` : `{ readonly [key: ${key}]: ${value} }`;
}
const platformKeys = (keys: JsonSchema): boolean => (keys['leitwerk'] as JsonObject | undefined)?.['platform'] !== undefined;

/** The properties of an object, a line each, with their documentation. */
export function members(schema: JsonSchema, view: View, indent: string): string {
  const required = new Set(schema['required'] as readonly string[] | undefined);
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).map(([key, property]) => {
    const value = property['default'];
    const there = required.has(key) || (view === 'node' && value !== undefined);
    const doc = [property['description'] as string | undefined, value === undefined ? undefined : `Default \`${typeof value === 'string' ? value : JSON.stringify(value)}\`.`];
    const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
    return `${docComment(doc.filter(Boolean).join(' '), indent)}${indent}${view === 'node' ? 'readonly ' : ''}${name}${there ? '' : '?'}: ${typeOf(property, view, indent)};\n`;
  }).join('');
}
