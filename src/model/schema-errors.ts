// What a schema's refusal means to an author: ajv's errors as diagnostics at the property.
import { model as catalogue } from './catalogue/model.ts';
import { diagnose } from './catalogue.ts';
import type { ConceptInfo, JsonSchema, SchemaError } from './concepts.ts';
import type { Diagnostic } from './diagnostic.ts';
import { at as valueAt, type Json, type JsonObject, type Path } from './json.ts';
import type { Declared } from './node.ts';
import { nearest } from './suggest.ts';

const unions = new Set(['anyOf', 'oneOf']);

/** Of a value that is none of a few, its type says nothing more. */
const telling = (errors: readonly SchemaError[]): readonly SchemaError[] => errors.filter((e) => e.keyword !== 'type' || !errors.some((o) => (o.keyword === 'enum' || o.keyword === 'const') && o.instancePath === e.instancePath));

export function schemaDiagnostics(node: Declared, info: ConceptInfo, errors: readonly SchemaError[], props: JsonObject, environment: string): Diagnostic[] {
  const inUnion = errors.filter((e) => unions.has(e.keyword)).map((e) => e.instancePath);
  const found = new Map<string, Diagnostic>();
  for (const error of telling(errors)) {
    // the branches of a union contradict each other; the union itself is what is wrong
    if (!unions.has(error.keyword) && inUnion.some((p) => error.schemaPath.includes('/anyOf/') || error.schemaPath.includes('/oneOf/') ? error.instancePath.startsWith(p) : false)) continue;
    const diagnostic = one(node, info, error, props, environment);
    const key = `${diagnostic.code} ${diagnostic.what}`;
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()];
}

/** What a schema refuses in data that is no node, such as the platform: where, and in which words. */
export function schemaFaults(schema: JsonSchema, errors: readonly SchemaError[], value: JsonObject): readonly { readonly property: Path; readonly what: string; readonly key?: true; readonly near?: string | undefined }[] {
  const inUnion = errors.filter((e) => unions.has(e.keyword)).map((e) => e.instancePath);
  return telling(errors).filter((e) => unions.has(e.keyword) || !inUnion.some((p) => /\/(any|one)Of\//.test(e.schemaPath) && e.instancePath.startsWith(p))).map((error) => {
    const path = pathOf(error);
    if (error.keyword === 'additionalProperties') {
      const property = String(error.params['additionalProperty']);
      return { property: [...path, property], key: true, what: `has no property ${property}`, near: nearest(property, propertiesOf(schemaAt(schema, path), valueAt(value, path), schema)) };
    }
    if (error.keyword === 'required') return { property: path, what: `needs ${String(error.params['missingProperty'])}` };
    const got = valueAt(value, path);
    const allowed = error.keyword === 'enum' ? (error.params['allowedValues'] as readonly Json[]).map(String) : [];
    return { property: path, what: `${wanted(error, schemaAt(schema, path))}, not ${show(got)}`, near: typeof got === 'string' ? nearest(got, allowed) : undefined };
  });
}

/** What tells the members of a union apart is at fault itself, not the object around it. */
const pathOf = ({ instancePath, keyword, params }: SchemaError): Path => [...pointer(instancePath), ...(keyword === 'discriminator' ? [String(params['tag'])] : [])];
const pointer = (instancePath: string): Path => instancePath.split('/').slice(1).map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~')).map((s) => /^\d+$/.test(s) ? Number(s) : s);

function one(node: Declared, info: ConceptInfo, error: SchemaError, props: JsonObject, environment: string): Diagnostic {
  const path = pathOf(error);
  const name = [node.id, ...path].join('.');
  const site = (property: Path) => ({ node: node.path, property, environment });
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const property = String(error.params['additionalProperty'] ?? error.params['unevaluatedProperty']);
    const known = propertiesOf(schemaAt(info.schema, path), valueAt(props, path), info.schema);
    // the name is at fault, whatever its value is by environment
    return diagnose(catalogue, 'LW1210', { node: node.path, property: [...path, property], key: true }, { name, property, known, nearest: nearest(property, known) });
  }
  if (error.keyword === 'discriminator' && valueAt(props, path) === undefined) {
    const whole = path.slice(0, -1);
    return diagnose(catalogue, 'LW1211', site(whole), { name: [node.id, ...whole].join('.'), property: String(path.at(-1)), doc: wanted(error, schemaAt(info.schema, path)) });
  }
  if (error.keyword === 'required') {
    const property = String(error.params['missingProperty']);
    return diagnose(catalogue, 'LW1211', site(path), { name, property, doc: describe(schemaAt(info.schema, [...path, property])) });
  }
  // a reference is one value to its author, not an object with a kind
  const whole = path.at(-1) === 'kind' || path.at(-1) === '$ref' ? path.slice(0, -1) : path;
  const ref = valueAt(props, whole);
  const marked = schemaAt(info.schema, whole)?.['leitwerk'] as { ref?: readonly string[] } | undefined;
  if (whole !== path && marked?.ref && typeof ref === 'object' && ref !== null) {
    return diagnose(catalogue, 'LW1212', site(whole), { name: [node.id, ...whole].join('.'), problem: wanted(error, schemaAt(info.schema, whole)), got: show(ref), doc: describe(schemaAt(info.schema, whole)) });
  }
  const got = valueAt(props, path);
  return diagnose(catalogue, 'LW1212', site(path), { name, problem: wanted(error, schemaAt(info.schema, path)), got: show(got), doc: describe(schemaAt(info.schema, path)) });
}

/** Names that an object may have here; of a union, those of the branch whose constants it has. */
function propertiesOf(schema: JsonSchema | undefined, value: unknown, root: JsonSchema): readonly string[] {
  const own = Object.keys((schema?.['properties'] ?? {}) as JsonObject);
  if (own.length > 0) return own;
  const branches = [...(schema?.['oneOf'] ?? schema?.['anyOf'] ?? []) as readonly JsonSchema[]].map((b) => deref(b, root));
  const fits = (branch: JsonSchema | undefined): boolean => Object.entries((branch?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)
    .some(([name, p]) => p['const'] !== undefined && p['const'] === (value as JsonObject | undefined)?.[name]);
  return Object.keys((branches.find(fits)?.['properties'] ?? {}) as JsonObject);
}

const forms: Readonly<Record<string, string>> = {
  Duration: "a whole number and a unit, such as '500ms', '60s', '15m', '24h', '30d', '13mo', '7y'", Size: "a size, such as '512Mi' or '16Gi'",
  Cpu: "cores, such as '2' or '500m'", Percent: "a percentage of at most 100, such as '99.5%'", Rate: "a rate, such as '3/s' or '120/min'",
  CalendarDate: "a date, such as '2027-06-30'", Cron: "five fields of cron, such as '15 2 * * *'", Money: 'money, such as eur(400)', SecretRef: "a secret, such as secret('warehouse/password')",
};

export function wanted(error: SchemaError, schema: JsonSchema | undefined): string {
  const mark = schema?.['leitwerk'] as { type?: string; ref?: readonly string[] } | undefined;
  if (mark?.type !== undefined && forms[mark.type] !== undefined) return `must be ${forms[mark.type]}`;
  if (mark?.ref) return mark.ref.length === 0 ? 'must be a construct' : `must be a ${mark.ref.join(' or ')}`;
  switch (error.keyword) {
    case 'discriminator': return `must be one of ${((schema?.['enum'] ?? []) as readonly Json[]).map((v) => `'${String(v)}'`).join(', ')}`;
    case 'enum': return `must be one of ${(error.params['allowedValues'] as readonly Json[]).map((v) => `'${String(v)}'`).join(', ')}`;
    case 'const': return `must be ${show(error.params['allowedValue'])}`;
    case 'type': return `must be ${article(String(error.params['type']))}`;
    case 'minimum': case 'maximum': case 'exclusiveMinimum': case 'exclusiveMaximum':
      return `must be ${String(error.params['comparison'])} ${String(error.params['limit'])}`;
    case 'minItems': return `must have at least ${String(error.params['limit'])} entries`;
    case 'minLength': return 'must not be empty';
    case 'maxLength': return `must have at most ${String(error.params['limit'])} characters`;
    case 'pattern': return `must have the form ${String(error.params['pattern'])}`;
    case 'propertyNames': return `must not have a key '${String(error.params['propertyName'])}'`;
    case 'anyOf': case 'oneOf': return 'must be one of the forms that it may take';
    default: return error.message ?? 'is refused';
  }
}
const article = (type: string): string => /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;

/** A value as an author would recognise it, short and on one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null && '$ref' in value) return `the ${String((value as { kind?: unknown }).kind)} ${String(value.$ref)}`;
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77).replace(/[\ud800-\udbff]$/, '')}...` : text;
}

const describe = (schema: JsonSchema | undefined): string => typeof schema?.['description'] === 'string' ? schema['description'] : '';

/** The schema of a property, through references and unions as far as that is plain. */
function schemaAt(root: JsonSchema, path: Path): JsonSchema | undefined {
  let here: JsonSchema | undefined = root;
  for (const step of path) {
    here = deref(here, root);
    const properties = here?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined;
    const next: unknown = properties?.[String(step)] ?? choiceOf(here, String(step), root) ?? (typeof step === 'number' ? here?.['items'] : here?.['additionalProperties']);
    here = typeof next === 'object' && next !== null ? next as JsonSchema : undefined;
  }
  return deref(here, root);
}
/** What tells the members of a union apart, as one choice among all of theirs. */
function choiceOf(union: JsonSchema | undefined, name: string, root: JsonSchema): JsonSchema | undefined {
  const all = ((union?.['oneOf'] ?? []) as readonly JsonSchema[]).flatMap((m) => (deref(m, root)?.['properties'] as Readonly<Record<string, JsonSchema>> | undefined)?.[name]?.['const'] ?? []);
  return all.length > 0 ? { enum: all } : undefined;
}
function deref(schema: JsonSchema | undefined, root: JsonSchema): JsonSchema | undefined {
  const ref = schema?.['$ref'];
  if (typeof ref !== 'string') return schema;
  return valueAt(root, ref.replace(/^#\/?/, '').split('/').filter(Boolean)) as JsonSchema | undefined;
}
