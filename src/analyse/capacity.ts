// What a project may take of what all share: GPUs that it is guaranteed, and money that it may spend in a month.
import { fact } from '../fact.ts';
import type { Money } from '../model/money.ts';

export interface Capacity {
  /** Guaranteed GPUs by accelerator. */
  readonly guaranteed: Readonly<Record<string, number>>;
  /** Budgets, each as a month of it; a part of a minor unit counts as a whole one. */
  readonly monthly: readonly Money[];
}

const months = { month: 1, quarter: 3, year: 12 } as const;

export default fact<Capacity>({
  doc: 'GPUs that the project is guaranteed, by accelerator, and its budgets per month.',
  derive: ({ all }) => {
    const guaranteed: Record<string, number> = {};
    for (const quota of all('GpuQuota')) guaranteed[quota.accelerator] = (guaranteed[quota.accelerator] ?? 0) + quota.guaranteed;
    const monthly = all('Budget').map(({ amount, per }) => ({ amount: Math.ceil(amount.amount / months[per]), currency: amount.currency }));
    return { guaranteed, monthly };
  },
  figures: ({ guaranteed, monthly }) => ({ guaranteed, monthly: monthly.map((m) => ({ ...m })) }),
});
