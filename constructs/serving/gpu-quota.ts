// The GPUs that a project may hold in an environment.
import * as z from 'zod';
import { concept, fromPlatform } from 'leitwerk/concept';

export class GpuQuota extends concept('GpuQuota', {
  doc: 'The GPUs that the project may hold: the accelerator, and how many are guaranteed.',
  schema: () => z.strictObject({
    accelerator: fromPlatform('accelerators').describe('Kind of GPU; some pool of the cluster must have it.'),
    guaranteed: z.int().min(0).describe('GPUs that are always there.'),
  }),
  example: { accelerator: 'h100-sxm', guaranteed: 2 },
}) {}
