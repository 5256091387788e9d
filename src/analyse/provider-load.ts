// What reaches each external model in the worst minute: the traffic that is handed over to it when an endpoint fails, and how often each request is tried.
import { fact, type FactContext } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import { multiply, rational, toDecimal } from '../model/rational.ts';
import { perSecond } from '../model/units.ts';

export interface Arriving {
  readonly from: string;
  /** Decimals: requests a second at the peak, each once; tokens a minute, by medians. */
  readonly perSecond: string;
  readonly tokensPerMinute: string;
  /** Who tries again, and how often at most in all; each multiplies what the one before sends. */
  readonly tries: readonly { readonly node: string; readonly times: number }[];
}
export interface ProviderLoad { readonly arriving: readonly Arriving[]; /** Callers whose rate nobody declares. */ readonly unknown: readonly string[] }

export default fact<Readonly<Record<string, ProviderLoad>>>({
  doc: 'What reaches each external model in the worst minute, by path: the traffic of endpoints that hand over to it, how often it is tried, and whose rate is not known.',
  derive: (context) => Object.fromEntries(context.all('ExternalModel').map(({ $path }) => [$path, {
    arriving: context.all('ModelEndpoint').filter((e) => e.fallback.some((r) => r.$ref === $path)).map((e) => handedOver(e, context)),
    unknown: context.facts.routes[$path]!.callers,
  } satisfies ProviderLoad])),
});

function handedOver(endpoint: NodeOf<'ModelEndpoint'>, { all, facts }: FactContext): Arriving {
  const { traffic: { peak, input, output }, retries } = endpoint;
  const rate = perSecond(peak);
  const patient = all('Application').filter((a) => facts.routes[endpoint.$path]!.callers.includes(a.$path) && a.retries !== undefined).sort((a, b) => b.retries!.attempts - a.retries!.attempts)[0];
  return {
    from: endpoint.$path, perSecond: toDecimal(rate, 3), tokensPerMinute: toDecimal(multiply(rate, rational(60 * (input.p50 + output.p50))), 0),
    tries: [...(retries ? [{ node: endpoint.$path, times: 1 + retries.attempts }] : []), ...(patient ? [{ node: patient.$path, times: 1 + patient.retries!.attempts }] : [])],
  };
}
