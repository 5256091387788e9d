// The compiler on a page: pure passes over frozen data, from evaluated models to merged artefacts. Reads no file, no clock, no environment.
import { deriveFacts, derivePortfolioFacts } from './analyse/run.ts';
import { summarise } from './analyse/summarise.ts';
import { checkDeclarations, mergeEnvironments, type Policies } from './check/declarations.ts';
import { checkObjects } from './check/objects.ts';
import { checkRawTerraform } from './check/raw-terraform.ts';
import type { TerraformTables } from './check/terraform-schema.ts';
import { applyWaivers, waiversOf } from './check/waive.ts';
import { emitPortfolio, type PortfolioPlace } from './emit/portfolio.ts';
import { assemble } from './emit/assemble.ts';
import { emitContext, emitSpan } from './emit/emit.ts';
import { requirements, unmet } from './emit/requirements.ts';
import { unserved, type Targets } from './emit/select.ts';
import type { Fact, PortfolioFact } from './fact.ts';
import type { Facts, PortfolioFacts } from './generated/registry-types.ts';
import type { Concepts } from './model/concepts.ts';
import { hasErrors, type Diagnostic, type Pass } from './model/diagnostic.ts';
import { environmentsOf } from './model/environments.ts';
import { link, type Linked } from './model/link.ts';
import type { Model, Resolved } from './model/node.ts';
import type { Environment, Platform } from './model/platform.ts';
import { query } from './model/query.ts';
import { resolve } from './model/resolve.ts';
import type { Summary } from './model/summary.ts';
import type { AppliedWaiver, GovernanceWaiver } from './model/waiver.ts';
import { merge, type Merged } from './write/merge.ts';
import type { EmitContext, SpanContext } from './target.ts';

/** Everything that a compilation depends on; the same input gives the same output. */
export interface Input {
  readonly models: readonly Model[];
  readonly platform: Platform;
  readonly concepts: Concepts;
  readonly targets: Targets;
  readonly policies: Policies;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly portfolioFacts: Readonly<Record<string, PortfolioFact<unknown>>>;
  readonly governance: Readonly<Record<string, readonly GovernanceWaiver[]>>;
  /** `YYYY-MM-DD`; only policies and waivers see it. */
  readonly asOf: string;
  /** Schemas of providers; needed where a project has raw Terraform resources. */
  readonly terraformTables?: TerraformTables;
  /** Left out: all. */
  readonly environments?: readonly string[];
  /** Projects to emit; left out: all. The others still count in the portfolio. */
  readonly projects?: readonly string[];
  /** Projects that are there, but could not be loaded. */
  readonly unreadable?: readonly string[];
}

/** One project in one environment, after each pass that it reached. */
export interface Build {
  readonly project: Resolved;
  readonly env: Environment;
  readonly facts: Facts;
  readonly summary: Summary;
  readonly context: EmitContext;
  readonly merged: Merged;
}
export interface ProjectBuild {
  readonly name: string;
  readonly model: Model;
  readonly builds: readonly Build[];
  /** What spans its environments. */
  readonly span: Merged;
  /** Has errors that nobody waived: its old trees stay. */
  readonly failed: boolean;
}
export interface Compilation {
  readonly projects: readonly ProjectBuild[];
  readonly portfolio: readonly { readonly place: PortfolioPlace; readonly merged: Merged }[];
  readonly waivers: readonly AppliedWaiver[];
  /** Environments of which some project is not known: what belongs to all of them together would forget it. */
  readonly incomplete: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function compile(input: Input): Compilation {
  const { models, platform, concepts, targets, policies, asOf } = input;
  const environments = environmentsOf(platform).filter((e) => input.environments?.includes(e.name) ?? true);
  const wanted = (project: string): boolean => input.projects?.includes(project) ?? true;
  const diagnostics: Diagnostic[] = [];
  const take = <T>(pass: Pass<T>): T => keep(pass, diagnostics);

  const linked = take(link(models, concepts, input.unreadable));
  const analysed = environments.map((env) => analyse(linked, env, input, take));
  const resolved = analysed.flatMap((a) => a.projects.map((p) => p.project));

  const builds = analysed.flatMap(({ env, projects, portfolio }) => projects.filter((p) => wanted(p.project.project)).map(({ project, facts, summary }): Build => {
    const without = unserved(project, env, targets);
    diagnostics.push(...checkDeclarations({ project, env, platform, facts, portfolio, asOf }, policies), ...without);
    const [cluster] = env.clusters;
    if (!cluster) throw new Error(`environment ${env.name} has no cluster, which the platform check refuses`);
    const context = emitContext(project, env, cluster, platform, facts);
    const merged = take(within(project.project, env.name, quiet(assemble(context, targets), without)));
    diagnostics.push(...checkObjects(merged.objects, project, env, policies), ...(input.terraformTables ? checkRawTerraform(merged.terraform, project, env.name, input.terraformTables) : []));
    return { project, env, facts, summary, context, merged };
  }));

  diagnostics.push(...environments.flatMap((env) => env.clusters.flatMap((cluster) => unmet(requirements(env, targets), cluster, env))));
  const waived = applyWaivers(diagnostics, waiversOf(resolved, input.governance), policies, asOf);
  const findings = mergeEnvironments(waived.diagnostics);
  const late: Diagnostic[] = [];
  const projects = linked.filter(({ model }) => wanted(model.project)).map(({ model }) => {
    const own = builds.filter((b) => b.project.project === model.project);
    const failed = hasErrors(findings.filter((d) => d.project === model.project)) || own.length === 0;
    const span = failed || input.environments !== undefined ? nothing : keep(within(model.project, undefined, merge(emitSpan(spanContext(own, platform), targets), [])), late);
    return { name: model.project, model, builds: own, span, failed };
  });

  const roots = linked.map(({ model }) => ({ name: model.project, folder: model.folder, root: resolved.find((r) => r.project === model.project)?.root })).filter((p) => p.root !== undefined);
  const whole = { platform, policies, waivers: waived.value, targets, projects: roots as never, environments: analysed.map(({ env, portfolio, projects }) => ({ env, facts: portfolio, summaries: projects.map((p) => p.summary) })) };
  const portfolio = emitPortfolio(whole, input.environments === undefined).map(({ place, emitted }) => ({ place, merged: keep(merge(emitted, []), late) }));
  const incomplete = environments.filter((env) => (input.unreadable ?? []).length > 0 || linked.some(({ model }) => diagnostics.some((d) => d.project === model.project && d.severity === 'error' && (d.environments?.includes(env.name) ?? true)) && !analysed.some((a) => a.env === env && a.projects.some((p) => p.project.project === model.project)))).map((e) => e.name);
  return { projects, portfolio, waivers: waived.value, incomplete, diagnostics: [...findings, ...late] };
}

function keep<T>({ value, diagnostics }: Pass<T>, into: Diagnostic[]): T { into.push(...diagnostics); return value; }
/** Without the system that serves a node, what others contribute to its objects has no owner: that is said once, as the missing system. */
const quiet = <T>({ value, diagnostics }: Pass<T>, without: readonly Diagnostic[]): Pass<T> =>
  ({ value, diagnostics: diagnostics.filter((d) => d.code !== 'LW1302' || !without.some((w) => 'node' in d.at && 'node' in w.at && d.at.node === w.at.node)) });
const nothing: Merged = { objects: [], terraform: [], files: [] };
const within = <T>(project: string, environment: string | undefined, { value, diagnostics }: Pass<T>): Pass<T> =>
  ({ value, diagnostics: diagnostics.map((d) => ({ ...d, project, ...(environment === undefined ? {} : { environments: [environment] }) })) });

interface Analysed { readonly env: Environment; readonly portfolio: PortfolioFacts; readonly projects: readonly { readonly project: Resolved; readonly facts: Facts; readonly summary: Summary }[] }

/** Resolve, facts and summaries of all projects in one environment, then what is known of them together. */
function analyse(linked: readonly Linked[], env: Environment, { platform, concepts, facts, portfolioFacts }: Input, take: <T>(pass: Pass<T>) => T): Analysed {
  const projects = linked.flatMap((one) => {
    const project = take(resolve(one, env.name, platform, concepts));
    if (!project) return [];
    const derived = deriveFacts(facts, { ...query(project), project, platform, env });
    return [{ project, facts: derived, summary: summarise(project, one.model, derived, facts, concepts) }];
  });
  return { env, projects, portfolio: derivePortfolioFacts(portfolioFacts, { platform, env, summaries: projects.map((p) => p.summary) }) };
}

function spanContext(builds: readonly Build[], platform: Platform): SpanContext {
  const [first] = builds;
  if (!first) throw new Error('a project without an environment spans nothing');
  return {
    project: first.project.project, root: first.project.root, platform, environments: builds.map((b) => b.context),
    objects: (environment) => builds.find((b) => b.env.name === environment)?.merged.objects ?? [],
  };
}
