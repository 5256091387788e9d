// A secret is declared by its name in the platform's store; its value never reaches a project.
import * as z from 'zod';
import { meta } from 'leitwerk/concept';

export interface SecretRef { readonly $secret: string }
export const secretRef = () => meta(z.strictObject({ $secret: z.string().regex(/^[a-z0-9]([a-z0-9/_-]{0,120}[a-z0-9])?$/) }), { type: 'SecretRef', secret: true });
