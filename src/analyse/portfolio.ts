// What all projects of an environment ask for together, against what there is: GPUs of the pools, and the envelope of the budgets.
import { known, portfolioFact, unknown, type Known } from '../fact.ts';
import { exchange, total, type Money } from '../model/money.ts';
import type { Summary } from '../model/summary.ts';
import type { Capacity } from './capacity.ts';

export interface Share<T> { readonly project: string; readonly amount: T }
export interface Portfolio {
  /** By accelerator: GPUs of all pools, GPUs guaranteed, and to whom. */
  readonly gpus: Readonly<Record<string, { readonly capacity: number; readonly guaranteed: number; readonly projects: readonly Share<number>[] }>>;
  readonly budget: {
    /** All budgets, as a month, in the platform's currency. */
    readonly sum: Known<Money>;
    readonly envelope: Known<Money>;
    readonly projects: readonly Share<Known<Money>>[];
  };
}

/** What a project's own fact has published of itself. */
const capacityOf = ({ figures }: Summary): Capacity => ({ guaranteed: {}, quotas: {}, monthly: [], ...(figures as Partial<Capacity>) });

export default portfolioFact<Portfolio>({
  doc: 'GPU guarantees of all projects against the pools, and their budgets against the envelope of the environment.',
  derive: ({ summaries, env, platform: { money } }) => {
    const pools = env.clusters.flatMap((c) => Object.values(c.gpuPools));
    const accelerators = [...new Set([...pools.map((p) => p.accelerator), ...summaries.flatMap((s) => Object.keys(capacityOf(s).guaranteed))])].sort();
    const gpus = Object.fromEntries(accelerators.map((accelerator) => {
      const projects = summaries.map((s) => ({ project: s.project, amount: capacityOf(s).guaranteed[accelerator] ?? 0 })).filter((s) => s.amount > 0);
      return [accelerator, {
        capacity: pools.filter((p) => p.accelerator === accelerator).reduce((sum, p) => sum + p.nodes * p.gpusPerNode, 0),
        guaranteed: projects.reduce((sum, p) => sum + p.amount, 0), projects,
      }];
    }));
    const inCurrency = (amounts: readonly Money[]): Known<Money> => total(amounts.map((m) => exchange(m, money.currency, money.exchange)), money.currency);
    const projects = summaries.filter((s) => capacityOf(s).monthly.length > 0).map((s) => ({ project: s.project, amount: inCurrency(capacityOf(s).monthly) }));
    const envelope = money.envelopes[env.name];
    return {
      gpus,
      budget: {
        sum: projects.length === 0 ? known({ amount: 0, currency: money.currency }) : total(projects.map((p) => p.amount), money.currency), projects,
        envelope: envelope ? inCurrency([envelope]) : unknown(`${env.name} has no envelope`),
      },
    };
  },
});
