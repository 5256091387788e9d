// A budget does something when it is spent.
import { policy } from 'leitwerk/policy';
import { compare, one } from '../src/model/rational.ts';
import { ratio } from '../src/model/units.ts';

export default policy({
  on: 'Budget',
  severity: 'error',
  packs: ['finops'],
  controls: ['FinOps: budgeting', 'ISO 42001 A.4.2'],
  because: 'A budget that only sends mail is read after the money is gone.',
  remedy: 'say what happens at 100 %: throttle, refuse or fall-back',
  waivable: 'owner',
  check(budget, { all }) {
    const steps = Object.entries(budget.at).filter(([share]) => compare(ratio(share), one) <= 0);
    const full = steps.filter(([share]) => compare(ratio(share), one) === 0);
    const edits = (['throttle', 'refuse'] as const).map((to) => ({ node: budget.$path, property: ['at', '100%'], to }));
    if (steps.some(([, action]) => action !== 'alert')) return true;
    if (full.length === 0) return { at: ['at'], what: 'has no action at 100 %', try: edits };
    // Nothing answers callers here, so there is nothing to throttle: mail is all that can be done.
    if (all('ModelEndpoint').length === 0) return true;
    return { at: ['at', full[0]![0]], what: 'only sends mail when it is spent', try: edits };
  },
  fails: { props: { at: { '80%': 'alert' } } },
  passes: { props: { at: { '80%': 'alert', '100%': 'throttle' } } },
});
