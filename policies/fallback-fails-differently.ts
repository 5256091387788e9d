// A fallback does not fail for the reason that the endpoint failed for: other GPUs, another company, another region of the same cloud.
import { policy, type Found } from 'leitwerk/policy';
import { account } from '../src/model/aws.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.5.30', 'ISO 27001 A.8.14', 'EU AI Act Art. 15', 'SOC 2 A1.2'],
  because: 'A fallback that stands on what has just failed is a promise for fair weather.',
  remedy: 'fall back to a model on other GPUs, or of a company that does not share them',
  waivable: 'governance',
  check(endpoint, { get, env }) {
    const found: Found[] = [];
    const quota = get(endpoint.quota);
    const home = account(env)?.region;
    /** What each one before stands on, and who that is. */
    const stands = new Map<string, string>([[`quota ${quota.$id}`, endpoint.$id], [`the GPU pool ${quota.accelerator}`, endpoint.$id]]);
    endpoint.fallback.forEach((ref, i) => {
      const next = get(ref);
      const own = next.$kind === 'ModelEndpoint' ? get(next.quota) : undefined;
      const bases = own ? [`quota ${own.$id}`, `the GPU pool ${own.accelerator}`] : next.$kind === 'ExternalModel' ? [`the host ${next.host}`, `the company ${next.provider}`] : [];
      const shared = bases.find((b) => stands.has(b));
      if (shared !== undefined) found.push({ at: ['fallback', i], what: `falls back to ${next.$id}, which stands on ${shared} as ${stands.get(shared)} does`, related: [{ node: next.$path, what: `stands on ${bases.join(' and ')}` }] });
      else if (next.$kind === 'ExternalModel' && next.api === 'aws-bedrock' && next.region === home) {
        found.push({ severity: 'warning', at: ['fallback', i], what: `falls back to ${next.$id} in ${home}, where its own cluster is: an outage of the region takes both` });
      }
      for (const base of bases) if (!stands.has(base)) stands.set(base, next.$id);
    });
    return found;
  },
  fails: { props: { fallback: [{ $ref: 'a-ModelEndpoint', kind: 'ModelEndpoint' }] } },
  passes: {},
});
