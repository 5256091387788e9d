// The objectives that gate a rollout are objectives of what is rolled out, and rules exist that measure them.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Rollout',
  severity: 'error',
  controls: ['ISO 42001 A.6.2.4', 'ISO 27001 A.8.32'],
  because: 'A gate that looks elsewhere opens for everything.',
  remedy: 'gate by objectives of the same node, of a kind that is a share of requests',
  waivable: 'never',
  check(rollout, { get }) {
    const found: Found[] = [];
    rollout.gates.forEach((gate, i) => {
      const slo = get(gate);
      if (slo.of.$ref !== rollout.of.$ref) found.push({ at: ['gates', i], what: `is gated by ${slo.$id}, an objective of something else`, related: [{ node: slo.$path, property: ['of'], what: 'is of this' }] });
      else if (slo.indicator.kind === 'run-succeeds') found.push({ at: ['gates', i], what: `is gated by ${slo.$id}, which counts runs, not requests` });
    });
    return found;
  },
  fails: { also: [{ kind: 'ModelEndpoint' }], props: { of: { $ref: 'example/also-0', kind: 'ModelEndpoint' } } },
  passes: {},
});
