// A construct that would exist nowhere.
import { GpuQuota, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new GpuQuota(project, 'gpus', {
  accelerator: 'l40s', guaranteed: 1,
  only: ['staging'], // error TS2322: Type '"staging"' is not assignable to type '"dev" | "production"'.
});
