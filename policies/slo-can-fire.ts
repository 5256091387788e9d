// The alerts of a service level objective can fire, and its latency is one that the server measures.
import { policy, type Found } from 'leitwerk/policy';
import { lowestObjective } from '../src/analyse/slo/windows.ts';
import { decimal, floor, multiply, rational, toDecimal } from '../src/model/rational.ts';
import { formatDuration, formatPercent } from '../src/model/units.ts';

const text = (seconds: number): string => (Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`);
const percent = (ratio: string): string => formatPercent(decimal(ratio));
/** The next tenth of a per cent above. */
const above = (factor: string): string => `${toDecimal(rational(floor(multiply(lowestObjective(decimal(factor)), rational(1000))) + 1n, 10), 1)}%`;

export default policy({
  on: 'Slo',
  severity: 'error',
  controls: ['ISO 27001 A.8.16', 'ISO 42001 A.6.2.6'],
  because: 'An alert that cannot fire looks like a service that never fails.',
  remedy: 'choose a reachable objective, and a latency that is a boundary of the server\'s histogram',
  waivable: 'owner',
  check(slo, { facts }) {
    const { measure, unmeasured, unreachable, rungs, errorBudget, strategy } = facts.slo[slo.$path]!;
    const found: Found[] = [];
    if (measure?.neighbours) {
      found.push({
        at: ['indicator', 'under'], what: `promises ${text(measure.underSeconds)}, which ${measure.metric} cannot tell`,
        why: [`its buckets end at ${measure.neighbours.map(text).join(' and ')}; anything between is a guess`],
        try: measure.neighbours.map((to) => ({ node: slo.$path, property: ['indicator', 'under'], to: text(to) })),
      });
    }
    if (unmeasured) found.push({ severity: 'info', at: ['indicator'], what: 'cannot be checked against what the server measures', why: [unmeasured] });
    if (strategy === 'count-failures' || unreachable.length === 0) return found;
    if (errorBudget === '0') return [...found, { at: ['objective'], what: 'leaves no error budget', why: ['at 100 % the first failure breaks the promise for the whole window'], try: [{ node: slo.$path, property: ['objective'], to: '99.9%' }] }];
    const first = unreachable[0]!;
    const page = rungs.find((r) => r.severity === 'page');
    found.push({
      ...(page ? { severity: 'warning' } : {}), at: ['objective'],
      what: page ? `notices a full outage late: after ${formatDuration(page.detectionMs ?? 0)}` : 'can never page anybody',
      why: [...unreachable.map((r) => `${r.long} window: ${toDecimal(decimal(r.factor), 2)} × ${percent(errorBudget)} error budget = ${percent(r.threshold)} of requests, and no more than 100 % can fail`)],
      try: [{ node: slo.$path, property: ['objective'], to: above(first.factor) }, ...(slo.window === '90d' ? [{ node: slo.$path, property: ['window'], to: '30d' }] : [])],
    });
    return found;
  },
  fails: { props: { indicator: { kind: 'time-to-first-token', under: '700ms' } } },
  passes: { props: { indicator: { kind: 'time-to-first-token', under: '750ms' } } },
});
