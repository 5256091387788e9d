// Embedding models: how long their vectors are and how much text they take, with where it was read. Read on 2026-11-25. A model that is not here is unknown, never guessed.

export interface EmbeddingModel {
  readonly dimensions: number;
  /** The vectors may be cut: any length up to `dimensions` will do. */
  readonly shortens?: true;
  readonly tokens: number;
  readonly source: string;
}

const bge = 'https://docs.api.nvidia.com/nim/reference/baai-bge-m3';
const openai = 'https://zilliz.com/ai-models/text-embedding-3-large';

/** By repository of the weights, or by the name that the provider gives it. */
const models: Readonly<Record<string, EmbeddingModel>> = {
  'BAAI/bge-m3': { dimensions: 1024, tokens: 8192, source: bge },
  'BAAI/bge-large-en-v1.5': { dimensions: 1024, tokens: 512, source: bge },
  'BAAI/bge-base-en-v1.5': { dimensions: 768, tokens: 512, source: bge },
  'BAAI/bge-small-en-v1.5': { dimensions: 384, tokens: 512, source: bge },
  'text-embedding-3-large': { dimensions: 3072, shortens: true, tokens: 8191, source: openai },
  'text-embedding-3-small': { dimensions: 1536, shortens: true, tokens: 8191, source: openai },
  'text-embedding-ada-002': { dimensions: 1536, tokens: 8191, source: openai },
};
export const embeddingModel = (name: string): EmbeddingModel | undefined => (Object.hasOwn(models, name) ? models[name] : undefined);
