// All projects together are guaranteed no more GPUs than the clusters of the environment have.
import { policy } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'GpuQuota',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'FinOps: planning and estimating'],
  because: 'A guarantee that is given twice is kept to one: the other project finds out when its traffic comes.',
  remedy: 'guarantee less, agree with the projects named here, or ask the platform for a larger pool',
  waivable: 'governance',
  check: ({ accelerator, guaranteed }, { portfolio, env }) => {
    const sum = portfolio.portfolio.gpus[accelerator];
    // a quota that alone is too large, or of an accelerator that nobody has, is said by gpu-within-quota
    if (!sum || sum.guaranteed <= sum.capacity || guaranteed === 0 || guaranteed > sum.capacity) return true;
    return {
      at: ['guaranteed'], what: `guarantees ${formatNumber(guaranteed)} of ${formatNumber(sum.capacity)} ${accelerator}; with the other projects, ${formatNumber(sum.guaranteed)} are guaranteed in ${env.name}`,
      why: sum.projects.map(({ project, amount }) => `${project}: ${formatNumber(amount)}`),
    };
  },
  fails: { props: { guaranteed: 10 }, also: [{ kind: 'GpuQuota', props: { guaranteed: 10 } }] },
  passes: { props: { guaranteed: 8 }, also: [{ kind: 'GpuQuota', props: { guaranteed: 8 } }] },
});
