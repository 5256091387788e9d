// A compilation as trees of text: one a project and environment, one a project, one a cluster's platform, one the portfolio's.
import { requirements } from '../emit/requirements.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { environmentsOf } from '../model/environments.ts';
import type { Json } from '../model/json.ts';
import type { Model } from '../model/node.ts';
import type { Build, Compilation, Input, ProjectBuild } from '../pipeline.ts';
import { causesOf, type CauseOf } from '../probe/causes.ts';
import { chart } from './chart.ts';
import { finish } from './finish.ts';
import { json } from './json.ts';
import { manifest } from './manifest.ts';
import { preload as preloadKubernetes } from './kubernetes.ts';
import { renderTree, type Tree } from './render.ts';
import { preload as preloadTerraform } from './terraform.ts';

/** Starts to load what renders; rendering waits for it anyway. */
export function preload(): void { preloadKubernetes(); preloadTerraform(); }

/** A rendered tree, whose it is, and how much is in it. */
export interface Counted { readonly tree: Tree; readonly project?: string; readonly counts: { readonly objects: number; readonly terraform: number; readonly files: number } }

/** All trees of projects without errors. Those of failed projects are left out: their old ones stay. */
export async function trees({ projects, portfolio, incomplete }: Pick<Compilation, 'projects' | 'portfolio' | 'incomplete'>, input: Input, version: string): Promise<Pass<readonly Counted[]>> {
  const diagnostics: Diagnostic[] = [];
  const counted: Counted[] = [];
  const take = (pass: Pass<readonly Counted[]>): void => { counted.push(...pass.value); diagnostics.push(...pass.diagnostics); };
  for (const project of projects) take(await projectTrees(project, input, version));
  take(await portfolioTrees(portfolio, incomplete, input));
  return { value: counted, diagnostics };
}

/** None for a project that has errors, also where they show only now. */
export async function projectTrees(project: ProjectBuild, input: Input, version: string): Promise<Pass<readonly Counted[]>> {
  if (project.failed) return { value: [], diagnostics: [] };
  const found: Diagnostic[] = [];
  const made: Counted[] = [];
  for (const { env, project: resolved, merged } of project.builds) {
    const { value, diagnostics } = await renderTree(`${env.name}/${project.name}`, merged, {
      kubernetes: { project: project.name, environment: env.name }, terraform: { project: project.name, owner: resolved.root.owner, platform: input.platform, env },
    }, undefined, placesOf(input));
    found.push(...diagnostics.map((d) => ({ ...d, project: project.name, environments: [env.name] })));
    made.push({ tree: value, project: project.name, counts: { objects: merged.objects.length, terraform: merged.terraform.filter((b) => b.block === 'resource').length, files: merged.files.length } });
  }
  if (input.environments === undefined) {
    const { value, diagnostics } = await renderTree(`_projects/${project.name}`, project.span, {}, spanning(project, version, causesOf(project, input)), placesOf(input));
    found.push(...diagnostics.map((d) => ({ ...d, project: project.name })));
    made.push({ tree: value, project: project.name, counts: { objects: 0, terraform: 0, files: project.span.files.length } });
  }
  return { value: found.some((d) => d.severity === 'error') ? [] : made, diagnostics: found };
}

export async function portfolioTrees(portfolio: Compilation['portfolio'], incomplete: Compilation['incomplete'], input: Input): Promise<Pass<readonly Counted[]>> {
  const found: Diagnostic[] = [];
  const made: Counted[] = [];
  for (const { place, merged } of portfolio) {
    // without a project that could not be compiled, the platform would drop what runs of it
    if (place.scope === 'cluster' ? incomplete.includes(place.environment) : incomplete.length > 0) continue;
    const finished = finish(merged, input.platform);
    const env = place.scope === 'cluster' ? environmentsOf(input.platform).find((e) => e.name === place.environment) : undefined;
    const path = place.scope === 'portfolio' ? '_portfolio' : `${place.environment}/_platform/${place.cluster}`;
    const extra = env ? new Map([['requirements.json', json(requirements(env, input.targets) as unknown as Json)]]) : new Map<string, string>();
    const { value, diagnostics } = await renderTree(path, finished, env ? { kubernetes: { project: '_platform', environment: env.name, folder: () => '' } } : {}, extra, placesOf(input));
    found.push(...diagnostics);
    made.push({ tree: value, counts: { objects: finished.objects.length, terraform: 0, files: finished.files.length } });
  }
  return { value: made, diagnostics: found };
}

const placed = new WeakMap<readonly Model[], ReadonlyMap<string, string>>();
/** Where each node of the portfolio is declared, by path; of a project that is remembered, where it is declared itself. */
export function placesOf({ models, remembered }: Pick<Input, 'models' | 'remembered'>): ReadonlyMap<string, string> {
  const known = placed.get(models) ?? new Map([...[...remembered ?? []].flatMap(([name, { place }]) => place === undefined ? [] : [[name, place] as const]), ...models.flatMap(({ nodes }) => nodes.flatMap(({ path, place }) => place === undefined ? [] : [[path, place] as const]))]);
  placed.set(models, known);
  return known;
}

/** As much of a built project as what spans its environments is made of. */
export type Spanned = Pick<ProjectBuild, 'name' | 'model'> & { readonly builds: readonly (Pick<Build, 'env' | 'merged'> & { readonly project: { readonly root: Pick<Build['project']['root'], 'problem'> }; readonly context: Pick<Build['context'], 'namespace'> })[] };
/** What spans the environments of a project beside its targets' files: the chart, and the model itself. */
export function spanning({ name, model, builds }: Spanned, version: string, cause: CauseOf): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const environments = builds.map(({ env, merged, context }) => ({ name: env.name, namespace: context.namespace, objects: merged.objects }));
  const [first] = builds;
  if (first && environments.some((e) => e.objects.length > 0)) {
    const digest = sha256(environments.map((e) => e.objects.map((o) => manifest(o.body)).join('---\n')).join('\0')).slice(0, 12);
    const description = first.project.root.problem.split('\n')[0] ?? name;
    // a chart's version follows its content: build metadata would be ignored, so it is the pre-release part
    for (const [path, text] of chart({ name, version: `0.1.0-h${digest}`, description, environments, cause })) files.set(`chart/${path}`, text);
  }
  files.set('project.json', published(model, version));
  return files;
}

/** The model as others may read it: without the places in this evaluation. */
export const published = (model: Model, version: string): string => json({
  ...model, compiler: version, nodes: model.nodes.map(({ site: _, place: __, ...node }) => node), uses: model.uses.map(({ site: _, ...use }) => use),
} as unknown as Json);
