// The steps of a rollout are taken by somebody: by a system that owns the pods, on a gateway that can share out and copy requests.
import { policy, type Found } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';
import { compare, floor, multiply, rational, toNumber } from '../src/model/rational.ts';
import { formatPercent, ratio } from '../src/model/units.ts';

export default policy({
  on: 'Rollout',
  severity: 'error',
  controls: ['ISO 27001 A.8.32', 'ISO 42001 A.6.2.5'],
  because: 'Steps that nothing takes look like caution, and the new version gets everything at once.',
  remedy: 'choose a system that lets a rollout have the pods, and a gateway; or roll out what they can',
  waivable: 'never',
  check(rollout, { get, env, facts }) {
    const found: Found[] = [];
    if (systemOf(env, 'rollouts') === undefined) return true; // said by those who look for a system
    const node = get(rollout.of);
    const { controller, answers } = facts.workloads[node.$path]!;
    if (answers?.canary === undefined) {
      const concern = node.$kind === 'ModelEndpoint' ? 'serving' : 'prediction';
      found.push({ at: ['of'], what: `rolls out ${node.$id}, whose pods ${controller.kind} makes and replaces by itself`, why: [`${env.name}: ${concern} is served by ${env.systems[concern]}; ${concern === 'serving' ? 'serving/vllm' : 'serving/deployed-predictor'} would leave them to ${env.systems['rollouts']}`] });
    }
    rollout.steps.forEach((step, i) => {
      const per = multiply(ratio(step.share), rational(100));
      if (compare(per, rational(floor(per))) !== 0 || per.n === 0n) found.push({ at: ['steps', i, 'share'], what: `gives ${step.share}; gateways share out whole per cent, from one on`, try: [{ node: rollout.$path, property: ['steps', i, 'share'], to: `${floor(per) + 1n}%` }] });
      const { min, staged } = facts.scaling[node.$path]!;
      if (staged !== undefined || answers?.canary === undefined) return;
      const given = Math.min(min, Math.max(1, Math.round(toNumber(ratio(step.share)) * min)));
      const { gateway, service } = facts.routes[node.$path]!;
      const why = [gateway === undefined ? `${env.name} has no route of it that could be steered` : gateway.by === 'model-gateway' ? `its route belongs to ${env.systems['model-gateway']}, which writes it anew` : `its route leads to ${service?.name}, which stands in front of it`];
      if (step.kind !== 'canary') found.push({ at: ['steps', i, 'kind'], what: 'is a step that only a gateway can take, and none can here', why });
      else if (compare(rational(given, min), ratio(step.share)) !== 0) found.push({ severity: 'warning', at: ['steps', i, 'share'], what: `gives ${step.share}, and replicas alone divide the requests: ${given} of ${min} is ${formatPercent(rational(given, min))}`, why });
    });
    return found;
  },
  fails: { platform: { environments: { production: { systems: { serving: 'serving/kserve' } } } } },
  passes: { props: { steps: [{ kind: 'canary', share: '100%', hold: '2h' }] } },
});
