// Who is let through a route: tokens of the declared issuer, and service accounts of the project's own callers. One SecurityPolicy a route.
// https://gateway.envoyproxy.io/docs/api/extension_types/#securitypolicyspec , fields of version 1.8
import type { Access } from '../../analyse/access.ts';
import type { Route } from '../../analyse/routes.ts';
import { tokenAudience } from '../../analyse/routes/variables.ts';
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { Cluster } from '../../model/platform.ts';
import { headers } from './parts.ts';

/** Nothing for what the public may ask without a token. Whoever cannot be told is not let through. */
export function securityPolicy(route: Route, access: Access | undefined, { cluster, namespace }: { readonly cluster: Cluster; readonly namespace: string }): JsonObject | undefined {
  const open = route.gateway?.open === true;
  if (open && access?.audience === 'public' && access.issuer === undefined) return undefined;
  const known = [...(open && access ? outsiders(access) : []), ...workloads(route, access, cluster, namespace)];
  return {
    ...(known.length > 0 ? { jwt: { providers: known.map(({ provider }) => provider) } } : {}),
    authorization: { defaultAction: 'Deny', ...(known.length > 0 ? { rules: known.map(({ rule }) => rule) } : {}) },
  };
}

interface Known { readonly provider: JsonObject; readonly rule: JsonObject }
const allow = (provider: string, claims: readonly JsonObject[]): JsonObject => ({ name: `allow-${provider}`, action: 'Allow', principal: { jwt: { provider, claims } } });
/** Both ways in fill the same headers, so that neither can be used to pass in the other's. */
const claimToHeaders = (access: Access | undefined): readonly JsonObject[] => [
  { claim: 'sub', header: headers.caller }, ...(access?.tenantClaim === undefined ? [] : [{ claim: access.tenantClaim, header: headers.tenant }]),
];

function outsiders(access: Access): readonly Known[] {
  const { issuer, claim } = access;
  if (issuer?.jwks === undefined) return [];
  return [{
    provider: { name: issuer.name, issuer: issuer.url, ...(issuer.audiences.length > 0 ? { audiences: issuer.audiences } : {}), remoteJWKS: { uri: issuer.jwks }, claimToHeaders: claimToHeaders(access) },
    rule: allow(issuer.name, [claim ? { name: claim.name, valueType: 'StringArray', values: claim.values } : { name: 'iss', values: [issuer.url] }]),
  }];
}

/** A token of the cluster names the service account: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens */
function workloads({ callers, inside }: Route, access: Access | undefined, { oidcIssuer, oidcKeys }: Cluster, namespace: string): readonly Known[] {
  if (inside.way !== 'gateway' || callers.length === 0 || oidcIssuer === undefined) return [];
  const accounts = callers.map((path) => `system:serviceaccount:${namespace}:${name('kubernetes', path.slice(path.indexOf('/') + 1))}`).sort();
  return [{
    provider: { name: 'workloads', issuer: `https://${oidcIssuer}`, audiences: [tokenAudience], remoteJWKS: { uri: oidcKeys ?? `https://${oidcIssuer}/keys` }, claimToHeaders: claimToHeaders(access) },
    rule: allow('workloads', [{ name: 'sub', values: accounts }]),
  }];
}
