// Summarise: the small interface of one project in one environment, all that others may see of it.
import type { Fact } from '../fact.ts';
import type { Facts } from '../generated/registry-types.ts';
import type { Concepts } from '../model/concepts.ts';
import { freeze, type JsonObject } from '../model/json.ts';
import type { Model, Resolved } from '../model/node.ts';
import { anew, type Recall } from '../model/recall.ts';
import type { Summary } from '../model/summary.ts';

export function summarise({ project, environment, root, nodes }: Resolved, { uses }: Model, facts: Facts, registry: Readonly<Record<string, Fact<unknown>>>, concepts: Concepts, recall?: Recall): Summary {
  const shown = Object.entries(registry).flatMap(([name, { figures }]) => figures ? [{ figures, value: facts[name as keyof Facts] as unknown }] : []);
  return (recall?.once ?? anew)(`summary ${project} ${environment}`, [uses, ...nodes, ...shown.map((s) => s.value)], () => {
    const kinds: Record<string, number> = {};
    for (const node of nodes) kinds[node.$kind] = (kinds[node.$kind] ?? 0) + 1;
    const figures: Record<string, JsonObject[string]> = {};
    for (const { figures: of, value } of shown) Object.assign(figures, of(value));
    return freeze({
      project, environment, root, kinds, figures,
      published: nodes.filter((n) => concepts.info[n.$kind]?.published),
      uses: uses.map(({ path, kind, version }) => ({ path, kind, ...(version === undefined ? {} : { version }) })),
    });
  });
}
