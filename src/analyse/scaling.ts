// How many replicas each workload has, and who changes that number: exactly one owner. What deployments, scalers, rollouts and quotas agree on.
import { fact } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import { names } from '../model/names.ts';
import type { NodeOf } from '../model/node.ts';
import { serverOf } from '../model/scoring.ts';
import { perSecond } from '../model/units.ts';
import { regexText, series } from '../model/promql.ts';
import { divide, rational, toDecimal } from '../model/rational.ts';
import type { Workload } from './workloads.ts';

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Requests for each replica, waiting or under way, above which one more is started; missing where the number is fixed. */
  readonly waiting?: number;
  /** The object whose `replicas` are the number. */
  readonly of: Workload['controller'];
  /** What that object says of its replicas; nothing where a scaler owns the number. */
  readonly declared?: number;
  /** What the controller of the pods says: nothing where a scaler owns its number, none where a rollout runs the pods in its place. */
  readonly deployed?: number;
  /** PromQL: requests that wait or are under way, of all replicas together; missing where the number is fixed. */
  readonly load?: string;
  /** The Service of a new version, where the gateway shares out requests between it and the old one: the route is ours to steer, and leads straight to the pods. */
  readonly staged?: string;
  /** Declared requests a second, on average and in the busiest minutes, and how many of the latter each of the most replicas has; decimals. */
  readonly requests?: { readonly mean: string; readonly peak: string; readonly peakPerReplica: string };
  /** GPUs of one replica. */
  readonly gpus: number;
}

/** Gauges of requests in hand, by the server that has them. */
const gauges = {
  // https://docs.vllm.ai/en/v0.27.1/usage/metrics/
  vllm: ['vllm:num_requests_waiting', 'vllm:num_requests_running'],
  // https://mlserver.readthedocs.io/en/stable/user-guide/metrics.html
  mlserver: ['rest_server_requests_in_progress'],
  // https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html
  triton: ['nv_inference_pending_request_count'],
} as const;

export default fact<Readonly<Record<string, Scaling>>>({
  doc: 'Replicas of each workload that answers, by path: how many, at most how many, who changes the number, and on which object.',
  derive: ({ all, get, users, env, platform, project, facts }) => {
    const { namespace } = names(platform.name, env.name, project.project, env.namespaceSuffix);
    const scaler = systemOf(env, 'autoscaling') !== undefined;
    // Pods are told apart by their names, whoever scrapes them under whichever job.
    const inHand = (node: NodeOf<'ModelEndpoint' | 'PredictionEndpoint'>, called: string): string =>
      gauges[node.$kind === 'ModelEndpoint' ? 'vllm' : serverOf(get(node.model).format.name)].map((gauge) => `sum(${series(gauge, { namespace, pod: { matches: `${regexText(called)}-.+` } })})`).join(' + ');
    const of = (node: NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>): Scaling => {
      const { controller, answers } = facts.workloads[node.$path]!;
      const gpus = node.$kind === 'ModelEndpoint' ? facts.sizing[node.$path]!.gpus : 0;
      const min = node.$kind === 'ModelEndpoint' ? facts.sizing[node.$path]!.replicas : node.replicas;
      // where there is nothing to choose from, nobody chooses
      const scale = node.$kind === 'Application' || !scaler || (node.scale?.max ?? 0) <= min ? undefined : node.scale;
      const number = scale === undefined ? min : undefined;
      const max = Math.max(min, scale?.max ?? min);
      const declared = node.$kind === 'ModelEndpoint' ? node.traffic : node.$kind === 'PredictionEndpoint' ? node.load : undefined;
      const common = {
        min, max, gpus,
        ...(declared ? { requests: { mean: toDecimal(perSecond(declared.mean), 3), peak: toDecimal(perSecond(declared.peak), 3), peakPerReplica: toDecimal(divide(perSecond(declared.peak), rational(max)), 3) } } : {}),
        ...(scale && node.$kind !== 'Application' ? { waiting: scale.waiting, load: inHand(node, controller.name) } : {}),
      };
      if (answers?.canary !== undefined && users(node, 'Rollout').length > 0) {
        const { gateway, service } = facts.routes[node.$path]!;
        const staged = gateway?.by === 'gateway' && service?.name === answers.service ? { staged: answers.canary } : {};
        return { ...common, ...staged, of: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: controller.name }, deployed: 0, ...(number === undefined ? {} : { declared: number }) };
      }
      // KServe keeps its hands off the number where none is declared: https://github.com/kserve/kserve/blob/v0.20.0/pkg/controller/v1alpha2/llmisvc/workload.go
      const made = controller.kind === 'LLMInferenceService' ? { apiVersion: 'apps/v1', kind: 'Deployment', name: `${controller.name}-kserve` } : controller;
      return { ...common, of: made, ...(number === undefined ? {} : { declared: number, deployed: number }) };
    };
    return Object.fromEntries([...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].map((node) => [node.$path, of(node)]));
  },
});
