// Shapes: the properties that a concept's schema has, with `*` for list elements and record keys; the shape of one property of a declaration.
import type { JsonSchema } from '../model/concepts.ts';
import { at, isObject, type JsonObject, type Path } from '../model/json.ts';

type Schema = JsonSchema | undefined;
const resolved = (schema: Schema, root: JsonSchema): Schema => {
  const ref = schema?.['$ref'];
  return typeof ref === 'string' ? at(root, ref.replace(/^#\/?/, '').split('/').filter(Boolean)) as Schema : schema;
};
const members = (schema: Schema): readonly JsonSchema[] => (['anyOf', 'oneOf', 'allOf'] as const).flatMap((k) => (schema?.[k] ?? []) as readonly JsonSchema[]);
const inner = (schema: Schema): Schema => [schema?.['items'], schema?.['additionalProperties']].find((s): s is JsonObject => isObject(s) && Object.keys(s).length > 0) as Schema;
/** References and secrets are leaves, and so is what may hold anything. */
const isLeaf = (schema: Schema): boolean => {
  const mark = schema?.['leitwerk'] as { readonly ref?: unknown; readonly secret?: unknown } | undefined;
  return mark?.ref !== undefined || mark?.secret !== undefined || (isObject(schema?.['properties']) && '$ref' in schema['properties']);
};

/** Every property that a declaration may have, leaves only. A constant is a choice where it tells the members of a union apart, and nowhere else. */
export function propertiesOf(root: JsonSchema): readonly string[] {
  const found = new Set<string>();
  walk(root, [], [], false);
  return [...found].sort();

  // a schema within itself is JSON of any depth: its first level stands for all
  function walk(given: Schema, path: readonly string[], within: readonly Schema[], chosen: boolean): void {
    const schema = resolved(given, root);
    if (!schema || within.includes(schema)) return;
    const inside = [...within, schema];
    const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);
    if (isLeaf(schema) || isLeaf(given)) { found.add(path.join('/')); return; }
    for (const [key, child] of properties) if (chosen || child['const'] === undefined) walk(child, [...path, key], inside, false);
    for (const member of members(schema)) walk(member, path, inside, true);
    const element = inner(schema);
    if (element) walk(element, [...path, '*'], inside, false);
    if (properties.length === 0 && members(schema).length === 0 && !element && path.length > 0) found.add(path.join('/'));
  }
}

/** The shape of a concrete path: keys that the schema does not name are `*`. An empty list counts as its elements. */
export function shapeOf(root: JsonSchema, path: Path): string {
  const shapes = new Set(propertiesOf(root));
  let open: readonly (readonly string[])[] = [[]];
  for (const step of path) {
    open = open.flatMap((before) => [...(typeof step === 'string' ? [[...before, step]] : []), [...before, '*']])
      .filter((prefix) => [...shapes].some((s) => s === prefix.join('/') || s.startsWith(`${prefix.join('/')}/`) || prefix.join('/').startsWith(`${s}/`)));
  }
  const named = open.find((o) => shapes.has(o.join('/'))) ?? open[0];
  if (!named) return path.map((s) => typeof s === 'number' ? '*' : s).join('/');
  const text = named.join('/');
  // below what may hold anything: one shape for all of it; an empty container: the shape of what would be in it
  return [...shapes].find((s) => s === text || text.startsWith(`${s}/`)) ?? [...shapes].find((s) => s.startsWith(`${text}/`)) ?? text;
}
