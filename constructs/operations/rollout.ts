// A rollout: by which steps a new version gets its traffic, what must hold at each, and what happens if it does not.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { duration, percent } from 'leitwerk/values';

const step = () => z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('shadow'), share: percent(), hold: duration() }).meta({ id: 'ShadowStep' }),
  z.strictObject({ kind: z.literal('canary'), share: percent(), hold: duration() }).meta({ id: 'CanaryStep' }),
  z.strictObject({ kind: z.literal('ab-test'), share: percent(), hold: duration(), by: ref('Outcome'), effect: percent() }).meta({ id: 'AbTestStep' }),
]);
interface ShadowStep { readonly kind: 'shadow'; readonly share: string; readonly hold: string }
interface CanaryStep { readonly kind: 'canary'; readonly share: string; readonly hold: string }
/** The new version gets a copy of this share of requests; its answers are thrown away. */
export function shadow(step: { readonly share: ShadowStep['share']; readonly hold: ShadowStep['hold'] }): ShadowStep { return { kind: 'shadow', ...step }; }
/** The new version answers this share of requests. */
export function canary(step: { readonly share: CanaryStep['share']; readonly hold: CanaryStep['hold'] }): CanaryStep { return { kind: 'canary', ...step }; }

export class Rollout extends concept('Rollout', {
  doc: 'How a new version gets its traffic: shadow, canary and A/B steps, the objectives that must hold, and what happens if they do not.',
  schema: () => z.strictObject({
    of: ref('ModelEndpoint', 'PredictionEndpoint', 'Application').describe('What is rolled out.'),
    steps: z.array(step()).min(1).describe('The steps, in their order; after the last one it gets everything.'),
    gates: z.array(ref('Slo')).min(1).describe('Objectives that must hold at each step.'),
    onFailure: z.enum(['roll-back', 'pause']).default('roll-back').describe('If one does not hold.'),
  }),
  example: {
    of: a('ModelEndpoint'), steps: [{ kind: 'shadow', share: '50%', hold: '1h' }, { kind: 'canary', share: '10%', hold: '2h' }, { kind: 'ab-test', share: '50%', hold: '7d', by: a('Outcome'), effect: '2%' }],
    gates: [a('Slo')], onFailure: 'roll-back',
  },
}) {}
