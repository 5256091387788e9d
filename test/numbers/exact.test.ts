// Exact numbers: fractions, money to the cent, units and their text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Known } from '../../src/fact.ts';
import { all, chain, combine, map, reasons } from '../../src/model/known.ts';
import { add, allocate, exchange, exchangeRate, inMinor, priced, times, total, units, type ExchangeRate, type Money } from '../../src/model/money.ts';
import { add as plus, ceil, compare, decimal, divide, floor, multiply, parseDecimal, rational, round, subtract, sum, toDecimal, toFixed } from '../../src/model/rational.ts';
import { bytes, cores, formatBytes, formatDuration, formatLiteral, formatMoney, formatNumber, formatPercent, milliseconds, perSecond, ratio, seconds, tenth, wholeDays } from '../../src/model/units.ts';

const fraction = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n })).map(([n, d]) => rational(n, d));
const value = <T>(known: Known<T>): T => { if (known.state === 'unknown') throw new Error(known.because.join('; ')); return known.value; };
const eur = (amount: number): Money => ({ amount, currency: 'EUR' });
const rate = (from: string, to: string, text: string, asOf = '2026-11-20'): ExchangeRate => ({ from, to, rate: text, asOf, source: 'test' });

describe('a fraction', () => {
  test('adds, subtracts, multiplies and divides without loss', () => {
    fc.assert(fc.property(fraction, fraction, fraction, (a, b, c) => {
      expect(subtract(plus(a, b), b)).toEqual(a);
      expect(multiply(plus(a, b), c)).toEqual(plus(multiply(a, c), multiply(b, c)));
      if (b.n !== 0n) expect(multiply(divide(a, b), b)).toEqual(a);
    }));
  });
  test('is in lowest terms with a positive denominator', () => {
    expect(rational(6, -4)).toEqual({ n: -3n, d: 2n });
    expect(rational(0, -4)).toEqual({ n: 0n, d: 1n });
    expect(() => rational(1, 0)).toThrow('over zero');
  });
  test('rounds once, a half to the even one', () => {
    const halves = [[-5, -2n], [-3, -2n], [-1, 0n], [1, 0n], [3, 2n], [5, 2n], [7, 4n]] as const;
    for (const [n, whole] of halves) expect(round(rational(n, 2))).toBe(whole);
    fc.assert(fc.property(fraction, (x) => {
      const distance = subtract(x, rational(round(x)));
      expect(compare(multiply(distance, rational(4)), rational(2)) <= 0 && compare(multiply(distance, rational(4)), rational(-2)) >= 0).toBe(true);
      expect(floor(x) <= round(x) && round(x) <= ceil(x)).toBe(true);
      if (distance.d === 2n) expect(round(x) % 2n).toBe(0n);
    }));
  });
  test('reads and writes decimals', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }), (n, places) => {
      const x = rational(n, 10n ** BigInt(places));
      expect(parseDecimal(toDecimal(x))).toEqual(x);
      expect(parseDecimal(toFixed(x, 6))).toEqual(x);
    }));
    expect(toFixed(rational(1, 8), 2)).toBe('0.12');
    expect(toFixed(rational(-1, 3), 3)).toBe('-0.333');
    expect(toDecimal(subtract(rational(1), ratio('99.9%')))).toBe('0.001');
    for (const text of ['', '1.', '.5', '1e3', '0x10', '1,5', '--1']) expect(parseDecimal(text)).toBeUndefined();
  });
});

describe('money', () => {
  test('sums up to the cent, in any order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), { maxLength: 50 }), (amounts) => {
      const parts = amounts.map((a): Known<Money> => ({ state: 'known', value: eur(a) }));
      expect(value(total(parts, 'EUR')).amount).toBe(amounts.reduce((a, b) => a + b, 0));
      expect(total([...parts].reverse(), 'EUR')).toEqual(total(parts, 'EUR'));
    }));
  });
  test('is divided so that the parts sum up, each within a cent of its share', () => {
    fc.assert(fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 }).filter((w) => w.some((x) => x > 0)), (amount, weights) => {
      const parts = allocate(eur(amount), weights.map((w) => rational(w)));
      expect(parts.reduce((a, p) => a + p.amount, 0)).toBe(amount);
      const whole = weights.reduce((a, b) => a + b, 0);
      parts.forEach((p, i) => {
        const off = subtract(rational(p.amount), rational(BigInt(amount) * BigInt(weights[i]!), BigInt(whole)));
        expect(compare(off, rational(1)) < 0 && compare(off, rational(-1)) > 0).toBe(true);
      });
    }));
    expect(allocate(eur(100), [1, 1, 1].map((w) => rational(w))).map((m) => m.amount)).toEqual([34, 33, 33]);
    expect(() => allocate(eur(100), [rational(0)])).toThrow('weights');
  });
  test('rounds a product once, half to even', () => {
    expect(value(times(eur(25), rational(1, 10))).amount).toBe(2);
    expect(value(times(eur(35), rational(1, 10))).amount).toBe(4);
    expect(value(priced([{ price: '6.10', currency: 'EUR', quantity: rational(8 * 730) }], 'EUR', []))).toEqual(eur(3_562_400));
    // 0.3335 USD three times is 1.0005 USD; in two roundings it would be 0.99 or 1.02.
    expect(value(priced([{ price: '0.3335', currency: 'USD', quantity: rational(3) }], 'EUR', [rate('USD', 'EUR', '1')]))).toEqual(eur(100));
  });
  test('never adds up two currencies', () => {
    expect(() => add(eur(1), { amount: 1, currency: 'USD' })).toThrow('EUR and USD do not add up');
  });
  test('is exchanged at the newest rate of either direction; without one it is unknown', () => {
    const rates = [rate('USD', 'EUR', '0.80', '2026-01-01'), rate('USD', 'EUR', '0.86', '2026-11-20'), rate('EUR', 'GBP', '0.8')];
    expect(value(exchange({ amount: 10_000, currency: 'USD' }, 'EUR', rates))).toEqual(eur(8600));
    expect(value(exchange({ amount: 80, currency: 'GBP' }, 'EUR', rates))).toEqual(eur(100));
    expect(value(exchangeRate('EUR', 'EUR', []))).toEqual(rational(1));
    expect(exchange({ amount: 1, currency: 'CHF' }, 'EUR', rates)).toEqual({ state: 'unknown', because: ['no exchange rate from CHF to EUR'] });
    expect(exchange({ amount: 1, currency: 'CHF' }, 'EUR', [rate('CHF', 'EUR', '0')]).state).toBe('unknown');
    expect(exchange({ amount: 1, currency: 'CHF' }, 'EUR', [rate('CHF', 'EUR', 'one')]).state).toBe('unknown');
  });
  test('knows currencies without hundredths, and says so when an amount is too large', () => {
    expect(units({ amount: 150, currency: 'JPY' })).toEqual(rational(150));
    expect(value(inMinor(rational(3, 2), 'KWD'))).toEqual({ amount: 1500, currency: 'KWD' });
    expect(inMinor(rational(10n ** 20n), 'EUR')).toEqual({ state: 'unknown', because: ['an amount in EUR is too large to reckon with'] });
  });
});

describe('what may not be known', () => {
  const unknown = { state: 'unknown', because: ['no price'] } as Known<number>;
  const guess: Known<number> = { state: 'assumed', value: 2, assumptions: ['list price'] };
  const sure: Known<number> = { state: 'known', value: 3 };
  test('stays unknown, and keeps every reason once', () => {
    expect(all([sure, unknown, unknown, guess])).toEqual({ state: 'unknown', because: ['no price'] });
    expect(combine(unknown, guess, (a, b) => a + b)).toEqual(unknown);
    expect(chain(sure, () => unknown)).toEqual(unknown);
  });
  test('an assumption stays one', () => {
    expect(combine(sure, guess, (a, b) => a * b)).toEqual({ state: 'assumed', value: 6, assumptions: ['list price'] });
    expect(map(guess, (x) => x + 1)).toEqual({ state: 'assumed', value: 3, assumptions: ['list price'] });
    expect(all([sure, guess])).toEqual({ state: 'assumed', value: [3, 2], assumptions: ['list price'] });
    expect(reasons(sure)).toEqual([]);
  });
});

describe('units', () => {
  test('are read as authors write them', () => {
    expect([milliseconds('500ms'), milliseconds('60s'), milliseconds('15m'), milliseconds('24h'), milliseconds('30d')]).toEqual([500, 60_000, 900_000, 86_400_000, 2_592_000_000]);
    expect([bytes('512Mi'), bytes('16Gi')]).toEqual([536_870_912, 17_179_869_184]);
    expect([cores('2'), cores('500m')]).toEqual([rational(2), rational(1, 2)]);
    expect(ratio('99.5%')).toEqual(rational(199, 200));
    expect([perSecond('3/s'), perSecond('120/min'), perSecond('0.5/s'), perSecond('1/d')]).toEqual([rational(3), rational(2), rational(1, 2), rational(1, 86_400)]);
    expect(seconds('750ms')).toEqual(decimal('0.75'));
  });
  test('a year is 365 days, a month its twelfth and the 730 hours that prices are for', () => {
    expect(milliseconds('12mo')).toBe(milliseconds('1y'));
    expect(milliseconds('1mo')).toBe(730 * 3_600_000);
    expect([wholeDays('13mo'), wholeDays('1y'), wholeDays('36h'), wholeDays('5m')]).toEqual([395, 365, 1, 1]);
  });
  test('that no schema lets through are a bug, and say which text', () => {
    for (const text of ['60', '1.5h', '-1s', '0x10ms', '1w']) expect(() => milliseconds(text)).toThrow(`'${text}' is not a duration`);
    expect(() => bytes('1Kb')).toThrow('is not a size');
    expect(() => perSecond('3/w')).toThrow('is not a rate');
  });
  test('are printed for people, alike on every machine', () => {
    expect([formatNumber(32_768), formatNumber(-1_234_567), formatNumber(999), formatNumber('12345.678')]).toEqual(['32,768', '-1,234,567', '999', '12,345.678']);
    expect(formatLiteral(19_456)).toBe('19_456');
    expect([tenth(71.19), tenth(-0.04), tenth(1234.56), tenth(0.25)]).toEqual(['71.2', '0.0', '1,234.6', '0.3']);
    expect([formatBytes(163_840), formatBytes(320 * 1024 ** 3), formatBytes(71.2 * 1024 ** 3), formatBytes(12)]).toEqual(['160 KiB', '320 GiB', '71.2 GiB', '12 B']);
    expect([formatMoney(eur(4_800_000)), formatMoney(eur(45)), formatMoney(eur(-123_456)), formatMoney({ amount: 1500, currency: 'JPY' }), formatMoney({ amount: 100, currency: 'CHF' })])
      .toEqual(['48,000 €', '0.45 €', '-1,234.56 €', '1,500 ¥', '1 CHF']);
    expect([formatPercent(ratio('99.95%')), formatPercent(rational(1, 3))]).toEqual(['99.95%', '33.3333%']);
    expect([formatDuration(12_960_000), formatDuration(50_400), formatDuration(0), formatDuration(432_000_000)]).toEqual(['3h 36m', '50s 400ms', '0s', '5d']);
  });
  test('every duration that is read is at least a millisecond times its count', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'mo', 'y'), (n, unit) => {
      expect(milliseconds(`${n}${unit}`)).toBe(n * milliseconds(`1${unit}`));
    }));
    expect(sum([rational(1, 3), rational(1, 6), rational(1, 2)])).toEqual(rational(1));
  });
});
