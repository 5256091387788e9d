// The busiest minutes of a scoring endpoint are busier than its average, and within what its callers may send.
import { policy, type Found } from 'leitwerk/policy';
import { compare } from '../src/model/rational.ts';
import { perSecond } from '../src/model/units.ts';

export default policy({
  on: 'PredictionEndpoint',
  severity: 'warning',
  controls: ['ISO 27001 A.8.6'],
  because: 'Replicas, limits and rollouts are reckoned by these two numbers.',
  remedy: 'measure both, and write them down as they are',
  waivable: 'owner',
  check({ $path, load }, { facts }): readonly Found[] {
    if (compare(perSecond(load.peak), perSecond(load.mean)) >= 0) return [];
    const { peakPerReplica, mean } = facts.scaling[$path]!.requests!;
    return [{ at: ['load', 'peak'], what: `expects fewer requests at its peak (${load.peak}) than on average (${load.mean})`, why: [`average ${mean}/s; at the peak ${peakPerReplica}/s for each replica`], try: [{ node: $path, property: ['load', 'peak'], to: load.mean }] }];
  },
  fails: { props: { load: { mean: '40/s', peak: '4/s' } } },
  passes: {},
});
