// What the compiler knows of concepts at run time: the generated schemas and precompiled validators, those of a platform's own concepts included.
import type { Json, JsonObject, Path } from './json.ts';

export interface JsonSchema extends JsonObject { readonly [key: string]: Json | undefined }
export interface ConceptInfo {
  readonly kind: string;
  readonly doc: string;
  readonly schema: JsonSchema;
  readonly example: JsonObject;
  /** Repository-relative file that declares it. */
  readonly file: string;
  readonly published?: true;
  readonly root?: true;
  readonly compilerOnly?: string;
  readonly documentsOnly?: Readonly<Record<string, string>>;
}
/** As ajv reports it. */
export interface SchemaError { readonly instancePath: string; readonly keyword: string; readonly message?: string; readonly params: Readonly<Record<string, unknown>>; readonly schemaPath: string }
/** A precompiled validator: fills defaults into the value that it is given. */
export interface Validator { (value: unknown): boolean; errors?: readonly SchemaError[] | null }
export interface Concepts {
  readonly info: Readonly<Record<string, ConceptInfo>>;
  readonly validators: Readonly<Record<string, Validator>>;
}

/** A place in a schema that carries the compiler's own metadata; `*` stands for list elements and record values. */
export interface MarkedPath { readonly path: readonly string[]; readonly platform?: string; readonly secret?: true }

const marks = new WeakMap<JsonSchema, readonly MarkedPath[]>();
/** All places of a schema that name a platform set or hold a secret; computed once a schema. */
export function markedPaths(schema: JsonSchema): readonly MarkedPath[] {
  const done = marks.get(schema);
  if (done) return done;
  const found: MarkedPath[] = [];
  walk(schema, schema, [], found, 0);
  marks.set(schema, found);
  return found;
}

function walk(schema: JsonSchema, root: JsonSchema, path: readonly string[], found: MarkedPath[], depth: number): void {
  if (depth > 12) return;
  const target = typeof schema['$ref'] === 'string' ? pointer(root, schema['$ref']) : schema;
  if (!target) return;
  const mark = target['leitwerk'] as { platform?: string; secret?: true } | undefined;
  if (mark?.platform !== undefined) found.push({ path, platform: mark.platform });
  if (mark?.secret) found.push({ path, secret: true });
  for (const [key, child] of Object.entries((target['properties'] ?? {}) as Record<string, JsonSchema>)) walk(child, root, [...path, key], found, depth + 1);
  for (const keyword of ['items', 'additionalProperties'] as const) {
    const child = target[keyword];
    if (typeof child === 'object' && child !== null) walk(child as JsonSchema, root, [...path, '*'], found, depth + 1);
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    for (const child of (target[keyword] ?? []) as readonly JsonSchema[]) walk(child, root, path, found, depth + 1);
  }
}
function pointer(root: JsonSchema, ref: string): JsonSchema | undefined {
  let here: Json | undefined = root;
  for (const step of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) here = (here as JsonObject | undefined)?.[step];
  return here as JsonSchema | undefined;
}

/** Every value at a marked path, with the concrete path to it. */
export function* valuesAt(value: unknown, path: readonly string[], here: Path = []): Generator<{ readonly path: Path; readonly value: unknown }> {
  const [step, ...rest] = path;
  if (step === undefined) { if (value !== undefined) yield { path: here, value }; return; }
  if (typeof value !== 'object' || value === null) return;
  if (step !== '*') { yield* valuesAt((value as JsonObject)[step], rest, [...here, step]); return; }
  if (Array.isArray(value)) { for (const [i, child] of value.entries()) yield* valuesAt(child, rest, [...here, i]); return; }
  for (const [key, child] of Object.entries(value)) yield* valuesAt(child, rest, [...here, key]);
}
