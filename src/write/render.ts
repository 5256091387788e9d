// Render: a compilation as trees of text. One tree a project and environment, one a project, one a cluster's platform, one the portfolio's.
import { requirements } from '../emit/requirements.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { sha256 } from '../model/digest.ts';
import { environmentsOf } from '../model/environments.ts';
import type { Json } from '../model/json.ts';
import type { Compilation, Input, ProjectBuild } from '../pipeline.ts';
import { addressText, type Merged, type MergedObject } from './merge.ts';
import { blockText } from './address.ts';
import { chart } from './chart.ts';
import { finish } from './finish.ts';
import { json } from './json.ts';
import { kubernetes } from './kubernetes.ts';
import { terraform } from './terraform.ts';
import { yaml } from './yaml.ts';

/** One artefact in a tree's index: what it is, where, from which nodes, by which targets. */
export interface Entry { readonly artefact: string; readonly file: string; readonly nodes: readonly string[]; readonly by: readonly string[] }
export interface Tree {
  /** Path below the output folder, `production/support-assistant`. */
  readonly path: string;
  readonly project?: string;
  readonly files: ReadonlyMap<string, string>;
  readonly entries: readonly Entry[];
  readonly counts: { readonly objects: number; readonly terraform: number; readonly files: number };
}

/** All trees of projects without errors. Those of failed projects are left out: their old ones stay. */
export async function render({ projects, portfolio }: Compilation, input: Input, version: string): Promise<Pass<readonly Tree[]>> {
  const diagnostics: Diagnostic[] = [];
  const trees: Tree[] = [];
  for (const project of projects) {
    if (project.failed) continue;
    const own: Diagnostic[] = [];
    for (const build of project.builds) {
      const { env, project: resolved, merged } = build;
      const stacks = await terraform(merged.terraform, { project: project.name, owner: resolved.root.owner, platform: input.platform, env });
      own.push(...stacks.diagnostics.map((d) => ({ ...d, project: project.name, environments: [env.name] })));
      const manifests = await kubernetes(merged.objects, { project: project.name, environment: env.name });
      trees.push(treeOf(`${env.name}/${project.name}`, merged, [manifests, stacks.value], project.name));
    }
    diagnostics.push(...own);
    if (input.environments === undefined) trees.push(spanning(project, version));
  }
  const broken = new Set(diagnostics.filter((d) => d.severity === 'error').map((d) => d.project));
  for (const { place, merged } of portfolio) {
    const finished = finish(merged, input.platform);
    if (place.scope === 'portfolio') { trees.push(treeOf('_portfolio', finished, [])); continue; }
    const env = environmentsOf(input.platform).find((e) => e.name === place.environment)!;
    const manifests = await kubernetes(finished.objects, { project: '_platform', environment: place.environment });
    const flat = new Map([...manifests].map(([path, text]) => [path.replace(`kubernetes/${place.cluster}/`, ''), text]));
    flat.set('requirements.json', json(requirements(env, input.targets) as unknown as Json));
    trees.push(treeOf(`${place.environment}/_platform/${place.cluster}`, finished, [flat]));
  }
  return { value: trees.filter((t) => t.project === undefined || !broken.has(t.project)), diagnostics };
}

const fileText = (path: string, content: string | Json): string =>
  typeof content === 'string' ? content : /\.ya?ml$/.test(path) ? yaml(content) : json(content);

function treeOf(path: string, merged: Merged, rendered: readonly ReadonlyMap<string, string>[], project?: string): Tree {
  const files = new Map(rendered.flatMap((r) => [...r]));
  for (const { path: file, content } of merged.files) files.set(file, fileText(file, content));
  const flat = path.includes('_platform');
  const entries: Entry[] = [
    ...merged.objects.map((o) => ({ artefact: addressText(o.address), file: flat ? `${o.file}.yaml` : `kubernetes/${o.place}/${o.file}.yaml`, nodes: o.from, by: o.by })),
    ...merged.terraform.map((b) => ({ artefact: blockText(b), file: `terraform/${b.place}/cdk.tf.json`, nodes: b.from, by: b.by })),
    ...merged.files.map((f) => ({ artefact: f.path, file: f.path, nodes: f.from, by: f.by })),
  ];
  return { path, ...(project === undefined ? {} : { project }), files, entries, counts: { objects: merged.objects.length, terraform: merged.terraform.filter((b) => b.block === 'resource').length, files: merged.files.length } };
}

/** What spans the environments of a project: documents and contracts by targets, the chart, and the model itself. */
function spanning(project: ProjectBuild, version: string): Tree {
  const { name, model, builds, span } = project;
  const objects = builds.map(({ env, merged }) => ({ name: env.name, objects: merged.objects }));
  const [first] = builds;
  const files = new Map<string, string>();
  if (first && objects.some((o) => o.objects.length > 0)) {
    for (const [path, text] of chart({ name, version: chartVersion(objects), description: first.project.root.problem.split('\n')[0] ?? name, environments: objects })) files.set(`chart/${path}`, text);
  }
  const { nodes, ...rest } = model;
  files.set('project.json', json({ ...rest, compiler: version, nodes: nodes.map(({ site: _, ...node }) => node), uses: model.uses.map(({ site: _, ...use }) => use) } as unknown as Json));
  const tree = treeOf(`_projects/${name}`, span, [files], name);
  return { ...tree, entries: [...tree.entries, ...[...files.keys()].filter((f) => !span.files.some((s) => s.path === f)).map((file) => ({ artefact: file, file, nodes: [name], by: [file === 'project.json' ? 'model' : 'documents/helm-chart'] }))] };
}

/** A chart's version follows its content, so that the same chart never has two versions nor two charts one. */
const chartVersion = (environments: readonly { readonly objects: readonly MergedObject[] }[]): string => {
  const digest = sha256(JSON.stringify(environments.map((e) => e.objects.map((o) => o.body))));
  return `0.1.0-${digest.slice(0, 12)}`.replace(/-0(\d)/, '-h0$1'); // SemVer forbids a leading zero in a numeric identifier
};
