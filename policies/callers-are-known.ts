// Whoever calls from outside the project has an identity that the gateway can check; only the public may have none.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: ['Application', 'ModelEndpoint', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.5', 'ISO 27001 A.5.16', 'SOC 2 CC6.1', 'OWASP LLM10:2025'],
  because: 'Without an identity nobody can be refused, nobody can be billed, and a tenant is whatever the caller says.',
  remedy: 'name the issuer of the callers\' tokens, or serve only the project\'s own services',
  waivable: 'governance',
  check({ $path, access, limits }, { platform, env, facts }) {
    const { audience, issuer, tenantClaim } = access;
    const found: Found[] = [];
    const issuers = Object.keys(platform.issuers).sort();
    const named = issuers.map((to) => ({ node: $path, property: ['access', 'issuer'], to }));
    if (issuer === undefined && audience !== 'services' && audience !== 'public') found.push({ at: ['access', 'issuer'], what: `is for ${audience}, and names nobody whose tokens tell who they are`, why: [`issuers of the platform: ${issuers.join(', ') || 'none'}`], try: named });
    if (issuer === undefined && tenantClaim !== undefined) found.push({ at: ['access', 'tenantClaim'], what: `takes the tenant from the claim ${tenantClaim}, and no token is checked`, try: named });
    if (limits?.per === 'tenant' && tenantClaim === undefined) found.push({ at: ['limits', 'per'], what: 'limits each tenant, and no claim tells one from another', try: [{ node: $path, property: ['access', 'tenantClaim'], to: 'tenant' }, { node: $path, property: ['limits', 'per'], to: 'caller' }] });
    const route = facts.routes[$path]!;
    if (issuer !== undefined && route.gateway?.open && platform.issuers[issuer]?.jwks === undefined) found.push({ at: ['access', 'issuer'], what: `accepts tokens of ${issuer}, and the platform does not say where its keys are: nobody gets in` });
    if (route.inside.way === 'gateway' && route.callers.length > 0 && env.clusters[0]?.oidcIssuer === undefined) found.push({ what: `is asked by ${route.callers.join(', ')} through the gateway, which cannot tell them: the cluster of ${env.name} names no issuer of service account tokens` });
    return found;
  },
  fails: { props: { access: { audience: 'employees', tenantClaim: 'tenant' } } },
  passes: { props: { access: { audience: 'employees', issuer: 'corporate', tenantClaim: 'tenant' } } },
});
