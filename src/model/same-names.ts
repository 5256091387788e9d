// Nodes of different projects that would get the same name in an account: `demo` with `a-b`, and `demo-a` with `b`. Hyphens join, so only a project whose name begins another's can meet it.
import { model as catalogue } from './catalogue/model.ts';
import { diagnose } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Declared, Model } from './node.ts';

/** What exists keeps the name that its first id gave. */
const named = (project: string, { kind, id, formerly }: Declared): string => `${kind} ${project}-${formerly ?? id}`;

export function sameNames(models: readonly Model[]): readonly Diagnostic[] {
  const projects = new Map(models.map((m) => [m.project, m]));
  return models.flatMap((model) => [...model.project.matchAll(/-/g)].flatMap(({ index }) => {
    const other = projects.get(model.project.slice(0, index));
    if (!other) return [];
    const theirs = new Map(other.nodes.map((node) => [named(other.project, node), node]));
    return model.nodes.flatMap((node) => {
      const twin = node.path === model.project ? undefined : theirs.get(named(model.project, node));
      return twin ? [diagnose(catalogue, 'LW1209', { node: node.path }, { path: node.path, twin: twin.path, kind: node.kind }, { project: model.project, related: [{ at: { node: twin.path }, what: 'declared here' }] })] : [];
    });
  }));
}
