// An outcome: the event that counts as success, on which the KPI and the cost per success hang.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { line, money } from 'leitwerk/values';

export class Outcome extends concept('Outcome', {
  doc: 'The event that counts as success, such as a resolved ticket: the KPI and the cost per success hang on it.',
  schema: () => z.strictObject({
    name: line().describe('What happened, in one word or two.'),
    of: ref('ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline').describe('What brings it about.'),
    metric: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,199}$/).describe('Counter in Prometheus that counts it.'),
    labels: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/), z.string().min(1).max(200)).default({}).describe('Labels that select it.'),
    perMonth: z.int().min(1).describe('How many are expected in a month.'),
    worth: money().optional().describe('What one is worth; without it, nothing is said of the return.'),
  }),
  example: { name: 'resolved ticket', of: a('Application'), metric: 'support_tickets_resolved_total', labels: { channel: 'assistant' }, perMonth: 18_000, worth: { amount: 420, currency: 'EUR' } },
}) {}
