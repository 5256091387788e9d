// A project out of all concepts' examples in which every text of an author is a token, and the same project with other texts in their places.
import { exampleOf } from '../../src/check/example.ts';
import type { ConceptInfo, JsonSchema } from '../../src/model/concepts.ts';
import { isObject, type Json, type JsonObject, type Path } from '../../src/model/json.ts';
import type { Declared, Model } from '../../src/model/node.ts';
import { shapeOf } from '../../src/probe/shape.ts';
import { propertiesIn, resolved } from './random-value.ts';

/** What a property may hold: one line, several, or any text of some length. `key`: the name of a property. */
export type Form = 'line' | 'text' | 'any' | 'key';
export interface Slot { readonly token: string; readonly node: string; readonly path: Path; readonly form: Form; readonly max: number; readonly min: number; /** Where it holds, if not everywhere. */ readonly environments?: readonly string[] }

const limits: Readonly<Record<Form, readonly [number, number]>> = { line: [1, 400], text: [1, 4000], any: [0, Infinity], key: [0, Infinity] };

/** The project, and its slots in the order of their tokens. */
export function tokenProject(info: Readonly<Record<string, ConceptInfo>>): { readonly model: Model; readonly slots: readonly Slot[] } {
  const slots: Slot[] = [];
  let current = '';
  const slot = (path: Path, form: Form, min = limits[form][0], max = limits[form][1], environments?: readonly string[]): string => {
    const token = `qtoken${String(slots.length + 10)}q`;
    slots.push({ token, node: current, path: form === 'key' ? [...path, token] : path, form, min, max, ...(environments ? { environments } : {}) });
    return token;
  };
  const because = (): JsonObject => ({ because: slot(['because'], 'line') });
  const texts: Readonly<Record<string, (props: JsonObject) => JsonObject>> = {
    AiProject: (p) => ({ ...p, problem: slot(['problem'], 'text'), kpi: { ...p['kpi'] as JsonObject, name: slot(['kpi', 'name'], 'line') }, nonGoals: [slot(['nonGoals', 0], 'line'), slot(['nonGoals', 1], 'line')], exit: slot(['exit'], 'line'), aiAct: { ...p['aiAct'] as JsonObject, because: slot(['aiAct', 'because'], 'line'), oversight: slot(['aiAct', 'oversight'], 'line'), notice: slot(['aiAct', 'notice'], 'line') } }),
    Application: (p) => ({ ...p, command: [slot(['command', 0], 'any', 1, 1000), slot(['command', 1], 'any', 1, 1000)], variables: { LANGUAGE: 'de', GREETING: slot(['variables', 'GREETING'], 'any', 0, 4000) } }),
    Outcome: (p) => ({ ...p, name: slot(['name'], 'line') }),
    DataContract: (p) => {
      const fields = p['fields'] as { readonly [name: string]: JsonObject };
      const value = (i: number): string => slot(['fields', 'channel', 'values', i], 'any', 1, 200);
      return { ...p, description: slot(['description'], 'text'), impactAssessment: { ...p['impactAssessment'] as JsonObject, reference: slot(['impactAssessment', 'reference'], 'line') }, fields: {
        ...fields, body: { ...fields['body'], description: slot(['fields', 'body', 'description'], 'line') }, channel: { ...fields['channel'], values: [value(0), value(1), value(2)] },
        constructor: { type: 'string', description: slot(['fields', 'constructor', 'description'], 'line') },
      } };
    },
    FeatureView: (p) => ({ ...p, features: { ...p['features'] as JsonObject, last_rating: { from: 'rating', description: slot(['features', 'last_rating', 'description'], 'line') } } }),
    Decision: (p) => ({ ...p, title: slot(['title'], 'line'), context: slot(['context'], 'text'), options: [0].map((i) => ({ name: slot(['options', i, 'name'], 'line'), because: slot(['options', i, 'because'], 'line') })), outcome: slot(['outcome'], 'text'), consequences: slot(['consequences'], 'text') }),
    ExternalModel: (p) => ({ ...p, provider: slot(['provider'], 'line'), subprocessors: [{ name: slot(['subprocessors', 0, 'name'], 'line'), region: 'eu-central-1', does: slot(['subprocessors', 0, 'does'], 'line') }], agreement: { reference: slot(['agreement', 'reference'], 'line'), until: '2028-03-31' }, price: { ...p['price'] as JsonObject, source: slot(['price', 'source'], 'line') } }),
    TrainedModel: (p) => ({ ...p, licence: slot(['licence'], 'line') }),
    Model: (p) => ({ ...p, licence: slot(['licence'], 'line') }),
    Pipeline: (p) => ({ ...p, command: [0, 1, 2].map((i) => slot(['command', i], 'any', 1, 1000)), transformation: { kind: 'mask', fields: [slot(['transformation', 'fields', 0], 'any')], because: slot(['transformation', 'because'], 'line') } }),
    Prompt: (p) => ({ ...p, messages: [{ role: 'system', content: slot(['messages', 0, 'content'], 'any', 1, 20_000) }, { role: 'user', content: 'Ticket: {{ ticket }}' }], variables: { ticket: { description: slot(['variables', 'ticket', 'description'], 'line'), tokens: 2000 } }, tools: [{ ...(p['tools'] as readonly JsonObject[])[0], description: slot(['tools', 0, 'description'], 'line') }] }),
    Guardrail: (p) => ({ ...p, refusal: slot(['refusal'], 'line'), checks: (p['checks'] as readonly JsonObject[]).map((check, i) => check['kind'] === 'classifier' ? { ...check, label: slot(['checks', i, 'label'], 'line') } : check) }),
    Evaluation: (p) => { const metrics = p['metrics'] as { readonly [name: string]: JsonObject }; return { ...p, metrics: { ...metrics, helpful: { ...metrics['helpful'], rubric: slot(['metrics', 'helpful', 'rubric'], 'line') } } }; },
    Evidence: (p) => ({ ...p, result: { ...p['result'] as JsonObject, by: slot(['result', 'by'], 'line') } }),
    RawManifest: (p) => ({ ...p, ...because() }),
    RawTerraform: () => ({ resource: 'aws_sns_topic', name: 'raw', attributes: { name: slot(['attributes', 'name'], 'any'), tags: { Name: slot(['attributes', 'tags', 'Name'], 'any'), [slot(['attributes', 'tags'], 'key')]: 'x' }, delivery_policy: slot(['attributes', 'delivery_policy'], 'any') }, ...because() }),
    Override: (p) => ({ ...p, set: { metadata: { annotations: { 'team.example/note': slot(['set', 'metadata', 'annotations', 'team.example/note'], 'any'), [slot(['set', 'metadata', 'annotations'], 'key')]: 'x' } } }, ...because() }),
    Waiver: (p) => ({ ...p, ...because() }),
  };
  const { model } = exampleOf('AiProject', info, { also: [{ kind: 'RawManifest', props: { manifest: rawObject } }, { kind: 'RawManifest', props: { manifest: rawConfig } }] }, true);
  const own: Readonly<Record<string, (props: JsonObject) => JsonObject>> = {
    'example/also-0': (p) => {
      const at = (...path: Path): Path => ['manifest', 'spec', ...path];
      const byEnvironment = (...path: Path): JsonObject => ({ $env: { default: slot(at(...path), 'any', 0, Infinity, ['dev', 'staging']), production: slot(at(...path), 'any', 0, Infinity, ['production']) } });
      return { ...p, manifest: { ...rawObject, spec: { text: slot(at('text'), 'any'), list: [slot(at('list', 0), 'any'), [slot(at('list', 1, 0), 'any')]], keyed: { [slot(at('keyed'), 'key')]: 1, inner: { [slot(at('keyed', 'inner'), 'key')]: [] } }, different: byEnvironment('different'), listed: [{ name: 'a', value: byEnvironment('listed', 0, 'value') }] } } };
    },
    'example/also-1': (p) => ({ ...p, manifest: { ...rawConfig, data: { script: slot(['manifest', 'data', 'script'], 'any'), last: slot(['manifest', 'data', 'last'], 'any') } } }),
  };
  const nodes = model.nodes.map((node): Declared => {
    current = node.path;
    const fill = own[node.path] ?? texts[node.kind];
    return fill ? { ...node, props: fill(node.props) } : node;
  });
  return { model: { ...model, nodes }, slots };
}
/** What may hold any text and has no slot here, each with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  'DataContract.quality/*/pattern': 'a regular expression, which acts by its meaning', 'Guardrail.checks/*/pattern': 'a regular expression, which acts by its meaning',
  'Outcome.labels/*': 'stands within expressions of PromQL', 'Prompt.answer/required/*': 'names of properties', 'Prompt.tools/*/parameters/required/*': 'names of properties',
};
/** Properties that may hold any text, and have no slot and no reason: what a concept gains must not go untried. */
export function untried(info: Readonly<Record<string, ConceptInfo>>, slots: readonly Slot[], { nodes }: Model): readonly string[] {
  const tried = new Set(slots.map((s) => { const { kind } = nodes.find((n) => n.path === s.node)!; return `${kind}.${shapeOf(info[kind]!.schema, s.path)}`; }));
  const found = new Set<string>();
  const walk = (given: JsonSchema, root: JsonSchema, path: readonly string[], kind: string, within: readonly JsonSchema[]): void => {
    const schema = resolved(given, root), mark = { ...schema['leitwerk'] as JsonObject, ...given['leitwerk'] as JsonObject };
    if (within.includes(schema) || 'ref' in mark || 'secret' in mark || 'platform' in mark) return;
    const { type, pattern } = schema;
    if (type === 'string' && schema['const'] === undefined && schema['enum'] === undefined && (typeof pattern !== 'string' || pattern.includes('\\p{Cc}'))) found.add(`${kind}.${path.join('/')}`);
    for (const [key, child] of propertiesIn(schema)) walk(child, root, [...path, key], kind, [...within, schema]);
    for (const member of [...(schema['oneOf'] ?? []) as readonly JsonSchema[], ...(schema['anyOf'] ?? []) as readonly JsonSchema[]]) walk(member, root, path, kind, [...within, schema]);
    for (const child of [schema['items'], schema['additionalProperties']]) if (isObject(child)) walk(child as JsonSchema, root, [...path, '*'], kind, [...within, schema]);
  };
  for (const { kind, schema } of Object.values(info)) walk(schema, schema, [], kind, []);
  return [...found].filter((name) => !tried.has(name) && !(name in elsewhere)).sort();
}

const rawObject = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'widget' } };
const rawConfig = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'script' } };

/** Every string of a value, keys included, put through a function; what it is in is kept. */
export function mapTexts(value: unknown, change: (text: string, isKey: boolean) => string): unknown {
  if (typeof value === 'string') return change(value, false);
  if (Array.isArray(value)) return value.map((v) => mapTexts(v, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [change(k, true), mapTexts(v, change)]));
}

const TOKEN = /qtoken(\d+)q/g;
/** The text with each token replaced by the text of its slot. */
export const put = (text: string, given: readonly string[], as: (t: string) => string = (t) => t): string => text.replace(TOKEN, (_, n: string) => as(given[Number(n) - 10]!));

/** The model with texts in place of the tokens. */
export const filled = (model: Model, given: readonly string[]): Model => ({ ...model, nodes: model.nodes.map((n) => ({ ...n, props: mapTexts(n.props as unknown as Json, (t) => put(t, given)) as JsonObject })) });
