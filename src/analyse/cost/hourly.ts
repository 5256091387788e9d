// What an hour of one replica costs: its GPUs times their price, exactly, in the platform's currency.
import type { FactContext, Known } from '../../fact.ts';
import { unknown } from '../../fact.ts';
import { map } from '../../model/known.ts';
import { exchangeRate } from '../../model/money.ts';
import type { NodeOf } from '../../model/node.ts';
import { decimal, multiply, rational, toDecimal } from '../../model/rational.ts';
import type { CostLine } from '../cost.ts';

/** A decimal, such as `12.2`. */
export function replicaHour(endpoint: NodeOf<'ModelEndpoint'>, lines: readonly CostLine[], { facts, platform: { money } }: FactContext): Known<string> {
  const line = lines.find((l) => l.node === endpoint.$path);
  const price = line?.prices[0];
  if (price === undefined) return line?.perMonth.state === 'unknown' ? line.perMonth : unknown(`no price of a GPU hour of ${endpoint.$id}`);
  return map(exchangeRate(price.currency, money.currency, money.exchange), (rate) => toDecimal(multiply(multiply(decimal(price.price), rational(facts.sizing[endpoint.$path]!.gpus)), rate)));
}
