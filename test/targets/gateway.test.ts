// What stands at the gateways: read from the emitted routes and policies, the essentials alone.
import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../src/model/json.ts';
import envoy from '../../src/targets/gateway/envoy.ts';
import envoyAi from '../../src/targets/gateway/envoy-ai.ts';
import { gatewayDuration, limitOf } from '../../src/targets/gateway/parts.ts';
import externalSecrets from '../../src/targets/secrets/external-secrets.ts';
import { body, contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';

const endpoint = (props: JsonObject = {}, id = 'chat'): Declaring => ({ kind: 'ModelEndpoint', id, props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], prompts: [], guardrails: [], fallback: [], limits: { requests: '30/min' }, ...props } });
const nodes = (...more: readonly Declaring[]): readonly Declaring[] => [{ kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' }, { kind: 'ExternalModel', id: 'mistral', props: { prompts: [] } }, ...more];
const app = (props: JsonObject = {}): Declaring => ({ kind: 'Application', id: 'assistant', props: { calls: [], reads: [], connects: [], ...props } });
const one = (target: unknown, of: readonly Declaring[], kind: string, name?: string, setting?: Setting): JsonObject => at(body(objectsOf(target, contextOf(of, setting)), kind, name), ['spec']) as JsonObject;
const names = (target: unknown, of: readonly Declaring[]): readonly string[] => objectsOf(target, contextOf(of)).map((o) => `${o.address.kind}/${o.address.name}`);

describe('a route', () => {
  it('has the host of the endpoint, hangs on the cluster\'s gateway, shows the protocol alone and ends in time', () => {
    expect(one(envoy, nodes(endpoint({ timeout: '45s' })), 'HTTPRoute')).toEqual({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'ai', namespace: 'envoy-gateway-system' }], hostnames: ['chat.demo.production.ai.nordlicht.example'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/v1' } }], backendRefs: [{ name: 'chat', port: 8000 }], timeouts: { request: '45s' } }],
    });
  });
  it('keeps the metrics of an application inside', () => {
    const spec = one(envoy, nodes(app()), 'HTTPRoute');
    expect(at(spec, ['rules', 1, 'matches', 0, 'path', 'value'])).toBe('/metrics');
    expect(one(envoy, nodes(app()), 'HTTPRouteFilter', String(at(spec, ['rules', 1, 'filters', 0, 'extensionRef', 'name'])))).toEqual({ directResponse: { statusCode: 404 } });
  });
  it('is not there for services without an identity, and has one owner where the gateway hands over', () => {
    expect(names(envoy, nodes(endpoint({ access: { audience: 'services' } })))).toEqual([]);
    expect(names(envoy, nodes(endpoint({ fallback: [to('ExternalModel', 'mistral')] })))).toEqual([]);
    expect(names(envoyAi, nodes(endpoint({ fallback: [to('ExternalModel', 'mistral')] })))).toContain('AIGatewayRoute/chat');
    expect(names(envoyAi, nodes(endpoint()))).not.toContain('AIGatewayRoute/chat');
  });
});

describe('who is let through', () => {
  it('has a token of the issuer, for this audience, which fills the headers of caller and tenant', () => {
    const spec = one(envoy, nodes(endpoint({ access: { audience: 'employees', issuer: 'corporate', tenantClaim: 'market' } })), 'SecurityPolicy');
    expect(at(spec, ['jwt', 'providers', 0])).toMatchObject({ issuer: 'https://login.nordlicht.example', audiences: ['ai-endpoints'], remoteJWKS: { uri: 'https://login.nordlicht.example/keys' }, claimToHeaders: [{ claim: 'sub', header: 'x-caller' }, { claim: 'market', header: 'x-tenant' }] });
    expect(spec['authorization']).toEqual({ defaultAction: 'Deny', rules: [{ name: 'allow-corporate', action: 'Allow', principal: { jwt: { provider: 'corporate', claims: [{ name: 'groups', valueType: 'StringArray', values: ['all-employees'] }] } } }] });
  });
  it('is nobody where nobody can be told, and anybody only for the public, whose headers are then thrown away', () => {
    expect(one(envoy, nodes(endpoint({ access: { audience: 'employees' } })), 'SecurityPolicy')).toEqual({ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'chat' }], authorization: { defaultAction: 'Deny' } });
    const open = nodes(endpoint({ access: { audience: 'public' } }));
    expect(names(envoy, open)).not.toContain('SecurityPolicy/chat');
    expect(at(one(envoy, open, 'HTTPRoute'), ['rules', 0, 'filters', 0, 'requestHeaderModifier', 'remove'])).toEqual(['x-caller', 'x-tenant']);
  });
  it('is a workload of the project by its service account, and no other', () => {
    const of = nodes(app({ calls: [to('ExternalModel', 'mistral')] }));
    const spec = one(envoyAi, of, 'SecurityPolicy');
    expect(at(spec, ['authorization', 'rules', 0, 'principal', 'jwt', 'claims'])).toEqual([{ name: 'sub', values: ['system:serviceaccount:demo:assistant'] }]);
    expect(at(spec, ['jwt', 'providers', 0, 'audiences'])).toEqual(['model-gateway.leitwerk.dev']);
    expect(names(envoyAi, nodes())).not.toContain('AIGatewayRoute/mistral');
  });
});

describe('traffic', () => {
  const traffic = (props: JsonObject): JsonObject => one(envoy, nodes(endpoint(props)), 'BackendTrafficPolicy');
  it('is limited by caller, tenant or all, in the declared window', () => {
    const rule = (props: JsonObject) => at(traffic(props), ['rateLimit', 'global', 'rules', 0]);
    expect(rule({})).toEqual({ clientSelectors: [{ headers: [{ name: 'x-caller', type: 'Distinct' }] }], limit: { requests: 30, unit: 'Minute' } });
    expect(rule({ limits: { requests: '2/s', per: 'tenant' } })).toEqual({ clientSelectors: [{ headers: [{ name: 'x-tenant', type: 'Distinct' }] }], limit: { requests: 2, unit: 'Second' } });
    expect(rule({ limits: { requests: '100/h', per: 'all' } })).toEqual({ limit: { requests: 100, unit: 'Hour' } });
    expect(rule({ access: { audience: 'public' } })).toMatchObject({ clientSelectors: [{ sourceCIDR: { type: 'Distinct', value: '0.0.0.0/0' } }] });
  });
  it('is broken off as declared, and tried again for what is declared', () => {
    expect(traffic({ breaker: { waiting: 20, parallel: 40, failures: 5 }, retries: { attempts: 2, on: ['connect-failure', 'unavailable'] } })).toMatchObject({
      circuitBreaker: { maxPendingRequests: 20, maxParallelRequests: 40, maxParallelRetries: 8 }, healthCheck: { passive: { consecutive5XxErrors: 5, baseEjectionTime: '30s', maxEjectionPercent: 50 } },
      retry: { numRetries: 2, retryOn: { triggers: ['connect-failure', 'retriable-status-codes'], httpStatusCodes: [503] } },
    });
    expect(traffic({ retries: undefined }).retry).toBeUndefined();
  });
  it('takes less time to connect than a caller waits, however often it is tried', () => {
    expect(at(traffic({ timeout: '500ms', retries: { attempts: 1, on: ['connect-failure'] } }), ['timeout', 'tcp', 'connectTimeout'])).toBe('166ms');
  });
  it('is written as Envoy reads it', () => {
    expect([500, 60_000, 90_500, 100_000, 3_600_000, 5_400_500].map(gatewayDuration)).toEqual(['500ms', '60s', '90500ms', '1m40s', '1h', '1h30m500ms']);
    expect(['600/min', '0.5/s', '0.5/d', '1.5/min', '0/s'].map(limitOf)).toEqual([{ requests: 600, unit: 'Minute' }, { requests: 30, unit: 'Minute' }, { requests: 1, unit: 'Day' }, { requests: 90, unit: 'Hour' }, { requests: 1, unit: 'Day' }]);
  });
});

describe('an external model', () => {
  const handing = nodes(endpoint({ fallback: [to('ExternalModel', 'mistral')], timeout: '60s', retries: undefined, limits: { requests: '30/min', tokens: 200_000 } }));
  it('is asked next when the endpoint fails, under its own name, within its share of the time', () => {
    expect(at(one(envoyAi, handing, 'AIGatewayRoute', 'chat'), ['rules', 0, 'backendRefs'])).toEqual([{ name: 'chat', priority: 0 }, { name: 'mistral', priority: 1, modelNameOverride: 'mistral-small-2506' }]);
    expect(one(envoyAi, handing, 'BackendTrafficPolicy', 'chat').retry).toMatchObject({ numAttemptsPerPriority: 1, numRetries: 1, perRetry: { timeout: '30s' }, retryOn: { triggers: expect.arrayContaining(['connect-failure', 'gateway-error']) as unknown } });
  });
  it('counts tokens, and takes them off the budget of the caller after the answer', () => {
    expect(one(envoyAi, handing, 'AIGatewayRoute', 'chat').llmRequestCosts).toEqual([{ metadataKey: 'llm_total_token', type: 'TotalToken' }]);
    expect(at(one(envoyAi, handing, 'BackendTrafficPolicy', 'chat'), ['rateLimit', 'global', 'rules', 1])).toEqual({
      clientSelectors: [{ headers: [{ name: 'x-caller', type: 'Distinct' }] }], limit: { requests: 200_000, unit: 'Hour' },
      cost: { request: { from: 'Number', number: 0 }, response: { from: 'Metadata', metadata: { namespace: 'io.envoy.ai_gateway', key: 'llm_total_token' } } },
    });
  });
  it('is reached by TLS under its own name, with the key out of the store, and is not told who asks', () => {
    expect(one(envoyAi, handing, 'BackendTLSPolicy').validation).toEqual({ hostname: 'api.mistral.example', wellKnownCACertificates: 'System' });
    expect(one(envoyAi, handing, 'BackendSecurityPolicy')).toMatchObject({ type: 'APIKey', apiKey: { secretRef: { name: 'mistral-key' } } });
    expect(at(body(objectsOf(externalSecrets, contextOf(handing)), 'ExternalSecret', 'mistral-key'), ['spec', 'data'])).toEqual([{ secretKey: 'apiKey', remoteRef: { key: 'demo/mistral', property: 'api-key' } }]);
    expect(at(one(envoyAi, handing, 'AIServiceBackend', 'mistral'), ['headerMutation', 'remove'])).toEqual(['cookie', 'x-caller', 'x-tenant']);
  });
  it('signs in as its protocol wants, and one that the gateway cannot speak to is left to its callers', () => {
    const of = (api: string): readonly Declaring[] => [{ kind: 'ExternalModel', id: 'other', props: { api, prompts: [] } }];
    expect(['anthropic', 'azure-openai', 'aws-bedrock', 'cohere'].map((api) => one(envoyAi, of(api), 'BackendSecurityPolicy').type)).toEqual(['AnthropicAPIKey', 'AzureAPIKey', 'AWSCredentials', 'APIKey']);
    expect(at(one(envoyAi, of('anthropic'), 'AIServiceBackend'), ['headerMutation', 'remove'])).toContain('authorization');
    expect(names(envoyAi, of('gcp-vertex-ai'))).toEqual([]);
    expect(contextOf(of('gcp-vertex-ai')).facts.routes['demo/other']!.inside).toMatchObject({ way: 'host', host: 'api.mistral.example' });
  });
});
