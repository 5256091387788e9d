// What scales has room to: at most so many replicas are no fewer than those that always run.
import { policy } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: ['ModelEndpoint', 'PredictionEndpoint'],
  severity: 'error',
  controls: ['ISO 27001 A.8.6'],
  because: 'Of two numbers that contradict each other one would be dropped without a word.',
  remedy: 'let it scale to as many replicas as always run, or more',
  waivable: 'never',
  check({ $path, scale }, { facts }) {
    const { min } = facts.scaling[$path]!;
    return scale === undefined || scale.max >= min
      || { at: ['scale', 'max'], what: `scales to at most ${formatNumber(scale.max)} replicas, and ${formatNumber(min)} always run`, try: [{ node: $path, property: ['scale', 'max'], to: min }] };
  },
  fails: { props: { replicas: 3, scale: { max: 2, waiting: 8 } } },
  passes: { props: { replicas: 3, scale: { max: 3, waiting: 8 } } },
});
