// The configuration of a collector: for each stream its own pipeline. What is not to be kept goes first, then masks, then the sample is drawn; nothing leaves unmasked.
// https://opentelemetry.io/docs/collector/configuration/
import type { Kept, Stream } from '../../analyse/telemetry.ts';
import { otlp } from '../../analyse/telemetry.ts';
import { maskPatterns } from '../../data/mask-patterns.ts';
import type { JsonObject } from '../../model/json.ts';

/** A string of OTTL, whose escapes are those of JSON: https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.161.0/pkg/ottl/LANGUAGE.md */
const text = (value: string): string => JSON.stringify(value);
/**
 * Attributes that carry what people asked and what was answered: by the conventions (https://github.com/open-telemetry/semantic-conventions-genai), their
 * earlier names, and those of the two common instrumentations (https://github.com/Arize-ai/openinference , https://github.com/traceloop/openllmetry).
 */
const contentKeys = '^(gen_ai\\.(input\\.messages|output\\.messages|system_instructions|tool\\.definitions|tool\\.call\\.(arguments|result)|prompt|completion)(\\..*)?|gen_ai\\.event\\.content|(input|output)\\.value|llm\\.(input_messages|output_messages|prompts|prompt_template\\.(template|variables))(\\..*)?|traceloop\\.entity\\.(input|output))';
/** Records whose body is content: https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-events.md */
const contentEvent = 'log.event_name != nil and IsMatch(log.event_name, "^gen_ai\\\\.")';
const contentSpanEvent = 'IsMatch(spanevent.name, "^gen_ai\\\\.")';
/** What cannot be decided is dropped, not kept. */
const strict = { error_mode: 'propagate' } as const;

const others = ({ workloads }: Stream): string => Object.values(workloads).map((w) => `resource.attributes["service.name"] != ${text(w)}`).join(' and ');

interface Step { readonly name: string; readonly body: JsonObject }
const step = (kind: string, name: string, body: JsonObject): Step => ({ name: `${kind}/${name}`, body });

function masking(name: string, { mask }: Stream): readonly Step[] {
  if (mask.length === 0) return [];
  const patterns = mask.flatMap((m) => maskPatterns[m]);
  // Names and messages are no attributes, and the first processor leaves them alone.
  const spans = ['span.name', 'span.status.message'].flatMap((of) => patterns.map((p) => `replace_pattern(${of}, ${text(p)}, "****")`));
  return [
    step('redaction', name, { allow_all_keys: true, redact_all_types: true, blocked_values: patterns, summary: 'silent' }),
    step('transform', `${name}-names`, { ...strict, trace_statements: spans }),
  ];
}
function sampling(name: string, { sample, signal }: Stream): readonly Step[] {
  const share = Number(sample);
  if (share >= 100) return [];
  if (signal !== 'logs') return [step('probabilistic_sampler', name, { sampling_percentage: share, mode: 'hash_seed', fail_closed: true })];
  // Most records belong to no trace: the draw is by a number of their own.
  return [
    step('transform', `${name}-draw`, { ...strict, log_statements: ['set(log.attributes["leitwerk.draw"], UUID())'] }),
    step('probabilistic_sampler', name, { sampling_percentage: share, attribute_source: 'record', from_attribute: 'leitwerk.draw', fail_closed: true }),
    step('transform', `${name}-drawn`, { ...strict, log_statements: ['delete_key(log.attributes, "leitwerk.draw")'] }),
  ];
}
function selecting(name: string, stream: Stream): readonly Step[] {
  const withoutContent = (of: string): string => `delete_matching_keys(${of}.attributes, ${text(contentKeys)})`;
  switch (stream.signal) {
    case 'logs': return [step('filter', name, { ...strict, logs: { log_record: [others(stream), contentEvent] } }), step('transform', name, { ...strict, log_statements: [withoutContent('log')] })];
    case 'traces': return [
      step('filter', name, { ...strict, traces: { span: [others(stream)], spanevent: [contentSpanEvent] } }),
      step('transform', name, { ...strict, trace_statements: [withoutContent('span'), withoutContent('spanevent')] }),
    ];
    // Only what carries content: the rest is kept, or not, as traces.
    case 'content': return [step('filter', name, { ...strict, traces: { span: [others(stream), `not ContainsValue(Keys(span.attributes), "gen_ai.input.messages") and not ContainsValue(Keys(span.attributes), "gen_ai.output.messages")`] } })];
  }
}

/** One tenant for each time that something is kept: stores delete by tenant. https://grafana.com/docs/loki/latest/operations/storage/retention/ , https://grafana.com/docs/tempo/latest/operations/manage-advanced-systems/multitenancy/ */
const exporter = ({ days, store }: Stream): JsonObject => ({ endpoint: store?.url ?? '', headers: { 'X-Scope-OrgID': `keep-${days}d` }, retry_on_failure: { enabled: true, max_elapsed_time: '300s' }, sending_queue: { enabled: true, queue_size: 1000 } });

export function collectorConfig({ streams }: Kept): JsonObject {
  const kept = streams.filter((s) => s.store !== undefined && Object.keys(s.workloads).length > 0);
  const processors: Record<string, JsonObject> = { memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 }, batch: {} };
  const exporters: Record<string, JsonObject> = {};
  const pipelines: Record<string, JsonObject> = {};
  for (const stream of kept) {
    const name = `${stream.node.split('/').at(-1)}-${stream.signal}`;
    const steps = [...selecting(name, stream), ...masking(name, stream), ...sampling(name, stream)];
    for (const s of steps) processors[s.name] = s.body;
    const to = `otlp_http/${stream.signal === 'logs' ? 'logs' : 'traces'}-${stream.region}-${stream.days}d`;
    exporters[to] = exporter(stream);
    // The limiter comes first, so that it can refuse before anything is done; the batch last.
    pipelines[`${stream.signal === 'logs' ? 'logs' : 'traces'}/${name}`] = { receivers: ['otlp'], processors: ['memory_limiter', ...steps.map((s) => s.name), 'batch'], exporters: [to] };
  }
  return {
    receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${otlp.grpc}` }, http: { endpoint: `0.0.0.0:${otlp.http}` } } } },
    processors, exporters, extensions: { health_check: { endpoint: '0.0.0.0:13133' } }, service: { extensions: ['health_check'], pipelines },
  };
}
