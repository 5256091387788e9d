// What is stored costs a month: data sets in object storage by their declared volume, vector indexes on a volume of each instance. Stores that are paid by use are not counted.
import type { FactContext } from '../../fact.ts';
import { systemOf } from '../../model/environments.ts';
import { priced } from '../../model/money.ts';
import type { Platform } from '../../model/platform.ts';
import { multiply, rational, toDecimal } from '../../model/rational.ts';
import { bytes, formatNumber, gibibyte } from '../../model/units.ts';
import type { Counted, CostLine } from '../cost.ts';

type Key = 'storageGibMonth' | 'volumeGibMonth';
/** Of what is kept, `copies` times. */
interface Kept { readonly node: string; readonly size: string; readonly copies: number; readonly what: (gib: string) => string }

/** Lines at that price, or what it is missing for; `declared`: how many there are, of known size or not. */
function stored(kept: readonly Kept[], declared: number, key: Key, name: string, { money }: Platform): Counted {
  const price = money[key];
  if (price === undefined) return { lines: [], notCounted: declared === 0 ? [] : [`${name} (the platform names no ${key})`] };
  return { notCounted: [], lines: kept.map(({ node, size, copies, what }): CostLine => {
    const gib = rational(bytes(size), gibibyte);
    return { node, what: what(formatNumber(toDecimal(gib, 3))), prices: [{ ...price, per: 'GiB and month' }], perMonth: priced([{ ...price, quantity: multiply(gib, rational(copies)) }], money.currency, money.exchange) };
  }) };
}

export function storageCost({ all, env, facts, platform }: FactContext): Counted {
  const contracts = all('DataContract');
  const sets = contracts.flatMap(({ $path, volume }) => (volume === undefined ? [] : [{ node: $path, size: volume, copies: 1, what: (gib: string) => `${gib} GiB stored` }]));
  const volumes = all('VectorIndex').flatMap(({ $path, $id, storage }) => {
    const copies = facts.stores[$path]?.instances;
    return copies === undefined ? [] : [{ node: $path, size: storage, copies, what: (gib: string) => `${$id}: ${copies} × ${gib} GiB of a volume` }];
  });
  const online = systemOf(env, 'feature-store') === undefined ? [] : all('FeatureView').filter((v) => v.online);
  const parts = [stored(sets, contracts.length, 'storageGibMonth', 'storage of data sets', platform), stored(volumes, volumes.length, 'volumeGibMonth', 'volumes of vector indexes', platform)];
  return { lines: parts.flatMap((p) => p.lines), notCounted: [
    ...parts.flatMap((p) => p.notCounted),
    ...(platform.money.storageGibMonth !== undefined && sets.length < contracts.length ? ['storage of data sets that declare no volume'] : []),
    ...(online.length > 0 ? ['the online store of features (paid by request)'] : []),
    ...(online.some((v) => v.refresh !== undefined) ? ['runs that fill the online store of features (nothing says how long they take)'] : []),
  ] };
}
