// Some pipeline fills the index, and as often as the index promises to be fresh.
import { policy } from 'leitwerk/policy';
import { runsPerDay } from '../src/analyse/slo/schedule.ts';
import { formatDuration, milliseconds } from '../src/model/units.ts';

export default policy({
  on: 'VectorIndex',
  severity: 'warning',
  controls: ['ISO 42001 A.7.4', 'ISO 42001 A.6.2.6'],
  because: 'What is not indexed is not found, and what was deleted in the source is found for longer than it should.',
  remedy: 'declare the pipeline that writes the index, and let it run as often as `freshness` says',
  waivable: 'owner',
  check({ $path, freshness }, { all }) {
    const writers = all('Pipeline').filter((p) => p.writes.some((r) => r.$ref === $path));
    if (writers.length === 0) return 'is filled by no pipeline of its project';
    const pauses = writers.map((p) => ({ p, runs: runsPerDay(p.schedule) })).flatMap(({ p, runs }) => (runs === undefined || runs.n === 0n ? [] : [{ p, pause: 86_400_000 * Number(runs.d) / Number(runs.n) }]));
    const best = pauses.sort((a, b) => a.pause - b.pause)[0];
    return best === undefined || best.pause <= milliseconds(freshness) || {
      at: ['freshness'], what: `promises to be at most ${freshness} old, and is filled every ${formatDuration(best.pause)}`, why: [`${best.p.$id}: ${best.p.schedule}`], try: [{ node: $path, property: ['freshness'], to: `${Math.ceil(best.pause / 3_600_000)}h` }],
      related: [{ node: best.p.$path, property: ['schedule'], what: 'when it runs' }],
    };
  },
  fails: { props: { freshness: '1h' }, also: [{ kind: 'Pipeline', props: { writes: [{ $ref: 'subject', kind: 'VectorIndex' }], schedule: '0 3 * * *' } }] },
  passes: { props: { freshness: '1d' }, also: [{ kind: 'Pipeline', props: { writes: [{ $ref: 'subject', kind: 'VectorIndex' }], schedule: '0 3 * * *' } }] },
});
