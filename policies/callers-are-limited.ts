// What people talk to has a limit: of requests, and where a model answers also of tokens.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: ['Application', 'ModelEndpoint', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['reliability', 'finops'],
  controls: ['OWASP LLM10:2025', 'ISO 27001 A.8.6', 'MITRE ATLAS AML.M0004', 'SOC 2 A1.1'],
  because: 'One caller in a loop takes the capacity of all others, and the budget with it.',
  remedy: 'declare how many requests one caller may send, and how many tokens of a model one may use',
  waivable: 'governance',
  check(node, { env, facts }) {
    const { $path, access: { audience }, limits } = node;
    const open = audience !== 'services' || node.access.issuer !== undefined;
    const found: Found[] = [];
    if (open && limits === undefined && env.stage === 'production') {
      found.push({ ...(audience === 'services' ? { severity: 'warning' } : {}), at: ['limits'], what: `may be called by ${audience} without a limit`, try: [{ node: $path, property: ['limits'], to: { requests: '60/min' } }] });
    }
    if (node.$kind === 'ModelEndpoint' && node.limits?.tokens !== undefined && facts.routes[$path]!.gateway?.by !== 'model-gateway') found.push({ at: ['limits', 'tokens'], what: `limits tokens, and nothing in ${env.name} counts them`, why: ['a system for the concern model-gateway would: gateway/envoy-ai'] });
    return found;
  },
  fails: { props: { limits: undefined } },
  passes: { props: { limits: { requests: '30/min' } } },
});
