// The steps of a rollout in the words of Argo Rollouts: copies of requests, shares of traffic, buckets of callers; after each, whether the objectives held.
// https://argo-rollouts.readthedocs.io/en/stable/features/specification/, https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/en/latest/features/mirror-routing/
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { toNumber } from '../../model/rational.ts';
import { milliseconds, ratio } from '../../model/units.ts';

type Step = NodeOf<'Rollout'>['steps'][number];
export const routes = { shadow: 'shadow', 'ab-test': 'ab-test' } as const;
/** Callers are told apart by two digits that whoever authenticates them derives from who they are: `00` to `99`, the same for one caller each time. */
export const bucketHeader = 'x-bucket';

/** Whole per cent. */
export const share = (step: Step): number => Math.round(toNumber(ratio(step.share)) * 100);
/** Go knows no days. */
export const holdSeconds = (step: Step): string => `${Math.ceil(milliseconds(step.hold) / 1000)}s`;

/** Two digits below a number of per cent: `^(0[0-9]|1[0-4])$` for 15. */
export function buckets(percent: number): string {
  if (percent >= 100) return '^[0-9][0-9]$';
  const [tens, ones] = [Math.floor(percent / 10), percent % 10];
  const whole = tens === 0 ? [] : [tens === 1 ? '0[0-9]' : `[0-${tens - 1}][0-9]`];
  return `^(${[...whole, ...(ones === 0 ? [] : [`${tens}[0-${ones - 1}]`])].join('|')})$`;
}

/** `routed`: a gateway shares out the requests; without one, replicas do. `judged`: what is asked of the step when it has been held. */
export const stepsOf = (steps: readonly Step[], routed: boolean, judged: (step: Step) => readonly JsonObject[]): readonly JsonObject[] => steps.flatMap((step): readonly JsonObject[] => {
  const hold: readonly JsonObject[] = [{ pause: { duration: holdSeconds(step) } }, ...judged(step)];
  switch (step.kind) {
    case 'canary': return [...(routed ? [{ setCanaryScale: { matchTrafficWeight: true } }] : []), { setWeight: share(step) }, ...hold];
    // Without requests of its own the new version would have no replica to send copies to.
    case 'shadow': return [
      { setWeight: 0 }, { setCanaryScale: { weight: share(step) } }, { setMirrorRoute: { name: routes.shadow, percentage: share(step), match: [{ path: { prefix: '/' } }] } },
      ...hold, { setMirrorRoute: { name: routes.shadow } },
    ];
    case 'ab-test': return [
      { setWeight: 0 }, { setCanaryScale: { weight: share(step) } }, { setHeaderRoute: { name: routes['ab-test'], match: [{ headerName: bucketHeader, headerValue: { regex: buckets(share(step)) } }] } },
      ...hold, { setHeaderRoute: { name: routes['ab-test'] } },
    ];
  }
});
