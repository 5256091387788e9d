// Vary: the input of a compilation with one thing changed: a property, the name of a construct or project, a setting of the platform, the name of an environment, a policy gone.
import { markedPaths, valuesAt, type JsonSchema } from '../model/concepts.ts';
import { environmentsOf } from '../model/environments.ts';
import { isObject, withAt, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { Edit } from '../model/diagnostic.ts';
import type { Model } from '../model/node.ts';
import type { Environment, Platform } from '../model/platform.ts';
import type { Input } from '../pipeline.ts';
import { editModel } from './probe.ts';

export type Variation =
  | { readonly what: 'property'; readonly edit: Edit; /** What has to change with it, where several declare the same thing. */ readonly also?: readonly Edit[]; /** Environments in which it is otherwise; left out: all that are asked about. */ readonly in?: readonly string[] }
  | { readonly what: 'name'; readonly node: string; readonly to: string }
  | { readonly what: 'platform'; readonly property: Path; readonly to: unknown }
  | { readonly what: 'policy'; readonly id: string }
  | { readonly what: 'environment'; readonly name: string; readonly to: string };

/** The changed input; `project` and `environment` say what those are called there. */
export interface Varied { readonly input: Input; readonly project: (name: string) => string; readonly environment: (of: Environment) => Environment | undefined }

/** An edit of a property holds in the environments that are named. */
export function vary(input: Input, variation: Variation | undefined, environments: readonly string[]): Varied {
  const same = (name: string): string => name;
  const within = (platform: Platform, called = same) => (of: Environment): Environment | undefined => environmentsOf(platform).find((e) => e.name === called(of.name));
  switch (variation?.what) {
    case undefined: return { input, project: same, environment: (of) => of };
    case 'property': {
      const owner = variation.edit.node.split('/')[0];
      const models = input.models.map((m) => m.project === owner ? [variation.edit, ...(variation.also ?? [])].reduce((one, edit) => (variation.in ?? environments).reduce((model, env) => editModel(model, edit, env), one), m) : m);
      return { input: { ...input, models }, project: same, environment: (of) => of };
    }
    case 'policy': {
      const policies = Object.fromEntries(Object.entries(input.policies).filter(([id]) => id !== variation.id));
      return { input: { ...input, policies }, project: same, environment: (of) => of };
    }
    case 'platform': {
      const platform = withAt(input.platform, variation.property, variation.to);
      return { input: { ...input, platform }, project: same, environment: within(platform) };
    }
    case 'environment': {
      const { name, to } = variation;
      const keyed = <T>(table: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(table).map(([k, v]) => [k === name ? to : k, v]));
      const platform = { ...input.platform, environments: keyed(input.platform.environments), money: { ...input.platform.money, envelopes: keyed(input.platform.money.envelopes) } };
      const models = input.models.map((m) => ({ ...m, nodes: m.nodes.map((n) => ({ ...n, props: namesRenamed(choicesRenamed(n.props, name, to) as JsonObject, input.concepts.info[n.kind]?.schema, name, to), ...(n.only ? { only: n.only.map((e) => e === name ? to : e) } : {}) })) }));
      return { input: { ...input, platform, models }, project: same, environment: within(platform, (e) => e === name ? to : e) };
    }
    case 'name': {
      const { node, to } = variation;
      const whole = !node.includes('/');
      const path = (p: string): string => p === node ? (whole ? to : `${node.split('/')[0]}/${to}`) : whole && p.startsWith(`${node}/`) ? `${to}${p.slice(node.length)}` : p;
      const governance = whole ? Object.fromEntries(Object.entries(input.governance).map(([k, v]) => [k === node ? to : k, v])) : input.governance;
      return { input: { ...input, governance, models: input.models.map((m) => renamed(m, path, whole ? node : undefined, to)) }, project: (name) => path(name), environment: (of) => of };
    }
  }
}

function renamed(model: Model, path: (p: string) => string, project: string | undefined, to: string): Model {
  const own = model.project === project;
  return {
    ...model, ...(own ? { project: to, folder: `projects/${to}` } : {}),
    nodes: model.nodes.map((n) => ({ ...n, path: path(n.path), id: path(n.path).split('/').at(-1)!, props: refsRenamed(n.props, path) as JsonObject })),
    uses: model.uses.map((u) => ({ ...u, path: path(u.path) })),
  };
}
function refsRenamed(value: Json | undefined, path: (p: string) => string): Json | undefined {
  if (Array.isArray(value)) return value.map((v: Json) => refsRenamed(v, path)!);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === '$ref' && typeof v === 'string' ? path(v) : refsRenamed(v, path)!]));
}
/** Where a property names an environment (`gates`), it is the renamed one. */
function namesRenamed(props: JsonObject, schema: JsonSchema | undefined, name: string, to: string): JsonObject {
  const named = schema ? markedPaths(schema).filter((m) => m.platform === 'environments').flatMap((m) => [...valuesAt(props, m.path)]).filter(({ value }) => value === name) : [];
  return named.reduce((renamed, { path }) => withAt(renamed, path, to), props);
}
function choicesRenamed(value: Json | undefined, name: string, to: string): Json | undefined {
  if (Array.isArray(value)) return value.map((v: Json) => choicesRenamed(v, name, to)!);
  if (!isObject(value)) return value;
  const inner = (v: JsonObject): JsonObject => Object.fromEntries(Object.entries(v).map(([k, child]) => [k === name ? to : k, choicesRenamed(child, name, to)!]));
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === '$env' && isObject(v) ? inner(v) : choicesRenamed(v, name, to)!]));
}
