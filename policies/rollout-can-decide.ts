// Enough happens during a step to tell a bad version from a good one.
import { policy, type CheckContext, type Found } from 'leitwerk/policy';
import type { NodeOf } from '../src/model/node.ts';
import { add, ceil, compare, divide, floor, multiply, one, rational, subtract, toDecimal, type Rational } from '../src/model/rational.ts';
import { formatNumber, milliseconds, perSecond, ratio } from '../src/model/units.ts';

type Step = NodeOf<'Rollout'>['steps'][number];
/** Of a relative difference between two counts, seen with 80 % power at 5 % significance: https://www.itl.nist.gov/div898/handbook/prc/section2/prc222.htm */
const certainty = rational(784, 100);
const month = 730 * 3_600_000;
const whole = (value: Rational): string => formatNumber(floor(value));
const rate = (node: NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>): Rational | undefined =>
  (node.$kind === 'ModelEndpoint' ? perSecond(node.traffic.mean) : node.$kind === 'PredictionEndpoint' ? perSecond(node.load.mean) : undefined);

export default policy({
  on: 'Rollout',
  severity: 'warning',
  controls: ['ISO 42001 A.6.2.4', 'ISO 27001 A.8.32'],
  because: 'A step that ends before anything can have gone wrong passes every version.',
  remedy: 'hold the step longer, give it more, or look for a larger effect',
  waivable: 'owner',
  check: (rollout, context) => rollout.steps.flatMap((step, i) => [...events(rollout, step, i, context), ...(step.kind === 'ab-test' ? effect(rollout, step, i, context) : [])]),
  fails: { props: { steps: [{ kind: 'canary', share: '1%', hold: '1m' }] } },
  passes: { props: { steps: [{ kind: 'canary', share: '10%', hold: '2h' }] } },
});

/** Two failures are expected of a version that just breaks the objective. */
function events(rollout: NodeOf<'Rollout'>, step: Step, i: number, { get, facts }: CheckContext): readonly Found[] {
  const perSecondOfAll = rate(get(rollout.of));
  if (perSecondOfAll === undefined) return [];
  const each = multiply(perSecondOfAll, multiply(ratio(step.share), rational(1, 1000)));
  const seen = multiply(each, rational(milliseconds(step.hold)));
  const hardest = rollout.gates.map((g) => get(g)).filter((slo) => facts.slo[slo.$path]!.errorBudget !== '0')
    .map((slo) => ({ slo, needed: divide(rational(2), subtract(one, ratio(slo.objective))) })).sort((a, b) => compare(b.needed, a.needed))[0];
  if (hardest === undefined || compare(seen, hardest.needed) >= 0 || each.n === 0n) return [];
  const hours = ceil(divide(hardest.needed, multiply(each, rational(3_600_000))));
  return [{
    at: ['steps', i, 'hold'], what: `is decided after ${whole(seen)} requests, and ${whole(hardest.needed)} are needed to see ${hardest.slo.$id} break`,
    why: [`seen     ${toDecimal(perSecondOfAll, 3)}/s × ${step.share} × ${step.hold} = ${whole(seen)} requests`, `needed   2 failures at ${hardest.slo.objective}: 2 / ${facts.slo[hardest.slo.$path]!.errorBudget} = ${whole(hardest.needed)}`],
    try: [{ node: rollout.$path, property: ['steps', i, 'hold'], to: `${hours}h` }],
  }];
}

function effect(rollout: NodeOf<'Rollout'>, step: Extract<Step, { readonly kind: 'ab-test' }>, i: number, { get }: CheckContext): readonly Found[] {
  const outcome = get(step.by);
  const all = divide(multiply(rational(outcome.perMonth), rational(milliseconds(step.hold))), rational(month));
  const [mine, others] = [multiply(all, ratio(step.share)), multiply(all, subtract(one, ratio(step.share)))];
  const wanted = ratio(step.effect);
  if (mine.n === 0n || others.n === 0n || wanted.n === 0n) return [{ at: ['steps', i, 'share'], what: 'compares the new version with nothing' }];
  const noise = multiply(certainty, add(divide(one, mine), divide(one, others)));
  if (compare(noise, multiply(wanted, wanted)) <= 0) return [];
  const days = ceil(multiply(divide(noise, multiply(wanted, wanted)), rational(milliseconds(step.hold), 86_400_000)));
  return [{
    at: ['steps', i, 'effect'], what: `looks for ${step.effect} more of ${outcome.name} among ${whole(all)}`,
    why: [`in ${step.hold}: ${whole(mine)} with the new version, ${whole(others)} with the old; 7.84 × (1/${whole(mine)} + 1/${whole(others)}) = ${toDecimal(noise, 4)}, and at most ${toDecimal(multiply(wanted, wanted), 6)} tells them apart`],
    try: [{ node: rollout.$path, property: ['steps', i, 'hold'], to: `${days}d` }],
  }];
}
