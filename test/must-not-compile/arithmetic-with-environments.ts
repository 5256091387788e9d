// A value that differs by environment has no type of its own outside of a property.
import { GpuQuota, inEnv, type AiProject } from 'leitwerk';

const guaranteed = inEnv({
  default: 1, // error TS2322: Type 'number' is not assignable to type 'WriteInEnvInTheProperty'.
});
export const declare = (project: AiProject) => new GpuQuota(project, 'gpus', {
  accelerator: 'l40s',
  guaranteed, // error TS2322: Type 'WriteInEnvInTheProperty' is not assignable to type 'number'.
});
