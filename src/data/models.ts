// The architectures of text-generation models, by the repository of their weights: what the sizing fact needs to count bytes, with where it was read.
// Carried over on 2026-11-23 from configurations of 2026-08-21. A model that is not here, or whose cache has no validated formula, is `unknown`, never guessed.

export interface Architecture {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Width of the dense MLP. */
  readonly ffn: number;
  readonly vocab: number;
  /** Longest context that the model was made for, in tokens. */
  readonly context: number;
  /** Input and output embeddings are one matrix. */
  readonly tied?: true;
  readonly qkvBias?: true;
  readonly qkNorm?: true;
  /** Layers that attend to a window only; the others attend to everything. */
  readonly sliding?: { readonly layers: number; readonly window: number };
  readonly moe?: { readonly experts: number; readonly perToken: number; readonly ffn: number };
  /** A vision tower is not counted in the shapes. */
  readonly multimodal?: true;
  /** Precision of the published checkpoint; without it, 16 bit. */
  readonly native?: 'fp8-block' | 'mxfp4';
  readonly source: string;
}

const litgpt = 'https://github.com/Lightning-AI/litgpt/blob/0006c973aa7d6ace293e2a5fedaf1f8f804f960c/litgpt/config.py';
const config = (name: string): string =>
  `https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/model_configs/${name}_config.json`;
const recipe = (name: string): string => `https://github.com/vllm-project/recipes/blob/8959cf64189c71d36e11c6a30335f923f261b1f7/models/${name}.yaml`;

const architectures: Readonly<Record<string, Architecture>> = {
  'meta-llama/Llama-3.2-1B-Instruct': { layers: 16, hidden: 2048, heads: 32, kvHeads: 8, headDim: 64, ffn: 8192, vocab: 128256, context: 131072, tied: true, source: litgpt },
  'meta-llama/Llama-3.2-3B-Instruct': { layers: 28, hidden: 3072, heads: 24, kvHeads: 8, headDim: 128, ffn: 8192, vocab: 128256, context: 131072, tied: true, source: litgpt },
  'meta-llama/Llama-3.1-8B-Instruct': { layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, ffn: 14336, vocab: 128256, context: 131072, source: config('meta-llama--Meta-Llama-3.1-8B') },
  'meta-llama/Llama-3.1-70B-Instruct': { layers: 80, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128, ffn: 28672, vocab: 128256, context: 131072, source: config('meta-llama--Meta-Llama-3.1-70B') },
  'meta-llama/Llama-3.3-70B-Instruct': { layers: 80, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128, ffn: 28672, vocab: 128256, context: 131072, source: litgpt },
  'meta-llama/Llama-3.1-405B-Instruct': { layers: 126, hidden: 16384, heads: 128, kvHeads: 8, headDim: 128, ffn: 53248, vocab: 128256, context: 131072, source: config('meta-llama--Meta-Llama-3.1-405B') },
  'Qwen/Qwen2.5-1.5B-Instruct': { layers: 28, hidden: 1536, heads: 12, kvHeads: 2, headDim: 128, ffn: 8960, vocab: 151936, context: 131072, tied: true, qkvBias: true, source: litgpt },
  'Qwen/Qwen2.5-7B-Instruct': { layers: 28, hidden: 3584, heads: 28, kvHeads: 4, headDim: 128, ffn: 18944, vocab: 152064, context: 131072, qkvBias: true, source: litgpt },
  'Qwen/Qwen2.5-14B-Instruct': { layers: 48, hidden: 5120, heads: 40, kvHeads: 8, headDim: 128, ffn: 13824, vocab: 152064, context: 131072, qkvBias: true, source: litgpt },
  'Qwen/Qwen2.5-32B-Instruct': { layers: 64, hidden: 5120, heads: 40, kvHeads: 8, headDim: 128, ffn: 27648, vocab: 152064, context: 131072, qkvBias: true, source: litgpt },
  'Qwen/Qwen2.5-72B-Instruct': { layers: 80, hidden: 8192, heads: 64, kvHeads: 8, headDim: 128, ffn: 29568, vocab: 152064, context: 131072, qkvBias: true, source: litgpt },
  'Qwen/Qwen3-0.6B': { layers: 28, hidden: 1024, heads: 16, kvHeads: 8, headDim: 128, ffn: 3072, vocab: 151936, context: 40960, tied: true, qkNorm: true, source: config('Qwen--Qwen3-0.6B') },
  'Qwen/Qwen3-8B': { layers: 36, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, ffn: 12288, vocab: 151936, context: 40960, qkNorm: true, source: config('Qwen--Qwen3-8B') },
  'Qwen/Qwen3-14B': { layers: 40, hidden: 5120, heads: 40, kvHeads: 8, headDim: 128, ffn: 17408, vocab: 151936, context: 40960, qkNorm: true, source: litgpt },
  'Qwen/Qwen3-32B': { layers: 64, hidden: 5120, heads: 64, kvHeads: 8, headDim: 128, ffn: 25600, vocab: 151936, context: 40960, qkNorm: true, source: config('Qwen--Qwen3-32B') },
  'Qwen/Qwen3-30B-A3B': { layers: 48, hidden: 2048, heads: 32, kvHeads: 4, headDim: 128, ffn: 6144, vocab: 151936, context: 40960, qkNorm: true, moe: { experts: 128, perToken: 8, ffn: 768 }, source: config('Qwen--Qwen3-30B-A3B') },
  'Qwen/Qwen3-235B-A22B': { layers: 94, hidden: 4096, heads: 64, kvHeads: 4, headDim: 128, ffn: 12288, vocab: 151936, context: 40960, qkNorm: true, moe: { experts: 128, perToken: 8, ffn: 1536 }, source: config('Qwen--Qwen3-235B-A22B') },
  'Qwen/Qwen3-Coder-480B-A35B-Instruct': { layers: 62, hidden: 6144, heads: 96, kvHeads: 8, headDim: 128, ffn: 8192, vocab: 151936, context: 262144, qkNorm: true, moe: { experts: 160, perToken: 8, ffn: 2560 }, source: config('Qwen--Qwen3-Coder-480B-A35B-Instruct') },
  'mistralai/Mistral-7B-Instruct-v0.3': { layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, ffn: 14336, vocab: 32768, context: 32768, source: litgpt },
  'mistralai/Mixtral-8x7B-Instruct-v0.1': { layers: 32, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, ffn: 14336, vocab: 32000, context: 32768, moe: { experts: 8, perToken: 2, ffn: 14336 }, source: config('mistralai--Mixtral-8x7B-v0.1') },
  'mistralai/Mixtral-8x22B-Instruct-v0.1': { layers: 56, hidden: 6144, heads: 48, kvHeads: 8, headDim: 128, ffn: 16384, vocab: 32000, context: 65536, moe: { experts: 8, perToken: 2, ffn: 16384 }, source: config('mistralai--Mixtral-8x22B-v0.1') },
  'mistralai/Mistral-Small-24B-Base-2501': { layers: 40, hidden: 5120, heads: 32, kvHeads: 8, headDim: 128, ffn: 32768, vocab: 131072, context: 131072, source: litgpt },
  'mistralai/Ministral-3-8B-Instruct-2512': { layers: 34, hidden: 4096, heads: 32, kvHeads: 8, headDim: 128, ffn: 14336, vocab: 131072, context: 262144, source: recipe('mistralai/Ministral-3-8B-Reasoning-2512') },
  'google/gemma-2-9b-it': { layers: 42, hidden: 3584, heads: 16, kvHeads: 8, headDim: 256, ffn: 14336, vocab: 256000, context: 8192, tied: true, sliding: { layers: 21, window: 4096 }, source: litgpt },
  'google/gemma-2-27b-it': { layers: 46, hidden: 4608, heads: 32, kvHeads: 16, headDim: 128, ffn: 36864, vocab: 256000, context: 8192, tied: true, sliding: { layers: 23, window: 4096 }, source: litgpt },
  'google/gemma-3-4b-it': { layers: 34, hidden: 2560, heads: 8, kvHeads: 4, headDim: 256, ffn: 10240, vocab: 262144, context: 131072, tied: true, sliding: { layers: 29, window: 1024 }, multimodal: true, source: litgpt },
  'google/gemma-3-12b-it': { layers: 48, hidden: 3840, heads: 16, kvHeads: 8, headDim: 256, ffn: 15360, vocab: 262144, context: 131072, tied: true, sliding: { layers: 40, window: 1024 }, multimodal: true, source: litgpt },
  'google/gemma-3-27b-it': { layers: 62, hidden: 5376, heads: 32, kvHeads: 16, headDim: 128, ffn: 21504, vocab: 262144, context: 131072, tied: true, sliding: { layers: 52, window: 1024 }, multimodal: true, source: litgpt },
  'microsoft/phi-4': { layers: 40, hidden: 5120, heads: 40, kvHeads: 10, headDim: 128, ffn: 17920, vocab: 100352, context: 16384, source: litgpt },
  'microsoft/Phi-4-mini-instruct': { layers: 32, hidden: 3072, heads: 24, kvHeads: 8, headDim: 128, ffn: 8192, vocab: 200064, context: 131072, tied: true, source: litgpt },
  'openai/gpt-oss-20b': { layers: 24, hidden: 2880, heads: 64, kvHeads: 8, headDim: 64, ffn: 2880, vocab: 201088, context: 131072, sliding: { layers: 12, window: 128 }, moe: { experts: 32, perToken: 4, ffn: 2880 }, native: 'mxfp4', source: config('openai--gpt-oss-20b') },
  'openai/gpt-oss-120b': { layers: 36, hidden: 2880, heads: 64, kvHeads: 8, headDim: 64, ffn: 2880, vocab: 201088, context: 131072, sliding: { layers: 18, window: 128 }, moe: { experts: 128, perToken: 4, ffn: 2880 }, native: 'mxfp4', source: config('openai--gpt-oss-120b') },
  'MiniMaxAI/MiniMax-M2.7': { layers: 62, hidden: 3072, heads: 48, kvHeads: 8, headDim: 128, ffn: 1536, vocab: 200064, context: 204800, moe: { experts: 256, perToken: 8, ffn: 1536 }, native: 'fp8-block', source: config('MiniMaxAI--MiniMax-M2.7') },
};

/** Models whose cache has no validated formula, by why. */
const withoutFormula: readonly (readonly [because: string, models: readonly string[]])[] = [
  ['how its layers divide into full and chunked attention is not confirmed', [
    'meta-llama/Llama-4-Scout-17B-16E-Instruct', 'meta-llama/Llama-4-Maverick-17B-128E-Instruct',
  ]],
  ['its layers of linear attention keep a state that is not modelled yet', [
    'Qwen/Qwen3-Next-80B-A3B-Instruct', 'Qwen/Qwen3.5-27B', 'Qwen/Qwen3.5-35B-A3B', 'Qwen/Qwen3.5-122B-A10B', 'Qwen/Qwen3.5-397B-A17B', 'Qwen/Qwen3.8-2.4T-A95B', 'moonshotai/Kimi-K3', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16',
  ]],
  ['its layers are not published where we looked', [
    'mistralai/Ministral-3-14B-Instruct-2512', 'mistralai/Mistral-Large-3-675B-Instruct-2512', 'mistralai/Mistral-Medium-3.5-128B', 'zai-org/GLM-4.5',
  ]],
  ['its compressed KV cache (multi-head latent attention) is not modelled yet', [
    'mistralai/Mistral-Small-4-119B-2603', 'deepseek-ai/DeepSeek-V3', 'deepseek-ai/DeepSeek-R1', 'moonshotai/Kimi-K2-Instruct', 'moonshotai/Kimi-K2.5',
  ]],
  ['its layers differ in head size, which is not modelled yet', [
    'google/gemma-4-26B-A4B-it', 'google/gemma-4-31B-it',
  ]],
  ['it attends through a sparse index, whose cache has no validated formula', [
    'deepseek-ai/DeepSeek-V3.2', 'zai-org/GLM-5.2',
  ]],
  ['its compressed attention has no validated formula', [
    'deepseek-ai/DeepSeek-V4-Flash', 'deepseek-ai/DeepSeek-V4-Pro',
  ]],
  ['its head size and shared experts are class defaults, not confirmed', [
    'zai-org/GLM-4.5-Air',
  ]],
  ['its sparse attention has no validated formula', [
    'MiniMaxAI/MiniMax-M3',
  ]],
  ['the published size is larger than its known layers', [
    'meta-models/Muse-Glimmer-30B',
  ]],
];

export type Lookup = { readonly found: Architecture } | { readonly missing: string };
export function architecture(weights: string): Lookup {
  const found = Object.hasOwn(architectures, weights) ? architectures[weights] : undefined;
  if (found) return { found };
  const reason = withoutFormula.find(([, models]) => models.includes(weights))?.[0];
  return { missing: reason === undefined ? `${weights} is not in the table of models` : `${weights}: ${reason}` };
}
/** Models that can be sized, sorted. */
export const sizedModels = (): readonly string[] => Object.keys(architectures).sort();
