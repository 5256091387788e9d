// A spending limit and what happens when it is reached.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { money, percent } from 'leitwerk/values';

export class Budget extends concept('Budget', {
  doc: 'A spending limit per period, and the action at each threshold.',
  schema: () => z.strictObject({
    amount: money().describe('The limit.'),
    per: z.enum(['month', 'quarter', 'year']).describe('For which period.'),
    at: z.record(percent(), z.enum(['alert', 'throttle', 'refuse', 'fall-back'])).describe('What is to happen when this share is spent: it is announced, and whoever listens acts.'),
  }),
  example: { amount: { amount: 1_200_000, currency: 'EUR' }, per: 'month', at: { '80%': 'alert', '100%': 'throttle' } },
}) {}
