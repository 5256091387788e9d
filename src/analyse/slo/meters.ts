// Where the requests of a workload are counted, and with which histogram: by the engine where it knows more than anybody, else at the gateway.
import { systemOf } from '../../model/environments.ts';
import type { AnyNode, Kind, NodeOf } from '../../model/node.ts';
import type { Environment } from '../../model/platform.ts';
import { isA } from '../../model/query.ts';
import { histograms, type Histogram } from './histograms.ts';

/**
 * `vllm`: the engine alone sees the first token. `envoy`: services and predictors are counted at the gateway, where callers are: an application's own
 * metrics have no agreed names, and a model server counts neither what was refused before it nor what timed out. `mlserver`: a predictor that no gateway stands before.
 */
export type Meter = 'vllm' | 'envoy' | 'mlserver';

export function meterOf(of: AnyNode | NodeOf<Kind>, env: Pick<Environment, 'systems'>): Meter | undefined {
  if (isA(of, 'ModelEndpoint')) return /^serving\/(vllm|kserve)/.test(systemOf(env, 'serving') ?? '') ? 'vllm' : undefined;
  if (!isA(of, 'PredictionEndpoint') && !isA(of, 'Application')) return undefined;
  // Services without an identity are called inside the cluster, past the gateway.
  const passed = of.access.audience === 'services' && of.access.issuer === undefined;
  if (!passed && systemOf(env, 'gateway')?.startsWith('gateway/envoy')) return 'envoy';
  return isA(of, 'PredictionEndpoint') ? 'mlserver' : undefined;
}

export const histogramOf = (meter: Meter, indicator: string): Histogram | undefined => histograms[meter][indicator];

/** Why nobody can tell how long it takes. */
export function unmeasured(of: NodeOf<Kind>, meter: Meter | undefined, indicator: string, env: Pick<Environment, 'systems'>): string {
  if (isA(of, 'Pipeline')) return 'a pipeline answers no requests; its indicator is `run-succeeds`';
  if (meter !== undefined) return indicator === 'time-to-first-token' ? `${of.$id} has no first token; its indicator is \`time-to-answer\`` : `${meter} has no histogram of ${indicator}`;
  return isA(of, 'ModelEndpoint') ? `the histogram of ${systemOf(env, 'serving') ?? 'the serving system'} is not known` : `its requests are counted at the gateway, and ${systemOf(env, 'gateway') ?? 'no system'} stands there`;
}
