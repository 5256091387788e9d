// The budget covers the monthly cost of what is declared.
import { policy, type Found } from 'leitwerk/policy';
import { compare, total } from '../src/model/money.ts';
import { formatMoney, formatNumber, formatPercent } from '../src/model/units.ts';
import { compare as compareRational, decimal } from '../src/model/rational.ts';

/** A list price older than this says little. */
const staleDays = 90;
const daysSince = (date: string, asOf: string): number => Math.round((Date.parse(asOf) - Date.parse(date)) / 86_400_000);

export default policy({
  on: 'Budget',
  severity: 'error',
  packs: ['finops'],
  controls: ['FinOps: budgeting', 'FinOps: planning and estimating'],
  because: 'GPUs cost the same whether they are used or not: what is declared today is on the bill at the end of the month.',
  remedy: 'raise the budget, or run or scale less; a pipeline may say how long its runs take',
  waivable: 'governance',
  check(budget, { facts, platform, asOf }) {
    const cost = facts.cost;
    const { verdict, perMonth, share } = cost.budgets[budget.$path]!;
    if (cost.lines.length === 0) return true;
    const why = [
      ...cost.lines.map((l) => (l.perMonth.state === 'unknown' ? `${l.what}: unknown: ${l.perMonth.because.join('; ')}` : `${l.what}${l.prices.length > 0 ? ` at ${l.prices.map((p) => `${p.price} ${p.currency} per ${p.per}`).join(', ')}` : ''} = ${formatMoney(l.perMonth.value)}`)),
      ...(cost.notCounted.length > 0 ? [`not counted: ${cost.notCounted.join(', ')}`] : []),
    ];
    if (verdict === 'unknown') return { severity: 'info', at: ['amount'], what: 'cannot be compared with the cost', why: [...why, ...(perMonth.state === 'unknown' ? perMonth.because : [])] } satisfies Found;
    if (cost.perMonth.state === 'unknown' || perMonth.state === 'unknown') return true;
    const sum = `${formatMoney(cost.perMonth.value)} of ${formatMoney(perMonth.value)} a month${share === undefined ? '' : ` (${formatPercent(decimal(share))})`}`;
    if (verdict === 'over') {
      const whole = { month: 1, quarter: 3, year: 12 }[budget.per] * cost.perMonth.value.amount;
      const enough = Math.ceil(whole / 10_000) * 10_000;
      const sure = total(cost.lines.filter((l) => !l.atMost).map((l) => l.perMonth), cost.currency);
      const perhaps = sure.state !== 'unknown' && compare(sure.value, perMonth.value) <= 0;
      const doubts = [...new Set(cost.lines.flatMap((l) => l.atMost ?? []))];
      return {
        ...(perhaps ? { severity: 'warning' as const } : {}),
        at: ['amount'], what: perhaps ? `may not cover the cost, if ${doubts.join(' and ')}: ${sum}` : `does not cover the cost: ${sum}`, why,
        try: budget.amount.currency === platform.money.currency ? [{ node: budget.$path, property: ['amount'], to: { amount: enough, currency: budget.amount.currency } }] : [],
      };
    }
    // What is at most so much is covered for certain; what is not counted is said at the end of each run.
    if (!cost.lines.some((l) => l.perMonth.state === 'assumed' && !l.atMost)) return true;
    const stale = cost.lines.flatMap(({ prices }) => prices.flatMap((p) => (daysSince(p.asOf, asOf) > staleDays ? [`the price of ${p.asOf} is ${formatNumber(daysSince(p.asOf, asOf))} days old`] : [])));
    const near = stale.length > 0 || share === undefined || compareRational(decimal(share), decimal('0.8')) > 0;
    return { severity: near ? 'warning' : 'info', at: ['amount'], what: `rests on what is assumed: ${sum}`, why: [...why, ...(cost.perMonth.state === 'assumed' ? cost.perMonth.assumptions.filter((a) => !a.startsWith('not counted')) : []), ...new Set(stale)] };
  },
  fails: { props: { amount: { amount: 100, currency: 'EUR' } }, also: [{ kind: 'ModelEndpoint', props: { tensorParallel: 1, replicas: 1, guardrails: [] } }] },
  passes: { props: { amount: { amount: 1_200_000, currency: 'EUR' } }, also: [{ kind: 'ModelEndpoint', props: { tensorParallel: 1, replicas: 1, guardrails: [] } }] },
});
