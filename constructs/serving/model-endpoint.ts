// An endpoint that answers with a model.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { access, breaker, modelLimits, patience, percent, retries, scaling, traffic } from 'leitwerk/values';

export class ModelEndpoint extends concept('ModelEndpoint', {
  doc: 'An endpoint that answers with a model: its load, its limits, who may call it, what happens when it fails.',
  schema: () => z.strictObject({
    model: ref('Model').describe('The model that answers.'),
    task: z.enum(['generate', 'embed', 'rerank', 'moderate']).default('generate').describe('What it is asked to do.'),
    quota: ref('GpuQuota').describe('The GPUs that it runs on.'),
    context: z.int().min(256).max(10_485_760).describe('Longest request in tokens, input and output together.'),
    concurrency: z.int().min(1).max(4096).describe('Requests that one replica works on at once.'),
    kvCache: z.enum(['auto', 'fp8']).default('auto').describe('Precision of the KV cache; `auto` is that of the model.'),
    tensorParallel: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]).optional().describe('GPUs of one replica; derived where left out.'),
    replicas: z.int().min(1).max(100).optional().describe('Copies; derived from the quota where left out.'),
    memoryUtilisation: percent().default('90%').describe('Share of GPU memory that the engine takes.'),
    traffic: traffic(),
    access: access(),
    timeout: patience().optional().describe('How long a caller waits for the whole answer; production needs it.'),
    priority: fromPlatform('priorities').optional().describe('Who is scheduled first, and who makes room; the cluster\'s default where left out.'),
    reads: z.array(ref('DataContract', 'VectorIndex')).default([]).describe('Data whose content reaches the model.'),
    fallback: z.array(ref('ModelEndpoint', 'ExternalModel')).default([]).describe('Who answers instead, in this order.'),
    prompts: z.array(ref('Prompt')).default([]).describe('Prompts that it is asked with.'),
    guardrails: z.array(ref('Guardrail')).default([]).describe('What is checked on the way in and out, in this order.'),
    scale: scaling().optional().describe('More replicas under load, within the quota; without it, their number is fixed.'),
    retries: retries().optional().describe('What the gateway tries again.'),
    breaker: breaker().optional().describe('When the gateway refuses, rather than letting requests pile up.'),
    limits: modelLimits().optional().describe('What a caller may use.'),
  }),
  example: {
    model: a('Model'), task: 'generate', quota: a('GpuQuota'), context: 8192, concurrency: 16, kvCache: 'fp8', tensorParallel: 1, replicas: 1, memoryUtilisation: '90%',
    traffic: { mean: '1/s', peak: '3/s', input: { p50: 1200, p95: 4000 }, output: { p50: 180, p95: 450 }, cacheHit: '30%', growth: '2%', tenants: 1 },
    access: { audience: 'employees', issuer: 'corporate', tenantClaim: 'tenant' }, timeout: '60s', priority: 'user-facing', reads: [a('DataContract')], fallback: [a('ExternalModel')],
    prompts: [a('Prompt')], guardrails: [a('Guardrail')], scale: { max: 2, waiting: 8 }, retries: { attempts: 1, on: ['connect-failure'] }, breaker: { waiting: 20, parallel: 40, failures: 5 }, limits: { requests: '30/min', tokens: 200_000, per: 'caller' },
  },
}) {}
