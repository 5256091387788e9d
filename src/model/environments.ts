// The platform's environments as the passes see them: clusters and accounts as named lists, in declared order.
import type { Environment, Platform } from './platform.ts';

export function environmentsOf(platform: Platform): readonly Environment[] {
  const done = known.get(platform);
  if (done) return done;
  const environments = Object.entries(platform.environments).map(([name, { clusters, accounts, ...rest }]) => ({
    ...rest, name,
    clusters: Object.entries(clusters).map(([name, cluster]) => ({ ...cluster, name })),
    accounts: Object.entries(accounts).map(([name, account]) => ({ ...account, name })),
  }));
  known.set(platform, environments);
  return environments;
}
const known = new WeakMap<Platform, readonly Environment[]>();

/** Sets of names that properties may draw from (`fromPlatform`). */
const sets: Readonly<Record<string, (platform: Platform, environment?: string) => readonly string[]>> = {
  teams: ({ teams }) => Object.keys(teams),
  purposes: ({ purposes }) => Object.keys(purposes),
  regions: ({ regions }) => Object.keys(regions),
  environments: ({ environments }) => Object.keys(environments),
  issuers: ({ issuers }) => Object.keys(issuers),
  accelerators: (platform) => {
    const pools = environmentsOf(platform).flatMap((e) => e.clusters.flatMap((c) => Object.values(c.gpuPools)));
    return [...new Set(pools.map((p) => p.accelerator))].sort();
  },
  priorities: (platform, environment) => {
    const chosen = environmentsOf(platform).filter((e) => environment === undefined || e.name === environment);
    return [...new Set(chosen.flatMap(({ clusters: [first] }) => Object.keys(first?.priorityClasses ?? {})))].sort();
  },
};
/** The names in a set: everywhere, or in one environment where that differs. */
export const platformSet = (platform: Platform, set: string, environment?: string): readonly string[] => sets[set]?.(platform, environment) ?? [];

const names = new WeakMap<Platform, string>();
/** All names of a platform in one text: where it is the same, the same declarations are valid. */
export function namesIn(platform: Platform): string {
  let text = names.get(platform);
  if (text === undefined) {
    text = JSON.stringify(Object.keys(platform.environments).map((environment) => Object.values(sets).map((of) => of(platform, environment))));
    names.set(platform, text);
  }
  return text;
}

/** What a platform writes for a concern that it leaves to nobody, on purpose: said at the end of each run. */
export const NONE = 'none';
/** The target that serves a concern in an environment. */
export const systemOf = ({ systems }: Pick<Environment, 'systems'>, concern: string): string | undefined => (systems[concern] === NONE ? undefined : systems[concern]);
