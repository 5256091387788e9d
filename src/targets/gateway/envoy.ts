// Routes of what answers callers from outside the project, through Envoy Gateway: host, time, retries, breaker, limits, identity.
import type { JsonObject } from '../../model/json.ts';
import { object, target } from '../../target.ts';
import { securityPolicy } from './identity.ts';
import { api, file, gatewayDuration, headers, parentRefs, targetRefs } from './parts.ts';
import { trafficPolicy } from './traffic.ts';

/** What is shown of a model server: its protocol, not what it tells the operator. https://kserve.github.io/website/docs/concepts/architecture/data-plane */
const shown = { ModelEndpoint: ['/v1'], PredictionEndpoint: ['/v1', '/v2'], Application: ['/'] } as const;
const under = (value: string): JsonObject => ({ path: { type: 'PathPrefix', value } });

export default target({
  system: 'Envoy Gateway', api: 'gateway.envoyproxy.io/v1alpha1', docs: 'https://gateway.envoyproxy.io/docs/',
  concern: 'gateway', consumes: ['ModelEndpoint', 'PredictionEndpoint', 'Application'], per: 'node', scope: 'cluster', requires: ['envoy-gateway >= 1.9', 'gateway-api >= 1.5'], judge: 'kube-apiserver',
  // Services without an identity are reached inside the cluster alone.
  asks: ({ access }) => access.audience !== 'services' || access.issuer !== undefined,
  *emit(node, context) {
    const { facts, names, namespace, labels, cluster } = context;
    const route = facts.routes[node.$path]!;
    // One owner a route: what hands over or counts tokens has it at the model gateway.
    if (route.gateway?.by !== 'gateway') return;
    const [access, service, staged] = [facts.access[node.$path]!, route.service!, facts.scaling[node.$path]!.staged];
    // A new version begins with nothing; who rolls it out changes the weights.
    const backendRefs = staged === undefined ? [service] : [{ ...service, weight: 100 }, { ...service, name: staged, weight: 0 }];
    const metadata = { name: names.of(node), namespace, labels: labels(node) };
    const hidden = names.of(node, 'kubernetes', 'hidden');
    const security = securityPolicy(route, access, context);
    const forward: JsonObject = {
      matches: shown[node.$kind].map(under), backendRefs, timeouts: { request: gatewayDuration(route.timeout.ms) },
      // Nobody has checked who they are, so nobody may say.
      ...(security === undefined ? { filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: Object.values(headers) } }] } : {}),
    };
    // An application shows its metrics on the port that it answers on.
    const kept: JsonObject = { matches: [under('/metrics')], filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.envoyproxy.io', kind: 'HTTPRouteFilter', name: hidden } }] };
    const shows = node.$kind === 'Application';
    yield object(api.gateway, 'HTTPRoute', metadata, { spec: { parentRefs: parentRefs(cluster), hostnames: [route.gateway.host], rules: [forward, ...(shows ? [kept] : [])] } }, { file });
    if (shows) yield object(api.envoy, 'HTTPRouteFilter', { ...metadata, name: hidden }, { spec: { directResponse: { statusCode: 404 } } }, { file });
    yield object(api.envoy, 'BackendTrafficPolicy', metadata, { spec: { targetRefs: targetRefs(metadata.name), ...trafficPolicy(node, route.timeout.ms, access) } }, { file });
    if (security) yield object(api.envoy, 'SecurityPolicy', metadata, { spec: { targetRefs: targetRefs(metadata.name), ...security } }, { file });
  },
});
