// Random values that a JSON Schema takes, near to an example: properties left out or given, numbers at their limits and between, texts of every form.
import fc from 'fast-check';
import type { JsonSchema } from '../../src/model/concepts.ts';
import { at, isObject, type Json, type JsonObject } from '../../src/model/json.ts';

export interface Around {
  /** Numbers from 0 to 1, always the same ones. */
  readonly next: () => number;
  /** A construct of one of these kinds; none, where another one would be too many. */
  readonly ref: (kinds: readonly string[], needed: boolean) => Json | undefined;
  /** Names in a set of the platform. */
  readonly names: (set: string) => readonly string[];
  /** Names that others refer to. */
  readonly fields: readonly string[];
}
interface Mark { readonly type?: string; readonly ref?: readonly string[]; readonly platform?: string; readonly secret?: true }

export const pick = <T>(from: readonly T[], next: () => number): T => from[Math.floor(next() * from.length)]!;
export const resolved = (schema: JsonSchema, root: JsonSchema): JsonSchema => typeof schema['$ref'] === 'string' ? at(root, schema['$ref'].replace(/^#\/?/, '').split('/')) as JsonSchema : schema;
export const propertiesIn = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] => Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);
export const isNeeded = (schema: JsonSchema, key: string): boolean => ((schema['required'] ?? []) as readonly string[]).includes(key);

/** What refers to fields by their names: other names would be refused. */
const IDENTIFIER = '^[a-z][a-z0-9_-]{0,62}$';
const UNITS: Readonly<Record<string, readonly string[]>> = {
  Duration: ['s', 'm', 'h', 'd', 'mo', 'y', 'ms'], Size: ['Gi', 'Mi', 'Ti', 'Ki'], Cpu: ['', 'm'], Percent: ['%', '.5%', '.125%'], Rate: ['/s', '/min', '/h', '/d', '.25/s'],
};
const TEXTS = ['x', 'Two words', 'Ä line with ünïcödé, 漢字 and 🙂', "It's a \"quoted\" line: {{ x }} ${y} #1", 'w'.repeat(400)];
const patterned = new Map<string, readonly string[]>();
/** Texts that match a pattern, of all lengths that it and the schema allow. */
function matching({ pattern, maxLength = Infinity }: JsonSchema, next: () => number): string {
  const known = patterned.get(`${String(maxLength)} ${String(pattern)}`) ?? fc.sample(fc.stringMatching(new RegExp(pattern as string, 'u'), { size: 'medium' }), { seed: 20261123, numRuns: 300 }).filter((text) => text.length <= Number(maxLength));
  patterned.set(`${String(maxLength)} ${String(pattern)}`, known);
  return pick(known, next);
}

/** A value for a schema; undefined where there can be none. `was`: what the example has there. */
export function valueFor(given: JsonSchema, root: JsonSchema, was: Json | undefined, around: Around): Json | undefined {
  const schema = resolved(given, root), { next } = around, mark = (given['leitwerk'] ?? schema['leitwerk'] ?? {}) as Mark;
  if (mark.ref) return around.ref(mark.ref, true);
  if (mark.platform !== undefined) return pick(around.names(mark.platform), next);
  if (mark.secret) return { $secret: next() < 0.3 && isObject(was) ? was['$secret']! : matching(at(schema, ['properties', '$secret']) as JsonSchema, next) };
  const members = (schema['oneOf'] ?? schema['anyOf']) as readonly JsonSchema[] | undefined;
  if (members) {
    // another member of a union has nothing of the example
    const same = members.find((m) => propertiesIn(resolved(m, root)).some(([k, c]) => c['const'] !== undefined && isObject(was) && was[k] === c['const']));
    return same && next() < 0.6 ? valueFor(same, root, was, around) : valueFor(pick(members, next), root, undefined, around);
  }
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['type'] === 'object') return objectFor(schema, root, was, around);
  if (schema['type'] === 'array') return listFor(schema, root, was, around);
  if (was !== undefined && next() < (schema['pattern'] === IDENTIFIER ? 0.95 : 0.55)) return was;
  if (schema['pattern'] === IDENTIFIER && next() < 0.8) return pick(around.fields, next);
  if (Array.isArray(schema['enum'])) return pick(schema['enum'] as readonly Json[], next);
  if (schema['type'] === 'boolean') return next() < 0.5;
  if (schema['type'] === 'integer') return numberFor(schema, was, next);
  return schema['type'] === 'string' ? textFor(schema, mark, next) : was;
}

function objectFor(schema: JsonSchema, root: JsonSchema, was: Json | undefined, around: Around): Json | undefined {
  const { next } = around, before = isObject(was) ? was : {}, values = schema['additionalProperties'], names = schema['propertyNames'] as JsonSchema | undefined;
  const own = propertiesIn(schema).flatMap(([key, child]): readonly (readonly [string, Json | undefined])[] => {
    const needed = isNeeded(schema, key);
    return needed || next() < 0.55 ? [[key, refersTo(child, root) && !needed ? referring(child, root, before[key], around) : valueFor(child, root, before[key], around)]] : [];
  });
  // what may be any JSON stays as the example has it
  if (!isObject(values) || Object.keys(values).length === 0) return Object.fromEntries([...Object.entries(before).filter(([key]) => values !== false && !propertiesIn(schema).some(([k]) => k === key)), ...own].filter(([, v]) => v !== undefined)) as JsonObject;
  const kept = Object.entries(before).map(([key, value]) => [key, valueFor(values as JsonSchema, root, value as Json, around)] as const);
  const added = typeof names?.['pattern'] !== 'string' ? [] : Array.from({ length: Math.floor(next() * (kept.length === 0 ? 3 : 2.2)) }, () => [matching(names, next), valueFor(values as JsonSchema, root, undefined, around)] as const);
  return Object.fromEntries([...added, ...kept, ...own].filter(([, v]) => v !== undefined)) as JsonObject;
}
const refersTo = (schema: JsonSchema, root: JsonSchema): boolean => [schema, resolved(schema, root), schema['items']].some((s) => isObject(s) && isObject(s['leitwerk']) && 'ref' in s['leitwerk']);
/** An optional reference, or a list of them, with what there is; new constructs are made where there is room. */
function referring(given: JsonSchema, root: JsonSchema, was: Json | undefined, around: Around): Json | undefined {
  return valueFor(given, root, was, { ...around, ref: (kinds) => around.ref(kinds, false) });
}

function listFor(schema: JsonSchema, root: JsonSchema, was: Json | undefined, around: Around): Json | undefined {
  const { next } = around, items = schema['items'] as JsonSchema, least = Number(schema['minItems'] ?? 0), before = (Array.isArray(was) ? was : []) as readonly Json[];
  if (before.length > 0 && next() < 0.3 && !refersTo(schema, root)) return before.flatMap((one) => valueFor(items, root, one, around) ?? []);
  const made = Array.from({ length: least + Math.floor(next() * 3) }, (_, i) => valueFor(items, root, before[i], around)).filter((v) => v !== undefined);
  const distinct = made.filter((v, i) => made.findIndex((w) => JSON.stringify(w) === JSON.stringify(v)) === i);
  return distinct.length < least ? undefined : distinct;
}

function numberFor(schema: JsonSchema, was: Json | undefined, next: () => number): number {
  const least = Number(schema['minimum'] ?? 0), most = Number(schema['maximum'] ?? Number.MAX_SAFE_INTEGER), chance = next();
  if (chance < 0.15) return least;
  if (chance < 0.25) return most;
  const near = typeof was === 'number' && chance < 0.8 ? was * 2 * next() : least + 10 ** (next() * 6);
  return Math.min(most, Math.max(least, Math.round(near)));
}

function textFor(schema: JsonSchema, { type }: Mark, next: () => number): string {
  const pattern = schema['pattern'] as string | undefined, units = UNITS[type ?? ''];
  if (pattern === undefined || pattern.includes('\\p{Cc}')) return pick(TEXTS, next).slice(0, Number(schema['maxLength'] ?? 400));
  const plain = `${Math.max(1, Math.floor(10 ** (next() * (type === 'Percent' ? 1.9 : 2.5))))}${pick(units ?? [''], next)}`;
  return units && next() < 0.8 && new RegExp(pattern, 'u').test(plain) ? plain : matching(schema, next);
}
