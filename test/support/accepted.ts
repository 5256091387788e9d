// Whether the compiler accepts a project, on a platform with room for all; and each concept's example, as it is or as it is accepted.
import { checkDeclarations } from '../../src/check/declarations.ts';
import { examplePlatform } from '../../src/check/example-platform.ts';
import { exampleOf } from '../../src/check/example.ts';
import { terraformTables } from '../../src/check/terraform-schema.ts';
import { loadConcepts } from '../../src/cli/builtin.ts';
import { packageRoot } from '../../src/cli/place.ts';
import { facts, policies, portfolioFacts, targets } from '../../src/generated/registry.ts';
import type { Concepts } from '../../src/model/concepts.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Model } from '../../src/model/node.ts';
import type { Platform } from '../../src/model/platform.ts';
import type { GovernanceWaiver } from '../../src/model/waiver.ts';
import { analyse, compileProjects, type Input } from '../../src/pipeline.ts';
import { kindsOf } from '../../src/policy.ts';

/** The platform around examples with room for as many projects as there are, and without the packs: what they ask for is a matter of a company, not of what is emitted. */
export function roomyPlatform(environments = Object.keys(examplePlatform.environments), nodes = 10_000): Platform {
  const roomy = Object.entries(examplePlatform.environments).filter(([name]) => environments.includes(name)).map(([name, env]) => [name, {
    ...env, packs: [], clusters: Object.fromEntries(Object.entries(env.clusters).map(([id, cluster]) => [id, { ...cluster, gpuPools: Object.fromEntries(Object.entries(cluster.gpuPools).map(([pool, one]) => [pool, { ...one, nodes }])) }])),
  }]);
  return { ...examplePlatform, environments: Object.fromEntries(roomy) as Platform['environments'], money: { ...examplePlatform.money, envelopes: {} } };
}

/** Evidence is of exactly what is evaluated, which is known only once that is compiled: governance waives it. */
const WAIVED = 'promotion-has-evidence';
export const waiversFor = ({ nodes }: Model): readonly GovernanceWaiver[] => nodes.filter((n) => n.kind === 'Evaluation').map(({ id }) => ({ policy: WAIVED, node: id, because: 'It is evaluated once it runs.', owner: 'operations', until: '2027-05-31' }));

export interface Judging { readonly concepts: Concepts; readonly platform: Platform; readonly errorsOf: (model: Model) => readonly Diagnostic[] }
/** Says what the compiler refuses; where it throws, on which project. */
export async function judging(platform: Platform): Promise<Judging> {
  const concepts = await loadConcepts(packageRoot()), tables = await terraformTables(), bad = (d: Diagnostic): boolean => d.severity === 'error' && d.waived === undefined;
  const errorsOf = (model: Model): readonly Diagnostic[] => {
    const input: Input = { concepts, targets, policies, facts, portfolioFacts, models: [model], platform, governance: { [model.project]: waiversFor(model) }, asOf: '2026-11-23', terraformTables: tables };
    try {
      const analysis = analyse(input), declared = analysis.environments.flatMap(({ env, portfolio, kept }) => [...kept.values()].flatMap(({ project, facts }) => checkDeclarations({ project, env, platform, facts, portfolio, asOf: input.asOf }, policies)));
      // most are refused as they are declared, which takes a tenth of the time of a compilation
      const refused = [...analysis.diagnostics, ...declared].filter((d) => bad(d) && d.code !== WAIVED);
      return refused.length > 0 ? refused : compileProjects(analysis, input, analysis.names).diagnostics.filter(bad);
    } catch (error) {
      throw new Error(`the compiler threw: ${(error as Error).stack}\non ${JSON.stringify(model)}`);
    }
  };
  return { concepts, platform, errorsOf };
}

/** A project around the example of a concept; where the compiler refuses that, around the first passing example of a policy on it that it accepts. */
export function acceptedExample(kind: string, info: Concepts['info'], errorsOf: Judging['errorsOf']): { readonly model: Model; readonly subject: JsonObject; /** The policy whose example it is. */ readonly instead?: string } {
  const passing = Object.entries(policies).flatMap(([id, p]) => 'on' in p && kindsOf(p).includes(kind as never) ? [[id, p.passes] as const] : []);
  for (const [instead, more] of [[undefined, {}], ...passing] as const) {
    const { model, subject } = exampleOf(kind, info, more);
    if (errorsOf(called(`of-${kind.toLowerCase()}`, model)).length === 0) return { model: called(`of-${kind.toLowerCase()}`, model), subject: model.nodes.find((n) => n.path === subject)!.props, ...(instead === undefined ? {} : { instead }) };
  }
  throw new Error(`the compiler refuses every example of ${kind}: ${errorsOf(exampleOf(kind, info).model).map((d) => d.what).join('; ')}`);
}
/** One for each concept. */
export async function acceptedExamples(): Promise<{ readonly models: readonly Model[]; readonly instead: readonly string[] }> {
  const { concepts: { info }, errorsOf } = await judging(roomyPlatform()), all = Object.keys(info).map((kind) => ({ kind, ...acceptedExample(kind, info, errorsOf) }));
  return { models: all.map(({ model }) => model), instead: all.flatMap(({ kind, instead }) => instead === undefined ? [] : [`${kind} (${instead})`]) };
}
/** The project under another name; what names it, names it so. */
export function called(name: string, model: Model): Model {
  const renamed = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(`"${model.project}/`, `"${name}/`).replaceAll(`"${model.project}"`, `"${name}"`)) as T;
  return { ...renamed(model), folder: `projects/${name}` };
}
