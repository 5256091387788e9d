// How a change of an endpoint rolls out: beside the old replicas where the quota has room for one more, else by taking one away first.
import { assumed, fact, known, type Known } from '../fact.ts';

export interface Rollout {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  /** Nobody answers while the only replica is replaced. */
  readonly interrupts: boolean;
  /** The sum that decides: GPUs of the quota, and those that its endpoints hold. */
  readonly guaranteed: number;
  readonly held: number;
  readonly perReplica: number;
}

export default fact<Readonly<Record<string, Known<Rollout>>>>({
  doc: 'How each endpoint is replaced, by path: with a surge or without, and whether that interrupts it.',
  derive: ({ all, get, users, facts }) => Object.fromEntries(all('ModelEndpoint').map((endpoint) => {
    const quota = get(endpoint.quota);
    const sized = users(quota, 'ModelEndpoint').map((e) => facts.sizing[e.$path]!);
    const { gpus, replicas, verdict, because } = facts.sizing[endpoint.$path]!;
    const held = sized.reduce((sum, s) => sum + s.totalGpus, 0);
    const surge = quota.guaranteed - held >= gpus;
    const rollout: Rollout = { maxSurge: surge ? 1 : 0, maxUnavailable: surge ? 0 : 1, interrupts: !surge && replicas === 1, guaranteed: quota.guaranteed, held, perReplica: gpus };
    return [endpoint.$path, verdict === 'unknown' ? assumed(rollout, ...because) : known(rollout)];
  })),
});
