// Cost: GPU hours times price, exactly, and what it says of what it does not know.
import { describe, expect, test } from 'vitest';
import costFact, { type Cost } from '../../src/analyse/cost.ts';
import { hoursPerMonth, listPrice } from '../../src/data/prices.ts';
import type { Platform } from '../../src/model/platform.ts';
import { contextOf, to, type Declaring, type Setting } from '../support/emit.ts';

const model: Declaring = { kind: 'Model', id: 'llama', props: { weights: 'meta-llama/Llama-3.3-70B-Instruct' } };
const chat = (props: Declaring['props'] = {}): Declaring => ({ kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], tensorParallel: 4, replicas: 2, ...props } });
const quota = (accelerator = 'h100-sxm', guaranteed = 8): Declaring => ({ kind: 'GpuQuota', id: 'gpus', props: { guaranteed, accelerator } });
const budget = (amount: number, per = 'month', currency = 'EUR'): Declaring => ({ kind: 'Budget', id: 'limit', props: { amount: { amount, currency }, per } });
const withMoney = (change: Partial<Platform['money']>): Setting => ({ platform: (p) => ({ ...p, money: { ...p.money, ...change } }) });
const costOf = (nodes: readonly Declaring[], setting: Setting = {}): Cost => contextOf(nodes, setting).facts.cost;

describe('an endpoint', () => {
  test('costs its GPU hours at the platform\'s own price, to the cent', () => {
    const cost = costOf([model, quota(), chat()]);
    expect(cost.lines).toMatchObject([{ node: 'demo/chat', what: '8 × NVIDIA H100 SXM × 730 h', hours: 8 * hoursPerMonth, price: { perHour: '6.10', currency: 'EUR', asOf: '2026-10-01' } }]);
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
    expect(costOf([model, quota(), chat()], priced).lines[0]!.price).toMatchObject({ perHour: '15.977', currency: 'USD' });
  });
});

describe('a project', () => {
  test('without anything that is priced has an unknown cost and says what is not counted', () => {
    const cost = costOf([{ kind: 'Pipeline', id: 'nightly', props: { reads: [], writes: [] } }, { kind: 'DataContract', id: 'sales' }]);
    expect(cost.notCounted).toEqual(['processor and memory of pipelines', 'storage of data sets']);
    expect(cost.perMonth).toEqual({ state: 'unknown', because: ['not priced: processor and memory of pipelines', 'not priced: storage of data sets'] });
  });
  test('with nothing that costs money costs nothing, and that is known', () => {
    expect(costOf([]).perMonth).toEqual({ state: 'known', value: { amount: 0, currency: 'EUR' } });
  });
  test('sums up its endpoints, and names guaranteed GPUs that none of them uses', () => {
    const cost = costOf([model, quota('h100-sxm', 12), chat(), { ...chat({ tensorParallel: 2, replicas: 1 }), id: 'draft' }]);
    expect(cost.perMonth).toMatchObject({ value: { amount: 4_453_000 } });
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
