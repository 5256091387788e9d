// What runs in production says who works with it and how it scores, so that the portfolio can be ranked.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'warning',
  packs: ['governance'],
  controls: ['ISO 42001 A.9.4', 'ISO 42001 A.5.4', 'NIST AI RMF MAP 3.1', 'NIST AI RMF MANAGE 1.1'],
  because: 'Who decides on the portfolio compares what is scored; what is not stands at the end of the list.',
  remedy: 'declare users and score',
  waivable: 'owner',
  check({ users, score }, { env }) {
    if (env.stage !== 'production') return true;
    return [
      ...(users === undefined ? [{ at: ['users'], what: 'does not say who works with it' }] : []),
      ...(score === undefined ? [{ severity: 'info', at: ['score'], what: 'has no score in the portfolio' } as const] : []),
    ] satisfies readonly Found[];
  },
  fails: { props: { users: undefined } },
  passes: {},
});
