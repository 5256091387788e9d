// JSON schemas of every Kubernetes kind: out of Kubernetes' own OpenAPI and of the custom resource definitions; closed, as the API server's strict field validation is.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { filesBelow } from './files.mjs';

// Draft 4 is what OpenAPI's schemas are a dialect of: https://spec.openapis.org/oas/v3.0.3#schema-object
const DRAFT = 'http://json-schema.org/draft-04/schema#', META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const preserves = 'x-kubernetes-preserve-unknown-fields', embeds = 'x-kubernetes-embedded-resource', either = 'x-kubernetes-int-or-string';
/** Keywords that say what a value is; descriptions, defaults and CEL rules, which the API server judges, are left out. */
const KEPT = ['$ref', 'type', 'format', 'enum', 'pattern', 'required', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'];
const INT_OR_STRING = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/; plain text in the OpenAPI document. */
const QUANTITY = { anyOf: [{ type: 'number' }, { type: 'string', pattern: '^[+-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$' }] };

const each = (map, change) => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
/**
 * A schema that refuses fields it does not name. `custom`: one of a custom resource, where an object without named fields has none.
 * A branch of anyOf and the like names only some of the fields, so that it stays open:
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function closed(schema, custom, branch = false) {
  if (typeof schema !== 'object') return schema;
  const out = Object.fromEntries(KEPT.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]));
  if (schema.properties) out.properties = each(schema.properties, (s) => closed(s, custom, branch));
  if (schema.items) out.items = closed(schema.items, custom, branch);
  if (schema.additionalProperties !== undefined) out.additionalProperties = closed(schema.additionalProperties, custom, branch);
  for (const key of ['allOf', 'anyOf', 'oneOf']) if (schema[key]) out[key] = schema[key].map((s) => closed(s, custom, true));
  if (schema.not) out.not = closed(schema.not, custom, true);
  if (schema[either]) { delete out.type; out.anyOf ??= INT_OR_STRING.anyOf; }
  if (schema.nullable && out.type) out.type = [out.type, 'null'];
  if (schema.nullable && out.enum) out.enum = [...out.enum, null];
  const named = schema.properties || (custom && schema.type === 'object');
  if (named && !branch && out.additionalProperties === undefined && !schema[preserves] && !schema[embeds]) out.additionalProperties = false;
  return out;
}

/** The definitions that a schema refers to, and theirs. */
function referred(schema, all, found = {}) {
  if (typeof schema !== 'object' || schema === null) return found;
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  if (name && !(name in found)) { found[name] = all[name]; referred(all[name], all, found); }
  for (const part of Object.values(schema)) referred(part, all, found);
  return found;
}

/** Where kubeconform looks for a kind; of the core group it takes the version for the group. */
export const location = (folder) => `${folder}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`;
const fileOf = (group, version, kind) => `${group || version}/${kind.toLowerCase()}_${version}.json`;

/** Writes the schemas of all kinds into a folder; says how many. */
export function writeSchemas(swagger, definitions, folder) {
  rmSync(folder, { recursive: true, force: true });
  const raw = JSON.parse(readFileSync(swagger, 'utf8')).definitions;
  const native = Object.fromEntries(Object.entries(raw).map(([name, schema]) => [name, name.endsWith('.IntOrString') ? INT_OR_STRING : name.endsWith('.Quantity') ? QUANTITY : closed(schema, false)]));
  const write = (group, version, kind, schema) => {
    const whole = { ...schema, properties: { ...schema.properties, apiVersion: { enum: [group ? `${group}/${version}` : version] }, kind: { enum: [kind] } }, required: [...new Set([...schema.required ?? [], 'apiVersion', 'kind'])] };
    const file = join(folder, fileOf(group, version, kind));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ $schema: DRAFT, ...whole, definitions: referred(whole, native) }));
    return 1;
  };
  let built = 0, custom = 0;
  for (const [name, schema] of Object.entries(raw)) {
    const kinds = schema['x-kubernetes-group-version-kind'] ?? [];
    if (kinds.length === 1) built += write(kinds[0].group, kinds[0].version, kinds[0].kind, native[name]); // more: options of a request, shared by every group
  }
  for (const path of filesBelow(definitions).filter((p) => p.endsWith('.yaml'))) {
    for (const { spec } of loadAll(readFileSync(join(definitions, path), 'utf8'), { schema: CORE_SCHEMA })) {
      for (const { name, schema } of spec.versions.filter((v) => v.served && v.schema?.openAPIV3Schema)) {
        const own = closed(schema.openAPIV3Schema, true);
        const meta = { allOf: [{ $ref: `#/definitions/${META}` }, closed(schema.openAPIV3Schema.properties?.metadata ?? {}, true, true)] };
        custom += write(spec.group, name, spec.names.kind, { ...own, properties: { ...own.properties, metadata: meta }, required: [...own.required ?? [], 'metadata'] });
      }
    }
  }
  return { built, custom };
}
