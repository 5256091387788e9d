// Which targets run in an environment: those without a concern, and for each concern the one that the platform chose. Says what is served by nobody.
import { check as catalogue } from '../model/catalogue/check.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { NONE, systemOf } from '../model/environments.ts';
import type { AnyNode, Resolved } from '../model/node.ts';
import type { Environment } from '../model/platform.ts';
import type { AnyTarget } from '../target.ts';

export type Targets = Readonly<Record<string, AnyTarget>>;

export const runsIn = (id: string, target: AnyTarget, env: Environment): boolean =>
  target.concern === undefined || systemOf(env, target.concern) === id;

/** One target by itself. */
export const only = (targets: Targets, id: string): Targets => { const target = targets[id]; return target ? { [id]: target } : {}; };

const asks = (target: AnyTarget, node: AnyNode): boolean => !('asks' in target) || target.asks?.(node as never) !== false;

/** Nodes whose kind only concern-bound targets consume, none of which the environment chose. */
export function unserved(project: Resolved, env: Environment, targets: Targets): Diagnostic[] {
  const consumers = new Map<string, readonly (readonly [string, AnyTarget])[]>();
  const found: Diagnostic[] = [];
  for (const node of project.nodes) {
    let of = consumers.get(node.$kind);
    if (!of) { of = Object.entries(targets).filter(([, t]) => (t.consumes as readonly string[]).includes(node.$kind)); consumers.set(node.$kind, of); }
    const asking = of.filter(([, t]) => asks(t, node));
    const concerns = new Set(asking.map(([, t]) => t.concern).filter((c) => c !== undefined));
    for (const concern of concerns) {
      if (env.systems[concern] === NONE) continue;
      const systems = asking.filter(([, t]) => t.concern === concern).map(([id]) => id);
      if (env.systems[concern] !== undefined && systems.includes(env.systems[concern])) continue;
      found.push(diagnose(catalogue, 'LW1407', { node: node.$path }, { kind: node.$kind, environment: env.name, concern, systems }, { project: project.project, environments: [env.name] }));
    }
  }
  return found;
}
