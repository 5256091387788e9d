// Summarise: the small interface of one project in one environment, all that others may see of it.
import type { Fact } from '../fact.ts';
import type { Facts } from '../generated/registry-types.ts';
import type { Concepts } from '../model/concepts.ts';
import { freeze, type JsonObject } from '../model/json.ts';
import type { Model, Resolved } from '../model/node.ts';
import type { Summary } from '../model/summary.ts';

export function summarise(project: Resolved, model: Model, facts: Facts, registry: Readonly<Record<string, Fact<unknown>>>, concepts: Concepts): Summary {
  const kinds: Record<string, number> = {};
  for (const node of project.nodes) kinds[node.$kind] = (kinds[node.$kind] ?? 0) + 1;
  const figures: Record<string, JsonObject[string]> = {};
  for (const [name, { figures: of }] of Object.entries(registry)) {
    if (of) Object.assign(figures, of((facts as unknown as Readonly<Record<string, unknown>>)[name]));
  }
  return freeze({
    project: project.project, environment: project.environment, root: project.root,
    published: project.nodes.filter((n) => concepts.info[n.$kind]?.published),
    uses: model.uses.map(({ path, kind, version }) => ({ path, kind, ...(version === undefined ? {} : { version }) })),
    kinds, figures,
  });
}
