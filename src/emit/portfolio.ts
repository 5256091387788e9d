// Emits what belongs to the platform rather than to a project: once a cluster, and once for the whole portfolio.
import type { PortfolioFacts } from '../generated/registry-types.ts';
import type { Environment, Platform } from '../model/platform.ts';
import type { Recall } from '../model/recall.ts';
import type { Summary } from '../model/summary.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import type { AnyPolicy } from '../policy.ts';
import type { PortfolioEmitContext, PortfolioTarget } from '../target.ts';
import { artefactsOf, type Tagged } from './emit.ts';
import { runsIn, type Targets } from './select.ts';

export type PortfolioPlace = { readonly scope: 'cluster'; readonly environment: string; readonly cluster: string } | { readonly scope: 'portfolio' };
export interface Whole {
  readonly platform: Platform;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly waivers: readonly AppliedWaiver[];
  readonly targets: Targets;
  readonly projects: PortfolioEmitContext['projects'];
  readonly environments: readonly { readonly env: Environment; readonly summaries: readonly Summary[]; readonly facts: PortfolioFacts }[];
}

/** With only some environments at hand, what spans them all is left as it is. */
export function emitPortfolio({ platform, policies, waivers, targets, projects, environments }: Whole, spanning: boolean, recall?: Recall): readonly { readonly place: PortfolioPlace; readonly emitted: readonly Tagged[] }[] {
  const all = Object.entries(policies).map(([id, policy]) => ({ ...policy, id }));
  const portfolio = Object.entries(targets).filter((t): t is [string, PortfolioTarget] => t[1].per === 'portfolio');
  const clusters = environments.flatMap((environment) => environment.env.clusters.map((cluster) => {
    const context: PortfolioEmitContext = { platform, environments: [environment], env: environment.env, cluster, policies: all, waivers, projects, targets };
    const emitted = portfolio.filter(([id, t]) => t.scope === 'cluster' && runsIn(id, t, environment.env))
      .flatMap(([id, target]) => emit(id, target, context, { scope: 'cluster', cluster: cluster.name }, recall));
    return { place: { scope: 'cluster' as const, environment: environment.env.name, cluster: cluster.name }, emitted };
  }));
  if (!spanning) return clusters;
  const context: PortfolioEmitContext = { platform, environments, policies: all, waivers, projects, targets };
  const emitted = portfolio.filter(([, t]) => t.scope === 'portfolio').flatMap(([id, target]) => emit(id, target, context, { scope: 'portfolio' }, recall));
  return [...clusters, { place: { scope: 'portfolio' }, emitted }];
}

function emit(by: string, target: PortfolioTarget, context: PortfolioEmitContext, place: Tagged['place'], recall?: Recall): readonly Tagged[] {
  const on = context.env ? `the platform of ${context.env.name}` : 'the portfolio';
  const make = (): readonly Tagged[] => artefactsOf(by, on, () => target.emit(context)).map((artefact) => ({ artefact, by, from: [...new Set(artefact.from ?? [])], place }));
  // all that follows from what projects publish follows from their summaries
  const { platform, environments, waivers, projects } = context;
  return recall ? recall.once(`${by} ${on} ${context.cluster?.name ?? ''}`, [platform, ...Object.values(context.targets), ...context.policies.map((p) => p.id), ...environments.flatMap((e) => e.summaries), JSON.stringify([environments.map((e) => e.env.name), waivers, projects.map((p) => [p.name, p.folder])]), ...projects.map((p) => p.root)], make) : make();
}
