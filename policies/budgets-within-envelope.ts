// The budgets of all projects together stay within the envelope of the environment.
import { policy } from 'leitwerk/policy';
import { formatMoney } from '../src/model/units.ts';

export default policy({
  on: 'Budget',
  severity: 'warning',
  packs: ['finops'],
  controls: ['FinOps: budgeting'],
  because: 'Each budget may be reasonable and their sum still more than there is.',
  remedy: 'lower the budget, agree with the projects named here, or have the envelope raised',
  waivable: 'governance',
  check: (_, { portfolio, env }) => {
    const { sum, envelope, projects } = portfolio.portfolio.budget;
    if (sum.state === 'unknown' || envelope.state === 'unknown' || sum.value.amount <= envelope.value.amount) return true;
    return {
      at: ['amount'], what: `is part of ${formatMoney(sum.value)} a month in ${env.name}, where the envelope is ${formatMoney(envelope.value)}`,
      why: projects.map(({ project, amount }) => `${project}: ${amount.state === 'unknown' ? 'unknown' : formatMoney(amount.value)}`),
    };
  },
  fails: { props: { amount: { amount: 999_999_999_00, currency: 'EUR' } } },
  passes: {},
});
