// The latency histograms of serving systems and their bucket boundaries: a promise between two boundaries cannot be measured.

export interface Histogram { readonly metric: string; readonly boundaries: readonly number[]; readonly source: string }

const source = 'https://github.com/vllm-project/vllm/blob/005a810bc40faa25b8870fbc8559c3462581eee3/vllm/v1/metrics/loggers.py';
// Boundaries in seconds. Later versions add 0.1 and 0.2 to the second; what is here is in all of them.
const vllm: Readonly<Record<string, Histogram>> = {
  'time-to-first-token': {
    metric: 'vllm:time_to_first_token_seconds', source,
    boundaries: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560],
  },
  'time-to-answer': {
    metric: 'vllm:e2e_request_latency_seconds', source,
    boundaries: [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680],
  },
};
const bySystem: Readonly<Record<string, Readonly<Record<string, Histogram>>>> = { 'serving/vllm': vllm };

export const histogram = (system: string | undefined, indicator: string): Histogram | undefined => (system === undefined ? undefined : bySystem[system]?.[indicator]);

/** The label value as Prometheus 3 keeps it: `1.0`, `0.75`. https://prometheus.io/docs/prometheus/3.0/migration/#le-and-quantile-label-values */
export const boundaryLabel = (seconds: number): string => (Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds));
