// Routes to models through Envoy AI Gateway: external models with their key, and endpoints that hand over when they fail or whose callers have a budget of tokens.
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { object, target, type Artefact, type EmitContext } from '../../target.ts';
import { securityPolicy } from './identity.ts';
import { api, file, gatewayDuration, limitOf, parentRefs, targetRefs } from './parts.ts';
import { backend, ownSchema, provider } from './provider.ts';
import { tokenRule, tokens, trafficPolicy } from './traffic.ts';

export default target({
  system: 'Envoy AI Gateway', api: api.ai, docs: 'https://aigateway.envoyproxy.io/docs/1.0/',
  concern: 'model-gateway', consumes: ['ExternalModel', 'ModelEndpoint'], per: 'node', scope: 'cluster', requires: ['envoy-ai-gateway >= 1.0', 'envoy-gateway >= 1.9', 'gateway-api >= 1.5'], judge: 'kube-apiserver',
  asks: (node) => node.$kind === 'ExternalModel' || node.fallback.length > 0 || node.limits?.tokens !== undefined,
  *emit(node, context) {
    if (context.facts.routes[node.$path]!.gateway?.by !== 'model-gateway') return;
    yield* node.$kind === 'ExternalModel' ? external(node, context) : endpoint(node, context);
  },
});

type Backend = JsonObject & { readonly name: string };
function* route(node: NodeOf<'ExternalModel' | 'ModelEndpoint'>, context: EmitContext, backends: readonly Backend[], policy: JsonObject, counted: boolean, from: readonly string[]): Iterable<Artefact> {
  const { facts, names, namespace, labels, cluster } = context;
  const { gateway, model, timeout } = facts.routes[node.$path]!;
  const metadata = { name: names.of(node), namespace, labels: labels(node) };
  yield object(api.ai, 'AIGatewayRoute', metadata, { spec: {
    parentRefs: parentRefs(cluster), hostnames: [gateway!.host],
    // The gateway reads the model's name out of the request.
    rules: [{ matches: [{ headers: [{ type: 'Exact', name: 'x-ai-eg-model', value: model! }] }], backendRefs: backends, timeouts: { request: gatewayDuration(timeout.ms) } }],
    ...(counted ? { llmRequestCosts: [{ metadataKey: tokens.key, type: 'TotalToken' }] } : {}),
  } }, { file, from });
  // The gateway makes an HTTPRoute of the same name; policies are on that.
  yield object(api.envoy, 'BackendTrafficPolicy', metadata, { spec: { targetRefs: targetRefs(metadata.name), ...policy } }, { file, from });
  const security = securityPolicy(facts.routes[node.$path]!, facts.access[node.$path], context);
  if (security) yield object(api.envoy, 'SecurityPolicy', metadata, { spec: { targetRefs: targetRefs(metadata.name), ...security } }, { file });
}

function* external(model: NodeOf<'ExternalModel'>, context: EmitContext): Iterable<Artefact> {
  const { facts, names, namespace, labels } = context;
  const { limits } = model;
  const key = facts.secretUse.find((use) => use.node === model.$path)!;
  yield* provider(model, { name: names.of(model), namespace, labels: labels(model) }, key);
  // Nobody asks it but the gateway itself, when something fails.
  if (facts.routes[model.$path]!.callers.length === 0) return;
  // What the provider allows is kept to here, where waiting costs nothing, rather than there.
  const policy = { ...trafficPolicy({}, facts.routes[model.$path]!.timeout.ms, undefined), ...(limits ? { rateLimit: { global: { rules: [{ limit: limitOf(limits.requests) }, tokenRule(limits.tokensPerMinute, 'Minute')] } } } : {}) };
  yield* route(model, context, [{ name: names.of(model) }], policy, limits !== undefined, []);
}

function* endpoint(node: NodeOf<'ModelEndpoint'>, context: EmitContext): Iterable<Artefact> {
  const { facts, names, namespace, labels, get } = context;
  const inCluster = (path: string): { readonly host: string; readonly port: number } => {
    const { name, port } = facts.routes[path]!.service!;
    return { host: `${name}.${namespace}.svc.cluster.local`, port };
  };
  const backends: Backend[] = [{ name: names.of(node), priority: 0 }];
  yield* backend({ name: names.of(node), namespace, labels: labels(node) }, inCluster(node.$path), ownSchema);
  for (const ref of node.fallback) {
    const next = get(ref);
    const there = facts.routes[next.$path]!;
    // What the gateway cannot ask it cannot hand over to; a policy says so.
    if (next.$kind === 'ExternalModel' && there.gateway === undefined) continue;
    const own = next.$kind === 'ModelEndpoint' ? names.of(node, 'kubernetes', next.$id) : names.of(next);
    if (next.$kind === 'ModelEndpoint') yield* backend({ name: own, namespace, labels: labels(node) }, inCluster(next.$path), ownSchema);
    backends.push({ name: own, priority: backends.length, modelNameOverride: there.model! });
  }
  const policy = trafficPolicy(node, facts.routes[node.$path]!.timeout.ms, facts.access[node.$path], backends.length > 1 ? { backends: backends.length } : undefined);
  yield* route(node, context, backends, policy, node.limits?.tokens !== undefined, node.fallback.map((r) => r.$ref));
}
