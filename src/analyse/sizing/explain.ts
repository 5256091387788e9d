// The arithmetic of a sizing as lines for people: the sum visible, the shortfall last.
import { formatBytes, formatNumber, tenth } from '../../model/units.ts';
import type { EndpointSizing } from '../sizing.ts';

export function arithmetic({ memory: m, gpus, context, concurrency, cache, utilisation }: EndpointSizing): readonly string[] {
  if (!m || !cache) return [];
  const layers = `${cache.layers} layers${cache.windowedLayers > 0 ? ` and ${cache.windowedLayers} windowed ones` : ''}, ${cache.kvHeads} KV heads, ${cache.precision}`;
  const split = gpus === 1 ? '' : ` over ${gpus} GPUs`;
  const requests = `${formatNumber(concurrency)} requests × ${formatNumber(context)} tokens × ${formatBytes(cache.bytesPerToken)} (${layers})`;
  return [
    `per GPU   weights ${tenth(m.weights)} + KV cache ${tenth(m.kvCache)} + overhead ${tenth(m.overhead)} = ${tenth(m.need)} GiB${gpus === 1 ? '' : `, at tensor parallelism ${gpus}`}`,
    `usable    ${tenth(m.have)} GiB (${m.usable} × ${utilisation})`,
    `KV cache  ${requests} = ${tenth(cache.gib)} GiB${split}`,
    m.slack < 0 ? `short by ${tenth(-m.slack)} GiB per GPU` : `slack ${tenth(m.slack)} GiB per GPU; ${m.margin} GiB are needed to be sure, for the engine's own memory is an estimate`,
  ];
}
