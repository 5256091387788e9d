// How often a cron schedule runs, on average: enough to say how many failures a service level allows. Exact.
import { multiply, rational, type Rational } from '../../model/rational.ts';

const fields = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]] as const;
const names: Readonly<Record<string, number>> = {
  jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12, sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6,
};
const number = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : names[text.toLowerCase()]);

/** How many values of a field match; undefined where the text is no cron field. */
function matches(field: string, [low, high]: readonly [number, number]): number | undefined {
  const chosen = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [from = '', to] = range.split('-');
    const start = range === '*' ? low : number(from);
    const end = range === '*' ? high : to === undefined ? (part.includes('/') ? high : start) : number(to);
    const by = number(step);
    if (start === undefined || end === undefined || !by || more.length > 0 || start < low || end > high + (high === 6 ? 1 : 0) || start > end) return undefined;
    for (let value = start; value <= end; value += by) chosen.add(high === 6 ? value % 7 : value);
  }
  return chosen.size;
}

/** Runs per day over a year of 365 days; undefined where it cannot be read. Day and weekday both given means either, as cron has it. */
export function runsPerDay(cron: string): Rational | undefined {
  const parts = cron.trim().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = parts.map((p, i) => matches(p, fields[i]!));
  if (minutes === undefined || hours === undefined || days === undefined || months === undefined || weekdays === undefined) return undefined;
  const [anyDay, anyWeekday] = [parts[2] === '*', parts[4] === '*'];
  const [byDay, byWeek] = [rational(days * 12, 365), rational(weekdays, 7)];
  const share = anyDay && anyWeekday ? rational(1) : anyWeekday ? byDay : anyDay ? byWeek
    : { n: byDay.n * byWeek.d + byWeek.n * byDay.d - byDay.n * byWeek.n, d: byDay.d * byWeek.d };
  return multiply(multiply(rational(minutes * hours), share), rational(months, 12));
}
