// A made-up project with everything that is observed, behind Envoy Gateway.
import type { JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import { contextOf, to, type Declaring, type Setting } from './emit.ts';

/** The platform of the repository with these systems beside its own. */
export const systems = (more: Readonly<Record<string, string>>) => (p: Platform): Platform => ({
  ...p, environments: Object.fromEntries(Object.entries(p.environments).map(([name, e]) => [name, { ...e, systems: { ...e.systems, gateway: 'gateway/envoy', ...more } }])),
});
const load = { mean: '3/s', peak: '9/s', input: { p50: 2000, p95: 6000 }, output: { p50: 200, p95: 450 }, cacheHit: '50%' };
export const observedNodes: readonly Declaring[] = [
  { kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], prompts: [], guardrails: [], traffic: load, tensorParallel: 1, replicas: 2, fallback: [to('ExternalModel', 'elsewhere')] } },
  { kind: 'ExternalModel', id: 'elsewhere', props: { prompts: [], usage: undefined } as unknown as JsonObject },
  { kind: 'TrainedModel', id: 'fraud', props: { trainedOn: [to('DataContract', 'tickets')], trainedBy: to('Pipeline', 'nightly') } },
  { kind: 'DataContract', id: 'tickets' },
  { kind: 'PredictionEndpoint', id: 'scores', props: { model: to('TrainedModel', 'fraud'), features: [] } },
  { kind: 'Application', id: 'assistant', props: { calls: [to('ModelEndpoint', 'chat')], reads: [] } },
  { kind: 'Pipeline', id: 'nightly', props: { reads: [to('DataContract', 'tickets')], writes: [], calls: [] } },
  { kind: 'Slo', id: 'first-token', props: { of: to('ModelEndpoint', 'chat') } },
  { kind: 'Slo', id: 'chat-up', props: { of: to('ModelEndpoint', 'chat'), indicator: { kind: 'availability' }, objective: '99.5%' } },
  { kind: 'Slo', id: 'scores-fast', props: { of: to('PredictionEndpoint', 'scores'), indicator: { kind: 'time-to-answer', under: '100ms' }, objective: '99%' } },
  { kind: 'Slo', id: 'assistant-up', props: { of: to('Application', 'assistant'), indicator: { kind: 'availability' }, objective: '99.5%' } },
  { kind: 'Slo', id: 'runs', props: { of: to('Pipeline', 'nightly'), indicator: { kind: 'run-succeeds' }, objective: '95%' } },
  { kind: 'Outcome', id: 'resolved', props: { of: to('Application', 'assistant') } },
];
export const observed = (setting: Setting = {}, nodes: readonly Declaring[] = observedNodes) => contextOf(nodes, { ...setting, platform: (p) => systems({})((setting.platform ?? ((q: Platform) => q))(p)) });
/** The nodes with some properties of one laid over. */
export const withProps = (id: string, props: JsonObject): readonly Declaring[] => observedNodes.map((n) => (n.id === id ? { ...n, props: { ...n.props, ...props } } : n));
