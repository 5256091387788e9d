// What routes and their policies share: the Gateway that they attach to, durations and rates as Envoy Gateway writes them.
import type { JsonObject } from '../../model/json.ts';
import type { Cluster } from '../../model/platform.ts';
import { ceil, floor, multiply, rational, toNumber, type Rational } from '../../model/rational.ts';
import { perSecond } from '../../model/units.ts';

export const api = { gateway: 'gateway.networking.k8s.io/v1', envoy: 'gateway.envoyproxy.io/v1alpha1', ai: 'aigateway.envoyproxy.io/v1beta1' } as const;
export const file = 'gateway';

/** Headers that the gateway fills from the token, whatever a caller sent. */
export const headers = { caller: 'x-caller', tenant: 'x-tenant' } as const;

export const parentRefs = ({ ingress }: Cluster): readonly JsonObject[] =>
  ingress?.gateway ? [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: ingress.gateway.name, namespace: ingress.gateway.namespace }] : [];
export const targetRefs = (route: string): readonly JsonObject[] => [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: route }];

/** At most five digits a unit, no decimals: https://gateway-api.sigs.k8s.io/geps/gep-2257/ */
export function gatewayDuration(ms: number): string {
  const whole = Math.max(1, Math.floor(ms));
  const parts = [[Math.floor(whole / 3_600_000), 'h'], [Math.floor(whole / 60_000) % 60, 'm'], [Math.floor(whole / 1000) % 60, 's'], [whole % 1000, 'ms']] as const;
  if (whole < 100_000) return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
  return parts.filter(([n]) => n > 0).map(([n, unit]) => `${n}${unit}`).join('');
}

const windows = [['s', 'Second', 1], ['min', 'Minute', 60], ['h', 'Hour', 3600], ['d', 'Day', 86_400]] as const;
/** A rate in its own window, or in the next longer one in which it is whole; never more than declared, except that one a day is the least there is. */
export function limitOf(rate: string): JsonObject {
  const declared = perSecond(rate);
  const count = (seconds: number): Rational => multiply(declared, rational(seconds));
  const from = windows.findIndex(([unit]) => rate.endsWith(`/${unit}`));
  const [, unit, seconds] = windows.slice(from).find(([, , s]) => { const n = count(s); return n.n > 0n && floor(n) === ceil(n); }) ?? windows[3];
  return { requests: Math.min(4_294_967_295, Math.max(1, toNumber(rational(floor(count(seconds)))))), unit };
}
