// What tokens of an external model cost: decimals per million tokens, dated and with a source. A price is no Money: $0.15 per million has no minor unit.
import * as z from 'zod';
import { date, decimal, line } from './units.ts';

export const tokenPrice = () => z.strictObject({
  input: decimal().describe('Per million input tokens.'),
  cachedInput: decimal().optional().describe('Per million input tokens that the provider has in its cache.'),
  output: decimal().describe('Per million output tokens; `0` for embeddings.'),
  currency: z.string().regex(/^[A-Z]{3}$/).describe('ISO 4217.'),
  asOf: date().describe('When it was read.'),
  source: line().describe('Where: address of the price list, or the contract.'),
}).meta({ id: 'TokenPrice' }).describe('Price of a million tokens.');
