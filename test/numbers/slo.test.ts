// Burn rates as the workbook has them, buckets, low traffic, schedules.
import { describe, expect, test } from 'vitest';
import { boundaryLabel } from '../../src/analyse/slo/histograms.ts';
import { runsPerDay } from '../../src/analyse/slo/schedule.ts';
import { isTimeZone } from '../../src/data/time-zones.ts';
import { lowestObjective, rungs } from '../../src/analyse/slo/windows.ts';
import type { SloArithmetic } from '../../src/analyse/slo.ts';
import { decimal, rational, toDecimal } from '../../src/model/rational.ts';
import { contextOf, to, type Declaring, type Setting } from '../support/emit.ts';

const endpoint = (mean = '3/s'): Declaring => ({ kind: 'ModelEndpoint', id: 'chat', props: {
  model: to('Model', 'llama'), quota: to('GpuQuota', 'gpus'), reads: [], traffic: { mean, peak: '9/s', input: { p50: 2100, p95: 6000 }, output: { p50: 180, p95: 450 } },
} });
const pipeline: Declaring = { kind: 'Pipeline', id: 'nightly', props: { reads: [], writes: [], schedule: '30 3 * * *' } };
const rest: readonly Declaring[] = [{ kind: 'Model', id: 'llama' }, { kind: 'GpuQuota', id: 'gpus' }];
const sloOf = (props: Declaring['props'], mean?: string, setting: Setting = {}): SloArithmetic =>
  contextOf([...rest, endpoint(mean), pipeline, { kind: 'Slo', id: 'slo', props: { of: to('ModelEndpoint', 'chat'), ...props } }], setting).facts.slo['demo/slo']!;

describe('burn rates', () => {
  test('are those of the workbook for thirty days, of Sloth for twenty-eight and seven', () => {
    const factors = (window: '7d' | '28d' | '30d'): readonly string[] => rungs(decimal('0.999'), window, undefined).map((r) => r.factor);
    expect(factors('30d')).toEqual(['14.4', '6', '3', '1']);
    expect(factors('28d')).toEqual(['13.44', '5.6', '2.8', '0.933333333333']);
    expect(factors('7d')).toEqual(['13.44', '3.5', '1.4', '0.98']);
  });
  test('give exact thresholds: no float creeps in', () => {
    const [fast, slow] = rungs(decimal('0.999'), '30d', undefined);
    expect(fast).toMatchObject({ threshold: '0.0144', budgetShare: '0.02', severity: 'page', long: '1h', short: '5m', reachable: true, detectionMs: 51_840 });
    expect(slow).toMatchObject({ threshold: '0.006', severity: 'page', long: '6h', short: '30m' });
  });
  test('whose threshold is everything or more can never fire', () => {
    expect(rungs(decimal('0.90'), '30d', undefined).map((r) => [r.threshold, r.reachable])).toEqual([['1.44', false], ['0.6', true], ['0.3', true], ['0.1', true]]);
    expect(rungs(decimal('1'), '30d', undefined).every((r) => !r.reachable)).toBe(true);
    expect(toDecimal(lowestObjective(decimal('14.4')), 5)).toBe('0.93056');
    expect(rungs(lowestObjective(decimal('14.4')), '30d', undefined)[0]!.reachable).toBe(false);
  });
  test('ask for two failures where one would do: the workbook\'s table of low traffic', () => {
    expect(rungs(decimal('0.999'), '30d', rational(10)).map((r) => [r.minimumEvents, r.lowTraffic])).toEqual([[139, true], [334, true], [667, true], [2000, true]]);
    expect(rungs(decimal('0.99'), '30d', rational(100)).map((r) => [r.minimumEvents, r.lowTraffic])).toEqual([[14, false], [34, false], [67, false], [200, false]]);
  });
});

describe('a service level objective', () => {
  test('says its error budget in minutes and in requests', () => {
    expect(sloOf({ objective: '99.5%', window: '30d', indicator: { kind: 'availability' } })).toMatchObject({
      objective: '0.995', errorBudget: '0.005', windowHours: 720, budgetMinutes: '216', events: { expected: '7776000', mayFail: 38_880 }, strategy: 'burn-rate', unreachable: [],
    });
  });
  test('asks for a minimum of requests where few come', () => {
    expect(sloOf({ objective: '99.9%', indicator: { kind: 'availability' } }, '10/h').strategy).toBe('burn-rate-with-minimum');
    expect(sloOf({ objective: '99.9%', indicator: { kind: 'availability' } }, '3/s').strategy).toBe('burn-rate');
  });
  test('of a latency is measured by a bucket, or names the two around it', () => {
    expect(sloOf({ indicator: { kind: 'time-to-first-token', under: '750ms' } }).measure).toMatchObject({ metric: 'vllm:time_to_first_token_seconds', le: '0.75' });
    expect(sloOf({ indicator: { kind: 'time-to-answer', under: '1m' } }).measure).toMatchObject({ metric: 'vllm:e2e_request_latency_seconds', le: '60.0' });
    expect(sloOf({ indicator: { kind: 'time-to-first-token', under: '700ms' } }).measure).toMatchObject({ underSeconds: 0.7, neighbours: [0.5, 0.75] });
    expect(sloOf({ indicator: { kind: 'time-to-first-token', under: '1h' } }).measure).toMatchObject({ neighbours: [2560] });
    expect([boundaryLabel(1), boundaryLabel(2.5), boundaryLabel(0.001)]).toEqual(['1.0', '2.5', '0.001']);
  });
  test('of a server whose histogram nobody knows is unmeasured', () => {
    const other: Setting = { platform: (p) => ({ ...p, environments: { ...p.environments, production: { ...p.environments['production']!, systems: { serving: 'serving/other' } } } }) };
    expect(sloOf({}, undefined, other)).toMatchObject({ unmeasured: 'the histogram of serving/other is not known' });
  });
  test('of a pipeline counts failures: thirty runs a month are too few for rates', () => {
    expect(sloOf({ of: to('Pipeline', 'nightly'), indicator: { kind: 'run-succeeds' }, objective: '95%' })).toMatchObject({
      strategy: 'count-failures', rungs: [], unreachable: [], events: { expected: '30', mayFail: 1 },
    });
  });
});

describe('a schedule', () => {
  const daily = (cron: string): string | undefined => { const runs = runsPerDay(cron); return runs && toDecimal(runs, 4); };
  test('runs as often as its fields say', () => {
    expect([daily('15 2 * * *'), daily('*/30 * * * *'), daily('0 */6 * * *'), daily('0,30 8-17 * * *'), daily('5/20 * * * *')]).toEqual(['1', '48', '4', '20', '72']);
    expect([daily('0 3 * * 1-5'), daily('0 3 * * MON,thu'), daily('0 3 * * 0,7'), daily('0 3 1 * *'), daily('0 3 * 1,7 *')]).toEqual(['0.7143', '0.2857', '0.1429', '0.0329', '0.1667']);
    // Day and weekday: either will do.
    expect(daily('0 3 1 * 1')).toBe('0.1710'.replace(/0$/, ''));
  });
  test('that cannot be read is unknown', () => {
    for (const cron of ['@daily', '0 3 * *', '61 * * * *', '0 24 * * *', '* * 0 * *', '*/0 * * * *', '5-1 * * * *', 'x * * * *', '* * * * 8']) expect(runsPerDay(cron), cron).toBeUndefined();
  });
});

describe('time zones', () => {
  test('are those that Node knows too, in the spelling of the tz database', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name))).toEqual([]);
    for (const name of ['UTC', 'Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'US/Eastern', 'Etc/GMT+12']) expect(isTimeZone(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions(), name).toBeTruthy();
  });
  test('are no other spelling, and nothing near', () => {
    for (const name of ['europe/berlin', 'Europe', 'Europe/', '/Berlin', 'Berlin', 'Europe/Berlim', 'Local', '', ' ', 'Europe/Berlin Europe/Paris', '+01:00', 'constructor/name']) expect(isTimeZone(name), name).toBe(false);
  });
});
