// Whether a text is PromQL: by the grammar that Prometheus' own editor uses.
import { parser } from '@prometheus-io/lezer-promql';

/** What does not parse, with its place; empty where all does. */
export function faultsOf(expr: string): readonly string[] {
  const faults: string[] = [];
  parser.parse(expr).iterate({ enter: ({ type, from, to }) => { if (type.isError) faults.push(`at ${from}: ${JSON.stringify(expr.slice(from, Math.max(to, from + 20)))}`); } });
  return expr.trim() === '' ? ['is empty'] : faults;
}
