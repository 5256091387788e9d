// Checks the platform against itself and against the targets there are: shared clusters, systems, teams, profiles.
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { environmentsOf } from '../model/environments.ts';
import type { Platform } from '../model/platform.ts';
import type { AnyTarget } from '../target.ts';

const at = { file: 'leitwerk.config.ts' };

export function checkPlatform(platform: Platform, targets: Readonly<Record<string, AnyTarget>>, profiles: readonly string[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const wrong = (path: string, problem: string) => found.push(diagnose(catalogue, 'LW1003', at, { path, problem }));
  const environments = environmentsOf(platform);
  if (environments.length === 0) wrong('environments', 'is empty: there is nothing to compile for');
  if (!(platform.governance.team in platform.teams)) wrong('governance.team', `names no team: ${platform.governance.team}`);
  for (const [accelerator, { currency }] of Object.entries(platform.money.gpuHour)) {
    const reachable = currency === platform.money.currency || platform.money.exchange.some((e) => e.from === currency && e.to === platform.money.currency);
    if (!reachable) wrong(`money.gpuHour.${accelerator}`, `is in ${currency}, and there is no exchange rate to ${platform.money.currency}`);
  }
  const servers = new Map<string, string[]>();
  for (const env of environments) {
    if (env.clusters.length === 0) wrong(`environments.${env.name}.clusters`, 'is empty');
    for (const cluster of env.clusters) {
      if (!profiles.includes(cluster.profile)) wrong(`environments.${env.name}.clusters.${cluster.name}.profile`, `is '${cluster.profile}'; profiles: ${profiles.join(', ')}`);
      const key = `${cluster.server} ${env.namespaceSuffix}`;
      servers.set(key, [...servers.get(key) ?? [], env.name]);
    }
    for (const [concern, system] of Object.entries(env.systems)) {
      const known = Object.entries(targets).filter(([, t]) => t.concern === concern).map(([id]) => id);
      if (!known.includes(system)) found.push(diagnose(catalogue, 'LW1005', at, { environment: env.name, concern, system, known }));
    }
  }
  for (const [key, names] of servers) {
    if (names.length > 1) found.push(diagnose(catalogue, 'LW1004', at, { environments: names, cluster: key.split(' ')[0] ?? key }));
  }
  return found;
}
