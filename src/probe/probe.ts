// Probe: what changes if one property changes? Compiles one project again with the edit and compares; exact, because every pass is pure.
import { deriveFacts, derivePortfolioFacts } from '../analyse/run.ts';
import { summarise } from '../analyse/summarise.ts';
import { checkDeclarations, type Policies } from '../check/declarations.ts';
import { applyWaivers, ownWaivers, waiversOf } from '../check/waive.ts';
import { checkObjects } from '../check/objects.ts';
import { assemble } from '../emit/assemble.ts';
import { emitContext, emitOne, emitSpan, type Tagged } from '../emit/emit.ts';
import { only, runsIn } from '../emit/select.ts';
import type { Diagnostic, Edit } from '../model/diagnostic.ts';
import { withAt, type JsonObject, type Path } from '../model/json.ts';
import { link } from '../model/link.ts';
import type { Model } from '../model/node.ts';
import { query } from '../model/query.ts';
import { recall, type Recall } from '../model/recall.ts';
import { resolve } from '../model/resolve.ts';
import type { Environment } from '../model/platform.ts';
import type { Compilation, Input } from '../pipeline.ts';
import { merge, type Merged } from '../write/merge.ts';
import type { Facts } from '../generated/registry-types.ts';
import type { EmitContext } from '../target.ts';

/** One project in one environment, after an edit. `undefined` facts: the edit is not valid there. */
export interface Outcome {
  readonly invalid: readonly Diagnostic[];
  readonly context?: EmitContext;
  readonly facts?: Facts;
}

/** The property's value in a model: within `$env`, that of the environment. */
export function editModel(model: Model, { node, property, to }: Edit, environment: string): Model {
  return { ...model, nodes: model.nodes.map((n) => n.path === node ? { ...n, props: withAt(n.props, throughEnvironments(n.props, property, environment), to) as JsonObject } : n) };
}

/** The path to a property in unresolved props: `$env` and the entry that holds are put in where the value differs by environment. */
export function throughEnvironments(props: JsonObject, property: Path, environment: string): Path {
  const path: (string | number)[] = [];
  let here: unknown = props;
  const enter = (): void => {
    while (typeof here === 'object' && here !== null && '$env' in here) {
      const choices = (here as { $env: JsonObject }).$env;
      const entry = Object.hasOwn(choices, environment) ? environment : 'default';
      path.push('$env', entry);
      here = choices[entry];
    }
  };
  for (const step of property) {
    enter();
    path.push(step);
    here = typeof here === 'object' && here !== null ? (here as Readonly<Record<string | number, unknown>>)[step] : undefined;
  }
  enter();
  return path;
}

/** Everything that a prober needs of a compilation, prepared once. */
export interface Prober {
  /** The project in the environment after an edit, or several: facts lazily, nothing emitted yet. */
  outcome(project: string, environment: Environment, edit?: Edit | readonly Edit[]): Outcome;
  /** What one target yields for that outcome: for all its subjects, or for some, by path. */
  emitted(outcome: Outcome, target: string, subjects?: readonly string[]): readonly Tagged[];
  /** All artefacts of that outcome, merged, or those of one target. */
  merged(outcome: Outcome, by?: string): Merged;
  /** Findings on declarations and objects for that outcome. */
  findings(outcome: Outcome): readonly Diagnostic[];
  /** What spans environments, of the project after an edit in all of them. */
  span(project: string, environments: readonly Environment[], edit?: Edit): Merged | undefined;
}

export function prober(input: Input, remembered: Recall = recall()): Prober {
  const { models, platform, concepts, targets, policies, facts, portfolioFacts, asOf } = input;
  const before = new Map<string, ReturnType<typeof portfolioOf>>();
  const portfolioOf = (env: Environment) => derivePortfolioFacts(portfolioFacts, { platform, env, summaries: summaries(env, models) });
  const summaries = (env: Environment, all: readonly Model[]) => link(all, concepts).value.flatMap((one) => {
    const project = resolve(one, env.name, platform, concepts).value;
    if (!project) return [];
    return [summarise(project, one.model, deriveFacts(facts, { ...query(project), project, platform, env }, remembered), facts, concepts, remembered)];
  });
  const prober: Prober = {
    outcome: (name, env, edit = []) => {
      const edits = [edit].flat();
      const edited = edits.length === 0 ? models : models.map((m) => m.project === name ? edits.reduce((model, edit) => editModel(model, edit, env.name), m) : m);
      const { value, diagnostics } = link(edited, concepts);
      const one = value.find((l) => l.model.project === name);
      if (!one) return { invalid: diagnostics };
      const { value: project, diagnostics: more } = resolve(one, env.name, platform, concepts);
      const own = diagnostics.filter((d) => d.project === name);
      const [cluster] = env.clusters;
      if (!project || !cluster || own.length > 0) return { invalid: [...own, ...more] };
      const derived = deriveFacts(facts, { ...query(project), project, platform, env }, remembered);
      return { invalid: [], facts: derived, context: emitContext(project, env, cluster, platform, derived) };
    },
    emitted: ({ context }, id, subjects) => {
      const target = targets[id];
      return context && target && runsIn(id, target, context.env) ? emitOne(id, target, context, remembered, subjects) : [];
    },
    merged: ({ context }, by) => context ? assemble(context, by === undefined ? targets : only(targets, by), remembered).value : { objects: [], terraform: [], files: [] },
    findings: (outcome) => {
      const { context, facts: derived } = outcome;
      if (!context || !derived) return outcome.invalid;
      const { project, env } = context;
      let portfolio = before.get(env.name);
      if (!portfolio) { portfolio = portfolioOf(env); before.set(env.name, portfolio); }
      const said = checkDeclarations({ project, env, platform, facts: derived, portfolio, asOf }, policies);
      const { value: merged, diagnostics: clashes } = assemble(context, targets, remembered);
      const found = [...said, ...clashes, ...checkObjects(merged.objects, project, env, policies)];
      return applyWaivers(found, waiversOf(ownWaivers(project), { [project.project]: input.governance[project.project] ?? [] }), policies, asOf).diagnostics;
    },
    span: (name, environments, edit) => {
      const outcomes = environments.map((env) => prober.outcome(name, env, edit));
      const contexts = outcomes.flatMap((o) => o.context ?? []);
      const [first] = contexts;
      if (!first) return undefined;
      const merged = new Map(outcomes.flatMap((o) => o.context ? [[o.context.env.name, prober.merged(o)] as const] : []));
      return merge(emitSpan({ project: name, root: first.root, platform, environments: contexts, objects: (e) => merged.get(e)?.objects ?? [] }, targets), []).value;
    },
  };
  return prober;
}

/** Keeps of each finding's candidate edits those that make it go away without an error in its place. Findings without a candidate stay as they are. */
export function tryRemedies({ diagnostics }: Pick<Compilation, 'diagnostics'>, input: Input, environments: readonly Environment[]): readonly Diagnostic[] {
  const probe = prober(input);
  return diagnostics.map((finding) => {
    const edits = (finding.remedies ?? []).filter((r) => r.edit !== undefined);
    const [name] = finding.environments ?? [];
    const env = environments.find((e) => e.name === name);
    if (edits.length === 0 || !env || finding.project === undefined) return finding;
    const baseline = probe.findings(probe.outcome(finding.project, env)).map(identity);
    const works = ({ edit }: typeof edits[number]): boolean => {
      const after = probe.findings(probe.outcome(finding.project!, env, edit));
      return !after.some((d) => d.code === finding.code && 'node' in d.at && 'node' in finding.at && d.at.node === finding.at.node)
        && !after.some((d) => d.severity === 'error' && !baseline.includes(identity(d)));
    };
    return { ...finding, remedies: (finding.remedies ?? []).flatMap((r) => r.edit === undefined ? [r] : works(r) ? [{ ...r, tried: true as const }] : []) };
  });
}
const identity = (d: Diagnostic): string => JSON.stringify([d.code, 'node' in d.at ? d.at.node : d.at, d.what]);
export type { Policies };
