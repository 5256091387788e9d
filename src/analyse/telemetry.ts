// What is kept of requests and answers: of which workloads, how long, how much of it, where; and whether a collector of the project's own takes it.
import { fact, type FactContext } from '../fact.ts';
import type { Masked } from '../data/mask-patterns.ts';
import { systemOf } from '../model/environments.ts';
import { name, names } from '../model/names.ts';
import { wholeDays } from '../model/units.ts';

/** `content` is what people asked and what was answered; logs and traces are kept without it. */
export type Signal = 'logs' | 'traces' | 'content';
export interface Stream {
  /** Path of the `Telemetry`. */
  readonly node: string;
  readonly signal: Signal;
  readonly days: number;
  /** Percentage, a decimal. */
  readonly sample: string;
  readonly region: string;
  readonly mask: readonly Masked[];
  /** Paths of the workloads, and the names that they report under. */
  readonly workloads: Readonly<Record<string, string>>;
  /** Where the platform keeps what belongs there; missing where it has no store in the region. */
  readonly store?: { readonly url: string; readonly namespace?: string };
}
export interface Kept {
  readonly streams: readonly Stream[];
  /** The project's own collector; none where nothing is kept or no system keeps it. */
  readonly collector?: { readonly name: string; readonly namespace: string; readonly url: string };
}

/** OTLP over gRPC: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port */
export const otlp = { grpc: 4317, http: 4318 } as const;
const collectorName = 'otel-collector';

function streams({ all, env }: FactContext): readonly Stream[] {
  const stores = env.clusters[0]?.telemetry?.stores ?? {};
  return all('Telemetry').flatMap((telemetry) => (['logs', 'traces', 'content'] as const).flatMap((signal): Stream[] => {
    const kept = telemetry[signal];
    if (kept === undefined) return [];
    const { region, mask } = telemetry;
    const store = Object.hasOwn(stores, region) ? stores[region] : undefined;
    return [{
      node: telemetry.$path, signal, days: wholeDays(kept.keep), sample: kept.sample.replace('%', ''), region, mask,
      workloads: Object.fromEntries(telemetry.of.map((r) => [r.$ref, name('kubernetes', r.$ref.split('/').at(-1) ?? r.$ref)])),
      // Content travels in spans.
      ...(store === undefined ? {} : { store: { url: signal === 'logs' ? store.logs : store.traces, ...(store.namespace === undefined ? {} : { namespace: store.namespace }) } }),
    }];
  }));
}

export default fact<Kept>({
  doc: 'What is kept of requests and answers, a stream each: workloads, days, share, masks, region and store; and the collector that takes it.',
  derive: (context) => {
    const found = streams(context);
    const { env, platform, project } = context;
    if (systemOf(env, 'telemetry') === undefined || !found.some((s) => s.store)) return { streams: found };
    const { namespace } = names(platform.name, env.name, project.project, env.namespaceSuffix);
    return { streams: found, collector: { name: collectorName, namespace, url: `http://${collectorName}.${namespace}:${otlp.grpc}` } };
  },
});
