// What runs as pods: by which Service it answers, on which port, where it shows its metrics. What gateways, network policies, monitors and rollouts agree on.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import { inference } from '../model/kubernetes.ts';
import { name, names } from '../model/names.ts';
import type { NodeOf } from '../model/node.ts';

export interface Workload {
  readonly node: string;
  readonly kind: 'ModelEndpoint' | 'PredictionEndpoint' | 'Application' | 'Pipeline';
  /** The object that the pods belong to. */
  readonly controller: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  /** Where the pod's spec stands in that object, and the container that does the work: what others add settings to. */
  readonly pod: { readonly at: readonly string[]; readonly container: string };
  /** Labels by which its pods are found; some systems allow no others than their own. */
  readonly selector: Readonly<Record<string, string>>;
  /** Where it answers, inside its namespace; jobs answer nobody. `port` is the Service's, `target` the container's. */
  readonly answers?: { readonly service: string; readonly port: number; readonly target: number; readonly portName: string; /** The Service of the new version while a rollout is under way; a route lists it with weight 0. */ readonly canary?: string };
  /** Where Prometheus reads it: on this port of the container. */
  readonly metrics?: { readonly portName: string; readonly port: number; readonly path: string };
}

/** Names that KServe makes of ours end in `-kserve-workload-svc`. https://github.com/kserve/kserve/blob/v0.20.0/pkg/controller/v1alpha2/llmisvc/workload.go */
const llm = { suffix: '-kserve-workload-svc', partOf: 'llminferenceservice', component: { 'kserve.io/component': 'workload' } } as const;
/** What MLServer and Triton are told to listen on, as KServe's own runtimes are; KServe's Service is on 80. https://github.com/kserve/kserve/blob/v0.20.0/config/runtimes/kserve-mlserver.yaml */
export const scoring = { port: 80, target: 8080, portName: 'http', metrics: 8082 } as const;
const template = ['spec', 'template', 'spec'] as const;
const deployment = (of: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name: of });

export default fact<Readonly<Record<string, Workload>>>({
  doc: 'What runs as pods, by path: the object that they belong to, the Service and port that they answer on, where their metrics are.',
  derive: ({ all, users, env, platform, project }) => {
    const { selector } = names(platform.name, env.name, project.project, env.namespaceSuffix);
    const staged = (node: NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>, called: string) => (systemOf(env, 'rollouts') !== undefined && users(node, 'Rollout').length > 0 ? { canary: name('kubernetes', called, 'canary') } : {});
    const answering = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].map((node): Workload => {
      const called = name('kubernetes', node.$id);
      const common = { node: node.$path, kind: node.$kind, selector: selector(node) };
      const own = { ...common, controller: deployment(called) };
      if (node.$kind === 'Application') {
        return { ...own, pod: { at: template, container: 'main' }, answers: { service: called, port: node.port, target: node.port, portName: 'http', ...staged(node, called) }, metrics: { portName: 'http', port: node.port, path: '/metrics' } };
      }
      if (node.$kind === 'PredictionEndpoint') {
        const metrics = { portName: 'metrics', port: scoring.metrics, path: '/metrics' };
        if (systemOf(env, 'prediction') !== 'serving/kserve-predictor') return { ...own, pod: { at: template, container: 'server' }, answers: { service: called, port: scoring.port, target: scoring.target, portName: scoring.portName, ...staged(node, called) }, metrics };
        const service = name('kserve', node.$id);
        return { ...common, controller: { apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: service }, pod: { at: ['spec', 'predictor', 'model'], container: 'kserve-container' }, answers: { service: `${service}-predictor`, port: scoring.port, target: scoring.target, portName: scoring.portName }, metrics };
      }
      const answers = { port: inference.port, target: inference.port, portName: inference.name };
      const metrics = { portName: inference.name, port: inference.port, path: '/metrics' };
      if (systemOf(env, 'serving') !== 'serving/kserve') return { ...own, pod: { at: template, container: 'vllm' }, answers: { service: called, ...answers, ...staged(node, called) }, metrics };
      const service = name('kserve', node.$id);
      return {
        ...common, controller: { apiVersion: 'serving.kserve.io/v1alpha2', kind: 'LLMInferenceService', name: service }, pod: { at: ['spec', 'template'], container: 'main' }, answers: { service: service + llm.suffix, ...answers }, metrics,
        selector: { 'app.kubernetes.io/name': service, 'app.kubernetes.io/part-of': llm.partOf, ...llm.component },
      };
    });
    const jobs = all('Pipeline').map((p): Workload => ({
      node: p.$path, kind: p.$kind, controller: { apiVersion: 'batch/v1', kind: 'CronJob', name: name('cron-job', p.$id) },
      pod: { at: ['spec', 'jobTemplate', ...template], container: 'run' }, selector: selector(p),
    }));
    return Object.fromEntries([...answering, ...jobs].map((w) => [w.node, w]));
  },
});
