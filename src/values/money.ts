// Money (integer minor units) and Price (a decimal per quantity): the schemas, and how authors write them.
import * as z from 'zod';
import { meta } from 'leitwerk/concept';

export interface Money { readonly amount: number; readonly currency: string }
export const money = () => meta(z.strictObject({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) }), { type: 'Money' });

/** Whole and hundredth parts, exactly: `eur(48_000)`, `eur('0.45')`. A number with a fraction is refused, since it is not exact. */
const minor = (amount: number | string): number => {
  if (typeof amount === 'number') {
    if (!Number.isSafeInteger(amount)) throw new TypeError(`write the amount ${amount} as text, such as '0.45': a fraction is not exact as a number`);
    return amount * 100;
  }
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!match) throw new TypeError(`'${amount}' is not an amount: whole and at most two decimals, such as '0.45'`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
};
export function eur(amount: number | string): Money { return { amount: minor(amount), currency: 'EUR' }; }
export function usd(amount: number | string): Money { return { amount: minor(amount), currency: 'USD' }; }
export function gbp(amount: number | string): Money { return { amount: minor(amount), currency: 'GBP' }; }
export function chf(amount: number | string): Money { return { amount: minor(amount), currency: 'CHF' }; }
