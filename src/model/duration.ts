// Durations as seconds, for systems that count in seconds.
import { days } from './retention.ts';

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Whole seconds of a duration, rounded up, so that nothing is cut off early. */
export function inSeconds(duration: string): number {
  const [, amount = '0', unit = ''] = /^(\d+)(ms|s|m|h|d|mo|y)$/.exec(duration) ?? [];
  if (unit === 'ms') return Math.ceil(Number(amount) / 1000);
  return unit in seconds ? Number(amount) * seconds[unit]! : days(duration) * 86_400;
}
