// Each step of a rollout is braver than the one before: copies first, then more and more requests.
import { policy, type Found } from 'leitwerk/policy';
import { compare } from '../src/model/rational.ts';
import { ratio } from '../src/model/units.ts';

export default policy({
  on: 'Rollout',
  severity: 'error',
  controls: ['ISO 27001 A.8.32', 'ISO 42001 A.6.2.5'],
  because: 'A step back takes the new version away from callers who have it, and a copy after real requests tells nothing new.',
  remedy: 'put shadow steps first, and let the shares of canary steps grow',
  waivable: 'owner',
  check({ steps }) {
    const found: Found[] = [];
    steps.forEach((step, i) => {
      const before = steps.slice(0, i).findLast((s) => s.kind === step.kind);
      if (step.kind === 'shadow' && steps.slice(0, i).some((s) => s.kind !== 'shadow')) found.push({ at: ['steps', i], what: 'sends copies after the new version has answered callers' });
      else if (before !== undefined && compare(ratio(step.share), ratio(before.share)) < 0) found.push({ at: ['steps', i, 'share'], what: `gives ${step.share} after ${before.share}` });
    });
    return found;
  },
  fails: { props: { steps: [{ kind: 'canary', share: '50%', hold: '1h' }, { kind: 'canary', share: '10%', hold: '1h' }] } },
  passes: { props: { steps: [{ kind: 'shadow', share: '100%', hold: '1h' }, { kind: 'canary', share: '10%', hold: '1h' }, { kind: 'canary', share: '50%', hold: '1h' }] } },
});
