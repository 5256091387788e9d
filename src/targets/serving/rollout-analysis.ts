// What is asked of a rollout: did an objective hold over a step, does its budget burn right now, is the new version better. Without an answer nobody decides but people.
import type { JsonObject } from '../../model/json.ts';
import { prometheusUrl } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { series, type Matchers } from '../../model/promql.ts';
import { add, one, toDecimal } from '../../model/rational.ts';
import { ratio } from '../../model/units.ts';
import type { EmitContext } from '../../target.ts';
import { buckets, share } from './rollout-steps.ts';

type Rollout = NodeOf<'Rollout'>;
type Test = Extract<Rollout['steps'][number], { readonly kind: 'ab-test' }>;

/** Minutes of fast burning, in a row with a tolerance of two, before a rollout is ended early. */
const every = '1m', tolerated = 2;
// A vector that is empty or not a number is no answer: neither condition holds, and the rollout waits for people. https://argo-rollouts.readthedocs.io/en/stable/analysis/prometheus/
const answered = (condition: string): string => `len(result) > 0 && !isNaN(result[0]) && ${condition}`;
const asked = (address: string, query: string, good: string, bad: string, onFailure: Rollout['onFailure']): JsonObject => ({
  // Where failures only pause, none is counted as one: what is not good is not decided.
  successCondition: answered(good), failureCondition: onFailure === 'pause' ? 'false' : answered(bad), provider: { prometheus: { address, query } },
});

/** Over the step (argument `window`): no more bad events than the objective allows. */
export function objectiveHolds(slo: NodeOf<'Slo'>, rollout: Rollout, { facts, env, root, cluster }: EmitContext): JsonObject {
  const { errorBudget } = facts.slo[slo.$path]!;
  const bad = series('slo:sli_error:ratio_rate5m', { environment: env.name, project: root.$project, slo: slo.$id });
  return { name: 'objective', count: 1, ...asked(prometheusUrl(cluster)!, `avg_over_time(${bad}[{{args.window}}])`, `result[0] <= ${errorBudget}`, `result[0] > ${errorBudget}`, rollout.onFailure) };
}

/** All the while: the budget does not burn as fast as people are paged for. Nothing to answer is nothing wrong. */
export function burnsFast(slo: NodeOf<'Slo'>, rollout: Rollout, { facts, env, root, cluster }: EmitContext): JsonObject | undefined {
  const rung = facts.slo[slo.$path]!.rungs[0];
  if (rung === undefined) return undefined;
  const bad = series(`slo:sli_error:ratio_rate${rung.short}`, { environment: env.name, project: root.$project, slo: slo.$id });
  const calm = `len(result) == 0 || isNaN(result[0]) || result[0] <= ${rung.threshold}`;
  return {
    name: 'burn-rate', interval: every, ...(rollout.onFailure === 'pause' ? { inconclusiveLimit: tolerated } : { failureLimit: tolerated }),
    successCondition: calm, failureCondition: rollout.onFailure === 'pause' ? 'false' : answered(`result[0] > ${rung.threshold}`), provider: { prometheus: { address: prometheusUrl(cluster)!, query: bad } },
  };
}

/** Events of the outcome for each caller of the new version, over those of the old: better by at least the declared effect. The counter carries the caller's bucket. */
export function isBetter(test: Test, rollout: Rollout, { get, cluster }: EmitContext): JsonObject {
  const outcome = get(test.by);
  const part = share(test) / 100;
  const pattern = buckets(share(test)).slice(1, -1);
  // Two braces are Argo's own; in a text of PromQL they can be written in another way.
  const plain = (query: string): string => query.replaceAll('{{', '\\x7b\\x7b');
  const grown = (matchers: Matchers, of: number): string => `sum(increase(${plain(series(outcome.metric, { ...outcome.labels, ...matchers }))}[{{args.window}}])) / ${Number(of.toFixed(2))}`;
  const least = toDecimal(add(one, ratio(test.effect)));
  const query = `(${grown({ bucket: { matches: pattern } }, part)}) / (${grown({ bucket: { differs: pattern } }, 1 - part)} > 0)`;
  return { name: 'effect', count: 1, ...asked(prometheusUrl(cluster)!, query, `result[0] >= ${least}`, 'result[0] < 1', rollout.onFailure) };
}
