// Cost: what GPUs, replicas, runs of pipelines, storage and the tokens of external models cost a month, what that rests on, what is not counted, and how it stands to the budgets. Unknown is never zero.
import { hoursPerMonth, listPrice } from '../data/prices.ts';
import { assumed, fact, known, unknown, type FactContext, type Known } from '../fact.ts';
import { chain, combine, valueOf } from '../model/known.ts';
import { exchange, priced, times, total, units, type ExchangeRate, type Money } from '../model/money.ts';
import type { NodeOf } from '../model/node.ts';
import { compare, divide, multiply, rational, toDecimal } from '../model/rational.ts';
import { formatNumber } from '../model/units.ts';
import { externalCost } from './cost/external.ts';
import { replicaHour } from './cost/hourly.ts';
import { outcomeCosts, type OutcomeCost } from './cost/outcomes.ts';
import { fullScale, processorCost } from './cost/processor.ts';
import { storageCost } from './cost/storage.ts';

/** A price as it was found. */
export interface UsedPrice { readonly price: string; readonly currency: string; readonly per: string; readonly asOf: string; readonly source: string }
export interface CostLine {
  /** Path of the node that it is spent for; the first line of a model's endpoint is that of the GPUs that it always has. */
  readonly node: string;
  readonly what: string;
  /** None where no price is known. */
  readonly prices: readonly UsedPrice[];
  readonly perMonth: Known<Money>;
  /** At its price it cannot cost more, and costs less unless this is so: `runs last until their timeouts`. */
  readonly atMost?: string;
}
/** What has lines, and what costs money and has none. */
export interface Counted { readonly lines: readonly CostLine[]; readonly notCounted: readonly string[] }
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
  /** The sum of the lines; assumed if something is not in it; unknown if a line is, or if nothing of what is declared can be priced. */
  readonly perMonth: Known<Money>;
  /** What costs money and is not in the sum. */
  readonly notCounted: readonly string[];
  /** Of an hour of one replica in the platform's currency, decimals, by path of the endpoint. */
  readonly replicaHour: Readonly<Record<string, Known<string>>>;
  /** What one costs, and what comes back, by path of the outcome. */
  readonly outcomes: Readonly<Record<string, OutcomeCost>>;
  /** By path of the budget. */
  readonly budgets: Readonly<Record<string, BudgetComparison>>;
}

export default fact<Cost>({
  doc: 'What the project costs a month: GPUs, tokens, replicas, runs of pipelines and storage times their prices, exactly, what one outcome costs, with what is assumed, unknown and not counted; compared with its budgets.',
  derive: (context) => {
    const { platform: { money }, all: nodes } = context;
    const parts: readonly Counted[] = [{ lines: nodes('ModelEndpoint').flatMap((e) => ofEndpoint(e, context)), notCounted: uncounted(context) }, externalCost(context), processorCost(context), storageCost(context)];
    const [lines, notCounted] = [parts.flatMap((p) => p.lines), parts.flatMap((p) => p.notCounted)];
    const perMonth = sumOf(lines, notCounted, money.currency);
    const budgets = Object.fromEntries(nodes('Budget').map((budget) => [budget.$path, against(budget, perMonth, money.currency, money.exchange)]));
    const replicaHours = Object.fromEntries(nodes('ModelEndpoint').map((e) => [e.$path, replicaHour(e, lines, context)]));
    return { currency: money.currency, lines, perMonth, notCounted, replicaHour: replicaHours, outcomes: outcomeCosts(perMonth, context), budgets };
  },
  figures: ({ perMonth, currency }) => ({
    cost: perMonth.state === 'unknown' ? { state: 'unknown', currency, because: perMonth.because } : { state: perMonth.state, currency, amount: perMonth.value.amount },
  }),
});

function sumOf(lines: readonly CostLine[], notCounted: readonly string[], currency: string): Known<Money> {
  if (notCounted.length === 0) return total(lines.map((l) => l.perMonth), currency);
  if (lines.length === 0) return unknown(...notCounted.map((n) => `not priced: ${n}`));
  return chain(assumed(undefined, ...notCounted.map((n) => `not counted: ${n}`)), () => total(lines.map((l) => l.perMonth), currency));
}

/** First what always runs, then what load may start on top. */
function ofEndpoint(endpoint: NodeOf<'ModelEndpoint'>, context: FactContext): readonly CostLine[] {
  const { get, facts, platform: { money } } = context;
  const { $path, $id } = endpoint;
  const { totalGpus, accelerator, gpus, derived, verdict } = facts.sizing[$path]!;
  const { min, max } = facts.scaling[$path]!;
  const what = `${totalGpus} × ${accelerator} × ${hoursPerMonth} h`;
  if (verdict === 'unknown' && derived.gpus) return [{ node: $path, what, prices: [], perMonth: unknown(`how many GPUs ${$id} needs is not known; declare tensorParallel (${gpus} is a stand-in)`) }];
  const price = gpuPrice(get(endpoint.quota).accelerator, context);
  const found = valueOf(price);
  const prices = found === undefined ? [] : [found];
  const of = (count: number): Known<Money> => chain(price, (p) => priced([{ ...p, quantity: rational(count * hoursPerMonth) }], money.currency, money.exchange));
  const more = (max - min) * gpus;
  const { because, atMost } = fullScale($id, max);
  return [
    { node: $path, what, prices, perMonth: of(totalGpus) },
    ...(more > 0 ? [{ node: $path, what: `up to ${more} more × ${accelerator} × ${hoursPerMonth} h`, prices, perMonth: chain(assumed(undefined, because), () => of(more)), atMost }] : []),
  ];
}

/** The platform's own price, else the list price that its pool names, else a list price of the accelerator: the last two are assumptions. */
function gpuPrice(accelerator: string, { platform, env }: FactContext): Known<UsedPrice> {
  const own = Object.hasOwn(platform.money.gpuHour, accelerator) ? platform.money.gpuHour[accelerator] : undefined;
  if (own) return known({ ...own, per: 'GPU hour' });
  const key = env.clusters.flatMap((c) => Object.values(c.gpuPools)).find((p) => p.accelerator === accelerator && p.price !== undefined)?.price;
  const list = listPrice(accelerator, key);
  if (!list) return unknown(key === undefined ? `no price of a GPU hour of ${accelerator}` : `no price '${key}' in the price table`);
  return assumed({ price: list.usd, currency: 'USD', per: 'GPU hour', asOf: list.asOf, source: list.source }, `list price ${list.usd} USD per GPU hour (${list.key}, ${list.instance}, ${list.asOf})`);
}

/** Each with what the project would have to say. */
function uncounted({ all: nodes, facts }: FactContext): readonly string[] {
  const used = nodes('ModelEndpoint').reduce((sum, e) => sum + facts.sizing[e.$path]!.gpus * facts.scaling[e.$path]!.max, 0);
  const idle = nodes('GpuQuota').reduce((sum, q) => sum + q.guaranteed, 0) - used;
  return [
    ...(idle > 0 ? [idle === 1 ? 'one guaranteed GPU that no endpoint uses' : `${formatNumber(idle)} guaranteed GPUs that no endpoint uses`] : []),
    ...(nodes('Rollout').length > 0 ? ['replicas that rollouts add while they last'] : []),
    ...(nodes('RawManifest').length + nodes('RawTerraform').length > 0 ? ['what raw manifests and raw Terraform make'] : []),
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
