// Along a chain each one waits less long than who asks it: else the caller has gone when the answer comes, and the work is done for nobody.
import { policy, type Found } from 'leitwerk/policy';
import { milliseconds, formatDuration } from '../src/model/units.ts';

export default policy({
  on: 'Application',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.6', 'ISO 27001 A.8.16', 'EU AI Act Art. 15'],
  because: 'An answer that comes after its caller has gone costs as much as one that is read, and the caller asks again.',
  remedy: 'give the application more time than each of the models that it asks, or give those less',
  waivable: 'owner',
  check(application, { facts, project, env }) {
    if (application.timeout === undefined) return env.stage === 'production' ? { at: ['timeout'], what: 'has no timeout: its callers wait for ever', try: [{ node: application.$path, property: ['timeout'], to: '90s' }] } : true;
    const own = milliseconds(application.timeout);
    const seconds = (ms: number): string => `${Math.ceil(ms / 1000)}s`;
    return facts.calls[application.$path]!.flatMap(({ to, because }): Found[] => {
      const { timeout: { ms, assumed } } = facts.routes[to]!;
      const called = project.nodes.find((n) => n.$path === to)!;
      // A model that says nothing is given the time of who asks; there is nothing to compare.
      if (called.$kind === 'ExternalModel' || ms < own) return [];
      return [{
        ...(assumed ? { severity: 'warning' } : {}), at: ['timeout'], what: `waits ${formatDuration(own)} for its whole answer, and up to ${formatDuration(ms)} for ${called.$id} alone`,
        why: [`${because}${assumed ? `; ${called.$id} declares no timeout, so the gateway gives it ${formatDuration(ms)}` : ''}`],
        try: [{ node: application.$path, property: ['timeout'], to: seconds(ms * 1.25) }, { node: to, property: ['timeout'], to: own >= 2000 ? seconds(Math.floor(own * 0.8 / 1000) * 1000) : `${Math.floor(own * 0.8)}ms` }],
        related: [{ node: to, property: ['timeout'], what: `lets its caller wait ${formatDuration(ms)}` }],
      }];
    });
  },
  fails: { props: { timeout: '30s' } },
  passes: { props: { timeout: '90s' } },
});
