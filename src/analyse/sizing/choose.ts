// Which tensor parallelism an engine may and should have, and which changes would make an endpoint fit.
import type { Architecture } from '../../data/models.ts';
import type { Path } from '../../model/json.ts';
import { tenth } from '../../model/units.ts';
import { memory, verdictOf, type Load, type Memory, type Verdict, type WeightFormat } from './memory.ts';

export type Parallelism = 1 | 2 | 4 | 8;
const powers: readonly Parallelism[] = [1, 2, 4, 8];

/** Heads divide evenly; a slice of block-quantised weights keeps whole blocks of 128. https://github.com/vllm-project/recipes/tree/8959cf64189c71d36e11c6a30335f923f261b1f7 */
export const divides = (a: Architecture, format: WeightFormat, tensorParallel: number): boolean =>
  a.heads % tensorParallel === 0 && (format !== 'fp8-block' || ((a.moe?.ffn ?? a.ffn) / tensorParallel) % 128 === 0);
/** What one machine allows: beyond its GPUs there is no fast link. */
export const candidates = (a: Architecture, format: WeightFormat, gpusPerNode: number): readonly Parallelism[] =>
  powers.filter((p) => p <= gpusPerNode && divides(a, format, p));

/** The smallest that fits, else the smallest at risk, else the largest there is room for. */
export function derive(a: Architecture, load: Load, gpusPerNode: number, most: number): Parallelism {
  const allowed = candidates(a, load.format, gpusPerNode).filter((p) => p <= Math.max(1, most));
  const of = (wanted: Verdict): Parallelism | undefined => allowed.find((p) => verdictOf(memory(a, load, p)) === wanted);
  return of('fits') ?? of('at-risk') ?? allowed.at(-1) ?? 1;
}

/** A change of one property after which it fits. */
export interface Alternative { readonly on: 'endpoint' | 'quota'; readonly property: Path; readonly to: number | string; readonly slack: number; readonly note: string }

/** The largest whole number up to `most` at which a monotone test holds; 0 if none. */
function largest(most: number, holds: (n: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle; else high = middle - 1;
  }
  return low;
}

const step = 1024;
export interface Room {
  readonly gpusPerNode: number;
  readonly guaranteed: number;
  /** An update must not stop the service. */
  readonly rolling: boolean;
  /** The parallelism follows from the quota, and nobody else uses it: more GPUs help. */
  readonly follows: boolean;
}
export function alternatives(a: Architecture, load: Load, now: Parallelism, room: Room): readonly Alternative[] {
  const at = (change: Partial<Load>, p: number = now): Memory => memory(a, { ...load, ...change }, p);
  const fits = (change: Partial<Load>, p: number = now): boolean => verdictOf(at(change, p)) === 'fits';
  const found: Alternative[] = [];
  const slack = (m: Memory): string => `slack ${tenth(m.slack)} GiB per GPU`;
  const add = (property: string, to: number | string, m: Memory, more = '', on: Alternative['on'] = 'endpoint'): void => { found.push({ on, property: [property], to, slack: m.slack, note: slack(m) + more }); };

  const steps = largest(Math.floor((load.context - 1) / step), (n) => fits({ context: n * step }));
  if (steps > 0) add('context', steps * step, at({ context: steps * step }));
  const requests = largest(load.concurrency - 1, (n) => fits({ concurrency: n }));
  if (requests > 0) add('concurrency', requests, at({ concurrency: requests }));
  const fp8: Partial<Load> = { cache: { ...load.cache, bytesPerElement: 1 } };
  if (load.cache.bytesPerElement === 2 && fits(fp8)) add('kvCache', 'fp8', at(fp8));
  const enough = candidates(a, load.format, room.gpusPerNode).find((p) => p !== now && fits({}, p));
  if (enough === undefined) return found;
  if (enough <= room.guaranteed) {
    const single = room.rolling && Math.floor(room.guaranteed / enough) === 1;
    add('tensorParallel', enough, at({}, enough), single ? `; one replica on ${enough} GPUs, then no room for a rolling update` : '');
  }
  const needed = enough * (room.rolling ? 2 : 1);
  if (room.follows && needed > room.guaranteed) add('guaranteed', needed, at({}, enough), `; tensor parallelism ${enough}`, 'quota');
  return found;
}
