// The limits of an endpoint let its own expected peak through, in requests and in tokens.
import { policy, type Found } from 'leitwerk/policy';
import { ceil, compare, multiply, rational, toDecimal } from '../src/model/rational.ts';
import { formatNumber, perSecond } from '../src/model/units.ts';

export default policy({
  on: ['ModelEndpoint', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.4.5', 'SOC 2 A1.1'],
  because: 'A limit below the expected load refuses those for whom the endpoint was built.',
  remedy: 'raise the limit, or correct the expected load',
  waivable: 'owner',
  check(node) {
    const { $path, limits, breaker } = node;
    const [peak, tenants, mean] = node.$kind === 'ModelEndpoint' ? [node.traffic.peak, node.traffic.tenants, node.traffic.mean] : [node.load.peak, undefined, node.load.mean];
    const found: Found[] = [];
    // How many callers there are nobody declares: what one of them may do says nothing of the sum.
    const sharers = limits?.per === 'all' ? 1 : limits?.per === 'tenant' ? tenants : undefined;
    if (limits !== undefined && sharers !== undefined) {
      const through = multiply(perSecond(limits.requests), rational(sharers));
      if (compare(through, perSecond(peak)) < 0) {
        found.push({
          at: ['limits', 'requests'], what: `lets ${toDecimal(through, 1)} requests a second through, and expects ${peak} at its peak`,
          why: [limits.per === 'all' ? `${limits.requests} for all of them` : `${limits.requests} for each of ${formatNumber(sharers)} tenants`],
          try: [{ node: $path, property: ['limits', 'requests'], to: `${ceil(multiply(perSecond(peak), rational(1, sharers)))}/s` }],
        });
      }
      const tokens = node.$kind === 'ModelEndpoint' ? node.limits?.tokens : undefined;
      if (tokens !== undefined && node.$kind === 'ModelEndpoint') {
        const { input, output } = node.traffic;
        const needed = multiply(perSecond(mean), rational(3600 * (input.p50 + output.p50)));
        if (compare(rational(tokens * sharers), needed) < 0) {
          found.push({
            at: ['limits', 'tokens'], what: `lets ${formatNumber(tokens * sharers)} tokens an hour through, and expects ${formatNumber(ceil(needed))} on average`,
            why: [`${mean} × 3,600 s × (${formatNumber(input.p50)} + ${formatNumber(output.p50)}) tokens of a median request and answer`], try: [{ node: $path, property: ['limits', 'tokens'], to: Number(ceil(multiply(needed, rational(1, sharers)))) }],
          });
        }
      }
    }
    // By Little's law, what is under way is rate times time; an answer takes a second at the very least where tokens are made.
    if (breaker !== undefined && node.$kind === 'ModelEndpoint' && compare(rational(breaker.parallel), perSecond(peak)) < 0) {
      found.push({ at: ['breaker', 'parallel'], what: `lets ${formatNumber(breaker.parallel)} requests be under way, and expects ${peak} at its peak, each of which takes a second or more`, try: [{ node: $path, property: ['breaker', 'parallel'], to: Number(ceil(multiply(perSecond(peak), rational(4)))) }] });
    }
    return found;
  },
  fails: { props: { limits: { requests: '1/s', per: 'all' } } },
  passes: { props: { limits: { requests: '200/s', per: 'all' } } },
});
