// Who may call what answers, by which identity, and who checks that.
import { fact, unknown, type FactContext, type Known } from '../fact.ts';
import { systemOf } from '../model/environments.ts';

export interface Access {
  readonly audience: string;
  readonly issuer?: { readonly name: string; readonly url: string; readonly audiences: readonly string[]; readonly jwks?: string };
  /** The claim that tells this audience from others with a token of the issuer. */
  readonly claim?: { readonly name: string; readonly values: readonly string[] };
  readonly tenantClaim?: string;
  /** Which system checks the identity before a request reaches it. */
  readonly enforcedBy: Known<string>;
}

export default fact<Readonly<Record<string, Access>>>({
  doc: 'Who may call each endpoint and application: audience, issuer of the tokens, the claims that tell audience and tenant, and who checks that. By path.',
  derive: (context) => Object.fromEntries([...context.all('ModelEndpoint'), ...context.all('PredictionEndpoint'), ...context.all('Application')].map(({ $path, access: { audience, issuer, tenantClaim } }) => {
    const known = issuer === undefined ? undefined : context.platform.issuers[issuer];
    const claim = known?.claims[audience];
    return [$path, {
      audience,
      ...(issuer === undefined || known === undefined ? {} : { issuer: { name: issuer, url: known.url, audiences: known.audiences, ...(known.jwks === undefined ? {} : { jwks: known.jwks }) } }),
      ...(claim === undefined ? {} : { claim }), ...(tenantClaim === undefined ? {} : { tenantClaim }),
      enforcedBy: enforced($path, { audience, issuer }, context),
    } satisfies Access];
  })),
});

function enforced(path: string, { audience, issuer }: { readonly audience: string; readonly issuer: string | undefined }, { env, facts }: FactContext): Known<string> {
  const { gateway } = facts.routes[path]!;
  if (gateway) return { state: 'known', value: systemOf(env, gateway.by)! };
  // Services without an identity stay inside, where the network alone tells who is who.
  if (audience === 'services' && issuer === undefined) return { state: 'known', value: 'kubernetes/network-policy' };
  if (systemOf(env, 'gateway') !== undefined) return unknown(`the cluster of ${env.name} declares no gateway that routes attach to`);
  return unknown(`no system serves the concern gateway in ${env.name}: the ingress lets requests in, and nothing here says that it checks tokens`);
}
