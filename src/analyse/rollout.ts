// How a change of an endpoint rolls out: beside the old replicas where the quota has room for one more, else by taking one away first.
import { fact, known, unknown, type Known } from '../fact.ts';

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
    const sized = users(quota, 'ModelEndpoint').map((e) => ({ path: e.$path, ...shapeOf(e, facts.sizing[e.$path]) }));
    const self = sized.find((s) => s.path === endpoint.$path);
    const open = sized.filter((s) => s.gpus === undefined).map((s) => s.path);
    if (self?.gpus === undefined || open.length > 0) return [endpoint.$path, unknown(`the GPUs of ${open.join(', ')} are not known`)];
    const held = sized.reduce((sum, s) => sum + s.gpus! * s.replicas!, 0);
    const surge = quota.guaranteed - held >= self.gpus;
    return [endpoint.$path, known({
      maxSurge: surge ? 1 : 0, maxUnavailable: surge ? 0 : 1, interrupts: !surge && self.replicas === 1,
      guaranteed: quota.guaranteed, held, perReplica: self.gpus,
    })];
  })),
});
