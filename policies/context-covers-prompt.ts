// The declared load adds up, and its long requests fit the context.
import { policy, type Found } from 'leitwerk/policy';
import { compare } from '../src/model/rational.ts';
import { formatNumber, perSecond } from '../src/model/units.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.6.2.2'],
  because: 'What is longer than the context is refused, and sizes that follow from a wrong load are wrong.',
  remedy: 'widen the context, or correct the expected load',
  waivable: 'owner',
  check({ $path, context, traffic: { mean, peak, input, output } }) {
    const found: Found[] = [];
    const long = input.p95 + output.p95;
    if (long > context) {
      found.push({
        at: ['context'], what: 'has a context shorter than its long requests',
        why: [`95 % of requests: up to ${formatNumber(input.p95)} tokens in and ${formatNumber(output.p95)} out, ${formatNumber(long)} together; context ${formatNumber(context)}`],
        try: [{ node: $path, property: ['context'], to: Math.ceil(long / 1024) * 1024 }],
      });
    }
    if (compare(perSecond(peak), perSecond(mean)) < 0) found.push({ at: ['traffic', 'peak'], what: `expects fewer requests at its peak (${peak}) than on average (${mean})`, try: [{ node: $path, property: ['traffic', 'peak'], to: mean }] });
    for (const [name, { p50, p95 }] of [['input', input], ['output', output]] as const) {
      if (p95 < p50) found.push({ at: ['traffic', name, 'p95'], what: `has fewer ${name} tokens at the 95th percentile (${formatNumber(p95)}) than at the median (${formatNumber(p50)})` });
    }
    return found;
  },
  fails: { props: { context: 1024 } },
  passes: { props: { context: 8192 } },
});
