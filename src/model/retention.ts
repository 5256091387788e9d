// Whole days of a duration, by the name that callers know.
export { wholeDays as days } from './units.ts';
