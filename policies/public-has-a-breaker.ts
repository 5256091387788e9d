// What the public or customers may call refuses before it drowns: they do not come as planned.
import { policy } from 'leitwerk/policy';

export default policy({
  on: ['Application', 'ModelEndpoint', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.6', 'OWASP LLM10:2025', 'SOC 2 A1.1', 'EU AI Act Art. 15'],
  because: 'Requests that pile up are answered after their callers have gone, and those that come then wait behind them.',
  remedy: 'declare a breaker: how many may wait, how many may be under way',
  waivable: 'governance',
  check({ $path, access: { audience }, breaker }, { env }) {
    if (env.stage !== 'production' || breaker !== undefined || (audience !== 'public' && audience !== 'customers')) return true;
    return { at: ['breaker'], what: `may be called by ${audience === 'public' ? 'anybody' : audience} and lets every request wait`, try: [{ node: $path, property: ['breaker'], to: { waiting: 50, parallel: 200, failures: 5 } }] };
  },
  fails: { props: { access: { audience: 'public' }, breaker: undefined } },
  passes: { props: { access: { audience: 'public' }, breaker: { waiting: 20, parallel: 40 } } },
});
