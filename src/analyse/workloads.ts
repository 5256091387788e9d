// What runs as pods: by which Service it answers, on which port, where it shows its metrics. What gateways, network policies, monitors and rollouts agree on.
import { fact } from '../fact.ts';
import { inference } from '../model/kubernetes.ts';
import { name } from '../model/names.ts';

export interface Workload {
  readonly node: string;
  readonly kind: 'ModelEndpoint' | 'PredictionEndpoint' | 'Application' | 'Pipeline';
  /** The object that the pods belong to. */
  readonly controller: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  /** Where it answers, inside its namespace; jobs answer nobody. `port` is the Service's, `target` the container's. */
  readonly answers?: { readonly service: string; readonly port: number; readonly target: number; readonly portName: string };
  /** Where its own pods answer, if a guardrail server stands in front: only that one calls them. */
  readonly behind?: NonNullable<Workload['answers']>;
  /** Where Prometheus reads it: on the container's port of that name. */
  readonly metrics?: { readonly portName: string; readonly path: string };
}

/** Port of the model servers that KServe runs: https://kserve.github.io/website/docs/concepts/resources/servingruntime */
const kserve = { port: 80, target: 8080, portName: 'h2c' } as const;
const deployment = (of: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name: of });

export default fact<Readonly<Record<string, Workload>>>({
  doc: 'What runs as pods, by path: the object that they belong to, the Service and port that they answer on, where their metrics are.',
  derive: ({ all, facts }) => {
    const answering = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].map((node): Workload => {
      const called = name('kubernetes', node.$id);
      if (node.$kind === 'Application') return { node: node.$path, kind: node.$kind, controller: deployment(called), answers: { service: called, port: node.port, target: node.port, portName: 'http' }, metrics: { portName: 'http', path: '/metrics' } };
      if (node.$kind === 'PredictionEndpoint') {
        return { node: node.$path, kind: node.$kind, controller: { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: called }, answers: { service: `${called}-predictor`, ...kserve }, metrics: { portName: kserve.portName, path: '/metrics' } };
      }
      const own = { service: called, port: inference.port, target: inference.port, portName: inference.name }, front = facts.guarded[node.$path];
      return { node: node.$path, kind: node.$kind, controller: deployment(called), answers: front?.answers ?? own, ...(front ? { behind: own } : {}), metrics: { portName: inference.name, path: '/metrics' } };
    });
    const jobs = all('Pipeline').map((p): Workload => ({ node: p.$path, kind: p.$kind, controller: { apiVersion: 'batch/v1', kind: 'CronJob', name: name('cron-job', p.$id) } }));
    return Object.fromEntries([...answering, ...jobs].map((w) => [w.node, w]));
  },
});
