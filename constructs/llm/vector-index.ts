// A vector index: pieces of documents with their embeddings, and who may find which.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { cpu, duration, identifier, percent, size } from 'leitwerk/values';

export class VectorIndex extends concept('VectorIndex', {
  doc: 'Pieces of documents with their embeddings: how they are cut, how they are found, and who may find which.',
  schema: () => z.strictObject({
    source: ref('DataContract').describe('Where the documents come from.'),
    text: z.array(identifier()).min(1).describe('Fields of the source whose text is searched.'),
    metadata: z.array(identifier()).default([]).describe('Fields that are kept beside the text, for filters and citations.'),
    embedding: z.strictObject({ model: ref('ModelEndpoint', 'ExternalModel').describe('Model that embeds documents and questions.'), dimensions: z.int().min(8).max(4000).describe('Length of a vector.') }).meta({ id: 'Embedding' }).describe('How text becomes a vector.'),
    chunks: z.strictObject({ tokens: z.int().min(32).max(8192).describe('Length of a piece.'), overlap: z.int().min(0).max(4096).default(0).describe('Tokens that it shares with the next one.'), by: z.enum(['tokens', 'sentences', 'headings']).default('sentences').describe('Where it may be cut.') }).meta({ id: 'Chunks' }).describe('How documents are cut.'),
    metric: z.enum(['cosine', 'euclidean', 'inner-product']).default('cosine').describe('How near two vectors are.'),
    hybrid: z.strictObject({ language: z.enum(['german', 'english', 'french', 'simple']).describe('Language of the word search.'), weight: percent().describe('Share of the word search in the order of results.') }).meta({ id: 'Hybrid' }).optional().describe('Word search beside the vector search.'),
    rerank: z.strictObject({ model: ref('ModelEndpoint', 'ExternalModel').describe('Model that puts the found in order.'), candidates: z.int().min(2).max(1000).describe('How many it is given.') }).meta({ id: 'Rerank' }).optional().describe('A second, slower look at the best.'),
    results: z.int().min(1).max(100).default(8).describe('Pieces that a search returns.'),
    rowLevelSecurity: z.strictObject({ field: identifier().describe('Field of the source that says whose a document is.'), claim: z.string().regex(/^[A-Za-z_][A-Za-z0-9_.:/-]{0,62}$/).describe('Claim of the caller\'s token that must be equal.') }).meta({ id: 'RowLevelSecurity' }).optional().describe('Who may find which document; needed over personal data.'),
    freshness: duration().describe('How old the index may be against its source.'),
    updates: z.enum(['incremental', 'rebuild']).default('incremental').describe('What a run does.'),
    storage: size().describe('Disk of the store.'),
    cpu: cpu().default('1').describe('Processor share of one copy of the store.'),
    memory: size().default('4Gi').describe('Memory of one copy; a search is fast as long as its graph fits into it.'),
  }),
  example: {
    source: a('DataContract'), text: ['body'], metadata: ['ticket_id', 'channel'], embedding: { model: a('ModelEndpoint'), dimensions: 1024 }, chunks: { tokens: 400, overlap: 40, by: 'sentences' },
    metric: 'cosine', hybrid: { language: 'german', weight: '30%' }, rerank: { model: a('ExternalModel'), candidates: 40 }, results: 8, rowLevelSecurity: { field: 'customer', claim: 'tenant' },
    freshness: '1h', updates: 'incremental', storage: '20Gi', cpu: '2', memory: '8Gi',
  },
}) {}
