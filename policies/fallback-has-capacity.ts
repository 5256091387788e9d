// An endpoint of the project that answers instead works on as many requests at once; what providers take is another rule's.
import { policy } from 'leitwerk/policy';
import { refsTo } from '../src/model/query.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'warning',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.14', 'ISO 27001 A.5.30', 'DORA Art. 11'],
  because: 'A fallback that fails under the load for which it was meant makes one outage into two.',
  remedy: 'give it more replicas or more concurrency, or hand over to a provider as well',
  waivable: 'owner',
  check(endpoint, { get, facts }) {
    const atOnce = (e: typeof endpoint): number => e.concurrency * facts.scaling[e.$path]!.max;
    return refsTo(endpoint.fallback, 'ModelEndpoint').map((r) => get(r)).filter((other) => atOnce(other) < atOnce(endpoint)).map((other) => ({
      at: ['fallback'], what: `hands over to ${other.$id}, which works on ${formatNumber(atOnce(other))} requests at once where it works on ${formatNumber(atOnce(endpoint))}`,
      why: [endpoint, other].map((e) => `${e.$id}: ${facts.scaling[e.$path]!.max} replicas × ${e.concurrency} requests`), related: [{ node: other.$path, property: ['concurrency'], what: 'its share' }],
    }));
  },
  fails: { also: [{ kind: 'ModelEndpoint', props: { concurrency: 1, replicas: 1, fallback: [] } }], props: { fallback: [{ $ref: 'example/also-0', kind: 'ModelEndpoint' }], concurrency: 16 } },
  passes: {},
});
