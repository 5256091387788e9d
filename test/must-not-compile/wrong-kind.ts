// A construct of another kind is no model.
import { GpuQuota, ModelEndpoint, traffic, type AiProject } from 'leitwerk';

export const declare = (project: AiProject, gpus: GpuQuota) => new ModelEndpoint(project, 'chat', {
  model: gpus, // error TS2322: Type 'GpuQuota' is not assignable to type 'Model'.
  quota: gpus, context: 8192, concurrency: 4, access: { audience: 'employees' },
  traffic: traffic({ mean: '1/s', peak: '2/s', input: { p50: 100, p95: 200 }, output: { p50: 100, p95: 200 } }),
});
