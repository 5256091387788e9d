// Who may call an endpoint, and by which identity.
import { fact, unknown, type Known } from '../fact.ts';
import { systemOf } from '../model/environments.ts';

export interface Access {
  readonly audience: string;
  readonly issuer?: { readonly name: string; readonly url: string; readonly audiences: readonly string[] };
  readonly tenantClaim?: string;
  /** Which system checks the identity before a request reaches the endpoint. */
  readonly enforcedBy: Known<string>;
}

export default fact<Readonly<Record<string, Access>>>({
  doc: 'Who may call each endpoint: audience, issuer of the tokens, claim that names the tenant, and who checks that. By path.',
  derive: ({ all, platform, env }) => Object.fromEntries(all('ModelEndpoint').map(({ $path, access: { audience, issuer, tenantClaim } }) => {
    const known = issuer === undefined ? undefined : platform.issuers[issuer];
    const gateway = systemOf(env, 'gateway');
    return [$path, {
      audience,
      ...(issuer === undefined || known === undefined ? {} : { issuer: { name: issuer, ...known } }),
      ...(tenantClaim === undefined ? {} : { tenantClaim }),
      enforcedBy: gateway === undefined ? unknown(`no system serves the concern gateway in ${env.name}: the ingress lets requests in, and nothing here says that it checks tokens`) : { state: 'known', value: gateway },
    } satisfies Access];
  })),
});
