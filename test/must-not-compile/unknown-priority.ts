// A priority class that no cluster has.
import { Pipeline, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new Pipeline(project, 'nightly', {
  image: 'registry.example/nightly@sha256:0', command: ['run'], schedule: '0 2 * * *', timeout: '1h', cpu: '1', memory: '1Gi',
  priority: 'urgent', // error TS2322: Type '"urgent"' is not assignable to type '"batch" | "user-facing" | undefined'.
});
