// Something measures what an objective promises.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'Slo',
  severity: 'error',
  controls: ['ISO 27001 A.8.16', 'ISO 42001 A.6.2.6', 'EU AI Act Art. 15'],
  because: 'An objective without a measurement is a sentence: no rule, no alert and no dashboard come of it.',
  remedy: 'choose an indicator that its workload has, or an environment whose systems count it',
  waivable: 'owner',
  check(slo, { facts, get }) {
    const { unmeasured, meter } = facts.slo[slo.$path]!;
    if (unmeasured === undefined || facts.alerts[slo.$path] !== undefined) return true;
    const of = get(slo.of);
    const fits = of.$kind === 'Pipeline' ? { kind: 'run-succeeds' } : { kind: 'availability' };
    // Where the platform counts nothing of it, no other indicator would help.
    const wrong = meter !== undefined || of.$kind === 'Pipeline' || slo.indicator.kind === 'run-succeeds';
    return { ...(wrong ? {} : { severity: 'warning' as const }), at: ['indicator'], what: `is measured by nothing: ${unmeasured}`, try: wrong ? [{ node: slo.$path, property: ['indicator'], to: fits }] : [] };
  },
  fails: { props: { indicator: { kind: 'run-succeeds' } } },
  passes: {},
});
