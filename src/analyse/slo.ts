// Service level arithmetic: the error budget, the burn-rate alerts with their thresholds, whether they can fire, and what a latency is measured by.
import { fact, type FactContext } from '../fact.ts';
import { isA } from '../model/query.ts';
import type { Kind, NodeOf } from '../model/node.ts';
import { floor, multiply, one, rational, subtract, toDecimal, type Rational } from '../model/rational.ts';
import { milliseconds, perSecond, ratio } from '../model/units.ts';
import { boundaryLabel } from './slo/histograms.ts';
import { histogramOf, meterOf, unmeasured, type Meter } from './slo/meters.ts';
import { rungs, windowHours, type Rung } from './slo/windows.ts';
import { runsPerDay } from './slo/schedule.ts';

/** `burn-rate`: enough events for every rung. `burn-rate-with-minimum`: each rung also asks for `minimumEvents`. `count-failures`: too few events for rates; failures of the window are counted. */
export type Strategy = 'burn-rate' | 'burn-rate-with-minimum' | 'count-failures';

/** What a latency promise is measured by. */
export interface Measure {
  readonly metric: string;
  readonly underSeconds: number;
  /** The bucket's `le`, where the promise is a boundary. */
  readonly le?: string;
  /** Seconds of the boundaries around it, where it is none. */
  readonly neighbours?: readonly number[];
  /** Of the bucket that the alerts use: that of the promise, or the next one below. */
  readonly bucket?: string;
  /** Counter of all requests, where the histogram leaves some out. */
  readonly all?: string;
  readonly source: string;
}
export interface SloArithmetic {
  /** Decimals: `0.95` and `0.05`. */
  readonly objective: string;
  readonly errorBudget: string;
  readonly window: '7d' | '28d' | '30d' | '90d';
  readonly windowHours: number;
  /** Minutes of full outage that the window allows, a decimal. */
  readonly budgetMinutes: string;
  /** Events expected in the window, and how many of them may fail; missing where the load cannot be read. */
  readonly events?: { readonly expected: string; readonly mayFail: number };
  readonly strategy: Strategy;
  /** The rungs that can fire, fastest first; none where failures are counted. */
  readonly rungs: readonly Rung[];
  /** The rungs that cannot. */
  readonly unreachable: readonly Rung[];
  /** Where its requests are counted; pipelines have none. */
  readonly meter?: Meter;
  /** Latency indicators of a system whose histogram is known. */
  readonly measure?: Measure;
  /** Why there is no measure where one is needed. */
  readonly unmeasured?: string;
}

export default fact<Readonly<Record<string, SloArithmetic>>>({
  doc: 'The arithmetic of each service level objective, by path: error budget, alert thresholds, whether they can fire, and the bucket that measures a latency.',
  derive: (context) => Object.fromEntries(context.all('Slo').map((slo) => [slo.$path, arithmetic(slo, context)])),
});

function arithmetic(slo: NodeOf<'Slo'>, context: FactContext): SloArithmetic {
  const { window, indicator } = slo;
  const objective = ratio(slo.objective);
  const budget = subtract(one, objective);
  const hours = windowHours[window];
  const of = context.get(slo.of);
  const perHour = eventsPerHour(of);
  const meter = meterOf(of, context.env);
  const counted = indicator.kind === 'run-succeeds';
  const all = counted ? [] : rungs(objective, window, perHour);
  const reachable = all.filter((r) => r.reachable);
  const expected = perHour && multiply(perHour, rational(hours));
  return {
    objective: toDecimal(objective), errorBudget: toDecimal(budget), window, windowHours: hours,
    budgetMinutes: toDecimal(multiply(budget, rational(hours * 60)), 3),
    ...(expected ? { events: { expected: toDecimal(expected, 3), mayFail: Number(floor(multiply(expected, budget))) } } : {}),
    strategy: counted ? 'count-failures' : reachable.some((r) => r.lowTraffic) ? 'burn-rate-with-minimum' : 'burn-rate',
    rungs: reachable, unreachable: all.filter((r) => !r.reachable),
    ...(meter === undefined ? {} : { meter }),
    ...measured(indicator, of, meter, context),
  };
}

function measured(indicator: NodeOf<'Slo'>['indicator'], of: NodeOf<Kind>, meter: Meter | undefined, { env }: FactContext): Pick<SloArithmetic, 'measure' | 'unmeasured'> {
  if (indicator.kind === 'run-succeeds') return isA(of, 'Pipeline') ? {} : { unmeasured: `${of.$id} has no runs; its indicators are \`availability\` and \`time-to-answer\`` };
  const found = meter && 'under' in indicator ? histogramOf(meter, indicator.kind) : undefined;
  if (!found || !('under' in indicator)) return indicator.kind === 'availability' && meter !== undefined ? {} : { unmeasured: unmeasured(of, meter, indicator.kind, env) };
  const underSeconds = milliseconds(indicator.under) / 1000;
  const { metric, source, all } = found;
  const own = meter === 'envoy' ? env.clusters[0]?.ingress?.gateway?.buckets?.map((ms) => ms / 1000) : undefined;
  const boundaries = own ?? found.boundaries;
  const label = (seconds: number): string => boundaryLabel(found.milliseconds ? Math.round(seconds * 1e6) / 1000 : seconds);
  const base = { metric, underSeconds, source, ...(all === undefined ? {} : { all }) };
  if (boundaries.includes(underSeconds)) return { measure: { ...base, le: label(underSeconds), bucket: label(underSeconds) } };
  const neighbours = [boundaries.findLast((b) => b < underSeconds), boundaries.find((b) => b > underSeconds)].filter((b) => b !== undefined);
  return { measure: { ...base, neighbours, ...(neighbours[0] === undefined ? {} : { bucket: label(neighbours[0]) }) } };
}

function eventsPerHour(of: NodeOf<Kind>): Rational | undefined {
  if (isA(of, 'ModelEndpoint')) return multiply(perSecond(of.traffic.mean), rational(3600));
  if (isA(of, 'PredictionEndpoint')) return multiply(perSecond(of.load.mean), rational(3600));
  if (!isA(of, 'Pipeline')) return undefined;
  const daily = runsPerDay(of.schedule);
  return daily && multiply(daily, rational(1, 24));
}
