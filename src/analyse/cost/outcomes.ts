// What one outcome costs, and what comes back: the project's cost over the outcomes that it expects. Unknown is never zero.
import type { FactContext, Known } from '../../fact.ts';
import { chain, map, combine } from '../../model/known.ts';
import { exchange, inMinor, units, type Money } from '../../model/money.ts';
import { compare, divide, multiply, rational, toDecimal } from '../../model/rational.ts';

export interface OutcomeCost {
  readonly name: string;
  /** Expected in a month. */
  readonly perMonth: number;
  /** Of one: everything that the project costs is there to bring it about. */
  readonly cost: Known<Money>;
  /** In the platform's currency; missing where nothing is declared. */
  readonly worth?: Known<Money>;
  /** Worth over cost, four decimals: above one it pays. */
  readonly return?: Known<string>;
  /** Exactly, before the cost is rounded to minor units. */
  readonly pays?: boolean;
}

export function outcomeCosts(perMonth: Known<Money>, { all, platform: { money } }: FactContext): Readonly<Record<string, OutcomeCost>> {
  return Object.fromEntries(all('Outcome').map((outcome): [string, OutcomeCost] => {
    const exact = map(perMonth, (whole) => divide(units(whole), rational(outcome.perMonth)));
    const base = { name: outcome.name, perMonth: outcome.perMonth, cost: chain(exact, (one) => inMinor(one, money.currency)) };
    if (outcome.worth === undefined) return [outcome.$path, base];
    const worth = exchange(outcome.worth, money.currency, money.exchange);
    // What costs nothing has no return that could be a number.
    const both = combine(exact, worth, (cost, gain) => ({ cost, gain: units(gain) }));
    const back: Known<string> = chain(both, ({ cost, gain }) => (cost.n === 0n ? { state: 'unknown', because: ['it costs nothing'] } : { state: 'known', value: toDecimal(divide(gain, cost), 4) }));
    return [outcome.$path, { ...base, worth, return: back, ...(both.state === 'unknown' ? {} : { pays: compare(multiply(both.value.gain, rational(1)), both.value.cost) >= 0 }) }];
  }));
}
