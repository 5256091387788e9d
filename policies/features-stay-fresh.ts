// A feature that is looked up online is refreshed, and outlives the time between its source's rows and its own refreshes.
import { policy, type Found } from 'leitwerk/policy';
import { runsPerDay } from '../src/analyse/slo/schedule.ts';
import { formatDuration, milliseconds } from '../src/model/units.ts';

const day = 86_400_000;

export default policy({
  on: 'FeatureView',
  severity: 'error',
  controls: ['ISO 42001 A.7.4', 'ISO 42001 A.6.2.6'],
  because: 'A value that is over before the next one comes is served to nobody, and the model scores without it.',
  remedy: 'refresh more often, let values live longer, or do not look them up online',
  waivable: 'owner',
  check({ $path, online, refresh, ttl, source }, { get }) {
    if (!online) return true;
    const found: Found[] = [];
    if (refresh === undefined) return { at: ['online'], what: 'is looked up online and never refreshed', try: [{ node: $path, property: ['online'], to: false }] };
    const runs = runsPerDay(refresh);
    const freshness = milliseconds(get(source).freshness);
    const pause = runs === undefined || runs.n === 0n ? undefined : day * Number(runs.d) / Number(runs.n);
    if (pause === undefined) found.push({ severity: 'warning', at: ['refresh'], what: `has a schedule that never comes or cannot be read: ${refresh}` });
    else if (milliseconds(ttl) < pause + freshness) {
      const least = `${Math.ceil((pause + freshness) / 3_600_000)}h`;
      found.push({
        at: ['ttl'], what: `lets values live for ${ttl}, shorter than they take to be replaced`, why: [`source up to ${formatDuration(freshness)} old + ${formatDuration(pause)} between refreshes = ${formatDuration(pause + freshness)}`],
        try: [{ node: $path, property: ['ttl'], to: least }],
      });
    }
    return found;
  },
  fails: { props: { ttl: '1h', refresh: '0 3 * * *' } },
  passes: { props: { ttl: '30d', refresh: '*/30 * * * *' } },
});
