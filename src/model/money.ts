// Money: whole minor units of one currency. Products and exchanges are exact until one rounding; a missing rate makes the result unknown.
import type { Known } from '../fact.ts';
import { all, chain, map } from './known.ts';
import { add as plus, compare as order, decimal, divide, multiply, parseDecimal, rational, round, subtract as minus, sum, zero, type Rational } from './rational.ts';

export interface Money { readonly amount: number; readonly currency: string }
export interface ExchangeRate { readonly from: string; readonly to: string; readonly rate: string; readonly asOf: string; readonly source: string }

// ISO 4217, the currencies whose minor unit is not a hundredth. https://www.six-group.com/en/products-services/financial-information/data-standards.html
const digits: Readonly<Record<string, number>> = {
  BHD: 3, CLP: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KRW: 0, KWD: 3, LYD: 3, OMR: 3, PYG: 0, RWF: 0, TND: 3, UGX: 0, VND: 0, XAF: 0, XOF: 0,
};
/** Decimal places of a currency's minor unit. */
export const minorDigits = (currency: string): number => digits[currency] ?? 2;

/** The exact amount in whole units: 150 cents are 3/2. */
export const units = ({ amount, currency }: Money): Rational => rational(amount, 10n ** BigInt(minorDigits(currency)));
/** Rounded once to minor units; unknown where it is too large to hold exactly. */
export function inMinor(value: Rational, currency: string): Known<Money> {
  const amount = round(multiply(value, rational(10n ** BigInt(minorDigits(currency)))));
  if (amount > BigInt(Number.MAX_SAFE_INTEGER) || amount < BigInt(Number.MIN_SAFE_INTEGER)) return { state: 'unknown', because: [`an amount in ${currency} is too large to reckon with`] };
  return { state: 'known', value: { amount: Number(amount), currency } };
}

function same(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} do not add up without an exchange rate`);
}
export const compare = (a: Money, b: Money): number => { same(a, b); return a.amount - b.amount; };
export const add = (a: Money, b: Money): Known<Money> => { same(a, b); return inMinor(plus(units(a), units(b)), a.currency); };
export const subtract = (a: Money, b: Money): Known<Money> => { same(a, b); return inMinor(minus(units(a), units(b)), a.currency); };
/** The product, rounded once, half to even. */
export const times = (money: Money, factor: Rational): Known<Money> => inMinor(multiply(units(money), factor), money.currency);
/** The sum, exact to the minor unit; every part must be in the currency. Nothing sums up to zero. */
export const total = (parts: readonly Known<Money>[], currency: string): Known<Money> =>
  chain(all(parts), (list) => {
    for (const part of list) same(part, { amount: 0, currency });
    return inMinor(sum(list.map(units)), currency);
  });

/** Divides by weights so that the parts sum up exactly; what rounding down leaves goes, a unit each, to the largest remainders, the first ones on a tie. */
export function allocate({ amount, currency }: Money, weights: readonly Rational[]): readonly Money[] {
  const whole = sum(weights);
  if (weights.some((w) => w.n < 0n) || whole.n === 0n) throw new RangeError('weights are not negative and not all zero');
  const sign = amount < 0 ? -1 : 1;
  const exact = weights.map((w) => multiply(rational(Math.abs(amount)), divide(w, whole)));
  const down = exact.map(({ n, d }) => n / d);
  const left = Math.abs(amount) - Number(down.reduce((a, b) => a + b, 0n));
  const byRemainder = exact.map((value, i) => ({ i, rest: minus(value, rational(down[i] ?? 0n)) })).sort((a, b) => order(b.rest, a.rest) || a.i - b.i);
  const extra = new Set(byRemainder.slice(0, left).map(({ i }) => i));
  return down.map((part, i) => ({ amount: sign * (Number(part) + (extra.has(i) ? 1 : 0)) || 0, currency }));
}

/** The factor from one currency to another: the newest rate of either direction; unknown where there is none. */
export function exchangeRate(from: string, to: string, rates: readonly ExchangeRate[]): Known<Rational> {
  if (from === to) return { state: 'known', value: rational(1) };
  const newest = rates.filter((r) => (r.from === from && r.to === to) || (r.from === to && r.to === from))
    .reduce<ExchangeRate | undefined>((best, r) => (best === undefined || r.asOf > best.asOf ? r : best), undefined);
  const rate = newest && parseDecimal(newest.rate);
  if (!newest || !rate || order(rate, zero) <= 0) return { state: 'unknown', because: [`no exchange rate from ${from} to ${to}`] };
  return { state: 'known', value: newest.from === from ? rate : divide(rational(1), rate) };
}
/** In another currency, rounded once. */
export const exchange = (money: Money, to: string, rates: readonly ExchangeRate[]): Known<Money> =>
  money.currency === to ? { state: 'known', value: money } : chain(exchangeRate(money.currency, to, rates), (rate) => inMinor(multiply(units(money), rate), to));

/** A price per quantity, and how much of it. */
export interface Quantity { readonly price: string; readonly currency: string; readonly quantity: Rational }
/** Prices times their quantities, together, in one currency, rounded once at the end. */
export const priced = (parts: readonly Quantity[], to: string, rates: readonly ExchangeRate[]): Known<Money> =>
  chain(all(parts.map(({ price, currency, quantity }) => map(exchangeRate(currency, to, rates), (rate) => multiply(multiply(decimal(price), quantity), rate)))), (values) => inMinor(sum(values), to));
