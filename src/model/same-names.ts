// Nodes that would get the same name in an account: `demo` with `a-b` and `demo-a` with `b`, since hyphens join, or what was `a` and another that is called `a` now.
import { model as catalogue } from './catalogue/model.ts';
import { diagnose } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Declared, Model } from './node.ts';

/** What exists keeps the name that its first id gave. */
const named = (project: string, { kind, id, formerly }: Declared): string => `${kind} ${project}-${formerly ?? id}`;

export function sameNames(models: readonly Model[]): readonly Diagnostic[] {
  const projects = new Map(models.map((m) => [m.project, m]));
  return models.flatMap((model) => {
    const same = (node: Declared, twin: Declared | undefined): readonly Diagnostic[] => twin && twin !== node
      ? [diagnose(catalogue, 'LW1209', { node: node.path }, { path: node.path, twin: twin.path, kind: node.kind }, { project: model.project, related: [{ at: { node: twin.path }, what: 'declared here' }] })] : [];
    const declared = model.nodes.filter((node) => node.path !== model.project), heirs = new Map(declared.filter((n) => n.formerly !== undefined).map((node) => [named(model.project, node), node]));
    // only a project whose name begins another's can meet it
    const others = [...model.project.matchAll(/-/g)].flatMap(({ index }) => projects.get(model.project.slice(0, index)) ?? []);
    const theirs = new Map(others.flatMap((other) => other.nodes.map((node) => [named(other.project, node), node] as const)));
    return declared.flatMap((node) => [...same(node, heirs.get(named(model.project, node))), ...same(node, theirs.get(named(model.project, node)))]);
  });
}
