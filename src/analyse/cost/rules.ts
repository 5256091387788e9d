// An outcome as recordings: how many there were, how that stands to what is expected, and what the GPUs behind one cost. Prices are decimals, never floats.
import type { JsonObject } from '../../model/json.ts';
import { valueOf } from '../../model/known.ts';
import { units } from '../../model/money.ts';
import { name } from '../../model/names.ts';
import type { NodeOf } from '../../model/node.ts';
import { increaseSum, series } from '../../model/promql.ts';
import type { Query } from '../../model/query.ts';
import { rational, toDecimal } from '../../model/rational.ts';
import type { Facts } from '../../generated/registry-types.ts';

interface Asking extends Query { readonly facts: Facts; readonly env: { readonly name: string }; readonly root: { readonly $project: string }; readonly namespace: string }

export const outcomeIds = (outcome: NodeOf<'Outcome'>, { env, root }: Pick<Asking, 'env' | 'root'>): Readonly<Record<string, string>> => ({ environment: env.name, project: root.$project, outcome: outcome.$id });
/** Hours of thirty days, and of the month that outcomes are expected in. */
const [window, hours, month] = ['30d', 720, 730] as const;

export function outcomeRules(outcome: NodeOf<'Outcome'>, context: Asking): JsonObject[] {
  const { facts, namespace } = context;
  const ids = outcomeIds(outcome, context);
  // What Prometheus reads in the namespace is told from the same counter elsewhere; what a job pushes carries no such label.
  const of = { ...(facts.workloads[outcome.of.$ref]?.metrics === undefined ? {} : { namespace }), ...outcome.labels };
  const events = series(`outcome:events:increase${window}`, ids);
  const { currency } = facts.cost;
  const worth = facts.cost.outcomes[outcome.$path]?.worth;
  const value = worth && valueOf(worth);
  const perHour = gpusPerHour(context);
  const priced = { ...ids, currency };
  return [
    { record: `outcome:events:increase${window}`, expr: increaseSum(outcome.metric, of, window), labels: ids },
    { record: `outcome:attainment:ratio${window}`, expr: `${events} / ${toDecimal(rational(outcome.perMonth * hours, month))}`, labels: ids },
    ...(value === undefined ? [] : [{ record: 'outcome:worth:money', expr: `vector(${toDecimal(units(value))})`, labels: priced }]),
    ...(perHour === undefined ? [] : [
      { record: 'outcome:gpu_cost:money_per_hour', expr: perHour, labels: priced },
      // Hours that have been: a project younger than the window has not cost more than it has.
      { record: `outcome:gpu_cost_per_event:money${window}`, expr: `sum_over_time(${series('outcome:gpu_cost:money_per_hour', priced)}[${window}:1h]) / on(environment, project, outcome) (${events} > 0)`, labels: priced },
    ]),
  ].map((rule) => ({ ...rule }));
}

/** Replicas that are there, ready or not: they hold their GPUs. Nothing is said where a price is unknown. */
function gpusPerHour({ all, facts, namespace }: Asking): string | undefined {
  const parts = all('ModelEndpoint').map((e) => {
    const price = valueOf(facts.cost.replicaHour[e.$path]!);
    return price === undefined ? undefined : `(count(${series('up', { namespace, job: `${namespace}/${name('kubernetes', e.$id)}` })}) or vector(0)) * ${price}`;
  });
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(' + ');
}
