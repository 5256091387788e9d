// Days between dates of the calendar.

/** Whole days from one date to another, both `YYYY-MM-DD`; negative where the second is earlier. */
export const daysBetween = (from: string, until: string): number => Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
