// Cost: what each endpoint's GPUs cost a month, what that rests on, what is not counted, and how it stands to the budgets. Unknown is never zero.
import { hoursPerMonth, listPrice } from '../data/prices.ts';
import { assumed, fact, known, unknown, type FactContext, type Known } from '../fact.ts';
import { chain, combine, valueOf } from '../model/known.ts';
import { exchange, priced, times, total, units, type ExchangeRate, type Money } from '../model/money.ts';
import type { NodeOf } from '../model/node.ts';
import { compare, divide, multiply, rational, toDecimal } from '../model/rational.ts';
import { formatNumber } from '../model/units.ts';

export interface CostLine {
  /** Path of the endpoint. */
  readonly node: string;
  readonly what: string;
  /** GPU hours a month. */
  readonly hours: number;
  /** Per GPU and hour, as it was found; missing where no price is known. */
  readonly price?: { readonly perHour: string; readonly currency: string; readonly asOf: string; readonly source: string };
  readonly perMonth: Known<Money>;
}
export interface BudgetComparison {
  /** A month's part of the limit, in the platform's currency. */
  readonly perMonth: Known<Money>;
  readonly verdict: 'within' | 'over' | 'unknown';
  /** Cost over limit, four decimals: `0.7422`. */
  readonly share?: string;
}
export interface Cost {
  readonly currency: string;
  readonly lines: readonly CostLine[];
  /** The sum of the lines; unknown if a line is, or if nothing of what is declared can be priced. */
  readonly perMonth: Known<Money>;
  /** What costs money and is not in the sum. */
  readonly notCounted: readonly string[];
  /** By path of the budget. */
  readonly budgets: Readonly<Record<string, BudgetComparison>>;
}

export default fact<Cost>({
  doc: 'What the project costs a month: GPU hours times their price, exactly, with what is assumed, unknown and not counted; compared with its budgets.',
  derive: (context) => {
    const { platform: { money }, all: nodes } = context;
    const lines = nodes('ModelEndpoint').map((endpoint) => line(endpoint, context));
    const notCounted = uncounted(context);
    const perMonth: Known<Money> = lines.length === 0 && notCounted.length > 0 ? unknown(...notCounted.map((n) => `not priced: ${n}`)) : total(lines.map((l) => l.perMonth), money.currency);
    const budgets = Object.fromEntries(nodes('Budget').map((budget) => [budget.$path, against(budget, perMonth, money.currency, money.exchange)]));
    return { currency: money.currency, lines, perMonth, notCounted, budgets };
  },
  figures: ({ perMonth, currency }) => ({
    cost: perMonth.state === 'unknown' ? { state: 'unknown', currency, because: perMonth.because } : { state: perMonth.state, currency, amount: perMonth.value.amount },
  }),
});

function line(endpoint: NodeOf<'ModelEndpoint'>, context: FactContext): CostLine {
  const { get, facts, platform: { money } } = context;
  const { totalGpus, accelerator, gpus, derived, verdict } = facts.sizing[endpoint.$path]!;
  const hours = totalGpus * hoursPerMonth;
  const base = { node: endpoint.$path, what: `${totalGpus} × ${accelerator} × ${hoursPerMonth} h`, hours };
  if (verdict === 'unknown' && derived.gpus) return { ...base, perMonth: unknown(`how many GPUs ${endpoint.$id} needs is not known; declare tensorParallel (${gpus} is a stand-in)`) };
  const price = priceOf(get(endpoint.quota).accelerator, context);
  const found = valueOf(price);
  const perMonth = chain(price, ({ perHour, currency }) => priced(perHour, currency, rational(hours), money.currency, money.exchange));
  return found === undefined ? { ...base, perMonth } : { ...base, price: found, perMonth };
}

/** The platform's own price, else the list price that its pool names, else a list price of the accelerator: the last two are assumptions. */
function priceOf(accelerator: string, { platform, env }: FactContext): Known<NonNullable<CostLine['price']>> {
  const own = Object.hasOwn(platform.money.gpuHour, accelerator) ? platform.money.gpuHour[accelerator] : undefined;
  if (own) return known({ perHour: own.price, currency: own.currency, asOf: own.asOf, source: own.source });
  const key = env.clusters.flatMap((c) => Object.values(c.gpuPools)).find((p) => p.accelerator === accelerator && p.price !== undefined)?.price;
  const list = listPrice(accelerator, key);
  if (!list) return unknown(key === undefined ? `no price of a GPU hour of ${accelerator}` : `no price '${key}' in the price table`);
  return assumed({ perHour: list.usd, currency: 'USD', asOf: list.asOf, source: list.source }, `list price ${list.usd} USD per GPU hour (${list.key}, ${list.instance}, ${list.asOf})`);
}

function uncounted({ all: nodes, facts }: FactContext): readonly string[] {
  const count = (n: number, one: string, many: string): readonly string[] => (n === 0 ? [] : [`${n === 1 ? one : `${formatNumber(n)} ${many}`}`]);
  const used = Object.values(facts.sizing).reduce((sum, s) => sum + s.totalGpus, 0);
  const idle = nodes('GpuQuota').reduce((sum, q) => sum + q.guaranteed, 0) - used;
  return [
    ...count(Math.max(0, idle), 'one guaranteed GPU that no endpoint uses', 'guaranteed GPUs that no endpoint uses'),
    ...(nodes('Pipeline').length > 0 ? ['processor and memory of pipelines'] : []),
    ...(nodes('DataContract').length > 0 ? ['storage of data sets'] : []),
  ];
}

const months: Readonly<Record<NodeOf<'Budget'>['per'], number>> = { month: 1, quarter: 3, year: 12 };
/** Compared exactly, before any rounding of the monthly part. */
function against(budget: NodeOf<'Budget'>, cost: Known<Money>, currency: string, rates: readonly ExchangeRate[]): BudgetComparison {
  const limit = exchange(budget.amount, currency, rates);
  const part = rational(1, months[budget.per]);
  const perMonth = chain(limit, (whole) => times(whole, part));
  const spentShare = valueOf(combine(cost, limit, (spent, whole) => ({ spent: units(spent), monthly: multiply(units(whole), part) })));
  if (!spentShare) return { perMonth, verdict: 'unknown' };
  const { spent, monthly } = spentShare;
  return { perMonth, verdict: compare(spent, monthly) > 0 ? 'over' : 'within', ...(monthly.n === 0n ? {} : { share: toDecimal(divide(spent, monthly), 4) }) };
}
