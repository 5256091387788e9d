// The compiler on a page: pure passes over frozen data, from evaluated models to merged artefacts. Reads no file, no clock, no environment.
import { deriveFacts, derivePortfolioFacts } from './analyse/run.ts';
import { summarise } from './analyse/summarise.ts';
import { checkDeclarations, mergeEnvironments, type Policies, type Seen } from './check/declarations.ts';
import { checkObjects } from './check/objects.ts';
import { checkRawTerraform } from './check/raw-terraform.ts';
import type { TerraformTables } from './check/terraform-schema.ts';
import { applyWaivers, ownWaivers, waiversOf } from './check/waive.ts';
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
import { groupBy } from './model/group.ts';
import { link, type Linked } from './model/link.ts';
import type { Model, Resolved } from './model/node.ts';
import type { Environment, Platform } from './model/platform.ts';
import { query } from './model/query.ts';
import type { Recall } from './model/recall.ts';
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
  /** Projects that are as they were when they were analysed before: they need no model, unless another uses them. */
  readonly remembered?: ReadonlyMap<string, Remembered>;
  /** What a probe keeps from one compilation to the next. */
  readonly recall?: Recall;
}
/** What is known of a project that had no findings before anything of it was checked; by environment. */
export interface Remembered { /** Where the project is declared. */ readonly place?: string; readonly folder: string; readonly summaries: Readonly<Record<string, Summary>>; readonly waivers: Readonly<Record<string, readonly AppliedWaiver[]>> }

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

/** The whole portfolio in one piece. */
export function compile(input: Input): Compilation {
  const analysis = analyse(input);
  const part = compileProjects(analysis, input, analysis.names);
  const waivers = appliedWaivers(analysis, [part, compileProjects(analysis, input, exempting(analysis, input))]);
  const portfolio = compilePortfolio(analysis, input, waivers);
  return { projects: part.projects, portfolio: portfolio.value, waivers, incomplete: analysis.incomplete, diagnostics: [...analysis.diagnostics, ...part.diagnostics, ...portfolio.diagnostics] };
}

/** What has to be known of all projects before one of them can be checked: each linked and resolved, with its facts and its summary. Nothing is emitted yet. */
export interface Analysis {
  /** Projects that were asked for. */
  readonly names: readonly string[];
  /** All that could be loaded. */
  readonly projects: readonly { readonly name: string; readonly folder: string }[];
  readonly linked: ReadonlyMap<string, Linked>;
  readonly environments: readonly Analysed[];
  readonly waivers: readonly AppliedWaiver[];
  readonly diagnostics: readonly Diagnostic[];
  /** Projects that already have errors. */
  readonly failed: ReadonlySet<string>;
  readonly incomplete: Compilation['incomplete'];
}
interface Analysed { readonly env: Environment; readonly portfolio: PortfolioFacts; readonly summaries: ReadonlyMap<string, Summary>; readonly waivers: ReadonlyMap<string, readonly AppliedWaiver[]>; readonly kept: Map<string, Known> }
interface Known { readonly project: Resolved; readonly facts: Facts; readonly summary: Summary }

/** `keep`: of which projects more than the summary is kept; the others are resolved again when they are compiled. */
export function analyse(input: Input, keep: (project: string) => boolean = () => true): Analysis {
  const { models, platform, concepts, targets, remembered = new Map<string, Remembered>() } = input;
  const diagnostics: Diagnostic[] = [];
  const linked = new Map(take(link(models, concepts, input.unreadable, [...remembered.keys()]), diagnostics).map((one) => [one.model.project, one]));
  const projects = [...models.filter((m) => !remembered.has(m.project)).map((m) => ({ name: m.project, folder: m.folder })), ...[...remembered].map(([name, { folder }]) => ({ name, folder }))].sort((a, b) => a.name < b.name ? -1 : 1);
  const chosen = environmentsOf(platform).filter((e) => input.environments?.includes(e.name) ?? true);
  const environments = chosen.map((env) => analyseIn(env, projects.map((p) => remembered.get(p.name) ?? linked.get(p.name)!), input, keep, diagnostics));
  diagnostics.push(...chosen.flatMap((env) => env.clusters.flatMap((cluster) => unmet(requirements(env, targets), cluster, env))));
  const waivers = waiversOf(environments.flatMap((e) => [...e.waivers.values()].flat()), input.governance);
  const names = projects.map(({ name }) => name);
  const strays = applyWaivers([], waivers.filter((w) => !names.includes(w.project)), input.policies, input.asOf);
  const found = [...mergeEnvironments(diagnostics), ...strays.diagnostics];
  const unknown = ({ env, summaries }: Analysed): boolean => (input.unreadable ?? []).length > 0
    || names.some((name) => !summaries.has(name) && found.some((d) => d.project === name && d.severity === 'error' && (d.environments?.includes(env.name) ?? true)));
  const incomplete = environments.filter(unknown).map(({ env }) => env.name);
  return {
    projects, linked, environments, waivers, incomplete, diagnostics: found, names: names.filter((name) => input.projects?.includes(name) ?? true), failed: withErrors(found),
  };
}

/** Lets go of what is known of a project beside its summary, once it is compiled: of a thousand, that is most of the memory. */
export function letGo({ environments }: Analysis, project: string): void { for (const { kept } of environments) kept.delete(project); }

export interface Part extends Pick<Compilation, 'projects' | 'waivers' | 'diagnostics'> { /** What their policies have seen beside them and the platform. */ readonly seen: ReadonlySet<Seen> }
/** Some of the projects, checked and emitted. None depends on what another emits, so that they may be compiled in parts. */
export function compileProjects(analysis: Analysis, input: Input, names: readonly string[]): Part {
  const { platform, targets, policies, asOf } = input;
  const found: Diagnostic[] = [];
  const seen = new Set<Seen>();
  const builds = new Map(names.map((name): [string, readonly Build[]] => [name, analysis.environments.flatMap(({ env, portfolio, summaries, kept }): readonly Build[] => {
    const known = kept.get(name) ?? (summaries.has(name) ? know(analysis.linked.get(name)!, env, input).value : undefined);
    if (!known) return [];
    const { project, facts, summary } = known;
    const without = unserved(project, env, targets);
    found.push(...checkDeclarations({ project, env, platform, facts, portfolio, asOf }, policies, seen), ...without);
    const [cluster] = env.clusters;
    if (!cluster) throw new Error(`environment ${env.name} has no cluster, which the platform check refuses`);
    const context = emitContext(project, env, cluster, platform, facts);
    const merged = take(within(name, env.name, quiet(assemble(context, targets, input.recall), without)), found);
    found.push(...checkObjects(merged.objects, project, env, policies), ...(input.terraformTables ? checkRawTerraform(merged.terraform, project, env.name, input.terraformTables) : []));
    return [{ project, env, facts, summary, context, merged }];
  })]));
  const own = analysis.waivers.filter((w) => builds.has(w.project));
  if (own.length > 0) seen.add('asOf');
  const waived = applyWaivers(found, own, policies, asOf);
  const findings = mergeEnvironments(waived.diagnostics);
  const bad = withErrors(findings);
  const late: Diagnostic[] = [];
  const projects = [...builds].map(([name, own]): ProjectBuild => {
    const { model } = analysis.linked.get(name)!;
    const failed = analysis.failed.has(name) || bad.has(name) || own.length === 0;
    const span = failed || input.environments !== undefined ? nothing : take(within(name, undefined, merge(emitSpan(spanContext(own, platform), targets), [])), late);
    return { name, model, builds: own, span, failed };
  });
  return { projects, waivers: waived.value, diagnostics: [...findings, ...late], seen };
}

/** Projects that were not asked for and have to be compiled all the same: a waiver of theirs exempts objects, and the cluster's policies must not forget it. */
export function exempting({ waivers, names, projects }: Analysis, { policies }: Input): readonly string[] {
  const others = new Set(projects.map((p) => p.name).filter((name) => !names.includes(name)));
  const exempts = ({ policy, node, project }: AppliedWaiver): boolean => {
    const rule = policies[policy];
    return node !== undefined && rule !== undefined && 'onObject' in rule && others.has(project);
  };
  return [...new Set(waivers.filter(exempts).map((w) => w.project))];
}

/** All waivers in their order, with what the parts found them to exempt. */
export function appliedWaivers(analysis: Analysis, parts: readonly Pick<Part, 'waivers'>[]): readonly AppliedWaiver[] {
  const found = groupBy(parts.flatMap((p) => p.waivers), (w) => w.project);
  return analysis.waivers.map((w) => found.get(w.project)?.shift() ?? w);
}

/** What belongs to no project: of each cluster, and of them all. `waivers` with what they were found to exempt. */
export function compilePortfolio({ projects: all, environments }: Analysis, input: Input, waivers: readonly AppliedWaiver[]): Pass<Compilation['portfolio']> {
  const { platform, policies, targets } = input;
  const late: Diagnostic[] = [];
  const projects = all.flatMap(({ name, folder }) => {
    const root = environments.flatMap((a) => a.summaries.get(name)?.root ?? [])[0];
    return root ? [{ name, folder, root }] : [];
  });
  const whole = { platform, policies, waivers, targets, projects, environments: environments.map(({ env, portfolio, summaries }) => ({ env, facts: portfolio, summaries: [...summaries.values()] })) };
  const value = emitPortfolio(whole, input.environments === undefined, input.recall).map(({ place, emitted }) => ({ place, merged: take(merge(emitted, []), late) }));
  return { value, diagnostics: late };
}

function take<T>({ value, diagnostics }: Pass<T>, into: Diagnostic[]): T { into.push(...diagnostics); return value; }
const withErrors = (found: readonly Diagnostic[]): ReadonlySet<string> => new Set(found.filter((d) => hasErrors([d])).flatMap((d) => d.project ?? []));
/** Without the system that serves a node, what others contribute to its objects has no owner: that is said once, as the missing system. */
const quiet = <T>({ value, diagnostics }: Pass<T>, without: readonly Diagnostic[]): Pass<T> =>
  ({ value, diagnostics: diagnostics.filter((d) => d.code !== 'LW1302' || !without.some((w) => 'node' in d.at && 'node' in w.at && d.at.node === w.at.node)) });
const nothing: Merged = { objects: [], terraform: [], files: [] };
const within = <T>(project: string, environment: string | undefined, { value, diagnostics }: Pass<T>): Pass<T> =>
  ({ value, diagnostics: diagnostics.map((d) => ({ ...d, project, ...(environment === undefined ? {} : { environments: [environment] }) })) });

function analyseIn(env: Environment, projects: readonly (Linked | Remembered)[], input: Input, keep: (project: string) => boolean, diagnostics: Diagnostic[]): Analysed {
  const summaries = new Map<string, Summary>();
  const waivers = new Map<string, readonly AppliedWaiver[]>();
  const kept = new Map<string, Known>();
  for (const one of projects) {
    if (!('model' in one)) {
      const summary = one.summaries[env.name];
      if (summary) { summaries.set(summary.project, summary); waivers.set(summary.project, one.waivers[env.name] ?? []); }
      continue;
    }
    const known = take(know(one, env, input), diagnostics);
    if (!known) continue;
    summaries.set(one.model.project, known.summary);
    waivers.set(one.model.project, ownWaivers(known.project));
    if (keep(one.model.project)) kept.set(one.model.project, known);
  }
  return { env, summaries, waivers, kept, portfolio: derivePortfolioFacts(input.portfolioFacts, { platform: input.platform, env, summaries: [...summaries.values()] }) };
}

/** One project in one environment: resolved, its facts on demand, its summary. */
function know(one: Linked, env: Environment, input: Input): Pass<Known | undefined> {
  const { platform, recall } = input;
  return recall ? recall.once(`known ${one.model.project} ${env.name}`, [one.model, ...one.used.values(), platform], () => knowAnew(one, env, input)) : knowAnew(one, env, input);
}
function knowAnew(one: Linked, env: Environment, { platform, concepts, facts: registry, recall }: Input): Pass<Known | undefined> {
  const { value: project, diagnostics } = resolve(one, env.name, platform, concepts);
  if (!project) return { value: undefined, diagnostics };
  const facts = deriveFacts(registry, { ...query(project), project, platform, env }, recall);
  return { value: { project, facts, summary: summarise(project, one.model, facts, registry, concepts, recall) }, diagnostics };
}

function spanContext(builds: readonly Build[], platform: Platform): SpanContext {
  const [first] = builds;
  if (!first) throw new Error('a project without an environment spans nothing');
  return {
    project: first.project.project, root: first.project.root, platform, environments: builds.map((b) => b.context),
    objects: (environment) => builds.find((b) => b.env.name === environment)?.merged.objects ?? [],
  };
}
