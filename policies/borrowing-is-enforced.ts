// What a quota borrows and lends is enforced by some system of the environment.
import { policy, type Found } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';
import { formatNumber } from '../src/model/units.ts';

/** Systems under which GPUs that one project leaves idle are another's for the time being. */
const sharing = ['kubernetes/kueue'];

export default policy({
  on: 'GpuQuota',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'FinOps: workload optimization'],
  because: 'A hard quota refuses the first pod beyond it: what was to be borrowed is not there when it is needed, and what was to be lent stands idle.',
  remedy: `choose ${sharing.join(' or ')} for the concern gpu-quota, or leave out what is not enforced`,
  waivable: 'governance',
  check({ $path, guaranteed, borrow, lend }, { env }) {
    const found: Found[] = [];
    const system = systemOf(env, 'gpu-quota');
    if (system !== undefined && !sharing.includes(system)) {
      const why = [`${env.name}: gpu-quota is served by ${system}; ${sharing.join(' and ')} would share`];
      if (borrow > 0) found.push({ at: ['borrow'], what: `borrows ${formatNumber(borrow)}, which nothing in ${env.name} allows`, why, try: [{ node: $path, property: ['borrow'], to: 0 }] });
      if (lend !== undefined) found.push({ at: ['lend'], what: `limits what is lent to ${formatNumber(lend)}, and nothing in ${env.name} lends`, why, try: [{ node: $path, property: ['lend'], to: undefined }] });
    }
    if (lend !== undefined && lend > guaranteed) found.push({ at: ['lend'], what: `lends ${formatNumber(lend)} of ${formatNumber(guaranteed)}`, try: [{ node: $path, property: ['lend'], to: guaranteed }] });
    return found;
  },
  fails: { props: { borrow: 2 }, platform: { environments: { production: { systems: { 'gpu-quota': 'kubernetes/resource-quota' } } } } },
  passes: { props: { guaranteed: 4, borrow: 2, lend: 1 } },
});
