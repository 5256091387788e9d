// What stands between callers and a route: time to connect, retries, a breaker, limits of requests and tokens. One BackendTrafficPolicy a route.
// https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicyspec , fields of version 1.8
import type { Access } from '../../analyse/access.ts';
import type { NodeOf } from '../../model/node.ts';
import type { JsonObject } from '../../model/json.ts';
import { gatewayDuration, headers, limitOf } from './parts.ts';

/** The widest of those that have all three. */
type Guarded = NodeOf<'ModelEndpoint'>;
/** Where the model gateway notes what a request used, and under which name. */
export const tokens = { namespace: 'io.envoy.ai_gateway', key: 'llm_total_token' } as const;

/** Longer than a connection takes inside a region, and a judgement. */
const connecting = 3000;
/** So long a replica that fails gets no requests; concepts call it half a minute. */
const ejected = '30s';

export interface Handover { /** Backends in their order, the endpoint's own first. */ readonly backends: number }

export function trafficPolicy({ retries, breaker, limits }: Pick<Guarded, 'retries' | 'breaker' | 'limits'>, timeoutMs: number, access: Access | undefined, handover?: Handover): JsonObject {
  const each = 1 + (retries?.attempts ?? 0);
  const tries = each * (handover?.backends ?? 1);
  return {
    timeout: { tcp: { connectTimeout: gatewayDuration(Math.min(connecting, timeoutMs / (tries + 1))) } },
    ...(tries > 1 ? { retry: retry(retries?.on ?? [], each, tries, timeoutMs, handover !== undefined) } : {}),
    ...(breaker ? {
      // Caps of one proxy: what is beyond them is refused with 503. A fifth of the requests may be tries again, so that an outage is not doubled.
      circuitBreaker: { maxConnections: breaker.parallel, maxPendingRequests: breaker.waiting, maxParallelRequests: breaker.parallel, maxParallelRetries: Math.ceil(breaker.parallel / 5) },
      ...(breaker.failures === undefined ? {} : { healthCheck: { passive: {
        consecutive5XxErrors: breaker.failures, consecutiveGatewayErrors: breaker.failures, interval: '3s', baseEjectionTime: ejected,
        // Who has somebody to hand over to may lose every replica; others keep half of them, however they answer.
        maxEjectionPercent: handover ? 100 : 50,
      } } }),
    } : {}),
    ...(limits ? { rateLimit: rateLimit(limits, access) } : {}),
  };
}

/** Triggers and statuses of what is tried again. https://gateway.envoyproxy.io/docs/api/extension_types/#triggerenum */
const triggers: Readonly<Record<NonNullable<Guarded['retries']>['on'][number], { readonly trigger: string; readonly status?: number }>> = {
  'connect-failure': { trigger: 'connect-failure' }, refused: { trigger: 'refused-stream' }, 'gateway-error': { trigger: 'gateway-error' },
  unavailable: { trigger: 'retriable-status-codes', status: 503 }, 'rate-limited': { trigger: 'retriable-status-codes', status: 429 },
};
/** A backend that fails, or does not begin to answer in its share of the time: the next one is asked. Whether one that is overrun counts, `retries` says. */
const failing = { triggers: ['connect-failure', 'refused-stream', 'gateway-error', 'retriable-status-codes'], statuses: [500] } as const;

function retry(on: readonly (keyof typeof triggers)[], each: number, tries: number, timeoutMs: number, handover: boolean): JsonObject {
  const chosen = on.map((o) => triggers[o]);
  const statuses = [...new Set([...chosen.flatMap(({ status }) => status ?? []), ...(handover ? failing.statuses : [])])].sort((a, b) => a - b);
  return {
    numRetries: tries - 1,
    // Without this number a priority alone never falls through on an answer that is an error. The time of a try counts until it begins to answer.
    ...(handover ? { numAttemptsPerPriority: each } : {}),
    perRetry: { backOff: { baseInterval: '100ms', maxInterval: '1s' }, ...(handover ? { timeout: gatewayDuration(timeoutMs / tries) } : {}) },
    retryOn: { triggers: [...new Set([...chosen.map(({ trigger }) => trigger), ...(handover ? failing.triggers : [])])].sort(), ...(statuses.length > 0 ? { httpStatusCodes: statuses } : {}) },
  };
}

/** The limit counts over all proxies; the same number in each of them holds a flood before it reaches the counter. */
function rateLimit(limits: NonNullable<Guarded['limits']>, access: Access | undefined): JsonObject {
  const who = sharing(limits.per, access);
  const requests = { ...who, limit: limitOf(limits.requests) };
  return {
    global: { rules: [requests, ...(limits.tokens === undefined ? [] : [tokenRule(limits.tokens, 'Hour', who)])] },
    local: { rules: [requests] },
  };
}

/** Taken off after the answer, so that the last request may go beyond: what it uses is not known before. */
export const tokenRule = (count: number, unit: 'Minute' | 'Hour', who: JsonObject = {}): JsonObject => ({
  ...who, limit: { requests: count, unit }, cost: { request: { from: 'Number', number: 0 }, response: { from: 'Metadata', metadata: { namespace: tokens.namespace, key: tokens.key } } },
});

function sharing(per: 'caller' | 'tenant' | 'all', access: Access | undefined): JsonObject {
  const distinct = (name: string): JsonObject => ({ clientSelectors: [{ headers: [{ name, type: 'Distinct' }] }] });
  if (per === 'tenant' && access?.tenantClaim !== undefined) return distinct(headers.tenant);
  if (per !== 'caller') return {};
  // Whom no token names is told by the address.
  return access?.issuer ? distinct(headers.caller) : { clientSelectors: [{ sourceCIDR: { type: 'Distinct', value: '0.0.0.0/0' } }] };
}
