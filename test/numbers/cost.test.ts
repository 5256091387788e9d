// Cost: GPUs, replicas, runs and storage times their prices, exactly, and what it says of what it does not know.
import { describe, expect, test } from 'vitest';
import costFact, { type Cost } from '../../src/analyse/cost.ts';
import { listPrice } from '../../src/data/prices.ts';
import type { Platform } from '../../src/model/platform.ts';
import { collectorServer, guardrailServer } from '../../src/model/added.ts';
import collector from '../../src/targets/observability/otel-collector.ts';
import guardrails from '../../src/targets/llm/nemo-guardrails.ts';
import pgvector from '../../src/targets/data/pgvector.ts';
import { body, contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';

const model: Declaring = { kind: 'Model', id: 'llama', props: { weights: 'meta-llama/Llama-3.3-70B-Instruct' } };
const chat = (props: Declaring['props'] = {}): Declaring => ({ kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], guardrails: [], scale: undefined, tensorParallel: 4, replicas: 2, ...props } });
const quota = (accelerator = 'h100-sxm', guaranteed = 8): Declaring => ({ kind: 'GpuQuota', id: 'gpus', props: { guaranteed, accelerator } });
const budget = (amount: number, per = 'month', currency = 'EUR'): Declaring => ({ kind: 'Budget', id: 'limit', props: { amount: { amount, currency }, per } });
const withMoney = (change: Partial<Platform['money']>): Setting => ({ platform: (p) => ({ ...p, money: { ...p.money, ...change } }) });
const costOf = (nodes: readonly Declaring[], setting: Setting = {}): Cost => contextOf(nodes, setting).facts.cost;

describe('an endpoint', () => {
  test('costs its GPU hours at the platform\'s own price, to the cent', () => {
    const cost = costOf([model, quota(), chat()]);
    expect(cost.lines).toMatchObject([{ node: 'demo/chat', what: '8 × NVIDIA H100 SXM × 730 h', prices: [{ price: '6.10', per: 'GPU hour', currency: 'EUR', asOf: '2026-10-01' }] }]);
    expect(cost.perMonth).toEqual({ state: 'known', value: { amount: 3_562_400, currency: 'EUR' } });
    expect(costFact.figures!(cost)).toEqual({ cost: { state: 'known', currency: 'EUR', amount: 3_562_400 } });
  });
  test('costs a list price, exchanged and marked as assumed, where the platform names none', () => {
    const cost = costOf([model, quota(), chat()], withMoney({ gpuHour: {} }));
    // 6.88 USD × 5,840 h × 0.86
    expect(cost.perMonth).toEqual({ state: 'assumed', value: { amount: 3_455_411, currency: 'EUR' }, assumptions: ['list price 6.88 USD per GPU hour (aws/us-east-1/h100-sxm, p5.4xlarge, 2026-07-20)'] });
  });
  test('has an unknown cost without a price or without an exchange rate, never none', () => {
    const noPrice = costOf([model, quota('mi325x'), chat()]);
    expect(noPrice.perMonth).toEqual({ state: 'unknown', because: ['no price of a GPU hour of mi325x'] });
    const noRate = costOf([model, quota(), chat()], withMoney({ gpuHour: {}, exchange: [] }));
    expect(noRate.perMonth).toEqual({ state: 'unknown', because: ['no exchange rate from USD to EUR'] });
    expect(costFact.figures!(noRate)).toEqual({ cost: { state: 'unknown', currency: 'EUR', because: ['no exchange rate from USD to EUR'] } });
  });
  test('has an unknown cost where nobody knows how many GPUs it needs, unless it says so', () => {
    const strange: Declaring = { ...model, props: { weights: 'acme/unheard-of' } };
    expect(costOf([strange, quota(), chat({ tensorParallel: undefined, replicas: undefined })]).perMonth.state).toBe('unknown');
    expect(costOf([strange, quota(), chat()]).perMonth.state).toBe('known');
  });
  test('takes the list price that its pool names', () => {
    const priced: Setting = { platform: (p) => {
      const { production, ...others } = p.environments;
      const main = production!.clusters['main']!;
      const h100 = { ...main.gpuPools['h100']!, price: 'azure/westeurope/h100-sxm' };
      return { ...p, money: { ...p.money, gpuHour: {} }, environments: { ...others, production: { ...production!, clusters: { main: { ...main, gpuPools: { h100 } } } } } };
    } };
    expect(costOf([model, quota(), chat()], priced).lines[0]!.prices).toMatchObject([{ price: '15.977', currency: 'USD' }]);
  });
});

describe('an endpoint that scales', () => {
  test('costs the GPUs that it always has for certain, and at most those that load may start', () => {
    const cost = costOf([model, quota('h100-sxm', 16), chat({ scale: { max: 4, waiting: 8 } })]);
    expect(cost.lines).toMatchObject([
      { node: 'demo/chat', what: '8 × NVIDIA H100 SXM × 730 h', perMonth: { state: 'known', value: { amount: 3_562_400 } } },
      { node: 'demo/chat', what: 'up to 8 more × NVIDIA H100 SXM × 730 h', perMonth: { state: 'assumed', value: { amount: 3_562_400 }, assumptions: ['chat has 4 replicas all month'] }, atMost: 'what scales has its most replicas all month' },
    ]);
    expect(cost.notCounted).toEqual([]);
    expect(cost.replicaHour['demo/chat']).toEqual({ state: 'known', value: '24.4' });
  });
  test('rests on its list price too where the platform names none', () => {
    const cost = costOf([model, quota('h100-sxm', 16), chat({ scale: { max: 4, waiting: 8 } })], withMoney({ gpuHour: {} }));
    expect(cost.lines.map((l) => [l.perMonth.state, l.atMost])).toEqual([['assumed', undefined], ['assumed', 'what scales has its most replicas all month']]);
    expect(cost.perMonth).toMatchObject({ state: 'assumed', assumptions: [expect.stringMatching(/^list price 6\.88 USD/), 'chat has 4 replicas all month'] });
  });
});

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const nightly = (props: Declaring['props'] = {}): Declaring => ({ kind: 'Pipeline', id: 'nightly', props: { schedule: '0 2 * * *', timeout: '3h', duration: undefined, cpu: '2', memory: '8Gi', reads: [], writes: [], ...props } });
const sales = (props: Declaring['props'] = {}): Declaring => ({ kind: 'DataContract', id: 'sales', props: { volume: '240Gi', ...props } });

describe('a pipeline', () => {
  const paying = withMoney({ cpuHour: { price: '0.04', currency: 'EUR', asOf: '2026-10-01', source: 'here' }, memoryGibHour: { price: '0.005', currency: 'EUR', asOf: '2026-10-01', source: 'here' } });
  test('costs what its runs ask for while they last, to the cent', () => {
    // 365 / 12 runs × 80 min × (2 × 0.04 + 8 × 0.005) = 40.5555… h × 0.12 = 4.8666…
    expect(costOf([nightly({ duration: '80m' })], paying)).toMatchObject({ lines: [{ node: 'demo/nightly', what: '30.4 runs × 1h 20m × 2 cores and 8 GiB' }], perMonth: { state: 'known', value: EUR(487) } });
  });
  test('costs at most what it costs until its timeout, and says that this is assumed', () => {
    const cost = costOf([nightly()], paying);
    // 91.25 h × 0.12
    expect(cost.perMonth).toEqual({ state: 'assumed', value: EUR(1_095), assumptions: ['each run of nightly lasts until its timeout, 3h'] });
    expect(cost.lines[0]!.atMost).toBe('runs last until their timeouts');
  });
  test('is priced by thousandths of a core and in other currencies, and rounded once', () => {
    const dollars = withMoney({ cpuHour: { price: '0.05', currency: 'USD', asOf: '2026-10-01', source: 'here' }, memoryGibHour: { price: '0.005', currency: 'EUR', asOf: '2026-10-01', source: 'here' } });
    // 730 h × (0.25 × 0.05 × 0.86 + 0.5 × 0.005) = 7.8475 + 1.825 = 9.6725
    expect(costOf([nightly({ schedule: '0 * * * *', duration: '1h', cpu: '250m', memory: '512Mi' })], dollars).perMonth).toEqual({ state: 'known', value: EUR(967) });
  });
  test('has an unknown cost where a rate is missing, and is not counted where a price is', () => {
    const francs = withMoney({ cpuHour: { price: '0.05', currency: 'CHF', asOf: '2026-10-01', source: 'here' }, memoryGibHour: { price: '0.005', currency: 'EUR', asOf: '2026-10-01', source: 'here' } });
    expect(costOf([nightly()], francs).perMonth).toEqual({ state: 'unknown', because: ['no exchange rate from CHF to EUR'] });
    expect(costOf([nightly()], withMoney({ memoryGibHour: undefined })).notCounted).toEqual(['runs of pipelines (the platform names no memoryGibHour)']);
  });
});

const here = (price: string) => ({ price, currency: 'EUR', asOf: '2026-10-01', source: 'here' });
const computing = { cpuHour: here('0.04'), memoryGibHour: here('0.005') };
const assistant: Declaring = { kind: 'Application', id: 'assistant', props: { replicas: 3, cpu: '500m', memory: '1536Mi', calls: [], reads: [], connects: [], secrets: {} } };
const scorer: Declaring = { kind: 'TrainedModel', id: 'scorer', props: { trainedBy: undefined, trainedOn: [to('DataContract', 'elsewhere')] } };
const score = (props: Declaring['props'] = {}): Declaring => ({ kind: 'PredictionEndpoint', id: 'score', props: { model: to('TrainedModel', 'scorer'), features: [], replicas: 4, scale: { max: 12, waiting: 8 }, cpu: '2', memory: '2Gi', ...props } });

describe('replicas', () => {
  test('of an application cost what they ask for all month, to the cent', () => {
    // 3 × 730 h × (0.5 × 0.04 + 1.5 × 0.005) = 2,190 × 0.0275 = 60.225, half to even
    expect(costOf([assistant], withMoney(computing))).toMatchObject({ lines: [{ node: 'demo/assistant', what: 'assistant: 3 × 0.5 cores and 1.5 GiB × 730 h' }], perMonth: { state: 'known', value: EUR(6_022) }, notCounted: [] });
  });
  test('of an endpoint that scales cost at least what always runs, and at most what load may start', () => {
    const cost = costOf([scorer, score()], withMoney(computing));
    // 4 × 730 h × (2 × 0.04 + 2 × 0.005) = 2,920 × 0.09 = 262.80; 8 more are twice as much
    expect(cost.lines).toMatchObject([
      { node: 'demo/score', what: 'score: 4 × 2 cores and 2 GiB × 730 h', perMonth: { state: 'known', value: EUR(26_280) } },
      { node: 'demo/score', what: 'score: up to 8 more × 2 cores and 2 GiB × 730 h', perMonth: { state: 'assumed', value: EUR(52_560), assumptions: ['score has 12 replicas all month'] }, atMost: 'what scales has its most replicas all month' },
    ]);
    expect(cost.lines[0]!.atMost).toBeUndefined();
    expect(cost.perMonth).toEqual({ state: 'assumed', value: EUR(78_840), assumptions: ['score has 12 replicas all month'] });
  });
  test('are known where their number is fixed, or where nothing scales them', () => {
    expect(costOf([scorer, score({ scale: undefined })], withMoney(computing)).perMonth).toEqual({ state: 'known', value: EUR(26_280) });
    const unscaled = costOf([scorer, score()], { platform: (p) => {
      const { production, ...others } = p.environments;
      return { ...p, money: { ...p.money, ...computing }, environments: { ...others, production: { ...production!, systems: { ...production!.systems, autoscaling: 'none' } } } };
    } });
    expect(unscaled.perMonth).toEqual({ state: 'known', value: EUR(26_280) });
  });
  test('are not counted where a price is missing, and are counted in another currency only with a rate', () => {
    expect(costOf([assistant], withMoney({ ...computing, cpuHour: undefined })).perMonth).toEqual({ state: 'unknown', because: ['not priced: processor and memory of replicas (the platform names no cpuHour)'] });
    expect(costOf([assistant], withMoney({ ...computing, cpuHour: { ...here('0.04'), currency: 'CHF' } })).perMonth).toEqual({ state: 'unknown', because: ['no exchange rate from CHF to EUR'] });
  });
  test('that a rollout adds are not in the sum, which says so', () => {
    const slo: Declaring = { kind: 'Slo', id: 'there', props: { of: to('PredictionEndpoint', 'score'), indicator: { kind: 'availability' } } };
    const rollout: Declaring = { kind: 'Rollout', id: 'steps', props: { of: to('PredictionEndpoint', 'score'), gates: [to('Slo', 'there')] } };
    expect(costOf([scorer, score(), slo, rollout], withMoney(computing)).notCounted).toEqual(['replicas that rollouts add while they last']);
  });
});

describe('servers that the compiler adds', () => {
  const share = (objects: ReturnType<typeof objectsOf>) => {
    const { spec } = body(objects, 'Deployment') as unknown as { readonly spec: { readonly replicas: number; readonly template: { readonly spec: { readonly containers: readonly { readonly resources: { readonly requests: unknown } }[] } } } };
    return { replicas: spec.replicas, requests: spec.template.spec.containers.map((c) => c.resources.requests) };
  };
  test('cost what the guardrails in front of an endpoint ask for, as their Deployment says', () => {
    const words: Declaring = { kind: 'Guardrail', id: 'words', props: { on: 'input', checks: [{ kind: 'pattern', name: 'orders', pattern: 'ignore all' }] } };
    const context = contextOf([model, quota(), chat({ guardrails: [to('Guardrail', 'words')] }), words], withMoney(computing));
    expect(share(objectsOf(guardrails, context))).toEqual({ replicas: 2, requests: [{ cpu: '1', memory: '2Gi' }] });
    expect(guardrailServer).toEqual({ replicas: 2, cpu: '1', memory: '2Gi' });
    // 2 × 730 h × (1 × 0.04 + 2 × 0.005) = 1,460 × 0.05
    expect(context.facts.cost.lines[1]).toMatchObject({ node: 'demo/chat', what: 'chat-guardrails: 2 × 1 core and 2 GiB × 730 h', perMonth: { state: 'known', value: EUR(7_300) } });
    expect(context.facts.cost.replicaHour['demo/chat']).toEqual({ state: 'known', value: '24.4' });
  });
  test('cost what the collector of a project asks for, as its Deployment says', () => {
    const kept: Declaring = { kind: 'Telemetry', id: 'kept', props: { of: [to('Application', 'assistant')], region: 'eu-central-1' } };
    const context = contextOf([assistant, kept], withMoney(computing));
    expect(share(objectsOf(collector, context))).toEqual({ replicas: 1, requests: [{ cpu: '100m', memory: '512Mi' }] });
    expect(collectorServer).toEqual({ replicas: 1, cpu: '100m', memory: '512Mi' });
    // 730 h × (0.1 × 0.04 + 0.5 × 0.005) = 4.745, half to even
    expect(context.facts.cost.lines[1]).toMatchObject({ node: 'demo/kept', what: 'otel-collector: 1 × 0.1 cores and 0.5 GiB × 730 h', perMonth: { state: 'known', value: EUR(474) } });
  });
});

describe('a vector index', () => {
  const embedder: Declaring = { ...chat(), id: 'embed', props: { ...chat().props, tensorParallel: 1, replicas: 1 } };
  const answers: Declaring = { kind: 'VectorIndex', id: 'answers', props: { source: to('DataContract', 'sales'), text: ['body'], embedding: { model: to('ModelEndpoint', 'embed'), dimensions: 1_024 }, rerank: undefined, storage: '80Gi' } };
  const all = [model, quota('h100-sxm', 1), embedder, sales(), answers];
  test('costs a volume for each of its instances, at the price of volumes and not at that of object storage', () => {
    const context = contextOf(all, withMoney({ storageGibMonth: here('0.02'), volumeGibMonth: here('0.0955') }));
    expect(body(objectsOf(pgvector, context), 'Cluster')).toMatchObject({ spec: { instances: 2, storage: { size: '80Gi' } } });
    // 2 × 80 × 0.0955
    expect(context.facts.cost.lines.at(-1)).toMatchObject({ node: 'demo/answers', what: 'answers: 2 × 80 GiB of a volume', prices: [{ price: '0.0955', per: 'GiB and month' }], perMonth: { state: 'known', value: EUR(1_528) } });
    expect(context.facts.cost.notCounted).toEqual([]);
    const staging = contextOf(all, { ...withMoney({ volumeGibMonth: here('0.0955') }), environment: 'staging' }).facts.cost;
    expect(staging.lines.at(-1)).toMatchObject({ what: 'answers: 1 × 80 GiB of a volume', perMonth: { value: EUR(764) } });
  });
  test('costs what its copies ask for, as its database says', () => {
    const context = contextOf(all, withMoney(computing));
    expect(body(objectsOf(pgvector, context), 'Cluster')).toMatchObject({ spec: { instances: 2, resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } }, postgresql: { parameters: { shared_buffers: '2048MB' } } } });
    // 2 × 730 h × (2 × 0.04 + 8 × 0.005)
    expect(context.facts.cost.lines.find((l) => l.node === 'demo/answers')).toMatchObject({ what: 'answers: 2 × 2 cores and 8 GiB × 730 h', perMonth: { state: 'known', value: EUR(17_520) } });
  });
  test('is not counted without that price, never at the price of something else', () => {
    const cost = costOf(all, withMoney({ storageGibMonth: here('0.02'), volumeGibMonth: undefined }));
    expect(cost.lines.map((l) => l.what)).toEqual([expect.stringContaining('H100'), 'answers: 2 × 2 cores and 8 GiB × 730 h', '240 GiB stored']);
    expect(cost.notCounted).toEqual(['volumes of vector indexes (the platform names no volumeGibMonth)']);
    expect(cost.perMonth.state).toBe('assumed');
  });
});

describe('features', () => {
  const view = (props: Declaring['props']): Declaring => ({ kind: 'FeatureView', id: 'activity', props: { source: to('DataContract', 'sales'), ...props } });
  test('that are looked up online have a store and runs that are not counted, and that is said', () => {
    const cost = costOf([sales(), view({ online: true, refresh: '*/30 * * * *' })]);
    expect(cost.notCounted).toEqual(['the online store of features (paid by request)', 'runs that fill the online store of features (nothing says how long they take)']);
    expect(cost.perMonth).toMatchObject({ state: 'assumed', assumptions: cost.notCounted.map((n) => `not counted: ${n}`) });
  });
  test('that are for training alone have none', () => {
    expect(costOf([sales(), view({ online: false, refresh: undefined })]).notCounted).toEqual([]);
  });
});

describe('a data set', () => {
  test('costs what it stores, to the cent', () => {
    // 240 × 0.0215 = 5.16
    expect(costOf([sales()], withMoney({ storageGibMonth: { price: '0.0215', currency: 'EUR', asOf: '2026-10-01', source: 'here' } }))).toMatchObject({ lines: [{ node: 'demo/sales', what: '240 GiB stored' }], perMonth: { state: 'known', value: EUR(516) } });
  });
  test('without a volume is not counted, which makes the sum an assumption, never a zero', () => {
    expect(costOf([sales({ volume: undefined })]).perMonth).toEqual({ state: 'unknown', because: ['not priced: storage of data sets that declare no volume'] });
    const cost = costOf([sales(), { ...sales({ volume: undefined }), id: 'returns' }], withMoney({ storageGibMonth: { price: '0.02', currency: 'EUR', asOf: '2026-10-01', source: 'here' } }));
    expect(cost.perMonth).toEqual({ state: 'assumed', value: EUR(480), assumptions: ['not counted: storage of data sets that declare no volume'] });
  });
});

describe('a project', () => {
  test('that declares raw objects has a cost that nobody can read from them', () => {
    expect(costOf([{ kind: 'RawManifest', id: 'extra' }]).perMonth).toEqual({ state: 'unknown', because: ['not priced: what raw manifests and raw Terraform make'] });
  });
  test('without anything that is priced has an unknown cost and says what is not counted', () => {
    const cost = costOf([nightly(), sales()], withMoney({ cpuHour: undefined, memoryGibHour: undefined, storageGibMonth: undefined }));
    expect(cost.notCounted).toEqual(['runs of pipelines (the platform names no cpuHour, memoryGibHour)', 'storage of data sets (the platform names no storageGibMonth)']);
    expect(cost.perMonth).toEqual({ state: 'unknown', because: cost.notCounted.map((n) => `not priced: ${n}`) });
  });
  test('with nothing that costs money costs nothing, and that is known', () => {
    expect(costOf([]).perMonth).toEqual({ state: 'known', value: { amount: 0, currency: 'EUR' } });
  });
  test('sums up its endpoints, and names guaranteed GPUs that none of them uses', () => {
    const cost = costOf([model, quota('h100-sxm', 12), chat(), { ...chat({ tensorParallel: 2, replicas: 1 }), id: 'draft' }]);
    expect(cost.perMonth).toEqual({ state: 'assumed', value: EUR(4_453_000), assumptions: ['not counted: 2 guaranteed GPUs that no endpoint uses'] });
    expect(cost.notCounted).toEqual(['2 guaranteed GPUs that no endpoint uses']);
  });
});

describe('a budget', () => {
  const against = (b: Declaring, setting: Setting = {}) => costOf([model, quota(), chat(), b], setting).budgets['demo/limit']!;
  test('is compared by the month, exactly', () => {
    expect(against(budget(4_800_000))).toEqual({ perMonth: { state: 'known', value: { amount: 4_800_000, currency: 'EUR' } }, verdict: 'within', share: '0.7422' });
    expect(against(budget(3_562_400)).verdict).toBe('within');
    expect(against(budget(3_562_399)).verdict).toBe('over');
    // Three months of 35,624.00 are 106,872.00: a cent less is over, though its month rounds to the same.
    expect(against(budget(10_687_200, 'quarter')).verdict).toBe('within');
    expect(against(budget(10_687_199, 'quarter'))).toMatchObject({ perMonth: { value: { amount: 3_562_400 } }, verdict: 'over' });
    expect(against(budget(42_748_800, 'year')).verdict).toBe('within');
  });
  test('in another currency is exchanged, and unknown without a rate', () => {
    expect(against(budget(5_000_000, 'month', 'USD'))).toMatchObject({ perMonth: { value: { amount: 4_300_000, currency: 'EUR' } }, verdict: 'within' });
    expect(against(budget(5_000_000, 'month', 'CHF'))).toEqual({ perMonth: { state: 'unknown', because: ['no exchange rate from CHF to EUR'] }, verdict: 'unknown' });
  });
});

test('list prices are decimals with a date and a source', () => {
  for (const accelerator of ['h100-sxm', 'h200', 'l40s', 'a100-80-sxm', 'b200', 'mi300x']) {
    expect(listPrice(accelerator), accelerator).toMatchObject({ usd: expect.stringMatching(/^\d+(\.\d+)?$/), asOf: expect.stringMatching(/^2026-/), source: expect.stringMatching(/^https:/) });
  }
  expect(listPrice('h100-sxm', 'no/such/key')).toBeUndefined();
});
