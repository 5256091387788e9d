// A scoring endpoint as a plain Deployment of MLServer or Triton: an init container fetches the artefact. Its pods are ours, so that rollouts and scalers can work on them.
import type { JsonObject } from '../../model/json.ts';
import { deploymentSpec, disruptionSpec, serviceSpec } from '../../model/deployment.ts';
import { restrictedContainer, restrictedPod, spread } from '../../model/kubernetes.ts';
import { milliseconds } from '../../model/units.ts';
import { object, target } from '../../target.ts';
import { paths, scoringContainer } from './scoring.ts';

/** As MLServer's image has it; Triton takes any user. https://github.com/SeldonIO/MLServer/blob/1.7.1/Dockerfile */
const user = 1000;
const preStop = 10;
/** Seconds until the artefact is there and loaded. */
const startup = 300;

export default target({
  system: 'MLServer and Triton', api: 'V2 inference protocol', docs: 'https://mlserver.readthedocs.io/en/stable/user-guide/index.html',
  concern: 'prediction', consumes: ['PredictionEndpoint'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  *emit(endpoint, context) {
    const { get, facts, names, namespace, labels, platform } = context;
    const { artefact, digest } = get(endpoint.model);
    const { selector, answers } = facts.workloads[endpoint.$path]!;
    const { deployed, max } = facts.scaling[endpoint.$path]!;
    const { volumeMounts, ...container } = scoringContainer(endpoint, context);
    const models = { name: 'models', mountPath: paths.models };
    const { volume, subPath, init } = fetched(artefact, digest, platform.images['storage-initializer']);
    const pod: JsonObject = {
      serviceAccountName: names.of(endpoint), automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user),
      terminationGracePeriodSeconds: preStop + (endpoint.timeout === undefined ? 30 : Math.ceil(milliseconds(endpoint.timeout) / 1000)) + 5,
      ...(init ? { initContainers: [{ ...init, securityContext: restrictedContainer, volumeMounts: [models, { name: 'tmp', mountPath: paths.tmp }] }] } : {}),
      containers: [{ ...container, lifecycle: { preStop: { sleep: { seconds: preStop } } }, securityContext: restrictedContainer, volumeMounts: [...volumeMounts as readonly JsonObject[], { ...models, readOnly: true, ...(subPath ? { subPath } : {}) }] }],
      ...spread(max, selector), volumes: [{ name: 'tmp', emptyDir: {} }, { name: 'models', ...volume }],
    };
    const metadata = { name: names.of(endpoint), namespace, labels: labels(endpoint) };
    yield object('apps/v1', 'Deployment', metadata, { spec: deploymentSpec({ selector, labels: labels(endpoint), pod, replicas: deployed, maxSurge: 1, maxUnavailable: 0, startupSeconds: startup }) }, { file: 'prediction', from: [endpoint.model.$ref] });
    yield object('v1', 'Service', metadata, { spec: serviceSpec(selector, answers!) }, { file: 'prediction' });
    if (max > 1) yield object('policy/v1', 'PodDisruptionBudget', metadata, { spec: disruptionSpec(selector) }, { file: 'prediction' });
  },
});

/** Images and volumes are mounted; what lies in a bucket is fetched by the program that KServe uses for it. https://github.com/kserve/kserve/tree/v0.20.0/python/storage-initializer */
function fetched(artefact: string, digest: string, image: string | undefined): { readonly volume: JsonObject; readonly subPath?: string; readonly init?: JsonObject } {
  const [scheme, rest = ''] = artefact.split('://');
  const [claimName = '', ...path] = rest.split('/');
  switch (scheme) {
    case 'oci': return { volume: { image: { reference: `${rest}@${digest}`, pullPolicy: 'IfNotPresent' } } };
    case 'pvc': return { volume: { persistentVolumeClaim: { claimName, readOnly: true } }, ...(path.length > 0 ? { subPath: path.join('/') } : {}) };
    default: return {
      volume: { emptyDir: {} },
      init: { name: 'fetch', image, args: [artefact, paths.models], env: [{ name: 'HOME', value: paths.tmp }], resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } } },
    };
  }
}
