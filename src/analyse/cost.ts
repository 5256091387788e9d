// Cost: what each endpoint's GPUs, the tokens of external models, each pipeline's runs and each data set's storage cost a month, what that rests on, what is not counted, and how it stands to the budgets. Unknown is never zero.
import { hoursPerMonth, listPrice } from '../data/prices.ts';
import { assumed, fact, known, unknown, type FactContext, type Known } from '../fact.ts';
import { chain, combine, valueOf } from '../model/known.ts';
import { exchange, priced, times, total, units, type ExchangeRate, type Money } from '../model/money.ts';
import type { NodeOf } from '../model/node.ts';
import { compare, divide, multiply, rational, toDecimal } from '../model/rational.ts';
import { bytes, cores, formatDuration, formatNumber, gibibyte, milliseconds } from '../model/units.ts';
import { externalCost } from './cost/external.ts';
import { replicaHour } from './cost/hourly.ts';
import { outcomeCosts, type OutcomeCost } from './cost/outcomes.ts';
import { runsPerDay } from './slo/schedule.ts';

/** A price as it was found. */
export interface UsedPrice { readonly price: string; readonly currency: string; readonly per: string; readonly asOf: string; readonly source: string }
export interface CostLine {
  /** Path of the endpoint, the external model, the pipeline or the data contract. */
  readonly node: string;
  readonly what: string;
  /** None where no price is known. */
  readonly prices: readonly UsedPrice[];
  readonly perMonth: Known<Money>;
  /** It cannot cost more; it may cost less. */
  readonly atMost?: true;
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
  doc: 'What the project costs a month: GPUs, tokens, runs of pipelines and storage times their prices, exactly, what one outcome costs, with what is assumed, unknown and not counted; compared with its budgets.',
  derive: (context) => {
    const { platform: { money }, all: nodes } = context;
    const external = externalCost(context);
    const lines = [
      ...nodes('ModelEndpoint').map((e) => ofEndpoint(e, context)), ...external.lines,
      ...nodes('Pipeline').flatMap((p) => ofPipeline(p, context)), ...nodes('DataContract').flatMap((c) => ofData(c, context)),
    ];
    const notCounted = [...uncounted(context), ...external.notCounted];
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

function ofEndpoint(endpoint: NodeOf<'ModelEndpoint'>, context: FactContext): CostLine {
  const { get, facts, platform: { money } } = context;
  const { totalGpus, accelerator, gpus, derived, verdict } = facts.sizing[endpoint.$path]!;
  const base = { node: endpoint.$path, what: `${totalGpus} × ${accelerator} × ${hoursPerMonth} h`, prices: [] };
  if (verdict === 'unknown' && derived.gpus) return { ...base, perMonth: unknown(`how many GPUs ${endpoint.$id} needs is not known; declare tensorParallel (${gpus} is a stand-in)`) };
  const price = gpuPrice(get(endpoint.quota).accelerator, context);
  const found = valueOf(price);
  const perMonth = chain(price, (p) => priced([{ ...p, quantity: rational(totalGpus * hoursPerMonth) }], money.currency, money.exchange));
  return { ...base, prices: found === undefined ? [] : [found], perMonth };
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

/** What its runs ask for while they last. A run that says not how long it takes is taken to last until its timeout, all its retries in it: it cannot cost more. */
function ofPipeline({ $path, $id, schedule, timeout, duration, cpu, memory }: NodeOf<'Pipeline'>, { platform: { money } }: FactContext): readonly CostLine[] {
  const { cpuHour, memoryGibHour } = money;
  if (!cpuHour || !memoryGibHour) return [];
  const daily = runsPerDay(schedule);
  const prices = [{ ...cpuHour, per: 'core hour' }, { ...memoryGibHour, per: 'GiB hour' }];
  if (!daily) return [{ node: $path, what: `runs of ${$id}`, prices, perMonth: unknown(`how often ${$id} runs cannot be read from '${schedule}'`) }];
  const runs = multiply(daily, rational(hoursPerMonth, 24));
  const hours = multiply(runs, rational(milliseconds(duration ?? timeout), 3_600_000));
  const gib = rational(bytes(memory), gibibyte);
  const quantities = [{ ...cpuHour, quantity: multiply(hours, cores(cpu)) }, { ...memoryGibHour, quantity: multiply(hours, gib) }];
  const perMonth = chain(duration === undefined ? assumed(undefined, `each run of ${$id} lasts until its timeout, ${timeout}`) : known(undefined), () => priced(quantities, money.currency, money.exchange));
  const what = `${formatNumber(toDecimal(runs, 1))} runs × ${formatDuration(milliseconds(duration ?? timeout))} × ${cpu === '1' ? '1 core' : `${toDecimal(cores(cpu), 3)} cores`} and ${formatNumber(toDecimal(gib, 3))} GiB`;
  return [{ node: $path, what, prices, perMonth, ...(duration === undefined ? { atMost: true } : {}) }];
}

function ofData({ $path, volume }: NodeOf<'DataContract'>, { platform: { money } }: FactContext): readonly CostLine[] {
  const { storageGibMonth: price } = money;
  if (!price || volume === undefined) return [];
  const gib = rational(bytes(volume), gibibyte);
  return [{ node: $path, what: `${formatNumber(toDecimal(gib, 3))} GiB stored`, prices: [{ ...price, per: 'GiB and month' }], perMonth: priced([{ ...price, quantity: gib }], money.currency, money.exchange) }];
}

/** Each with what the platform or the project would have to say. */
function uncounted({ all: nodes, facts, platform: { money } }: FactContext): readonly string[] {
  const used = Object.values(facts.sizing).reduce((sum, s) => sum + s.totalGpus, 0);
  const idle = nodes('GpuQuota').reduce((sum, q) => sum + q.guaranteed, 0) - used;
  const lacks = (...keys: readonly ('cpuHour' | 'memoryGibHour' | 'storageGibMonth')[]): string => keys.filter((key) => money[key] === undefined).join(', ');
  const [processor, storage] = [lacks('cpuHour', 'memoryGibHour'), lacks('storageGibMonth')];
  const contracts = nodes('DataContract');
  return [
    ...(idle > 0 ? [idle === 1 ? 'one guaranteed GPU that no endpoint uses' : `${formatNumber(idle)} guaranteed GPUs that no endpoint uses`] : []),
    ...(nodes('Pipeline').length > 0 && processor !== '' ? [`runs of pipelines (the platform names no ${processor})`] : []),
    ...(contracts.length > 0 && storage !== '' ? [`storage of data sets (the platform names no ${storage})`] : []),
    ...(storage === '' && contracts.some((c) => c.volume === undefined) ? ['storage of data sets that declare no volume'] : []),
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
