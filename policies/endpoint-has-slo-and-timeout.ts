// In production an endpoint promises something and lets nobody wait for ever.
import { policy, subject, type Found } from 'leitwerk/policy';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.16', 'ISO 42001 A.6.2.6', 'EU AI Act Art. 15'],
  because: 'Without a promise nobody is woken when it fails; without a timeout callers and their callers hang with it.',
  remedy: 'declare an Slo of it, and a timeout',
  waivable: 'governance',
  check(endpoint, { users, env }) {
    if (env.stage !== 'production') return true;
    const found: Found[] = [];
    if (users(endpoint, 'Slo').length === 0) found.push({ what: 'has no service level objective' });
    if (endpoint.timeout === undefined) found.push({ at: ['timeout'], what: 'has no timeout', try: [{ node: endpoint.$path, property: ['timeout'], to: '60s' }] });
    return found;
  },
  fails: {},
  passes: { also: [{ kind: 'Slo', props: { of: subject } }] },
});
