// PromQL as text that declared names cannot break: label values are always quoted and escaped.

/** A string literal of PromQL: https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals */
export const literal = (text: string): string => !/[\\"\0-\x1f\x7f]/.test(text) ? `"${text}"` : `"${text.replace(/[\\"]/g, '\\$&').replace(/[\0-\x1f\x7f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
/** Characters that mean something in RE2, taken as they are. */
export const regexText = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A plain value is compared as it is. */
export type Matchers = Readonly<Record<string, string | { readonly matches: string } | { readonly differs: string }>>;
const compared = (value: Matchers[string]): string => (typeof value === 'string' ? `=${literal(value)}` : 'matches' in value ? `=~${literal(value.matches)}` : `!~${literal(value.differs)}`);
export const series = (metric: string, matchers: Matchers): string => `${metric}{${Object.entries(matchers).map(([label, value]) => label + compared(value)).join(',')}}`;

export const rateSum = (metric: string, matchers: Matchers, window: string): string => `sum(rate(${series(metric, matchers)}[${window}]))`;
export const increaseSum = (metric: string, matchers: Matchers, window: string): string => `sum(increase(${series(metric, matchers)}[${window}]))`;
