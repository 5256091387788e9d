// The GPUs that a project may hold in an environment.
import * as z from 'zod';
import { concept, fromPlatform } from 'leitwerk/concept';

export class GpuQuota extends concept('GpuQuota', {
  doc: 'The GPUs that the project may hold: the accelerator, and how many are guaranteed.',
  schema: () => z.strictObject({
    accelerator: fromPlatform('accelerators').describe('Kind of GPU; some pool of the cluster must have it.'),
    guaranteed: z.int().min(0).describe('GPUs that are always there.'),
    borrow: z.int().min(0).default(0).describe('GPUs that it may take beyond those, while others leave them idle.'),
    lend: z.int().min(0).optional().describe('Guaranteed GPUs that others may use while it does not; default, all of them.'),
  }),
  example: { accelerator: 'h100-sxm', guaranteed: 2, borrow: 2, lend: 1 },
}) {}
