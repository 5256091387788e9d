// Sizing: does each endpoint's model fit its GPUs, on how many, in how many replicas, with the arithmetic. Dense and mixture models with grouped heads; others are unknown.
import { accelerator, type Accelerator } from '../data/gpus.ts';
import { architecture, type Architecture } from '../data/models.ts';
import { fact, type FactContext } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import { toDecimal, toNumber } from '../model/rational.ts';
import { ratio } from '../model/units.ts';
import { alternatives, candidates, derive, divides, type Alternative, type Parallelism } from './sizing/choose.ts';
import { kvTokenBytes, memory, requestBytes, verdictOf, weightsGib, type Load, type Memory, type Verdict } from './sizing/memory.ts';

export interface EngineSettings {
  readonly maxModelLen: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly tensorParallelSize: number;
  /** Decimal, such as `0.9`. */
  readonly gpuMemoryUtilization: string;
  readonly kvCacheDtype: 'auto' | 'fp8';
  /** Only where the engine quantises on loading; a stored format describes itself. */
  readonly quantization?: 'fp8' | 'bitsandbytes';
}
export interface EndpointSizing {
  readonly verdict: Verdict | 'unknown';
  /** Why it is unknown, or what it rests on. */
  readonly because: readonly string[];
  /** As people call it. */
  readonly accelerator: string;
  /** GPUs of one replica: the tensor parallelism. */
  readonly gpus: number;
  readonly replicas: number;
  /** All GPUs of all replicas. */
  readonly totalGpus: number;
  readonly derived: { readonly gpus: boolean; readonly replicas: boolean };
  readonly context: number;
  readonly concurrency: number;
  readonly utilisation: string;
  /** Longest context that the model was made for. */
  readonly maxContext?: number;
  /** Size of the checkpoint that is fetched. */
  readonly checkpointGib?: number;
  /** GiB per GPU; missing where unknown. */
  readonly memory?: Memory;
  /** The KV cache of one replica, over all its GPUs. */
  readonly cache?: { readonly layers: number; readonly windowedLayers: number; readonly kvHeads: number; readonly precision: '16 bit' | 'fp8'; readonly bytesPerToken: number; readonly gib: number };
  /** Changes of one property after which it fits; empty where it does. */
  readonly alternatives: readonly Alternative[];
  readonly engine: EngineSettings;
}
export type Sizing = Readonly<Record<string, EndpointSizing>>;

type Endpoint = NodeOf<'ModelEndpoint'>;
/** What the engine is told to take at once; vLLM's own default on large GPUs, emitted so that it does not vary by GPU. */
const batchedTokens = 8192;
/** Formats that vLLM makes itself when it loads 16-bit weights. https://docs.vllm.ai/en/v0.27.1/features/quantization/ */
export const madeOnLoad = ['fp8', 'bitsandbytes'] as const;
const isMadeOnLoad = (kind: string): kind is typeof madeOnLoad[number] => (madeOnLoad as readonly string[]).includes(kind);

export default fact<Sizing>({
  doc: 'Whether each endpoint fits its GPUs, by path: GPUs of a replica, replicas, memory per GPU with the sum, and what would make it fit.',
  derive: (context) => Object.fromEntries(context.all('ModelEndpoint').map((endpoint) => [endpoint.$path, size(endpoint, context)])),
  figures: (sizing) => ({ gpus: Object.values(sizing).reduce((sum, s) => sum + s.totalGpus, 0) }),
});

function size(endpoint: Endpoint, context: FactContext): EndpointSizing {
  const { get, env } = context;
  const [model, quota] = [get(endpoint.model), get(endpoint.quota)];
  const gpu = accelerator(quota.accelerator);
  const known = architecture(model.weights);
  const { quantisation } = model;
  const pools = env.clusters.flatMap((c) => Object.values(c.gpuPools)).filter((p) => p.accelerator === quota.accelerator);
  const gpusPerNode = pools.length > 0 ? Math.max(...pools.map((p) => p.gpusPerNode)) : 8;
  const share = shareOf(endpoint, context);
  const because = [
    ...('missing' in known ? [known.missing] : []),
    ...(gpu?.usableGib === undefined ? [gpu ? `what engines see of the memory of ${gpu.title} is not known` : `${quota.accelerator} is not in the table of accelerators`] : []),
    ...(quantisation?.at === 'load' && !isMadeOnLoad(quantisation.kind) ? [`vLLM cannot make ${quantisation.kind} when it loads; it can make ${madeOnLoad.join(' and ')}`] : []),
  ];
  const shape = { endpoint, quantisation, gpu, gpuName: quota.accelerator, share };
  if ('missing' in known || gpu?.usableGib === undefined || because.length > 0) return unknownSize(shape, because, 'found' in known ? known.found : undefined);

  const a = known.found;
  const format = quantisation?.kind ?? a.native ?? 'bf16';
  const load: Load = {
    format, context: endpoint.context, concurrency: endpoint.concurrency, usable: gpu.usableGib, utilisation: toNumber(ratio(endpoint.memoryUtilisation)),
    cache: { bytesPerElement: endpoint.kvCache === 'fp8' ? 1 : 2, batchedTokens },
  };
  // In production one replica may not take the whole share: an update then needs no stop. Who accepts the stop declares the parallelism.
  const perReplica = endpoint.replicas !== undefined ? Math.floor(share / endpoint.replicas) : env.stage === 'production' ? Math.max(1, Math.floor(share / 2)) : share;
  const gpus = endpoint.tensorParallel ?? derive(a, load, gpusPerNode, perReplica);
  if (!divides(a, format, gpus)) {
    const able = candidates(a, format, gpusPerNode).join(', ');
    return unknownSize(shape, [`${model.weights} does not divide over ${gpus} GPUs: its ${a.heads} heads${format === 'fp8-block' ? ' and its blocks of weights' : ''} allow ${able}`], a);
  }
  const m = memory(a, load, gpus);
  const verdict = verdictOf(m);
  const slowLink = gpus > 2 && !gpu.fastLink ? [`${gpus} GPUs without a fast link between them: it fits as said, but answers slowly`] : [];
  return {
    ...common(shape, gpus), verdict, because: slowLink, memory: m, maxContext: a.context, checkpointGib: checkpoint(a, quantisation),
    cache: {
      layers: a.layers - (a.sliding?.layers ?? 0), windowedLayers: a.sliding?.layers ?? 0, kvHeads: a.kvHeads, precision: endpoint.kvCache === 'fp8' ? 'fp8' : '16 bit',
      bytesPerToken: kvTokenBytes(a, load.cache, 1), gib: endpoint.concurrency * requestBytes(a, load.cache, 1, endpoint.context) / 1024 ** 3,
    },
    alternatives: verdict === 'fits' ? [] : alternatives(a, load, gpus, {
      gpusPerNode, guaranteed: quota.guaranteed, rolling: env.stage === 'production' && endpoint.replicas === undefined,
      follows: endpoint.tensorParallel === undefined && endpoint.replicas === undefined && context.users(quota, 'ModelEndpoint').length === 1,
    }),
  };
}

/** GPUs of the quota for this endpoint: those that declare both numbers take theirs, the others divide the rest evenly. */
function shareOf(endpoint: Endpoint, { get, users }: FactContext): number {
  const quota = get(endpoint.quota);
  const fixed = (e: Endpoint): number | undefined => (e.tensorParallel !== undefined && e.replicas !== undefined ? e.tensorParallel * e.replicas : undefined);
  const own = fixed(endpoint);
  if (own !== undefined) return own;
  const sharing = users(quota, 'ModelEndpoint');
  const rest = quota.guaranteed - sharing.reduce((sum, e) => sum + (fixed(e) ?? 0), 0);
  return Math.max(0, Math.floor(rest / sharing.filter((e) => fixed(e) === undefined).length));
}

/** As published: what is quantised on loading is fetched in 16 bit. */
const checkpoint = (a: Architecture, quantisation: NodeOf<'Model'>['quantisation']): number =>
  weightsGib(a, quantisation?.at === 'stored' ? quantisation.kind : a.native ?? 'bf16', 1);

interface Shape { readonly endpoint: Endpoint; readonly quantisation: NodeOf<'Model'>['quantisation']; readonly gpu: Accelerator | undefined; readonly gpuName: string; readonly share: number }
function common({ endpoint, quantisation, gpu, gpuName, share }: Shape, gpus: Parallelism): Omit<EndpointSizing, 'verdict' | 'because' | 'alternatives'> {
  const replicas = endpoint.replicas ?? Math.max(1, Math.floor(share / gpus));
  const utilisation = toDecimal(ratio(endpoint.memoryUtilisation), 4);
  return {
    accelerator: gpu?.title ?? gpuName, gpus, replicas, totalGpus: gpus * replicas,
    derived: { gpus: endpoint.tensorParallel === undefined, replicas: endpoint.replicas === undefined },
    context: endpoint.context, concurrency: endpoint.concurrency, utilisation,
    engine: {
      maxModelLen: endpoint.context, maxNumSeqs: endpoint.concurrency, maxNumBatchedTokens: batchedTokens, tensorParallelSize: gpus,
      gpuMemoryUtilization: utilisation, kvCacheDtype: endpoint.kvCache,
      ...(quantisation?.at === 'load' && isMadeOnLoad(quantisation.kind) ? { quantization: quantisation.kind } : {}),
    },
  };
}
/** Without a verdict the declaration alone decides how many GPUs; one where it does not say. */
const unknownSize = (shape: Shape, because: readonly string[], a: Architecture | undefined): EndpointSizing => ({
  ...common(shape.endpoint.tensorParallel === undefined ? { ...shape, share: 1 } : shape, shape.endpoint.tensorParallel ?? 1), verdict: 'unknown', because, alternatives: [],
  ...(a ? { maxContext: a.context, checkpointGib: checkpoint(a, shape.quantisation) } : {}),
});
