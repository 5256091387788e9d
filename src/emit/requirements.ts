// What a cluster must have for what is emitted, and what its stack profile lacks. `name >= version`, versions compared by number.
import { profiles } from '../data/profiles.ts';
import { check as catalogue } from '../model/catalogue/check.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cluster, Environment } from '../model/platform.ts';
import { runsIn, type Targets } from './select.ts';

export interface Requirement { readonly target: string; readonly component: string; readonly atLeast: string }

/** What the targets that run in an environment need, in the order of their ids. */
export function requirements(env: Environment, targets: Targets): readonly Requirement[] {
  return Object.entries(targets).filter(([id, t]) => runsIn(id, t, env)).flatMap(([target, { requires }]) => (requires ?? []).map((text): Requirement => {
    const [component = '', atLeast = '0'] = text.split('>=').map((s) => s.trim());
    return { target, component, atLeast };
  }));
}

/** Component versions of a cluster by its profile, less what it does not run. */
export function componentsOf(cluster: Cluster): Readonly<Record<string, string>> {
  const all = profiles[cluster.profile] ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => !cluster.without.includes(name)));
}

export function unmet(needs: readonly Requirement[], cluster: Cluster, env: Environment): readonly Diagnostic[] {
  const has = componentsOf(cluster);
  return needs.filter(({ component, atLeast }) => has[component] === undefined || compareVersions(has[component], atLeast) < 0).map(({ target, component, atLeast }) =>
    diagnose(catalogue, 'LW1408', { file: 'leitwerk.config.ts' }, {
      target, needs: `${component} ${atLeast} or later`, cluster: `${env.name}/${cluster.name}`, has: has[component] === undefined ? `no ${component}` : `${component} ${has[component]}`,
    }, { environments: [env.name] }));
}

/** Negative if `a` is older. Compares numbers between dots, so that 0.9 is older than 0.32. */
export function compareVersions(a: string, b: string): number {
  const [as, bs] = [a, b].map((v) => v.replace(/^v/, '').split('.').map((n) => Number.parseInt(n, 10) || 0));
  for (let i = 0; i < Math.max(as!.length, bs!.length); i++) {
    const difference = (as![i] ?? 0) - (bs![i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
