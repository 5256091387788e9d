// An endpoint that scores with a trained model, on features of the feature store.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { access, breaker, cpu, limits, patience, rate, retries, scaling, size } from 'leitwerk/values';

export class PredictionEndpoint extends concept('PredictionEndpoint', {
  doc: 'An endpoint that scores with a model that the project trained: its features, its load, its limits.',
  schema: () => z.strictObject({
    model: ref('TrainedModel').describe('The model that scores.'),
    features: z.array(ref('FeatureView')).default([]).describe('Features that are looked up online for each request.'),
    load: z.strictObject({ mean: rate().describe('Requests over the day, on average.'), peak: rate().describe('Requests in the busiest minutes.') }).meta({ id: 'Load' }).describe('Expected load.'),
    replicas: z.int().min(1).max(100).describe('Copies that always run.'),
    scale: scaling().optional().describe('More copies under load; without it, their number is fixed.'),
    cpu: cpu().describe('Processor share of one replica.'),
    memory: size().describe('Memory of one replica.'),
    access: access(),
    timeout: patience().optional().describe('How long a caller waits; production needs it.'),
    retries: retries().optional().describe('What the gateway tries again.'),
    breaker: breaker().optional().describe('When the gateway refuses, rather than letting requests pile up.'),
    limits: limits().optional().describe('What a caller may use.'),
  }),
  example: {
    model: a('TrainedModel'), features: [a('FeatureView')], load: { mean: '40/s', peak: '120/s' }, replicas: 2, scale: { max: 6, waiting: 20 }, cpu: '1', memory: '2Gi',
    access: { audience: 'services', issuer: 'corporate', tenantClaim: 'tenant' }, timeout: '1s', retries: { attempts: 1, on: ['connect-failure'] }, breaker: { waiting: 50, parallel: 100, failures: 5 },
    limits: { requests: '200/s', per: 'caller' },
  },
}) {}
