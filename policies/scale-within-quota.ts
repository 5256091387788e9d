// An endpoint that scales gets its last replica: the quota holds it, or lends it.
import { policy } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'FinOps: workload optimization'],
  because: 'A replica beyond the quota stays pending, in the very minutes for which it was declared.',
  remedy: 'scale to fewer replicas, guarantee more GPUs, or borrow where the platform shares them',
  waivable: 'governance',
  check(endpoint, { get, users, facts, env }) {
    const quota = get(endpoint.quota);
    const { max, min, gpus } = facts.scaling[endpoint.$path]!;
    if (endpoint.scale === undefined) return true;
    const borrowed = systemOf(env, 'gpu-quota') === 'kubernetes/kueue' ? quota.borrow : 0;
    const others = users(quota, 'ModelEndpoint').filter((e) => e.$path !== endpoint.$path);
    const held = others.reduce((sum, e) => sum + facts.sizing[e.$path]!.totalGpus, 0);
    const room = quota.guaranteed + borrowed - held;
    if (max * gpus <= room) return true;
    const most = Math.floor(room / gpus);
    return {
      at: ['scale', 'max'], what: `scales to ${formatNumber(max)} replicas, and there are GPUs for ${formatNumber(Math.max(0, most))}`,
      why: [
        `needed     ${max} × ${gpus} = ${max * gpus} GPUs`,
        `available  ${quota.guaranteed} guaranteed${borrowed > 0 ? ` + ${borrowed} borrowed` : ''}${held > 0 ? ` − ${held} of ${others.map((e) => e.$id).join(', ')}` : ''} = ${room}`,
      ],
      try: [
        ...(most >= min ? [{ node: endpoint.$path, property: ['scale', 'max'], to: most }] : []),
        { node: quota.$path, property: ['guaranteed'], to: max * gpus + held - borrowed },
      ],
      related: [{ node: quota.$path, property: ['guaranteed'], what: `guarantees ${quota.guaranteed}` }],
    };
  },
  fails: { props: { replicas: 1, tensorParallel: 1, scale: { max: 50, waiting: 8 } } },
  passes: { props: { replicas: 1, tensorParallel: 1, scale: { max: 2, waiting: 8 } } },
});
