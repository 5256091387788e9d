// Reads quantities as authors write them (schemas: src/values/units.ts) and prints them for people, alike on every machine.
// Schemas have let the text through; a text that does not parse here is a bug of ours, and throws.
import { minorDigits, units, type Money } from './money.ts';
import { decimal, divide, rational, toDecimal, toFixed, type Rational } from './rational.ts';

const second = 1000;
// A year is 365 days; a month a twelfth of it, 730 hours, the month that prices are quoted for. So 12mo is 1y, and cost and retention agree.
const durations: Readonly<Record<string, number>> = {
  ms: 1, s: second, m: 60 * second, h: 3600 * second, d: 86_400 * second, mo: 730 * 3600 * second, y: 8760 * 3600 * second,
};
const parts = (text: string, shape: RegExp, what: string): readonly [amount: string, unit: string] => {
  const match = shape.exec(text);
  if (!match) throw new RangeError(`'${text}' is not ${what}`);
  return [match[1] ?? '', match[2] ?? ''];
};

export function milliseconds(duration: string): number {
  const [amount, unit] = parts(duration, /^(\d+)(ms|s|mo|m|h|d|y)$/, 'a duration');
  return Number(amount) * (durations[unit] ?? 1);
}
/** As Prometheus and OpenSLO want it, exact: `0.75` for `750ms`. */
export const seconds = (duration: string): Rational => rational(milliseconds(duration), second);
/** Whole days, rounded down, so that nothing is kept longer than promised; at least one. */
export const wholeDays = (duration: string): number => Math.max(1, Math.floor(milliseconds(duration) / (86_400 * second)));

const sizes: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4 };
export const gibibyte = 1024 ** 3;
export function bytes(size: string): number {
  const [amount, unit] = parts(size, /^(\d+)(Ki|Mi|Gi|Ti)$/, 'a size');
  return Number(amount) * (sizes[unit] ?? 1);
}
/** Cores, exactly: `500m` is 1/2. */
export function cores(cpu: string): Rational {
  const [amount, unit] = parts(cpu, /^(\d+)(m?)$/, 'a number of cores');
  return rational(Number(amount), unit === 'm' ? 1000 : 1);
}
/** `99.5%` is 199/200. */
export const ratio = (percent: string): Rational => divide(decimal(parts(percent, /^([\d.]+)%$/, 'a percentage')[0]), rational(100));

const rates: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };
/** Events per second: `120/min` is 2. */
export function perSecond(rate: string): Rational {
  const [amount, unit] = parts(rate, /^([\d.]+)\/(s|min|h|d)$/, 'a rate');
  return divide(decimal(amount), rational(rates[unit] ?? 1));
}

// ---- for people ----

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** `32,768`; digits after the point stay as they are. */
export function formatNumber(value: number | bigint | string): string {
  const [whole = '0', fraction] = String(value).split('.');
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}
/** `32_768`, as TypeScript reads it. */
export const formatLiteral = (value: number): string => formatNumber(value).replaceAll(',', '_');
/** One decimal: `71.2`. A half goes away from zero, as people round. */
export const tenth = (value: number): string => formatNumber((Math.sign(value) * Math.round(Math.abs(value) * 10 + 1e-9) / 10 || 0).toFixed(1));
/** Bytes as `71.2 GiB`, or in the largest unit in which they are at least one. */
export function formatBytes(count: number): string {
  const [unit, size] = Object.entries(sizes).reverse().find(([, s]) => count >= s) ?? ['B', 1];
  const value = count / size;
  return `${Number.isInteger(value) ? formatNumber(value) : tenth(value)} ${unit === 'B' ? 'B' : `${unit}B`}`;
}
const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', JPY: '¥' };
/** `48,000 €`, `0.45 €`: minor units only where there are any. */
export function formatMoney(money: Money): string {
  const places = minorDigits(money.currency);
  const text = toFixed(units(money), places);
  const shown = money.amount % 10 ** places === 0 ? text.split('.')[0] ?? text : text;
  return `${shown.startsWith('-') ? '-' : ''}${formatNumber(shown.replace('-', ''))} ${symbols[money.currency] ?? money.currency}`;
}
/** `99.5%`; at most four decimals. */
export const formatPercent = (value: Rational): string => `${toDecimal({ n: value.n * 100n, d: value.d }, 4)}%`;
const spans = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]] as const;
/** The two largest units of a duration: `3h 36m`. */
export function formatDuration(ms: number): string {
  let left = Math.round(ms);
  const shown: string[] = [];
  for (const [unit, size] of spans) {
    const count = Math.floor(left / size);
    if (count > 0) shown.push(`${formatNumber(count)}${unit}`);
    left -= count * size;
  }
  return shown.slice(0, 2).join(' ') || '0s';
}
