// Telemetry: what is kept of requests and answers, how long, where, and what is masked before.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { duration, percent } from 'leitwerk/values';

const kept = (what: string) => z.strictObject({
  keep: duration().describe('How long.'), sample: percent().default('100%').describe('Share that is kept.'),
}).meta({ id: 'Kept' }).optional().describe(what);

export class Telemetry extends concept('Telemetry', {
  doc: 'What is kept of requests and answers: logs, traces, prompts; how long, where, and what is masked before.',
  schema: () => z.strictObject({
    of: z.array(ref('ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline')).min(1).describe('Whose telemetry.'),
    logs: kept('What programs print; without it, nothing is kept.'),
    traces: kept('Which request went where and how long it took; without it, nothing is kept.'),
    content: kept('What people asked and what was answered; without it, nothing is kept.'),
    mask: z.array(z.enum(['email', 'phone', 'iban', 'credit-card', 'ip-address', 'token'])).default([]).describe('What is masked in the collector, before anything is stored.'),
    region: fromPlatform('regions').describe('Where it is stored.'),
  }),
  example: {
    of: [a('ModelEndpoint'), a('PredictionEndpoint'), a('Application')], logs: { keep: '183d', sample: '100%' }, traces: { keep: '14d', sample: '10%' }, content: { keep: '7d', sample: '1%' }, mask: ['email', 'phone', 'iban'], region: 'eu-central-1',
  },
}) {}
