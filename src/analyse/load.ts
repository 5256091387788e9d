// Load: what an endpoint's declared traffic means in requests and tokens: a month, the busiest second, in a year, for one tenant, and per 1,000 requests in money.
import { hoursPerMonth } from '../data/prices.ts';
import { fact, unknown, type Known } from '../fact.ts';
import { chain } from '../model/known.ts';
import { inMinor, units, type Money } from '../model/money.ts';
import { add, divide, multiply, one, rational, subtract, toDecimal, type Rational } from '../model/rational.ts';
import { perSecond, ratio } from '../model/units.ts';

export interface EndpointLoad {
  /** Decimals, rounded to whole: requests and tokens of a month at the mean rate, by medians. */
  readonly requestsPerMonth: string;
  readonly inputTokensPerMonth: string;
  /** Input tokens that the prefix cache answers. */
  readonly cachedTokensPerMonth: string;
  readonly outputTokensPerMonth: string;
  /** Tokens in the busiest second if its requests are as long as 95 % are at most. */
  readonly peakTokensPerSecond: string;
  /** Requests of a month twelve months on. */
  readonly requestsPerMonthInAYear: string;
  readonly requestsPerMonthAndTenant: string;
  /** What its GPUs cost for a thousand requests; GPUs cost the same whether they are used or not. */
  readonly costPerThousand: Known<Money>;
}

const whole = (value: Rational): string => toDecimal(value, 0);

export default fact<Readonly<Record<string, EndpointLoad>>>({
  doc: 'What each endpoint\'s declared traffic means, by path: requests and tokens of a month, the busiest second, in a year, for one tenant, and the cost of 1,000 requests.',
  derive: ({ all, facts }) => Object.fromEntries(all('ModelEndpoint').map(({ $path, traffic }) => {
    const requests = multiply(perSecond(traffic.mean), rational(hoursPerMonth * 3600));
    const input = multiply(requests, rational(traffic.input.p50));
    const growth = add(one, traffic.growth === undefined ? rational(0) : ratio(traffic.growth));
    const later = Array.from({ length: 12 }).reduce<Rational>((now) => multiply(now, growth), requests);
    const cached = traffic.cacheHit === undefined ? subtract(one, one) : ratio(traffic.cacheHit);
    const line = facts.cost.lines.find((l) => l.node === $path);
    return [$path, {
      requestsPerMonth: whole(requests), inputTokensPerMonth: whole(input), cachedTokensPerMonth: whole(multiply(input, cached)), outputTokensPerMonth: whole(multiply(requests, rational(traffic.output.p50))),
      peakTokensPerSecond: whole(multiply(perSecond(traffic.peak), rational(traffic.input.p95 + traffic.output.p95))),
      requestsPerMonthInAYear: whole(later), requestsPerMonthAndTenant: whole(divide(requests, rational(traffic.tenants ?? 1))),
      costPerThousand: line && requests.n > 0n ? chain(line.perMonth, (money) => inMinor(divide(multiply(units(money), rational(1000)), requests), money.currency)) : unknown(line ? 'no requests are declared' : 'its cost is not known'),
    } satisfies EndpointLoad];
  })),
});
