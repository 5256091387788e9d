// A model fits the GPUs it runs on, with the sum shown and the ways out worked out.
import { policy, type Found } from 'leitwerk/policy';
import { arithmetic } from '../src/analyse/sizing/explain.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.4.5'],
  because: 'An engine that runs out of memory ends at its start, or worse, under load.',
  remedy: 'shorten the context, lower the concurrency, or give a replica more GPUs',
  waivable: 'owner',
  check(endpoint, { facts, get }) {
    const sizing = facts.sizing[endpoint.$path]!;
    const { verdict, gpus, accelerator, maxContext, because } = sizing;
    if (maxContext !== undefined && endpoint.context > maxContext) {
      return {
        at: ['context'], what: `asks for more context than its model has: ${formatNumber(endpoint.context)} of ${formatNumber(maxContext)} tokens`,
        why: [`${get(endpoint.model).weights} was made for ${formatNumber(maxContext)} tokens; the engine refuses to start`],
        try: [{ node: endpoint.$path, property: ['context'], to: maxContext }],
      };
    }
    if (verdict === 'fits') return true;
    const found: Found = {
      at: ['context'],
      what: verdict === 'does-not-fit' ? `does not fit on ${gpus} × ${accelerator}` : verdict === 'at-risk' ? `may not fit on ${gpus} × ${accelerator}` : 'cannot be sized',
      why: [...arithmetic(sizing), ...because],
      try: sizing.alternatives.map(({ on, property, to, note }) => ({ node: on === 'quota' ? endpoint.quota.$ref : endpoint.$path, property, to, note })),
    };
    return verdict === 'does-not-fit' ? found : { ...found, severity: verdict === 'at-risk' ? 'warning' : 'info' };
  },
  fails: { props: { context: 131_072, concurrency: 64, tensorParallel: 1 } },
  passes: { props: { context: 8192, concurrency: 16, tensorParallel: 1 } },
});
