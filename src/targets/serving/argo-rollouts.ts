// A new version by steps: a Rollout of Argo runs the pods in the place of the Deployment, whose template it takes; a second Service for the new version; and what is asked at each step.
import { progressDeadline, serviceSpec } from '../../model/deployment.ts';
import type { JsonObject } from '../../model/json.ts';
import { prometheusUrl } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { object, target, type EmitContext } from '../../target.ts';
import { burnsFast, isBetter, objectiveHolds } from './rollout-analysis.ts';
import { holdSeconds, routes, stepsOf } from './rollout-steps.ts';
import { startupSeconds } from './vllm-pod.ts';

const api = 'argoproj.io/v1alpha1';
/** Seconds that a replica without weights takes to start, at most. */
const startup = 300;
/** Registered under this name with the controller: https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io/en/latest/installation/ */
const plugin = 'argoproj-labs/gatewayAPI';

interface Template { readonly name: string; readonly metric: JsonObject; readonly window: boolean }

export default target({
  system: 'Argo Rollouts', api, docs: 'https://argo-rollouts.readthedocs.io/en/stable/features/specification/',
  concern: 'rollouts', consumes: ['Rollout'], per: 'node', scope: 'cluster', requires: ['argo-rollouts >= 1.9', 'prometheus-operator >= 0.70'], judge: 'argo-rollouts',
  *emit(rollout, context) {
    const { get, facts, names, namespace, labels, cluster } = context;
    const node = get(rollout.of);
    const { controller, selector, answers } = facts.workloads[node.$path]!;
    const { declared, of, staged } = facts.scaling[node.$path]!;
    // Pods that KServe owns nobody else can replace.
    if (answers === undefined || of.kind !== 'Rollout' || prometheusUrl(cluster) === undefined) return;
    // A route that another controller makes, or that leads to something in front of the pods, cannot be steered: there, replicas share out the requests of the one Service.
    const routed = staged !== undefined;
    const gates = rollout.gates.map((g) => get(g));
    const held = gates.map((slo): Template => ({ name: names.of(rollout, 'kubernetes', slo.$id), metric: objectiveHolds(slo, rollout, context), window: true }));
    const tests = new Map(rollout.steps.flatMap((step, i) => (step.kind === 'ab-test' ? [[step, { name: names.of(rollout, 'kubernetes', get(step.by).$id, String(i)), metric: isBetter(step, rollout, context), window: true } satisfies Template] as const] : [])));
    const burning = gates.flatMap((slo): readonly Template[] => { const metric = burnsFast(slo, rollout, context); return metric ? [{ name: names.of(rollout, 'kubernetes', slo.$id, 'burn'), metric, window: false }] : []; });
    const asks = (templates: readonly Template[], rest: JsonObject = {}): JsonObject => ({ templates: templates.map(({ name }) => ({ templateName: name })), ...rest });
    const managed = Object.entries(routes).filter(([kind]) => rollout.steps.some((s) => s.kind === kind)).map(([, name]) => ({ name }));

    yield object(api, 'Rollout', { name: of.name, namespace, labels: labels(node) }, { spec: {
      ...(declared === undefined ? {} : { replicas: declared }), revisionHistoryLimit: 3,
      progressDeadlineSeconds: progressDeadline(node.$kind === 'ModelEndpoint' ? startupSeconds(node, context) : startup), progressDeadlineAbort: rollout.onFailure === 'roll-back',
      selector: { matchLabels: selector }, workloadRef: { apiVersion: controller.apiVersion, kind: controller.kind, name: controller.name },
      strategy: { canary: {
        ...surge(node, context),
        // What the new version gets the old one gives up, or the accelerators of both would be needed at once.
        ...(routed ? { stableService: answers.service, canaryService: staged, dynamicStableScale: true, trafficRouting: { ...(managed.length > 0 ? { managedRoutes: managed } : {}), plugins: { [plugin]: { httpRoutes: [{ name: names.of(node), useHeaderRoutes: managed.some(({ name }) => name === routes['ab-test']) }], namespace } } } } : {}),
        ...(burning.length > 0 ? { analysis: asks(burning) } : {}),
        steps: stepsOf(rollout.steps, routed, (step) => [{ analysis: asks([...held, ...tests.get(step as never) ? [tests.get(step as never)!] : []], { args: [{ name: 'window', value: holdSeconds(step) }] }) }]),
      } },
    } }, { file: 'rollouts', from: [node.$path, ...gates.map((g) => g.$path)] });
    if (routed) yield object('v1', 'Service', { name: staged, namespace, labels: labels(node) }, { spec: serviceSpec(selector, answers) }, { file: 'rollouts', from: [node.$path] });
    for (const { name, metric, window } of [...held, ...burning, ...tests.values()]) {
      yield object(api, 'AnalysisTemplate', { name, namespace, labels: labels(rollout) }, { spec: { ...(window ? { args: [{ name: 'window' }] } : {}), metrics: [metric] } }, { file: 'rollouts' });
    }
  },
});

function surge(node: NodeOf<'ModelEndpoint' | 'PredictionEndpoint' | 'Application'>, { facts }: EmitContext): JsonObject {
  const rollout = facts.rollout[node.$path];
  const { maxSurge, maxUnavailable } = node.$kind === 'ModelEndpoint' && rollout && rollout.state !== 'unknown' ? rollout.value : { maxSurge: 1, maxUnavailable: 0 };
  return { maxSurge, maxUnavailable };
}
