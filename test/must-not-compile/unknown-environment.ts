// An environment that the platform does not have.
import { GpuQuota, inEnv, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new GpuQuota(project, 'gpus', {
  accelerator: 'l40s',
  guaranteed: inEnv({
    default: 1,
    prod: 4, // error TS2353: Object literal may only specify known properties, and 'prod' does not exist in type
  }),
});
