// The memory of one GPU under an engine, from the shapes of a model: weights, KV cache, overhead. Pure arithmetic in bytes and GiB.
// Formulas: tensor shapes for weights and cache; vLLM's own accounting for the rest (https://github.com/vllm-project/vllm/pull/10511, .../pull/12126, .../issues/54662).
import type { Architecture } from '../../data/models.ts';
import { gibibyte } from '../../model/units.ts';

export type WeightFormat = 'bf16' | 'fp8' | 'fp8-block' | 'awq' | 'gptq' | 'bitsandbytes' | 'mxfp4' | 'nvfp4';

// Stored bits per weight, scales included.
const bits: Readonly<Record<WeightFormat, number>> = {
  bf16: 16, fp8: 8,
  'fp8-block': 8 + 32 / 16_384, // one 32-bit scale a block of 128 by 128
  awq: 4 + 20 / 128, gptq: 4 + 20 / 128, // groups of 128: a 16-bit scale and a 4-bit zero
  bitsandbytes: 4.127, // NF4 with double quantisation
  mxfp4: 4 + 8 / 32, nvfp4: 4 + 8 / 16, // an 8-bit scale per 32, per 16
};
/** Norms, router, embeddings and output head stay 16 bit in quantised checkpoints. */
const sixteen = 2;

interface Parameters { readonly linear: number; readonly experts: number; readonly other: number }
/** Parameters by what quantisation does to them. */
function parameters(a: Architecture): Parameters {
  const { layers, hidden, heads, kvHeads, headDim } = a;
  const attention = 2 * hidden * heads * headDim + 2 * hidden * kvHeads * headDim;
  const mlp = a.moe ? 0 : 3 * hidden * a.ffn;
  const biases = (a.qkvBias ? (heads + 2 * kvHeads) * headDim : 0) + (a.qkNorm ? 2 * headDim : 0);
  const router = a.moe ? hidden * a.moe.experts : 0;
  return {
    linear: layers * (attention + mlp),
    experts: a.moe ? layers * a.moe.experts * 3 * hidden * a.moe.ffn : 0,
    other: layers * (biases + router) + (2 * layers + 1) * hidden + a.vocab * hidden * (a.tied ? 1 : 2),
  };
}
/** All parameters of the text model. */
export const parameterCount = (a: Architecture): number => { const { linear, experts, other } = parameters(a); return linear + experts + other; };

/** Weights of one GPU in GiB; tensor parallelism divides them. */
export function weightsGib(a: Architecture, format: WeightFormat, tensorParallel: number): number {
  const { linear, experts, other } = parameters(a);
  // gpt-oss quantises its experts alone, and its width is padded to the next multiple of 512 (2,880 to 3,072): https://github.com/vllm-project/vllm/issues/33155
  const onlyExperts = format === 'mxfp4' && a.moe !== undefined;
  const padding = onlyExperts ? Math.ceil(a.hidden / 512) * 512 / a.hidden : 1;
  const bytes = linear * (onlyExperts ? sixteen : bits[format] / 8) + experts * padding * bits[format] / 8 + other * sixteen;
  return bytes / tensorParallel / gibibyte;
}

export interface Cache { readonly bytesPerElement: 1 | 2; readonly batchedTokens: number }
const layersFull = (a: Architecture): number => a.layers - (a.sliding?.layers ?? 0);
/** Bytes of one layer per token on one GPU: keys and values of its share of the heads. More GPUs than heads repeat them. */
const layerBytes = (a: Architecture, cache: Cache, tensorParallel: number): number =>
  2 * a.kvHeads * a.headDim * cache.bytesPerElement / Math.min(tensorParallel, a.kvHeads);

/** KV cache per token on one GPU, of the layers that attend to everything. */
export const kvTokenBytes = (a: Architecture, cache: Cache, tensorParallel: number): number => layersFull(a) * layerBytes(a, cache, tensorParallel);

const block = 16;
/** KV cache of one request of this many tokens on one GPU. A windowed layer keeps its window and one batch of the scheduler, in whole blocks. */
export function requestBytes(a: Architecture, cache: Cache, tensorParallel: number, tokens: number): number {
  const full = kvTokenBytes(a, cache, tensorParallel) * tokens;
  if (!a.sliding) return full;
  const kept = Math.min(tokens, (Math.ceil((a.sliding.window - 1 + cache.batchedTokens) / block) + 1) * block);
  return full + a.sliding.layers * layerBytes(a, cache, tensorParallel) * kept;
}

export interface Batch { readonly batchedTokens: number; readonly sequences: number }
/** What the engine needs beside weights and cache: activations of the largest batch, libraries and communication, CUDA graphs. Approximate. */
export function overheadGib(a: Architecture, batch: Batch, tensorParallel: number): number {
  const width = 3 * (a.moe ? a.moe.ffn * a.moe.perToken : a.ffn) / tensorParallel + 2 * a.hidden;
  const activations = Math.max(1, (2 * batch.batchedTokens * width + batch.sequences * a.vocab * 12) / gibibyte);
  const libraries = tensorParallel === 1 ? 0.3 : 1;
  const graphs = 0.5;
  return activations + libraries + graphs;
}

export type Verdict = 'fits' | 'at-risk' | 'does-not-fit';
/** Slack that is needed to be sure: predictions lay within 1.6 GiB of eight dense text logs, and within 7.3 GiB of six others. */
export const marginGib = (a: Architecture): number => (a.moe || a.multimodal ? 8 : 2);

export interface Memory {
  readonly weights: number;
  readonly kvCache: number;
  readonly overhead: number;
  readonly need: number;
  /** Usable memory times the share that the engine may take. */
  readonly have: number;
  readonly usable: number;
  readonly slack: number;
  readonly margin: number;
  readonly kvBytesPerToken: number;
}
export interface Load { readonly format: WeightFormat; readonly cache: Cache; readonly context: number; readonly concurrency: number; readonly usable: number; readonly utilisation: number }

export function memory(a: Architecture, load: Load, tensorParallel: number): Memory {
  const weights = weightsGib(a, load.format, tensorParallel);
  const kvCache = load.concurrency * requestBytes(a, load.cache, tensorParallel, load.context) / gibibyte;
  const overhead = overheadGib(a, { batchedTokens: load.cache.batchedTokens, sequences: load.concurrency }, tensorParallel);
  const need = weights + kvCache + overhead;
  const have = load.usable * load.utilisation;
  return { weights, kvCache, overhead, need, have, usable: load.usable, slack: have - need, margin: marginGib(a), kvBytesPerToken: kvTokenBytes(a, load.cache, tensorParallel) };
}
export const verdictOf = ({ slack, margin }: { readonly slack: number; readonly margin: number }): Verdict =>
  (slack >= margin ? 'fits' : slack >= 0 ? 'at-risk' : 'does-not-fit');
