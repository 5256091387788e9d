// Calendar days, as text of the form YYYY-MM-DD: how far apart, and the same day of another year.

/** Days between two dates; negative when `until` is past. */
export const daysBetween = (from: string, until: string): number => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
/** A year earlier; the 29th of February becomes the 28th. */
export const yearBefore = (date: string): string => `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${date.slice(4).replace('-02-29', '-02-28')}`;
