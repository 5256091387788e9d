// A model that another company runs: what it is sent, where, under which agreement and at which price.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { date, duration, hostname, line, percent, rate, secretRef, tokenPrice } from 'leitwerk/values';

export class ExternalModel extends concept('ExternalModel', {
  doc: 'A model that another company runs: who, where, how long it keeps what it is sent, under which agreement, at which price.',
  schema: () => z.strictObject({
    provider: line().describe('Company that runs it.'),
    api: z.enum(['openai', 'azure-openai', 'anthropic', 'aws-bedrock', 'gcp-vertex-ai', 'cohere']).describe('Protocol that it speaks.'),
    host: hostname().describe('Where it is reached.'),
    model: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$/).describe('Name of the model there, with its version.'),
    task: z.enum(['generate', 'embed', 'rerank', 'moderate']).default('generate').describe('What it is asked to do.'),
    context: z.int().min(256).max(10_485_760).optional().describe('Longest request in tokens.'),
    region: fromPlatform('regions').describe('Where it is run.'),
    retention: duration().describe('How long the provider keeps what it is sent; `0d`: not at all.'),
    training: z.boolean().default(false).describe('May the provider train on what it is sent?'),
    subprocessors: z.array(z.strictObject({ name: line(), region: fromPlatform('regions'), does: line() }).meta({ id: 'Subprocessor' })).default([]).describe('Who else handles what it is sent.'),
    agreement: z.strictObject({ reference: line().describe('Where the contract on data processing is filed.'), until: date().describe('Last day on which it holds.') }).meta({ id: 'Agreement' }).optional().describe('Contract on data processing.'),
    transferBasis: z.enum(['adequacy', 'standard-contractual-clauses', 'binding-corporate-rules', 'derogation']).optional().describe('What allows data to leave the jurisdiction of the project; needed where it does.'),
    prompts: z.array(ref('Prompt')).default([]).describe('Prompts that it is asked with.'),
    limits: z.strictObject({ requests: rate(), tokensPerMinute: z.int().min(1) }).meta({ id: 'ProviderLimits' }).optional().describe('What the provider allows.'),
    usage: z.strictObject({
      requests: rate().describe('Requests that it is sent, on average.'), input: z.int().min(1).describe('Input tokens of one, on average.'), output: z.int().min(0).describe('Output tokens of one, on average.'),
      cached: percent().default('0%').describe('Share of input tokens that the provider has in its cache.'),
    }).meta({ id: 'TokenUsage' }).optional().describe('What it is asked; without it, what falls back to it from endpoints, as far as their availability allows.'),
    price: tokenPrice().optional().describe('Without it, the cost is unknown.'),
    key: secretRef().describe('Credential.'),
  }),
  example: {
    provider: 'Mistral AI', api: 'openai', host: 'api.mistral.example', model: 'mistral-small-2506', task: 'generate', context: 131_072, region: 'eu-central-1', retention: '30d', training: false,
    subprocessors: [{ name: 'Cloud host', region: 'eu-central-1', does: 'Runs the servers.' }], agreement: { reference: 'Contract 2026-117', until: '2028-03-31' }, transferBasis: 'adequacy',
    prompts: [a('Prompt')], limits: { requests: '900/min', tokensPerMinute: 500_000 },
    usage: { requests: '0.5/s', input: 900, output: 150, cached: '20%' }, price: { input: '0.10', cachedInput: '0.01', output: '0.30', currency: 'USD', asOf: '2026-11-01', source: 'price list' }, key: { $secret: 'mistral/api-key' },
  },
}) {}
