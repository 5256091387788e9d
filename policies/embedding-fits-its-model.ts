// A vector of the index is as long as its model makes it, and the model is one that embeds.
import { policy, type Found } from 'leitwerk/policy';
import { embeddingModel } from '../src/data/embeddings.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'VectorIndex',
  severity: 'error',
  controls: ['ISO 42001 A.6.2.2', 'ISO 42001 A.6.2.4'],
  because: 'A database refuses a vector of another length: the first run of the pipeline would fail, and the index stay empty.',
  remedy: 'declare the length that the model makes',
  waivable: 'owner',
  check({ $path, embedding, chunks }, { get }) {
    const model = get(embedding.model);
    const name = model.$kind === 'ModelEndpoint' ? get(model.model).weights : model.model;
    const found: Found[] = model.task === 'embed' ? [] : [{ severity: 'warning', at: ['embedding', 'model'], what: `embeds with ${model.$id}, whose task is to ${model.task}`, try: [{ node: model.$path, property: ['task'], to: 'embed' }] }];
    const known = embeddingModel(name);
    if (known === undefined) return found;
    const { dimensions, shortens, tokens, source } = known;
    if (shortens ? embedding.dimensions > dimensions : embedding.dimensions !== dimensions) {
      found.push({ at: ['embedding', 'dimensions'], what: `stores vectors of ${formatNumber(embedding.dimensions)} numbers, and ${name} makes ${shortens ? 'at most ' : ''}${formatNumber(dimensions)}`, why: [source], try: [{ node: $path, property: ['embedding', 'dimensions'], to: dimensions }] });
    }
    if (chunks.tokens > tokens) found.push({ at: ['chunks', 'tokens'], what: `cuts pieces of ${formatNumber(chunks.tokens)} tokens, and ${name} reads ${formatNumber(tokens)}`, why: [source], try: [{ node: $path, property: ['chunks', 'tokens'], to: tokens }] });
    return found;
  },
  fails: { props: { embedding: { model: { $ref: 'example/also-0', kind: 'ExternalModel' }, dimensions: 1024 } }, also: [{ kind: 'ExternalModel', props: { model: 'text-embedding-ada-002', task: 'embed' } }] },
  passes: { props: { embedding: { model: { $ref: 'example/also-0', kind: 'ExternalModel' }, dimensions: 1024 } }, also: [{ kind: 'ExternalModel', props: { model: 'text-embedding-3-large', task: 'embed' } }] },
});
