// What a workload is given to ask models: addresses, names, keys as variables, and the token by which the gateway knows it.
import type { Facts } from '../../generated/registry-types.ts';
import type { JsonObject } from '../../model/json.ts';

/** For whom the token is meant: no other service takes it. https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection */
export const tokenAudience = 'model-gateway.leitwerk.dev';
const folder = '/var/run/secrets/leitwerk.dev/model-gateway';

export interface CallerParts { readonly env: readonly JsonObject[]; readonly volumes: readonly JsonObject[]; readonly volumeMounts: readonly JsonObject[] }

/** Parts of the pod of a workload: `LEITWERK_MODEL_CHAT_URL`, `..._NAME`, at the provider's own host `..._KEY`, and a token where the gateway stands between. */
export function callerParts(workload: { readonly $path: string }, { calls, routes, secretUse }: Pick<Facts, 'calls' | 'routes' | 'secretUse'>): CallerParts {
  const called = (calls[workload.$path] ?? []).flatMap(({ to }) => routes[to] ?? []).sort((a, b) => (a.node < b.node ? -1 : 1));
  const variables = called.flatMap((route): readonly JsonObject[] => {
    const prefix = `LEITWERK_MODEL_${route.node.slice(route.node.indexOf('/') + 1).replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
    const key = route.inside.way === 'host' ? secretUse.find((use) => use.node === route.node) : undefined;
    return [
      { name: `${prefix}_URL`, value: route.inside.url },
      ...(route.model === undefined ? [] : [{ name: `${prefix}_NAME`, value: route.model }]),
      ...(key ? [{ name: `${prefix}_KEY`, valueFrom: { secretKeyRef: { name: key.name, key: key.key } } }] : []),
    ];
  });
  if (!called.some((route) => route.inside.way === 'gateway')) return { env: variables, volumes: [], volumeMounts: [] };
  return {
    env: [...variables, { name: 'LEITWERK_MODEL_TOKEN_FILE', value: `${folder}/token` }],
    // Ten minutes are the least that the API server issues; the kubelet renews it before.
    volumes: [{ name: 'model-gateway-token', projected: { sources: [{ serviceAccountToken: { audience: tokenAudience, expirationSeconds: 3600, path: 'token' } }] } }],
    volumeMounts: [{ name: 'model-gateway-token', mountPath: folder, readOnly: true }],
  };
}
