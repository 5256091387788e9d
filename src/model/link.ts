// Link: resolves `use` between projects and looks at references as a whole. Works on unresolved models, so that every environment is seen at once.
import { model as catalogue } from './catalogue/model.ts';
import { diagnose } from './catalogue.ts';
import type { Concepts } from './concepts.ts';
import type { Diagnostic, Pass, Site } from './diagnostic.ts';
import type { Declared, Model, Use } from './node.ts';
import { refsOf } from './query.ts';
import { sameNames } from './same-names.ts';
import { nearest } from './suggest.ts';

export interface Linked {
  readonly model: Model;
  /** The declared nodes of other projects that this one reaches, transitively, by path. */
  readonly used: ReadonlyMap<string, Declared>;
}

/** `unreadable`: projects that are there, but could not be loaded; what is wrong with them is said at their place. `others`: projects that are in order and that none of these uses. */
export function link(models: readonly Model[], concepts: Concepts, unreadable: readonly string[] = [], others: readonly string[] = []): Pass<readonly Linked[]> {
  const projects = new Map(models.map((m) => [m.project, m]));
  const nodes = new Map(models.flatMap((m) => m.nodes.map((n) => [n.path, n] as const)));
  const diagnostics: Diagnostic[] = [];
  const value = models.map((model) => {
    const wrong = new Set<string>();
    for (const use of model.uses) {
      const found = checkUse(use, model, projects, nodes, concepts, unreadable, others);
      if (found) { diagnostics.push(found); wrong.add(use.path); }
    }
    diagnostics.push(...cycles(model, nodes));
    return { model, used: reach(model.uses.filter((u) => !wrong.has(u.path)), nodes) };
  });
  return { value, diagnostics: [...diagnostics, ...sameNames(models)] };
}

const siteOf = (use: Use, model: Model): Site =>
  use.site ? { project: model.project, offsets: use.site } : { node: model.project };

function checkUse(use: Use, model: Model, projects: ReadonlyMap<string, Model>, nodes: ReadonlyMap<string, Declared>, concepts: Concepts, unreadable: readonly string[], others: readonly string[]): Diagnostic | undefined {
  const [project = ''] = use.path.split('/');
  const at = siteOf(use, model);
  const provider = projects.get(project);
  if (!provider && unreadable.includes(project)) return diagnose(catalogue, 'LW1208', at, { path: use.path, project }, { project: model.project });
  if (!provider) {
    const known = [...new Set([...projects.keys(), ...others, ...unreadable])].sort();
    return diagnose(catalogue, 'LW1201', at, { path: use.path, project, known, nearest: nearest(project, known) }, { project: model.project });
  }
  const published = provider.nodes.filter((n) => concepts.info[n.kind]?.published);
  const node = nodes.get(use.path);
  if (!node || node.kind !== use.kind || !published.includes(node)) {
    return diagnose(catalogue, 'LW1202', at, { path: use.path, kind: use.kind, published: published.map((n) => `${n.path} (${n.kind})`), nearest: nearest(use.path, published.filter((n) => n.kind === use.kind).map((n) => n.path)) }, { project: model.project });
  }
  const version = node.props['version'];
  if (use.version === undefined || typeof version !== 'string') return undefined;
  if (version === use.version || version.startsWith(`${use.version}.`)) return undefined;
  return diagnose(catalogue, 'LW1203', at, { path: use.path, wanted: use.version, version },
    { project: model.project, related: [{ at: { node: use.path, property: ['version'] }, what: `published here as ${version}` }] });
}

function reach(uses: readonly Use[], nodes: ReadonlyMap<string, Declared>): Map<string, Declared> {
  const reached = new Map<string, Declared>();
  const visit = (path: string): void => {
    const node = nodes.get(path);
    if (!node || reached.has(path)) return;
    reached.set(path, node);
    for (const ref of refsOf(node.props)) visit(ref.$ref);
  };
  for (const use of uses) visit(use.path);
  return reached;
}

function cycles(model: Model, nodes: ReadonlyMap<string, Declared>): Diagnostic[] {
  const found: Diagnostic[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      const cycle = [...trail.slice(trail.indexOf(path)), path];
      found.push(diagnose(catalogue, 'LW1204', { node: path }, { cycle }, { project: model.project }));
      return;
    }
    state.set(path, 'open');
    for (const ref of refsOf(nodes.get(path)?.props ?? {})) visit(ref.$ref, [...trail, path]);
    state.set(path, 'done');
  };
  for (const node of model.nodes) visit(node.path, []);
  return found;
}
