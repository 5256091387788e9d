// Laboratory: what a tree would hold if one thing were otherwise. Compiles only what that tree needs, and keeps what it has compiled; what stays the same is the same object.
import { summarise } from '../analyse/summarise.ts';
import { emitSpan } from '../emit/emit.ts';
import { requirements } from '../emit/requirements.ts';
import { only } from '../emit/select.ts';
import type { Environment } from '../model/platform.ts';
import { equal, type Json } from '../model/json.ts';
import { compile, type Input } from '../pipeline.ts';
import { finish } from '../write/finish.ts';
import { recall } from '../model/recall.ts';
import { json } from '../write/json.ts';
import { kustomization, pathOf } from '../write/kubernetes.ts';
import { merge, type Merged } from '../write/merge.ts';
import { terraform } from '../write/terraform.ts';
import { published, spanning, type Spanned } from '../write/trees.ts';
import { causesOf } from './causes.ts';
import { prober, type Outcome, type Prober } from './probe.ts';
import { vary, type Variation, type Varied } from './vary.ts';

/** A tree in dist. */
export type Scope =
  | { readonly of: 'environment'; readonly project: string; readonly environment: Environment }
  | { readonly of: 'project'; readonly project: string; readonly environments: readonly Environment[] }
  | { readonly of: 'cluster'; readonly environment: Environment; readonly cluster: string }
  | { readonly of: 'portfolio'; readonly environments: readonly Environment[] };

export interface Laboratory {
  readonly input: Input;
  /** Everything merged that goes into the tree, or what one target alone makes of it; undefined where the variation is not valid. */
  look(scope: Scope, variation?: Variation, by?: string): Merged | undefined;
  /** A file of the tree that the compiler writes by itself; undefined where the variation is not valid. */
  text(scope: Scope, file: string, variation?: Variation): Promise<string | undefined>;
}
/** As much of a compilation as is asked for again. */
interface Built { readonly merged: Merged; readonly namespace: string; readonly problem: string; readonly owner: string }
/** So many compilations are kept. */
const KEPT = 40_000;

export function laboratory(input: Input): Laboratory {
  const kept = new Map<string, unknown>();
  const remembered = recall();
  const remember = <T>(key: readonly unknown[], variation: Variation | undefined, make: () => T | undefined): T | undefined => {
    const id = JSON.stringify([...key, variation]);
    if (kept.has(id)) return kept.get(id) as T | undefined;
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    let made: T | undefined;
    // a made-up setting of the platform may be one that no target can live with
    try { made = make(); } catch (error) { if (variation?.what !== 'platform' && variation?.what !== 'environment') throw error; }
    kept.set(id, made);
    return made;
  };
  const worlds = new Map<string, Varied & { readonly probe: Prober }>();
  const world = (variation: Variation | undefined, environments: readonly Environment[]): Varied & { readonly probe: Prober } => {
    const names = environments.map((e) => e.name);
    const id = JSON.stringify([names, variation]);
    const known = worlds.get(id);
    if (known) return known;
    worlds.clear();
    const varied = vary(input, variation, names);
    const made = { ...varied, probe: prober(varied.input, remembered) };
    worlds.set(id, made);
    return made;
  };
  const environmentsIn = (scope: Scope): readonly Environment[] => 'environments' in scope ? scope.environments : [scope.environment];

  const outcomes = (name: string, of: Environment, variation: Variation | undefined): Outcome | undefined => {
    const { input: there, project, environment } = world(variation, [of]);
    const env = environment(of);
    const own = there.models.find((m) => m.project === project(name));
    // what others declare matters only as far as it is used
    const models = there.models.filter((m) => m === own || own?.uses.some((u) => u.path.startsWith(`${m.project}/`)));
    const outcome = env && prober({ ...there, models }, remembered).outcome(project(name), env);
    return outcome?.context ? outcome : undefined;
  };
  /** One project in one environment. */
  const built = (name: string, of: Environment, variation: Variation | undefined, by?: string): Built | undefined =>
    remember(['environment', name, of.name, by], variation, () => {
      const outcome = outcomes(name, of, variation);
      if (!outcome?.context) return undefined;
      const { namespace, root } = outcome.context;
      const base = variation && built(name, of, undefined, by);
      const same = base && (variation.what === 'property' && equal(outcome.context.project, resolvedBefore(name, of)));
      const merged = same ? base.merged : shared(world(variation, [of]).probe.merged(outcome, by), base?.merged);
      return { merged, namespace, problem: root.problem, owner: root.owner };
    });
  const resolvedBefore = (name: string, of: Environment): unknown => remember(['resolved', name, of.name], undefined, () => outcomes(name, of, undefined)?.context?.project);
  const span = (name: string, environments: readonly Environment[], variation: Variation | undefined, by?: string): Merged | undefined => remember(['project', name, by], variation, () => {
    const contexts = environments.flatMap((env) => outcomes(name, env, variation)?.context ?? []);
    const [first] = contexts;
    if (!first || contexts.length < environments.length) return undefined;
    const objects = (called: string): Merged['objects'] => { const of = environments[contexts.findIndex((c) => c.env.name === called)]; return (of && built(name, of, variation)?.merged.objects) ?? []; };
    const made = merge(emitSpan({ project: first.project.project, root: first.root, platform: first.platform, environments: contexts, objects }, by === undefined ? input.targets : only(input.targets, by)), []).value;
    return shared(made, variation && span(name, environments, undefined, by));
  });
  const charts = new Map<string, ReturnType<typeof causesOf>>();
  const chart = (name: string, environments: readonly Environment[], variation: Variation | undefined): ReadonlyMap<string, string> | undefined => remember(['chart', name], variation, () => {
    const { input: there, project, environment } = world(variation, environments);
    const builds = environments.flatMap((of) => { const b = built(name, of, variation); const env = environment(of); return b && env ? [{ env, merged: b.merged, context: { namespace: b.namespace }, project: { root: { problem: b.problem } } }] : []; });
    const model = there.models.find((m) => m.project === project(name));
    if (!model || builds.length < environments.length) return undefined;
    // it is made of the objects of all environments, and of names
    const before = variation && variation.what !== 'name' && variation.what !== 'environment' && environments.map((of) => built(name, of, undefined));
    if (before && builds.every(({ merged, project: { root } }, i) => root.problem === before[i]?.problem && merged.objects.length === before[i].merged.objects.length && merged.objects.every((o, j) => o === before[i]?.merged.objects[j]))) return chart(name, environments, undefined);
    const whole: Spanned = { name: project(name), model, builds };
    // values keep the names that they have: only what stands in them is asked for
    const cause = charts.get(name) ?? causesOf(whole, there);
    charts.set(name, cause);
    return spanning(whole, '', cause);
  });

  return {
    input,
    look: (scope, variation, by) => scope.of === 'environment' ? built(scope.project, scope.environment, variation, by)?.merged : scope.of === 'project' ? span(scope.project, scope.environments, variation, by) : platformTree(scope, variation, by),
    text: async (scope, file, variation) => {
      if (scope.of === 'project' && file !== 'project.json') return chart(scope.project, scope.environments, variation)?.get(file);
      const { environment, project, input: there } = world(variation, environmentsIn(scope));
      const env = environment(environmentsIn(scope)[0]!);
      if (!env) return undefined;
      if (scope.of === 'project') {
        const model = there.models.find((m) => m.project === project(scope.project));
        return model && span(scope.project, scope.environments, variation) && published(model, '');
      }
      if (file === 'requirements.json') return json(requirements(env, there.targets) as unknown as Json);
      const merged = scope.of === 'environment' ? built(scope.project, scope.environment, variation)?.merged : scope.of === 'cluster' ? platformTree(scope, variation) : undefined;
      if (!merged) return undefined;
      if (file.endsWith('kustomization.yaml')) {
        const folder = file.slice(0, file.lastIndexOf('/') + 1);
        const paths = merged.objects.map((o) => pathOf(o, scope.of === 'cluster' ? { folder: () => '' } : {})).filter((p) => p.slice(0, p.lastIndexOf('/') + 1) === folder);
        return kustomization([...new Set(paths)].map((p) => p.slice(folder.length)));
      }
      const owner = scope.of === 'environment' ? built(scope.project, scope.environment, variation)?.owner : undefined;
      if (scope.of !== 'environment' || owner === undefined) return undefined;
      return (await terraform(merged.terraform, { project: project(scope.project), owner, platform: there.platform, env })).value.get(file);
    },
  };

  function platformTree(scope: Extract<Scope, { of: 'cluster' | 'portfolio' }>, variation: Variation | undefined, by?: string): Merged | undefined {
    const environments = environmentsIn(scope);
    return remember([scope.of, ...environments.map((e) => e.name), 'cluster' in scope ? scope.cluster : '', by], variation, () => {
      const { input: there, environment } = world(variation, environments);
      // what a rule on objects exempts follows from what its waivers cover, which only a whole compilation tells
      const exempts = (policy: unknown): boolean => { const rule = typeof policy === 'string' ? there.policies[policy] : undefined; return rule === undefined || 'onObject' in rule; };
      const declared = there.models.flatMap((m) => m.nodes.filter((n) => n.kind === 'Waiver'));
      const whole = Object.values(there.governance).flat().some((w) => exempts(w.policy)) || declared.some((n) => exempts(n.props['policy']));
      const edited = variation?.what === 'property' ? variation.edit.node : variation?.what === 'name' && variation.node.includes('/') ? variation.node : undefined;
      const project = edited?.split('/')[0];
      if (project !== undefined && !whole && !declared.some((n) => n.path === edited)) {
        // what a project does not publish reaches nobody else, but for its waivers
        const published = environments.map((env) => summary(project, env, variation));
        if (published.includes(undefined)) return undefined;
        if (environments.every((env, i) => published[i] === summary(project, env, undefined))) return platformTree(scope, undefined, by);
      }
      const names = environments.flatMap((e) => environment(e)?.name ?? []);
      const targets = Object.fromEntries(Object.entries(there.targets).filter(([id, t]) => t.per !== 'portfolio' || (t.scope === scope.of && (by === undefined || id === by))));
      const { portfolio, diagnostics } = compile({ ...there, recall: remembered, targets, ...(scope.of === 'cluster' ? { environments: names } : {}), ...(whole ? {} : { projects: [] }) });
      if (diagnostics.some((d) => d.code.startsWith('LW12') && d.severity === 'error')) return undefined;
      const found = portfolio.find(({ place }) => place.scope === scope.of && (place.scope === 'portfolio' || (scope.of === 'cluster' && place.environment === names[0] && place.cluster === scope.cluster)));
      return found && shared(finish(found.merged, there.platform), variation && platformTree(scope, undefined, by));
    });
  }
  function summary(name: string, env: Environment, variation: Variation | undefined): unknown {
    return remember(['summary', name, env.name], variation, () => {
      const outcome = outcomes(name, env, variation);
      const { input: there } = world(variation, [env]);
      const model = there.models.find((m) => m.project === name);
      const made = outcome?.context && outcome.facts && model ? summarise(outcome.context.project, model, outcome.facts, there.facts, there.concepts, remembered) : undefined;
      const base = variation && summary(name, env, undefined);
      return made && equal(made, base) ? base : made;
    });
  }
}

/** What is as it was is what it was. */
function shared(made: Merged, base: Merged | undefined): Merged {
  if (!base) return made;
  const take = <T extends { readonly place: string }>(now: readonly T[], before: readonly T[], key: (of: T) => string): readonly T[] => {
    const as = new Set(before);
    const known = now.every((n) => as.has(n)) ? undefined : new Map(before.map((b) => [key(b), b]));
    return known === undefined ? now : now.map((n) => { const was = as.has(n) ? n : known.get(key(n)); return was === n || (was && equal({ ...n, owners: null }, { ...was, owners: null })) ? was : n; });
  };
  return {
    objects: take(made.objects, base.objects, (o) => `${o.place} ${o.address.kind} ${o.address.namespace ?? ''} ${o.address.name}`),
    terraform: take(made.terraform, base.terraform, (b) => `${b.place} ${b.block} ${b.type} ${b.name}`),
    files: take(made.files, base.files, (f) => f.path),
  };
}
