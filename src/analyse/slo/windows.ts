// Burn-rate arithmetic: how fast an error budget burns, when an alert fires, and whether it can. Exact.
// https://sre.google/workbook/alerting-on-slos/#recommended_parameters_for_an_slo_based_alert, windows and shares of 30 and 28 days as Sloth has them:
// https://github.com/slok/sloth/tree/0e395d81/internal/alert/windows, of 7 days https://github.com/slok/sloth/blob/0e395d81/examples/windows/7d.yaml
import { ceil, compare, divide, multiply, one, rational, toDecimal, toNumber, type Rational } from '../../model/rational.ts';

export type Window = '7d' | '28d' | '30d' | '90d';
export const windowHours: Readonly<Record<Window, number>> = { '7d': 168, '28d': 672, '30d': 720, '90d': 2160 };

interface Step { readonly severity: 'page' | 'ticket'; readonly long: string; readonly longHours: number; readonly short: string }
const steps: readonly Step[] = [
  { severity: 'page', long: '1h', longHours: 1, short: '5m' },
  { severity: 'page', long: '6h', longHours: 6, short: '30m' },
  { severity: 'ticket', long: '1d', longHours: 24, short: '2h' },
  { severity: 'ticket', long: '3d', longHours: 72, short: '6h' },
];
// Per cent of the budget that is gone when each step fires. On seven days a tenth in three days would be less than the budget allows for.
const spent = (window: Window): readonly number[] => (window === '7d' ? [8, 12.5, 20, 42] : [2, 5, 10, 10]);

/** One alert: it fires while both windows burn faster than `factor`. All decimals are exact or rounded to 12 places. */
export interface Rung {
  readonly severity: 'page' | 'ticket';
  readonly long: string;
  readonly longHours: number;
  readonly short: string;
  /** Part of the budget that is gone when it fires. */
  readonly budgetShare: string;
  /** How many times faster than allowed. */
  readonly factor: string;
  /** Share of bad events above which it fires: factor times error budget. */
  readonly threshold: string;
  /** A threshold of one or more never fires: no more than everything can fail. */
  readonly reachable: boolean;
  /** Milliseconds until it fires when everything fails. */
  readonly detectionMs?: number;
  /** Events in the long window below which a single failure would fire it: it takes two with this many. */
  readonly minimumEvents: number;
  /** Fewer come on average. */
  readonly lowTraffic: boolean;
}

export function rungs(objective: Rational, window: Window, eventsPerHour: Rational | undefined): readonly Rung[] {
  const budget = { n: objective.d - objective.n, d: objective.d };
  return steps.map(({ severity, long, longHours, short }, i) => {
    const share = divide(rational(BigInt(Math.round(spent(window)[i]! * 10))), rational(1000));
    const factor = divide(multiply(share, rational(windowHours[window])), rational(longHours));
    const threshold = multiply(factor, budget);
    const reachable = compare(threshold, one) < 0 && threshold.n > 0n;
    const minimumEvents = threshold.n > 0n ? Number(ceil(divide(rational(2), threshold))) : 0;
    const expected = eventsPerHour && multiply(eventsPerHour, rational(longHours));
    return {
      severity, long, longHours, short, budgetShare: toDecimal(share), factor: toDecimal(factor), threshold: toDecimal(threshold), reachable,
      ...(reachable ? { detectionMs: Math.round(toNumber(multiply(threshold, rational(longHours * 3_600_000)))) } : {}),
      minimumEvents, lowTraffic: expected !== undefined && compare(expected, rational(minimumEvents)) < 0,
    };
  });
}

/** The lowest objective at which a threshold of this factor can be crossed: above 1 - 1/F. */
export const lowestObjective = (factor: Rational): Rational => ({ n: factor.n - factor.d, d: factor.n });
