// A model whose weights the project runs itself.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { line, secretRef } from 'leitwerk/values';

export class Model extends concept('Model', {
  doc: 'A model that the project runs itself: which weights, at which revision, in which precision.',
  schema: () => z.strictObject({
    weights: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\/[A-Za-z0-9][A-Za-z0-9._-]*$/).describe('Repository of the weights, `organisation/name`; architecture and size are looked up by it.'),
    revision: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/).describe('Commit of the weights; a branch or tag can move.'),
    source: z.enum(['hf', 's3', 'oci', 'pvc']).default('hf').describe('Where they are fetched from; the platform may mirror it.'),
    quantisation: z.strictObject({
      kind: z.enum(['fp8', 'awq', 'gptq', 'bitsandbytes', 'mxfp4', 'nvfp4']).describe('Format of the weights.'),
      at: z.enum(['stored', 'load']).describe('Is it stored so, or quantised when loaded?'),
    }).meta({ id: 'Quantisation' }).optional().describe('Without it, the precision of the checkpoint.'),
    licence: line().describe('SPDX id, or the name of the licence that allows this use.'),
    token: secretRef().optional().describe('Credential for gated weights.'),
  }),
  example: { weights: 'meta-llama/Llama-3.1-8B-Instruct', revision: '0e9e39f249a16976918f6564b8830bc894c89659', source: 'hf', quantisation: { kind: 'fp8', at: 'load' }, licence: 'llama3.1', token: { $secret: 'hugging-face/token' } },
}) {}
