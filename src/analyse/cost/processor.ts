// What processor and memory cost a month: runs of pipelines while they last, and replicas all month, those of the servers that the compiler adds among them.
import { hoursPerMonth } from '../../data/prices.ts';
import { assumed, known, unknown, type FactContext } from '../../fact.ts';
import { collectorServer, guardrailServer } from '../../model/added.ts';
import { chain } from '../../model/known.ts';
import { priced } from '../../model/money.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Platform } from '../../model/platform.ts';
import { multiply, rational, toDecimal, type Rational } from '../../model/rational.ts';
import { bytes, cores, formatDuration, formatNumber, gibibyte, milliseconds } from '../../model/units.ts';
import type { Counted, CostLine } from '../cost.ts';
import { runsPerDay } from '../slo/schedule.ts';

/** What is assumed of one node, and what has to be so of all like it for them to cost as much as is counted. */
interface Doubt { readonly because: string; readonly atMost: string }
interface Share { readonly cpu: string; readonly memory: string }
/** `min` always run; more, up to `max`, under load. */
interface Running extends Share { readonly node: string; readonly name: string; readonly min: number; readonly max: number }
/** Hours of one replica or run, or of all of them together; `doubt` where they may be fewer. */
interface Hours extends Share { readonly node: string; readonly what: string; readonly hours: Rational; readonly doubt?: Doubt }
type Money = Platform['money'];
type Prices = { readonly [K in 'cpuHour' | 'memoryGibHour']: NonNullable<Money[K]> };

/** Replicas that load may start, counted as if they ran all the time. */
export const fullScale = (name: string, max: number): Doubt => ({ because: `${name} has ${max} replicas all month`, atMost: 'what scales has its most replicas all month' });

const gib = (memory: string): Rational => rational(bytes(memory), gibibyte);
function shown({ cpu, memory }: Share): string {
  const count = toDecimal(cores(cpu), 3);
  return `${count} ${count === '1' ? 'core' : 'cores'} and ${formatNumber(toDecimal(gib(memory), 3))} GiB`;
}
const pricesOf = ({ cpuHour, memoryGibHour }: Prices): CostLine['prices'] => [{ ...cpuHour, per: 'core hour' }, { ...memoryGibHour, per: 'GiB hour' }];

function lineOf({ node, what, hours, doubt, cpu, memory }: Hours, prices: Prices, { currency, exchange }: Money): CostLine {
  const quantities = [{ ...prices.cpuHour, quantity: multiply(hours, cores(cpu)) }, { ...prices.memoryGibHour, quantity: multiply(hours, gib(memory)) }];
  const perMonth = chain(doubt === undefined ? known(undefined) : assumed(undefined, doubt.because), () => priced(quantities, currency, exchange));
  return { node, what, prices: pricesOf(prices), perMonth, ...(doubt === undefined ? {} : { atMost: doubt.atMost }) };
}

/** What its runs ask for while they last. A run that says not how long it takes is taken to last until its timeout, all its retries in it: it cannot cost more. */
function ofPipeline({ $path: node, $id, schedule, timeout, duration, cpu, memory }: NodeOf<'Pipeline'>, prices: Prices, money: Money): CostLine {
  const daily = runsPerDay(schedule);
  if (!daily) return { node, what: `runs of ${$id}`, prices: pricesOf(prices), perMonth: unknown(`how often ${$id} runs cannot be read from '${schedule}'`) };
  const runs = multiply(daily, rational(hoursPerMonth, 24));
  const lasts = milliseconds(duration ?? timeout);
  return lineOf({
    node, what: `${formatNumber(toDecimal(runs, 1))} runs × ${formatDuration(lasts)} × ${shown({ cpu, memory })}`, hours: multiply(runs, rational(lasts, 3_600_000)), cpu, memory,
    ...(duration === undefined ? { doubt: { because: `each run of ${$id} lasts until its timeout, ${timeout}`, atMost: 'runs last until their timeouts' } } : {}),
  }, prices, money);
}

/** What always runs is known; what load may start on top costs at most what it costs all month. */
function ofRunning({ node, name, min, max, ...share }: Running, prices: Prices, money: Money): readonly CostLine[] {
  const line = (count: number, many: string, doubt?: Doubt): CostLine =>
    lineOf({ node, what: `${name}: ${many} × ${shown(share)} × ${hoursPerMonth} h`, hours: rational(count * hoursPerMonth), ...share, ...(doubt ? { doubt } : {}) }, prices, money);
  return [line(min, String(min)), ...(max > min ? [line(max - min, `up to ${max - min} more`, fullScale(name, max))] : [])];
}

function running({ all, facts }: FactContext): readonly Running[] {
  const added = ({ replicas: count, cpu, memory }: Share & { readonly replicas: number }, node: string, name: string): Running => ({ node, name, min: count, max: count, cpu, memory });
  const { collector, streams } = facts.telemetry;
  return [
    ...[...all('Application'), ...all('PredictionEndpoint')].map(({ $path, $id, cpu, memory }): Running => { const { min, max } = facts.scaling[$path]!; return { node: $path, name: $id, min, max, cpu, memory }; }),
    ...all('VectorIndex').flatMap(({ $path, $id, cpu, memory }): readonly Running[] => { const store = facts.stores[$path]; return store ? [{ node: $path, name: $id, min: store.instances, max: store.instances, cpu, memory }] : []; }),
    ...Object.values(facts.guarded).map(({ node, $id }) => added(guardrailServer, node, $id)),
    ...(collector === undefined ? [] : [added(collectorServer, streams.find((s) => s.store)!.node, collector.name)]),
  ];
}

export function processorCost(context: FactContext): Counted {
  const { platform: { money } } = context;
  const { cpuHour, memoryGibHour } = money;
  const [pipelines, replicas] = [context.all('Pipeline'), running(context)];
  if (cpuHour && memoryGibHour) return { lines: [...replicas.flatMap((r) => ofRunning(r, { cpuHour, memoryGibHour }, money)), ...pipelines.map((p) => ofPipeline(p, { cpuHour, memoryGibHour }, money))], notCounted: [] };
  const lacks = `(the platform names no ${[...(cpuHour ? [] : ['cpuHour']), ...(memoryGibHour ? [] : ['memoryGibHour'])].join(', ')})`;
  return { lines: [], notCounted: [...(pipelines.length > 0 ? [`runs of pipelines ${lacks}`] : []), ...(replicas.length > 0 ? [`processor and memory of replicas ${lacks}`] : [])] };
}
