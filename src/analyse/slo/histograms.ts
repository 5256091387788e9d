// The latency histograms of serving systems and their bucket boundaries: a promise between two boundaries cannot be measured.

export interface Histogram {
  readonly metric: string;
  /** In seconds. */
  readonly boundaries: readonly number[];
  /** Counter of all requests, where the histogram leaves some out. */
  readonly all?: string;
  /** What the buckets count in; default, seconds. */
  readonly milliseconds?: true;
  readonly source: string;
}
type ByIndicator = Readonly<Record<string, Histogram>>;

const source = 'https://github.com/vllm-project/vllm/blob/005a810bc40faa25b8870fbc8559c3462581eee3/vllm/v1/metrics/loggers.py';
// Boundaries in seconds. Later versions add 0.1 and 0.2 to the second; what is here is in all of them.
const vllm: ByIndicator = {
  'time-to-first-token': {
    metric: 'vllm:time_to_first_token_seconds', source,
    boundaries: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560],
  },
  'time-to-answer': {
    metric: 'vllm:e2e_request_latency_seconds', source,
    boundaries: [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680],
  },
};
// Envoy's own buckets, in milliseconds there. What timed out has no time, so all requests are counted apart.
// https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats#dynamic-http-statistics
const envoy: ByIndicator = {
  'time-to-answer': {
    metric: 'envoy_cluster_upstream_rq_time', all: 'envoy_cluster_upstream_rq_completed', milliseconds: true, source: 'https://github.com/envoyproxy/envoy/blob/main/source/common/stats/histogram_impl.cc',
    boundaries: [0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1800, 3600],
  },
};
// Those of the Prometheus client, which MLServer's middleware leaves as they are: https://github.com/SeldonIO/MLServer/blob/02ce71bd261e72adacedbd0d841dc66c9748b19e/mlserver/rest/app.py
const mlserver: ByIndicator = {
  'time-to-answer': {
    metric: 'rest_server_request_duration_seconds', source: 'https://github.com/prometheus/client_python/blob/master/prometheus_client/metrics.py',
    boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
};
export const histograms = { vllm, envoy, mlserver } as const;

/** The label value as Prometheus 3 keeps it: `1.0`, `0.75`. https://prometheus.io/docs/prometheus/3.0/migration/#le-and-quantile-label-values */
export const boundaryLabel = (seconds: number): string => (Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds));
