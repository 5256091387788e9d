// Who may call: shared by gateways, network policies and the data-flow analysis.
import * as z from 'zod';
import { fromPlatform } from 'leitwerk/concept';

export const access = () => z.strictObject({
  audience: z.enum(['employees', 'partners', 'customers', 'public', 'services']).describe('Who calls.'),
  issuer: fromPlatform('issuers').optional().describe('Identity provider whose tokens are accepted.'),
  tenantClaim: z.string().regex(/^[A-Za-z_][A-Za-z0-9_.:/-]{0,62}$/).optional().describe('Token claim that names the tenant.'),
}).meta({ id: 'Access' }).describe('Who may call, by which identity.');
