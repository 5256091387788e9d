// Endpoints use no more GPUs than the project is guaranteed, and no more is guaranteed than the clusters have.
import { policy, type Found } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'GpuQuota',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'FinOps: workload optimization'],
  because: 'Pods beyond the quota or the pool stay pending, and nobody sees it until the traffic comes.',
  remedy: 'use fewer replicas, guarantee more GPUs, or ask the platform for a larger pool',
  waivable: 'governance',
  check(quota, { users, facts, env }) {
    const found: Found[] = [];
    const at = (property: string, what: string, more: Omit<Found, 'what' | 'at'> = {}): void => { found.push({ at: [property], what, ...more }); };
    const pools = env.clusters.flatMap((cluster) => Object.entries(cluster.gpuPools).map(([name, pool]) => ({ name: `${cluster.name}/${name}`, size: pool.nodes * pool.gpusPerNode, ...pool })));
    const own = pools.filter((p) => p.accelerator === quota.accelerator);
    const available = own.reduce((sum, p) => sum + p.size, 0);

    if (own.length === 0) {
      const others = [...new Set(pools.map((p) => p.accelerator))].sort();
      at('accelerator', `asks for ${quota.accelerator}, which no cluster of ${env.name} has`, {
        why: [others.length === 0 ? `${env.name} has no GPU pool` : `${env.name} has ${others.join(', ')}`],
        try: others.map((to) => ({ node: quota.$path, property: ['accelerator'], to })),
      });
    } else if (quota.guaranteed > available) {
      at('guaranteed', `guarantees ${formatNumber(quota.guaranteed)} GPUs where ${formatNumber(available)} are`, {
        why: own.map((p) => `${p.name}: ${p.nodes} nodes × ${p.gpusPerNode} ${quota.accelerator} = ${p.size}`),
        try: [{ node: quota.$path, property: ['guaranteed'], to: available }],
      });
    }

    const endpoints = users(quota, 'ModelEndpoint').map((endpoint) => ({ endpoint, ...facts.sizing[endpoint.$path]! }));
    const used = endpoints.reduce((sum, e) => sum + e.totalGpus, 0);
    if (used > quota.guaranteed) {
      at('guaranteed', `guarantees ${formatNumber(quota.guaranteed)} GPUs, and its endpoints use ${formatNumber(used)}`, {
        why: endpoints.map(({ endpoint, replicas, gpus, totalGpus }) => `${endpoint.$id}: ${replicas} × ${gpus} = ${totalGpus}`),
        try: [
          ...(used <= available ? [{ node: quota.$path, property: ['guaranteed'], to: used }] : []),
          ...endpoints.filter((e) => e.replicas > 1).map((e) => ({ node: e.endpoint.$path, property: ['replicas'], to: Math.max(1, e.replicas - Math.ceil((used - quota.guaranteed) / e.gpus)) })),
        ],
        related: endpoints.map(({ endpoint, totalGpus }) => ({ node: endpoint.$path, property: ['quota'], what: `uses ${totalGpus}` })),
      });
    }
    return found;
  },
  fails: { props: { guaranteed: 1_000_000 } },
  passes: { props: { guaranteed: 2 } },
});
