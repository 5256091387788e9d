// A service of the project: Deployment, Service, and a disruption budget where there is more than one replica. It is told where what it calls and reads is.
import { callerParts } from '../../analyse/routes/variables.ts';
import { variablesOf } from '../../analyse/stores.ts';
import { account, dataLocation } from '../../model/aws.ts';
import { deploymentSpec, disruptionSpec, serviceSpec } from '../../model/deployment.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod, spread, verbatim } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { refsTo } from '../../model/query.ts';
import { milliseconds } from '../../model/units.ts';
import { object, target, type EmitContext } from '../../target.ts';

/** Any user but root will do: declared images bring what they need, readable by everybody. */
const user = 65_532;
/** Seconds until a removed pod gets no more requests. */
const preStop = 10;
/** Seconds that a start may take. */
const startup = 300;

export default target({
  system: 'Kubernetes', api: 'apps/v1', docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/',
  consumes: ['Application'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  *emit(application, context) {
    const { facts, names, namespace, labels } = context;
    const { selector, answers, pod } = facts.workloads[application.$path]!;
    const { deployed, max } = facts.scaling[application.$path]!;
    const caller = callerParts(application, facts);
    const probe = (rest: JsonObject): JsonObject => ({ httpGet: { path: application.health, port: answers!.portName }, ...rest });
    const container: JsonObject = {
      name: pod.container, image: application.image, ...(application.command.length > 0 ? { command: application.command.map(verbatim) } : {}),
      env: environment(application, context), ports: [{ name: answers!.portName, containerPort: application.port }],
      startupProbe: probe({ periodSeconds: 5, failureThreshold: startup / 5 }), readinessProbe: probe({ periodSeconds: 5, failureThreshold: 3 }), livenessProbe: probe({ periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
      lifecycle: { preStop: { sleep: { seconds: preStop } } },
      // A limit on memory only: it cannot be given back, while processor time that nobody wants is free to take.
      resources: { requests: { cpu: application.cpu, memory: application.memory }, limits: { memory: application.memory } },
      securityContext: restrictedContainer, volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...caller.volumeMounts],
    };
    const metadata = { name: names.of(application), namespace, labels: labels(application) };
    yield object('apps/v1', 'Deployment', metadata, { spec: deploymentSpec({
      selector, labels: labels(application), replicas: deployed, maxSurge: 1, maxUnavailable: 0, startupSeconds: startup,
      pod: {
        serviceAccountName: names.of(application), automountServiceAccountToken: false, enableServiceLinks: false,
        terminationGracePeriodSeconds: preStop + (application.timeout === undefined ? 30 : Math.ceil(milliseconds(application.timeout) / 1000)) + 5,
        securityContext: restrictedPod(user), containers: [container], ...spread(max, selector), volumes: [{ name: 'tmp', emptyDir: {} }, ...caller.volumes],
      },
    }) }, { file: 'applications', from: [...application.calls, ...application.reads].map((r) => r.$ref) });
    yield object('v1', 'Service', metadata, { spec: serviceSpec(selector, answers!) }, { file: 'applications' });
    if (max > 1) yield object('policy/v1', 'PodDisruptionBudget', metadata, { spec: disruptionSpec(selector) }, { file: 'applications' });
  },
});

/** What the author declares goes last: a name of ours that it takes is its own decision. */
function environment(application: NodeOf<'Application'>, context: EmitContext): readonly JsonObject[] {
  const { get, facts, env } = context;
  const value = (name: string, text: string): JsonObject => ({ name, value: text });
  const data = account(env) === undefined ? [] : refsTo(application.reads, 'DataContract').map((r) => get(r))
    .map((c) => value(`LEITWERK_DATA_${(c.$project === application.$project ? c.$id : `${c.$project}__${c.$id}`).replace(/-/g, '_').toUpperCase()}`, dataLocation(context, c)));
  const indexes = refsTo(application.reads, 'VectorIndex').flatMap(({ $ref }) => { const store = facts.stores[$ref]; return store ? variablesOf(store, 'reader') : []; });
  const secrets = facts.secretUse.filter((use) => use.node === application.$path && use.property[0] === 'secrets').map((use) => ({ name: String(use.property[1]), valueFrom: { secretKeyRef: { name: use.name, key: use.key } } }));
  const all = [value('LEITWERK_ENVIRONMENT', env.name), ...callerParts(application, facts).env, ...data, ...indexes, ...Object.entries(application.variables).map(([name, text]) => value(name, verbatim(text))), ...secrets];
  return [...new Map(all.map((v) => [String(v['name']), v])).values()].sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
}
