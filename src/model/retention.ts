// Durations as whole days, for systems that count in days.

// Months and years are at their shortest on average, so that nothing is kept longer than promised.
const perUnit: Readonly<Record<string, number>> = { ms: 1 / 86_400_000, s: 1 / 86_400, m: 1 / 1440, h: 1 / 24, d: 1 };

/** Days of a duration, rounded down, but at least one: no such system knows less. */
export function days(duration: string): number {
  const [, amount = '0', unit = 'd'] = /^(\d+)(ms|s|m|h|d|mo|y)$/.exec(duration) ?? [];
  const count = Number(amount);
  if (unit === 'mo') return Math.max(1, Math.floor((count * 365) / 12));
  if (unit === 'y') return Math.max(1, count * 365);
  return Math.max(1, Math.floor(count * (perUnit[unit] ?? 0)));
}
