// Checks the platform against itself and against the targets there are: shared clusters, systems, teams, profiles. Each finding is at its property.
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { environmentsOf, NONE } from '../model/environments.ts';
import type { Path } from '../model/json.ts';
import { exchangeRate } from '../model/money.ts';
import type { Platform } from '../model/platform.ts';
import { nearest } from '../model/suggest.ts';
import type { AnyTarget } from '../target.ts';

const at = (property: Path) => ({ file: 'leitwerk.config.ts', property });

export function checkPlatform(platform: Platform, targets: Readonly<Record<string, AnyTarget>>, profiles: readonly string[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const wrong = (path: readonly string[], problem: string, near?: string) => found.push(diagnose(catalogue, 'LW1003', at(path), { path: path.join('.'), problem, nearest: near }));
  const environments = environmentsOf(platform);
  if (environments.length === 0) wrong(['environments'], 'is empty: there is nothing to compile for');
  if (!(platform.governance.team in platform.teams)) wrong(['governance', 'team'], `is '${platform.governance.team}', which is no team`, nearest(platform.governance.team, Object.keys(platform.teams)));
  const { money } = platform;
  const prices = [
    ...Object.entries(money.gpuHour).map(([accelerator, price]) => ({ path: ['money', 'gpuHour', accelerator], price })),
    ...(['cpuHour', 'memoryGibHour', 'storageGibMonth', 'volumeGibMonth'] as const).map((key) => ({ path: ['money', key], price: money[key] })),
  ];
  for (const { path, price } of prices) {
    if (price && exchangeRate(price.currency, money.currency, money.exchange).state === 'unknown') wrong(path, `is in ${price.currency}, and there is no exchange rate to ${money.currency}`);
  }
  const concerns = [...new Set(Object.values(targets).flatMap((t) => t.concern ?? []))].sort();
  const servers = new Map<string, string[]>();
  for (const env of environments) {
    if (env.clusters.length === 0) wrong(['environments', env.name, 'clusters'], 'is empty');
    for (const cluster of env.clusters) {
      if (!profiles.includes(cluster.profile)) found.push(diagnose(catalogue, 'LW1003', at(['environments', env.name, 'clusters', cluster.name, 'profile']), { path: `the profile of cluster ${cluster.name}`, problem: `is '${cluster.profile}', which is no stack profile: ${profiles.join(', ')}`, nearest: nearest(cluster.profile, profiles) }, { environments: [env.name] }));
      const key = `${cluster.server} ${env.namespaceSuffix}`;
      servers.set(key, [...servers.get(key) ?? [], env.name]);
    }
    for (const [concern, system] of Object.entries(env.systems)) {
      const known = Object.entries(targets).filter(([, t]) => t.concern === concern).map(([id]) => id);
      if (known.includes(system) || (system === NONE && known.length > 0)) continue;
      const near = known.length === 0 ? nearest(concern, concerns) : nearest(system, known);
      found.push(diagnose(catalogue, 'LW1005', { ...at(['environments', env.name, 'systems', concern]), ...(known.length === 0 ? { key: true } : {}) }, { concern, system, known, concerns, nearest: near }, { environments: [env.name] }));
    }
  }
  for (const [key, names] of servers) {
    if (names.length > 1) found.push(diagnose(catalogue, 'LW1004', at(['environments', names[1]!, 'clusters']), { environments: names, cluster: key.split(' ')[0] ?? key }));
  }
  return found;
}
