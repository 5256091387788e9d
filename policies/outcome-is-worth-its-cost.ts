// An outcome costs less than it is worth.
import { policy, type Found } from 'leitwerk/policy';
import { reasons, valueOf } from '../src/model/known.ts';
import { formatMoney, formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'Outcome',
  severity: 'warning',
  packs: ['finops'],
  controls: ['FinOps: unit economics', 'ISO 42001 A.6.1.2'],
  because: 'A project that spends more on each success than it brings loses more the better it works.',
  remedy: 'serve with fewer or cheaper GPUs, expect more of it, or stop as the exit says',
  waivable: 'owner',
  check(outcome, { facts }) {
    const { cost: { outcomes, perMonth } } = facts;
    const { cost, worth, pays, return: back, perMonth: expected } = outcomes[outcome.$path]!;
    if (worth === undefined) return true;
    const why = [
      `${perMonth.state === 'unknown' ? 'an unknown cost' : formatMoney(perMonth.value)} a month / ${formatNumber(expected)} expected = ${cost.state === 'unknown' ? 'unknown' : formatMoney(cost.value)} each`,
      ...(worth.state === 'unknown' ? [] : [`worth of one: ${formatMoney(worth.value)}`]), ...reasons(cost), ...reasons(worth),
    ];
    if (pays === undefined) return { severity: 'info', at: ['worth'], what: 'cannot be compared with what it costs', why: [...new Set(why)] } satisfies Found;
    return pays || { at: ['worth'], what: `brings ${back === undefined ? 'less' : `${valueOf(back) ?? 'less'} times`} what it costs`, why: [...new Set(why)] };
  },
  fails: { props: { perMonth: 10, worth: { amount: 420, currency: 'EUR' } }, also: [{ kind: 'ModelEndpoint', props: { tensorParallel: 1, replicas: 1 } }] },
  passes: { props: { perMonth: 18_000, worth: { amount: 420, currency: 'EUR' } }, also: [{ kind: 'ModelEndpoint', props: { tensorParallel: 1, replicas: 1 } }] },
});
