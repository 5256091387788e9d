// What a project may take of what all share: GPUs that it is guaranteed, and money that it may spend in a month.
import { fact } from '../fact.ts';
import type { Money } from '../model/money.ts';

export interface GpuShare { readonly guaranteed: number; readonly borrow: number; readonly lend?: number }
export interface Capacity {
  /** Guaranteed GPUs by accelerator. */
  readonly guaranteed: Readonly<Record<string, number>>;
  /** With what may be borrowed beyond them, and how many are lent; without a number, all. */
  readonly quotas: Readonly<Record<string, GpuShare>>;
  /** Budgets, each as a month of it; a part of a minor unit counts as a whole one. */
  readonly monthly: readonly Money[];
}

const months = { month: 1, quarter: 3, year: 12 } as const;

export default fact<Capacity>({
  doc: 'GPUs that the project is guaranteed, by accelerator, and its budgets per month.',
  derive: ({ all }) => {
    const guaranteed: Record<string, number> = {};
    for (const quota of all('GpuQuota')) guaranteed[quota.accelerator] = (guaranteed[quota.accelerator] ?? 0) + quota.guaranteed;
    const quotas: Record<string, GpuShare> = {};
    for (const { accelerator, guaranteed: own, borrow, lend } of all('GpuQuota')) {
      const sum = quotas[accelerator] ?? { guaranteed: 0, borrow: 0 };
      const lent = lend === undefined && sum.lend === undefined ? undefined : (sum.lend ?? sum.guaranteed) + (lend ?? own);
      quotas[accelerator] = { guaranteed: sum.guaranteed + own, borrow: sum.borrow + borrow, ...(lent === undefined ? {} : { lend: lent }) };
    }
    const monthly = all('Budget').map(({ amount, per }) => ({ amount: Math.ceil(amount.amount / months[per]), currency: amount.currency }));
    return { guaranteed, quotas, monthly };
  },
  figures: ({ guaranteed, quotas, monthly }) => ({ guaranteed, quotas: Object.fromEntries(Object.entries(quotas).map(([accelerator, share]) => [accelerator, { ...share }])), monthly: monthly.map((m) => ({ ...m })) }),
});
