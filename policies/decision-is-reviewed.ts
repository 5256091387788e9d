// A decision that was to be looked at again is.
import { policy } from 'leitwerk/policy';
import { daysBetween } from '../src/model/dates.ts';

export default policy({
  on: 'Decision',
  severity: 'warning',
  packs: ['governance'],
  controls: ['ISO 27001 A.8.32', 'ISO 42001 A.6.2.3', 'EU AI Act Art. 17', 'NIST AI RMF GOVERN 1.4', 'SOC 2 CC8.1'],
  because: 'Whoever made it knew that it would not hold for ever; the day is when they said so.',
  remedy: 'look at it again: write the new day, or a decision that replaces it',
  waivable: 'owner',
  check(decision, { all, asOf }) {
    const { review, status } = decision;
    if (review === undefined || review >= asOf || status !== 'accepted' || all('Decision').some((d) => d.replaces?.$ref === decision.$path)) return true;
    return { at: ['review'], what: `was to be looked at again ${daysBetween(review, asOf)} days ago, on ${review}` };
  },
  fails: { props: { replaces: undefined, review: '2026-09-14' }, asOf: '2026-11-23' },
  passes: { props: { replaces: undefined, review: '2027-09-14' }, asOf: '2026-11-23' },
});
