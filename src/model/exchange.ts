// Money in another currency, exactly: one rounding at the end, half to even. Both sides are minor units of a hundredth.

export interface Amount { readonly amount: number; readonly currency: string }
export interface Rate { readonly from: string; readonly to: string; readonly rate: string; readonly asOf: string }

/** A decimal text as a fraction of whole numbers. */
function fraction(text: string): readonly [bigint, bigint] {
  const [whole = '0', part = ''] = text.split('.');
  return [BigInt(whole + part), 10n ** BigInt(part.length)];
}
function halfEven(numerator: bigint, denominator: bigint): bigint {
  const floor = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && floor % 2n === 1n) ? floor + 1n : floor;
}

/** The amount at the newest rate of either direction; undefined where there is none: unknown is never zero, nor one to one. */
export function exchanged(money: Amount, currency: string, rates: readonly Rate[]): Amount | undefined {
  if (money.currency === currency) return money;
  const newest = rates.filter((r) => (r.from === money.currency && r.to === currency) || (r.to === money.currency && r.from === currency))
    .sort((a, b) => (a.asOf < b.asOf ? 1 : a.asOf > b.asOf ? -1 : 0))[0];
  if (newest === undefined || !/^\d+(\.\d+)?$/.test(newest.rate)) return undefined;
  const [up, down] = fraction(newest.rate);
  const [times, by] = newest.from === money.currency ? [up, down] : [down, up];
  return by === 0n ? undefined : { amount: Number(halfEven(BigInt(money.amount) * times, by)), currency };
}

/** Minor units as a decimal: `1200050` is `12000.50`, `1200000` is `12000`. */
export function decimal(minor: number): string {
  const cents = Math.abs(minor) % 100;
  return `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`;
}
