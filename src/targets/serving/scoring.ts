// The container that scores with a trained model, whoever the controller is: its server, where the artefact lies, and that it is the one which was tested.
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { scoring } from '../../analyse/workloads.ts';
import { served, serverOf } from '../../model/scoring.ts';
import type { EmitContext } from '../../target.ts';

export const paths = { models: '/mnt/models', tmp: '/tmp' } as const;

/** Of one file, its digest; of a folder, that of what `sha256sum` says of its files in the order of their bytes. An image is pinned by its registry. */
const verified = (digest: string): string => [
  `cd ${paths.models}`, `want=${digest.replace('sha256:', '')}`,
  'if [ "$(find . -type f | wc -l)" = 1 ]; then have=$(find . -type f -exec sha256sum {} + | cut -c1-64); else have=$(find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64); fi',
  '[ "$have" = "$want" ] || { echo "the artefact has the digest $have, and $want was tested" >&2; exit 1; }',
].join('\n');

const start = { mlserver: `exec mlserver start ${paths.models}`, triton: `exec tritonserver --model-store=${paths.models} --http-port=${scoring.target} --metrics-port=${scoring.metrics} --allow-grpc=false --strict-readiness=true` } as const;
const ready = '/v2/health/ready', live = '/v2/health/live';

export function scoringContainer(endpoint: NodeOf<'PredictionEndpoint'>, { get, facts, names, platform }: EmitContext): JsonObject {
  const { format, artefact, digest } = get(endpoint.model);
  const server = serverOf(format.name);
  const probe = (path: string, rest: JsonObject): JsonObject => ({ httpGet: { path, port: scoring.portName }, ...rest });
  const check = artefact.startsWith('oci://') ? '' : `${verified(digest)}\n`;
  const settings = server === 'mlserver' ? {
    MLSERVER_MODEL_NAME: names.of(endpoint), MLSERVER_MODEL_URI: paths.models, MLSERVER_MODEL_IMPLEMENTATION: served(format.name).runtime!,
    MLSERVER_HTTP_PORT: String(scoring.target), MLSERVER_METRICS_PORT: String(scoring.metrics), MLSERVER_METRICS_DIR: paths.tmp, HOME: paths.tmp,
  } : {};
  return {
    name: facts.workloads[endpoint.$path]!.pod.container, image: platform.images[server], command: ['/bin/sh', '-ec'], args: [`${check}${start[server]}`],
    env: Object.entries(settings).map(([name, value]) => ({ name, value })),
    ports: [{ name: scoring.portName, containerPort: scoring.target }, { name: 'metrics', containerPort: scoring.metrics }],
    startupProbe: probe(ready, { periodSeconds: 5, failureThreshold: 60 }), readinessProbe: probe(ready, { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 }), livenessProbe: probe(live, { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }),
    // A limit on memory only: it cannot be given back, while processor time that nobody wants is free to take.
    resources: { requests: { cpu: endpoint.cpu, memory: endpoint.memory }, limits: { memory: endpoint.memory } },
    volumeMounts: [{ name: 'tmp', mountPath: paths.tmp }],
  };
}
