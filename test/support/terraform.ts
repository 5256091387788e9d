// Builds the context that targets see, from declarations as authors write them, on the example platform; and renders Terraform blocks as a stack, in the plainest way.
import config from '../../leitwerk.config.ts';
import { AiProject } from '../../constructs/project/ai-project.ts';
import { Budget } from '../../constructs/finops/budget.ts';
import { DataContract } from '../../constructs/data/data-contract.ts';
import { GpuQuota } from '../../constructs/serving/gpu-quota.ts';
import { Model } from '../../constructs/models/model.ts';
import { ModelEndpoint } from '../../constructs/serving/model-endpoint.ts';
import { Pipeline } from '../../constructs/operations/pipeline.ts';
import { RawTerraform } from '../../constructs/governance/raw-terraform.ts';
import { emitContext } from '../../src/emit/emit.ts';
import { deriveFacts } from '../../src/analyse/run.ts';
import { facts as registry } from '../../src/generated/registry.ts';
import { query } from '../../src/model/query.ts';
import { isObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { AnyNode, Resolved } from '../../src/model/node.ts';
import { platform as schema, type Environment, type Platform } from '../../src/model/platform.ts';
import type { Artefact, EmitContext, SpanContext, TerraformBlock } from '../../src/target.ts';

const kinds = { AiProject, Budget, DataContract, GpuQuota, Model, ModelEndpoint, Pipeline, RawTerraform } as const;
export type Declared = readonly [kind: keyof typeof kinds, id: string, props?: JsonObject, more?: { readonly formerly?: string; readonly project?: string }];
export const examplePlatform: Platform = schema.parse(config) as Platform;
export const ref = (kind: string, path: string): JsonObject => ({ $ref: path, kind });

export function environment(name: string, platform: Platform = examplePlatform, change: Partial<Environment> = {}): Environment {
  const env = platform.environments[name]!;
  const named = (record: Readonly<Record<string, object>>) => Object.entries(record).map(([key, value]) => ({ name: key, ...value }));
  return { ...env, name, clusters: named(env.clusters), accounts: named(env.accounts), ...change } as Environment;
}

/** The props are merged into the concept's example; references of examples must be given. */
function node([kind, id, props = {}, { formerly, project = 'shop' } = {}]: Declared): AnyNode {
  const { definition } = kinds[kind];
  const parsed = definition.schema().parse({ ...definition.example as JsonObject, ...props }) as JsonObject;
  return { ...parsed, $kind: kind, $id: id, $path: kind === 'AiProject' ? id : `${project}/${id}`, $project: project, ...(formerly === undefined ? {} : { $formerly: formerly }) } as AnyNode;
}

export function contextOf(declared: readonly Declared[], env: Environment = environment('production'), platform: Platform = examplePlatform): EmitContext {
  const nodes = [node(['AiProject', 'shop', { owner: 'crm-platform', purpose: 'customer-support' }]), ...declared.map(node)];
  const own = nodes.filter((n) => n.$project === 'shop');
  const project = { project: 'shop', environment: env.name, root: own[0], nodes: own, used: nodes.filter((n) => n.$project !== 'shop') } as unknown as Resolved;
  const facts = deriveFacts(registry, { ...query(project), project, platform, env });
  return emitContext(project, env, env.clusters[0]!, platform, facts);
}
export const spanOf = (contexts: readonly EmitContext[]): SpanContext =>
  ({ project: 'shop', root: contexts.at(-1)!.root, platform: contexts[0]!.platform, environments: contexts, objects: () => [] });

export const list = (emitted: Iterable<Artefact> | Artefact): readonly Artefact[] => (Symbol.iterator in emitted ? [...emitted] : [emitted]);
export const blocks = (emitted: Iterable<Artefact> | Artefact): readonly TerraformBlock[] => list(emitted).filter((a) => a.form === 'terraform');

/** Expressions as Terraform reads them, all other text inert. */
function render(value: Json | undefined): unknown {
  if (typeof value === 'string') return value.replace(/([$%])\{/g, '$1$1{');
  if (Array.isArray(value)) return value.map(render);
  if (!isObject(value)) return value;
  if (typeof value['$tf'] === 'string') return `\${${value['$tf']}}`;
  if (Array.isArray(value['$join'])) return value['$join'].map((p: Json) => render(p)).join('');
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, render(v)]));
}
export function stack(all: readonly TerraformBlock[], region: string): unknown {
  const out: Record<string, Record<string, Record<string, Record<string, unknown>>>> = {};
  const moves: unknown[] = [];
  for (const { block, type, name, body } of all) {
    if (block === 'moved') { moves.push(body); continue; }
    const into = ((out[block] ??= {})[type] ??= {})[name] ??= {};
    for (const [key, value] of Object.entries(render(body) as JsonObject)) into[key] = key === 'statement' && Array.isArray(into[key]) ? [...into[key], ...(value as unknown[])] : value;
  }
  return { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.34' } } }, provider: { aws: [{ region }] }, ...out, ...(moves.length > 0 ? { moved: moves } : {}) };
}
