// While a rollout is under way both versions run: the quota has room for that.
import { policy, type Found } from 'leitwerk/policy';
import { ceil, multiply, one, rational, subtract } from '../src/model/rational.ts';
import { ratio } from '../src/model/units.ts';

export default policy({
  on: 'Rollout',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 27001 A.8.32'],
  because: 'A new version that finds no GPU stays pending, and the rollout ends at its deadline.',
  remedy: 'guarantee more GPUs, run fewer replicas, or give the step less',
  waivable: 'owner',
  check(rollout, { get, facts }) {
    const node = get(rollout.of);
    // Where no gateway shares out requests, replicas are exchanged one by one, as in any update.
    if (node.$kind !== 'ModelEndpoint' || facts.scaling[node.$path]!.staged === undefined) return true;
    const known = facts.rollout[node.$path];
    if (known === undefined || known.state === 'unknown') return true;
    const { guaranteed, held, perReplica } = known.value;
    const { min } = facts.scaling[node.$path]!;
    const found: Found[] = [];
    rollout.steps.forEach((step, i) => {
      const mine = Number(ceil(multiply(ratio(step.share), rational(min))));
      // A canary's replicas are taken from the old version's; copies and tests come on top.
      const old = step.kind === 'canary' ? Number(ceil(multiply(subtract(one, ratio(step.share)), rational(min)))) : min;
      const more = (mine + old - min) * perReplica;
      if (held + more > guaranteed) found.push({
        at: ['steps', i, 'share'], what: `needs ${more} more GPUs, and ${Math.max(0, guaranteed - held)} are left`,
        why: [`${mine} new and ${old} old replicas instead of ${min}: ${mine + old - min} × ${perReplica} = ${more} GPUs`, `quota: ${guaranteed} guaranteed, ${held} held`],
        try: [{ node: node.quota.$ref, property: ['guaranteed'], to: held + more }], related: [{ node: node.$path, property: ['quota'], what: `holds ${held}` }],
      });
    });
    return found;
  },
  fails: { also: [{ kind: 'ModelEndpoint', props: { replicas: 2, tensorParallel: 1, fallback: [], guardrails: [], limits: { requests: '30/min', per: 'caller' } } }], props: { of: { $ref: 'example/also-0', kind: 'ModelEndpoint' }, steps: [{ kind: 'shadow', share: '100%', hold: '1h' }] } },
  passes: { props: { steps: [{ kind: 'canary', share: '100%', hold: '1h' }] } },
});
