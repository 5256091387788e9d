// What stands between callers and a workload: retries, a breaker, limits of rate, and scaling. Shared by all that answer requests.
import * as z from 'zod';
import { rate } from './units.ts';

export const retries = () => z.strictObject({
  attempts: z.int().min(1).max(5).describe('Tries after the first.'),
  on: z.array(z.enum(['connect-failure', 'refused', 'unavailable', 'gateway-error', 'rate-limited'])).min(1).default(['connect-failure', 'refused', 'unavailable']).describe('What is tried again; an answer that has begun never is.'),
}).meta({ id: 'Retries' });

export const breaker = () => z.strictObject({
  waiting: z.int().min(1).max(100_000).describe('Requests that may wait at the gateway; more are refused with 503.'),
  parallel: z.int().min(1).max(100_000).describe('Requests that may be under way at once.'),
  failures: z.int().min(1).max(100).optional().describe('Failures in a row after which a replica gets no requests for half a minute.'),
}).meta({ id: 'Breaker' });

const shared = () => ({
  requests: rate().describe('Requests that one of them may send.'),
  per: z.enum(['caller', 'tenant', 'all']).default('caller').describe('Who shares the limit: each caller, each tenant, or all of them.'),
});
export const limits = () => z.strictObject(shared()).meta({ id: 'Limits' });
/** Where a model answers, tokens are counted as well. */
export const modelLimits = () => z.strictObject({
  ...shared(), tokens: z.int().min(1).max(4_294_967_295).optional().describe('Tokens that one of them may use in an hour, input and output together.'),
}).meta({ id: 'ModelLimits' });

export const scaling = () => z.strictObject({
  max: z.int().min(1).max(100).describe('Most replicas.'),
  waiting: z.int().min(1).max(10_000).describe('Requests waiting or under way for each replica, above which one more is started.'),
}).meta({ id: 'Scaling' });
