// What tokens of external models cost a month: their price per million, times the load that is declared for them or that falls back to them.
import { hoursPerMonth } from '../../data/prices.ts';
import { assumed, known, unknown, type FactContext } from '../../fact.ts';
import { chain, map } from '../../model/known.ts';
import { exchangeRate, inMinor } from '../../model/money.ts';
import type { NodeOf } from '../../model/node.ts';
import { add, compare, decimal, multiply, one, rational, subtract, sum, toDecimal, zero, type Rational } from '../../model/rational.ts';
import { formatNumber, formatPercent, perSecond, ratio } from '../../model/units.ts';
import type { Counted, CostLine, UsedPrice } from '../cost.ts';

type External = NodeOf<'ExternalModel'>;
type Price = NonNullable<External['price']>;
type ExternalCost = Pick<CostLine, 'node' | 'what' | 'prices' | 'perMonth'>;

/** What it is asked in a month: requests, and the tokens of each. */
interface Load { readonly requests: Rational; readonly input: number; readonly output: number; readonly cached: Rational; readonly because: readonly string[] }

const month = rational(3600 * hoursPerMonth);

/** A fallback gets what the first model may fail at: the error budget of its availability. Tokens of the median request stand in for the mean, which nobody declares. */
function loads(model: External, { users, facts }: FactContext): readonly Load[] {
  const { usage } = model;
  if (usage !== undefined) return [{ requests: multiply(perSecond(usage.requests), month), input: usage.input, output: usage.output, cached: ratio(usage.cached), because: [] }];
  // Who comes second in a list is asked only where the one before fails too, which is not counted on.
  return users(model, 'ModelEndpoint').filter((e) => e.fallback[0]?.$ref === model.$path).flatMap((endpoint) => {
    const budgets = users(endpoint, 'Slo').filter((s) => s.indicator.kind === 'availability').map((s) => decimal(facts.slo[s.$path]!.errorBudget)).sort(compare);
    const { mean, input, output, cacheHit } = endpoint.traffic;
    return budgets.slice(0, 1).map((share): Load => ({
      requests: multiply(multiply(perSecond(mean), month), share), input: input.p50, output: output.p50, cached: cacheHit === undefined ? zero : ratio(cacheHit),
      because: [`${formatPercent(share)} of the requests to ${endpoint.$id} fall back to ${model.$id}, as many as its availability allows, and have the tokens of the median one`],
    }));
  });
}

const pricesOf = ({ input, output, currency, asOf, source }: Price): readonly UsedPrice[] => [[input, 'million input tokens'] as const, [output, 'million output tokens'] as const].map(([price, per]) => ({ price, per, currency, asOf, source }));

/** Exactly, in the currency of the price. */
function priceOf({ requests, input, output, cached }: Load, price: Price): Rational {
  const perInput = add(multiply(subtract(one, cached), decimal(price.input)), multiply(cached, decimal(price.cachedInput ?? price.input)));
  return multiply(multiply(requests, rational(1, 1_000_000)), add(multiply(rational(input), perInput), multiply(rational(output), decimal(price.output))));
}

function lineOf(model: External, found: readonly Load[], { platform: { money } }: FactContext): ExternalCost {
  const { price } = model;
  const count = formatNumber(toDecimal(sum(found.map((l) => l.requests)), 0));
  const base = { node: model.$path, prices: price === undefined ? [] : pricesOf(price), what: found.length === 0 ? `tokens of ${model.$id}` : `${count} requests to ${model.$id}` };
  if (price === undefined) return { ...base, perMonth: unknown(`${model.$id} names no price of its tokens`) };
  const because = found.flatMap((l) => l.because);
  const exact = map(exchangeRate(price.currency, money.currency, money.exchange), (rate) => multiply(sum(found.map((load) => priceOf(load, price))), rate));
  return { ...base, perMonth: chain(because.length === 0 ? known(undefined) : assumed(undefined, ...because), () => chain(exact, (value) => inMinor(value, money.currency))) };
}

/** Lines for what is used and can be reckoned or lacks a price, and what nobody says the load of. */
export function externalCost(context: FactContext): Counted {
  const models = context.all('ExternalModel').map((model) => ({ model, found: loads(model, context) }));
  return {
    lines: models.filter(({ model, found }) => found.length > 0 || model.price === undefined).map(({ model, found }) => lineOf(model, found, context)),
    notCounted: models.filter(({ model, found }) => found.length === 0 && model.price !== undefined).map(({ model }) => `tokens of ${model.$id}, which declares no usage`),
  };
}
