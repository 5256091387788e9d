// A service level objective and its indicator.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { duration, percent } from 'leitwerk/values';

const indicator = () => z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('time-to-first-token'), under: duration() }).meta({ id: 'TimeToFirstToken' }),
  z.strictObject({ kind: z.literal('time-to-answer'), under: duration() }).meta({ id: 'TimeToAnswer' }),
  z.strictObject({ kind: z.literal('availability') }).meta({ id: 'Availability' }),
  z.strictObject({ kind: z.literal('run-succeeds') }).meta({ id: 'RunSucceeds' }),
]);
/** Share of requests whose first token comes in time. */
export function timeToFirstToken(bound: { readonly under: Duration }): TimeToFirstToken { return { kind: 'time-to-first-token', ...bound }; }
/** Share of requests answered in time. */
export function timeToAnswer(bound: { readonly under: Duration }): TimeToAnswer { return { kind: 'time-to-answer', ...bound }; }
/** Share of requests that do not fail. */
export function availability(): Availability { return { kind: 'availability' }; }
/** Share of a pipeline's runs that succeed. */
export function runSucceeds(): RunSucceeds { return { kind: 'run-succeeds' }; }

type Duration = string;
interface TimeToFirstToken { readonly kind: 'time-to-first-token'; readonly under: Duration }
interface TimeToAnswer { readonly kind: 'time-to-answer'; readonly under: Duration }
interface Availability { readonly kind: 'availability' }
interface RunSucceeds { readonly kind: 'run-succeeds' }

export class Slo extends concept('Slo', {
  doc: 'A service level objective: the indicator, the share that must be good, and over which window.',
  schema: () => z.strictObject({
    of: ref('ModelEndpoint', 'PredictionEndpoint', 'Application', 'Pipeline').describe('What is promised for.'),
    indicator: indicator().describe('What counts as good.'),
    objective: percent().describe('Share that must be good.'),
    window: z.enum(['7d', '28d', '30d', '90d']).default('30d').describe('Over which time.'),
  }),
  example: { of: a('ModelEndpoint'), indicator: timeToFirstToken({ under: '750ms' }), objective: '95%', window: '30d' },
}) {}
