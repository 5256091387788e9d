// What a process that stays keeps from one compilation to the next: declarations that are as they were, and what was derived of them.
import type { Declared, Model, Use } from '../model/node.ts';
import { recall } from '../model/recall.ts';
import type { Input } from '../pipeline.ts';

/** The input, made of what the one before was made of where both say the same: then nothing has to be derived of it again. */
export type Standing = (world: string, input: Input) => Input;

/** `world`: all that projects are compiled with. With another, nothing is kept. */
export function standing(): Standing {
  let known: Pick<Input, 'platform' | 'concepts' | 'targets' | 'policies' | 'recall'> & { readonly world: string; readonly same: (model: Model) => Model } | undefined;
  return (world, input) => {
    if (known?.world !== world) known = { world, platform: input.platform, concepts: input.concepts, targets: input.targets, policies: input.policies, recall: recall(), same: sharing() };
    const { world: _, same, ...kept } = known;
    return { ...input, ...kept, models: input.models.map(same) };
  };
}

/** Where declarations stand is not compared: the loaded model knows. */
function sharing(): (model: Model) => Model {
  const models = new Map<string, Model>();
  return (model) => {
    const before = models.get(model.project);
    const byPath = new Map(before?.nodes.map((n) => [n.path, n]));
    const nodes = model.nodes.map((n) => { const was = byPath.get(n.path); return was && said(was) === said(n) ? was : n; });
    const same = before && nodes.length === before.nodes.length && nodes.every((n, i) => n === before.nodes[i]) && before.uses.map(said).join() === model.uses.map(said).join();
    const shared = same ? before : { ...model, nodes };
    models.set(model.project, shared);
    return shared;
  };
}
/** What it says, wherever it stands; in the order in which it says it. */
const said = (what: Declared | Use): string => JSON.stringify({ ...what, site: undefined, place: undefined });
