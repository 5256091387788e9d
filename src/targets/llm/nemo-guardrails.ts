// Guardrails enforced in the path: a server of NeMo Guardrails in front of each endpoint that has some. Callers are sent to it, and only it reaches the endpoint.
import { guardrailServer } from '../../model/added.ts';
import { plainJson } from '../../model/chat.ts';
import { digestOf } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { object, target, type EmitContext } from '../../target.ts';
import { actions } from './nemo-actions.ts';
import { config, flows, keyVariable, railsOf } from './nemo-config.ts';

const user = 65_532;
const { replicas, cpu, memory } = guardrailServer;

/** Credentials of models outside that give verdicts. Without any, the client still wants a key to send. */
function keys(endpoint: NodeOf<'ModelEndpoint'>, context: EmitContext): readonly JsonObject[] {
  const outside = new Map(railsOf(endpoint, context).flatMap(({ check }) => ('model' in check && check.model.kind === 'ExternalModel' ? [[check.model.$ref, context.get(check.model)] as const] : [])));
  const secret = (path: string) => context.facts.secretUse.find((use) => use.node === path && use.property[0] === 'key')!;
  return [{ name: 'OPENAI_API_KEY', value: 'unused' }, ...[...outside].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, node]) => { const { name, key } = secret(path); return { name: keyVariable(node), valueFrom: { secretKeyRef: { name, key } } }; })];
}

export default target({
  system: 'NeMo Guardrails', api: '0.24', docs: 'https://docs.nvidia.com/nemo/guardrails/latest/',
  concern: 'guardrails', consumes: ['ModelEndpoint'], per: 'node', scope: 'cluster', judge: 'nemo-guardrails', asks: ({ guardrails }) => guardrails.length > 0,
  *emit(endpoint, context) {
    const { facts, names, namespace, platform } = context;
    const { $id, answers } = facts.guarded[endpoint.$path]!;
    const own = { $id, $kind: 'Guardrail' };
    const metadata = { name: names.of(own), namespace, labels: context.labels(own) }, selector = names.selector(own);
    const data = { 'config.yml': plainJson(config(endpoint, context)), 'rails.co': flows(endpoint, context), 'actions.py': actions };
    const options = { file: 'guardrails', from: endpoint.guardrails.map((r) => r.$ref) };
    const probe: JsonObject = { httpGet: { path: '/v1/rails/configs', port: answers.portName } };
    yield object('v1', 'ConfigMap', metadata, { data }, options);
    yield object('apps/v1', 'Deployment', metadata, { spec: {
      replicas, selector: { matchLabels: selector }, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels: context.labels(own), annotations: { 'leitwerk.dev/guardrails': digestOf(data) } }, spec: {
        serviceAccountName: names.of(endpoint), automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user),
        containers: [{
          name: 'guardrails', image: platform.images['nemo-guardrails'], command: ['nemoguardrails', 'server'], args: ['--config=/config', '--default-config-id=guardrails', `--port=${answers.target}`, '--disable-chat-ui'],
          env: [{ name: 'NEMO_GUARDRAILS_NO_USAGE_STATS', value: '1' }, { name: 'HOME', value: '/tmp' }, ...keys(endpoint, context)],
          ports: [{ name: answers.portName, containerPort: answers.target }], startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 60 },
          // A check may wait for a model, and the server answers meanwhile: only one that is silent for a minute begins anew.
          readinessProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 3 }, livenessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
          resources: { requests: { cpu, memory }, limits: { memory } }, securityContext: restrictedContainer,
          volumeMounts: [{ name: 'config', mountPath: '/config/guardrails', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
        }],
        volumes: [{ name: 'config', configMap: { name: metadata.name } }, { name: 'tmp', emptyDir: {} }],
      } },
    } }, options);
    yield object('v1', 'Service', metadata, { spec: { selector, ports: [{ name: answers.portName, port: answers.port, targetPort: answers.portName, appProtocol: 'http' }] } }, options);
    yield object('policy/v1', 'PodDisruptionBudget', metadata, { spec: { selector: { matchLabels: selector }, maxUnavailable: 1 } }, options);
  },
});
