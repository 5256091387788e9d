// The Helm chart of a project, for people outside the platform: templates that give each environment's manifests back, and nothing that differs nowhere.
import { equal, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Address } from '../target.ts';
import { compare } from './canonical.ts';
import { generalise, type Entry, type General } from './generalise.ts';
import { json } from './json.ts';
import { inOrder } from './kubernetes.ts';
import { manifest, withNamespace } from './manifest.ts';
import { identifier, valueNames, type Value, type ValueCause } from './value-names.ts';
import { block, isCollection, key as yamlKey, leaf as yamlLeaf, yaml } from './yaml.ts';

export interface ChartEnvironment {
  readonly name: string;
  /** The project's namespace there: in metadata it becomes the release's. */
  readonly namespace?: string;
  readonly objects: readonly { readonly file: string; readonly body: JsonObject }[];
}
export interface ChartRequest {
  readonly name: string;
  /** SemVer. */
  readonly version: string;
  readonly description: string;
  readonly environments: readonly ChartEnvironment[];
  /** The property that causes a leaf with these values, one an environment; undefined where it is not known. */
  readonly cause?: (address: Address, pointer: string, values: readonly (Json | undefined)[]) => ValueCause | undefined;
}

/** Stands for the release's namespace until the text is made; no object can hold it, since NUL is in no manifest. */
const RELEASE = '\u0000namespace';
const metadata = (body: JsonObject): JsonObject => isObject(body['metadata']) ? body['metadata'] : {};

/** Files of the chart by path. */
export function chart({ name, version, description, environments, cause }: ChartRequest): ReadonlyMap<string, string> {
  const names = valueNames();
  const files = new Map<string, string>();
  const documents = new Map<string, string[]>();
  for (const object of aligned(environments)) {
    const { file } = object;
    const document = template(object, names, cause);
    const path = `templates/${file}.yaml`;
    const others = documents.get(path);
    if (others) others.push(document); else documents.set(path, [document]);
  }
  const values = [...names.taken.values()].toSorted((a, b) => compare(a.group, b.group) || compare(a.leaf, b.leaf));
  const chartName = identifier([name]) === 'value' ? 'chart' : name;
  files.set('Chart.yaml', yaml({ apiVersion: 'v2', name: chartName, description, type: 'application', version }));
  files.set('values.yaml', yaml(tree(values, (value) => value.values.find((v) => v !== undefined))));
  for (const [i, environment] of environments.entries()) files.set(`values-${environment.name}.yaml`, yaml(tree(values, (value) => value.values[i])));
  files.set('values.schema.json', json(schema(values)));
  for (const [path, parts] of [...documents].toSorted(([a], [b]) => compare(a, b))) files.set(path, parts.join(''));
  return files;
}

const addressOf = (body: JsonObject): Address => {
  const { name, namespace } = metadata(body) as { readonly name?: string; readonly namespace?: string };
  return { apiVersion: String(body['apiVersion']), kind: String(body['kind']), name: String(name ?? ''), ...(namespace === undefined || namespace === RELEASE ? {} : { namespace }) };
};

/** `released`: its namespace is the release's. */
interface Aligned { readonly file: string; readonly original: JsonObject; readonly released: boolean; readonly body: JsonObject; readonly versions: readonly (JsonObject | undefined)[] }

/** Each object with its versions in all environments, in the order in which manifests are written. */
function aligned(environments: readonly ChartEnvironment[]): readonly Aligned[] {
  const found = new Map<string, Aligned & { readonly versions: (JsonObject | undefined)[] }>();
  for (const [i, { namespace, objects }] of environments.entries()) {
    for (const { file, body } of objects) {
      const released = namespace !== undefined && metadata(body)['namespace'] === namespace;
      const neutral = released ? { ...body, metadata: { ...metadata(body), namespace: RELEASE } } : body;
      const { apiVersion, kind, name, namespace: own } = addressOf(neutral);
      const id = `${file}\n${apiVersion} ${kind} ${own ?? ''} ${kind === 'Namespace' && name === namespace ? RELEASE : name}`;
      const known = found.get(id) ?? { file, original: body, released, body: neutral, versions: environments.map(() => undefined) };
      known.versions[i] = neutral;
      found.set(id, known);
    }
  }
  return inOrder([...found.values()]);
}

// ---- templates ----

/** An object that is the same in all environments is its manifest; only one that is not has values, and a name for them. */
function template({ file, original, released, versions }: Aligned, names: ReturnType<typeof valueNames>, cause: ChartRequest['cause']): string {
  const present = versions.filter((v) => v !== undefined);
  const first = present[0]!;
  const same = present.every((v) => equal(v, first));
  const verbatim = (): string => { const text = inert(manifest(original)); return `---\n${released ? withNamespace(text, NAMESPACE) : text}`; };
  const always = present.length === versions.length;
  if (same && always) return verbatim();
  const address = addressOf(first);
  const group = names.groupOf(`${file}\n${address.apiVersion} ${address.kind} ${address.namespace ?? ''} ${address.name}`, address.kind, address.name);
  const named = (trail: readonly string[], pointer: string, values: readonly (Json | undefined)[], condition: boolean): string => names.named({ group, cause: cause?.(address, pointer, values) }, trail, values, condition);
  const text = same ? verbatim() : `---\n${lines(generalise(versions, { trail: [], pointer: '', kind: address.kind }, named), '')}`;
  return always ? text : `{{- if .Values.${named([], '', versions.map((v) => v !== undefined), true)} }}\n${text}{{- end }}\n`;
}
const NAMESPACE = '{{ toJson .Release.Namespace }}';

/** Text in which no template begins. */
const inert = (text: string): string => text.includes('{{') ? text.replaceAll('{{', '{{ "{{" }}') : text;
/** Metadata that hold the release's namespace are written entry by entry: in their text, an author's text could look like it. */
function opened(node: General): General {
  if (node.form !== 'same' || !isObject(node.value) || node.value['namespace'] !== RELEASE) return node;
  const entries = Object.entries(node.value).flatMap(([key, value]): Entry[] => value === undefined ? [] : [{ key, node: { form: 'same', value }, when: undefined }]);
  return { form: 'map', entries, mayBeEmpty: false };
}
/** What Go's JSON leaves as it is and YAML does not: https://pkg.go.dev/encoding/json#HTMLEscape, https://yaml.org/spec/1.2.2/#51-character-set */
const UNPRINTABLE = /[\x7f-\x9f\ufeff\ufffe\uffff]/g;
function reference({ name, boxed, values }: Extract<General, { form: 'value' }>): string {
  const strange = [...new Set(JSON.stringify(values).match(UNPRINTABLE) ?? [])].sort(compare).map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `{{ toJson ${boxed ? `(index .Values.${name} 0)` : `.Values.${name}`}${strange.map((escape) => ` | replace "${escape}" "\\${escape}"`).join('')} }}`;
}
const guarded = (when: string | undefined, text: string): string => when === undefined ? text : `{{- if .Values.${when} }}\n${text}{{- end }}\n`;

/** The lines of a map or list. */
function lines(given: General, indent: string): string {
  const node = opened(given);
  if (node.form === 'same') return inert(block(node.value, indent));
  if (node.form === 'map') return node.entries.map((entry) => guarded(entry.when, property(entry, indent))).join('');
  return node.form === 'list' ? node.entries.map((entry) => guarded(entry.when, element(entry.node, indent))).join('') : `${indent}${reference(node)}\n`;
}

/** What stands after `key:` or `-`, on that line or on those below. */
function after(node: General, indent: string): string {
  if (node.form === 'value') return ` ${reference(node)}\n`;
  if (node.form === 'same' && node.value === RELEASE) return ` ${NAMESPACE}\n`;
  if (node.form === 'same') return isCollection(node.value) ? `\n${lines(node, indent)}` : ` ${inert(yamlLeaf(node.value, indent))}\n`;
  if (!node.mayBeEmpty) return `\n${lines(node, indent)}`;
  const any = node.entries.length === 1 ? `.Values.${node.entries[0]!.when}` : `or ${node.entries.map((entry) => `.Values.${entry.when}`).join(' ')}`;
  return `\n{{- if ${any} }}\n${lines(node, indent)}{{- else }}\n${indent}${node.form === 'map' ? '{}' : '[]'}\n{{- end }}\n`;
}

const property = ({ key, node }: Entry, indent: string): string => `${indent}${inert(yamlKey(key, indent))}${after(node, `${indent}  `)}`;

/** The first entry stands beside the dash if it is always there. */
function element(node: General, indent: string): string {
  const deeper = `${indent}  `;
  const beside = (node.form === 'same' && isCollection(node.value)) || (node.form === 'map' && !node.mayBeEmpty && node.entries[0]?.when === undefined);
  return beside ? `${indent}- ${lines(node, deeper).slice(deeper.length)}` : `${indent}-${after(node, deeper)}`;
}

// ---- values ----

function tree(values: readonly Value[], pick: (value: Value) => Json | undefined): JsonObject {
  const out = Object.create(null) as { [group: string]: { [leaf: string]: Json } };
  for (const value of values) {
    const picked = pick(value);
    if (picked !== undefined) (out[value.group] ??= {})[value.leaf] = isBoxed(value) ? [picked] : picked;
  }
  return out;
}

const present = ({ values }: Value): readonly Json[] => values.filter((v): v is Json => v !== undefined);
const isBoxed = (value: Value): boolean => !present(value).every((v) => ['string', 'number', 'boolean'].includes(typeof v)) && !present(value).every((v) => Array.isArray(v));

/** Strict: a misspelt value is refused, and a wrong type. `global` is what Helm itself adds to a subchart. */
function schema(values: readonly Value[]): JsonObject {
  const groups: { [group: string]: { type: string; additionalProperties: boolean; required: string[]; properties: { [leaf: string]: Json } } } = Object.create(null) as never;
  for (const value of values) {
    const group = groups[value.group] ??= { type: 'object', additionalProperties: false, required: [], properties: {} };
    group.required.push(value.leaf);
    group.properties[value.leaf] = isBoxed(value) ? { type: 'array', minItems: 1, maxItems: 1 } : typeOf(present(value));
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', additionalProperties: false, required: Object.keys(groups), properties: { global: { type: 'object' }, ...groups } as unknown as JsonObject,
  };
}

function typeOf(values: readonly Json[]): JsonObject {
  const types = [...new Set(values.map((v) => Array.isArray(v) ? 'array' : v === null ? 'null' : Number.isInteger(v) ? 'integer' : typeof v))];
  const merged = types.includes('number') ? types.filter((t) => t !== 'integer') : types;
  const type = merged.length === 1 ? merged[0]! : merged.toSorted(compare);
  if (type !== 'array') return { type };
  const elements = values.flatMap((v) => v as readonly Json[]);
  return elements.length === 0 ? { type } : { type, items: { type: typeOf(elements)['type']! } };
}
