// Expected load: one type shared by sizing, cost, canaries and service levels.
import * as z from 'zod';
import { percent, rate } from './units.ts';

const tokens = (what: string) => z.strictObject({
  p50: z.int().min(1).describe(`Median ${what} tokens of a request.`),
  p95: z.int().min(1).describe(`${what} tokens that 95 % of requests stay under.`),
});
export const traffic = () => z.strictObject({
  mean: rate().describe('Requests over the day, on average.'),
  peak: rate().describe('Requests in the busiest minutes.'),
  input: tokens('Input'), output: tokens('Output'),
  cacheHit: percent().optional().describe('Share of input tokens found in the prefix cache.'),
  growth: percent().optional().describe('Expected growth of the mean rate per month.'),
  tenants: z.int().min(1).optional().describe('Tenants that share it.'),
}).meta({ id: 'Traffic' }).describe('Expected load.');
