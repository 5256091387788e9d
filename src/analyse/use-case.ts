// How the use case of a project scores by the platform's weights, with the sum that leads there.
import { fact } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import type { Platform } from '../model/platform.ts';
import { add, divide, multiply, rational, toDecimal, toFixed, zero } from '../model/rational.ts';

export interface UseCase {
  readonly users?: { readonly who: string; readonly people: number };
  readonly score?: {
    /** From 1 to 5, two decimals. */
    readonly value: string;
    /** The sum, as people can check it. */
    readonly formula: string;
    readonly parts: readonly { readonly what: string; readonly points: string; readonly weight: number }[];
  };
}

export default fact<UseCase>({
  doc: 'Who works with it, and its score: worth and readiness count as they are, risk, regulation and time the other way round, each by the platform\'s weight.',
  derive: ({ project: { root: { users, score } }, platform: { scoring } }) => ({ ...(users === undefined ? {} : { users }), ...(score === undefined ? {} : { score: scored(score, scoring) }) }),
  figures: ({ users, score }) => ({ useCase: { users: users ?? null, score: score?.value ?? null, formula: score?.formula ?? null } }),
});

function scored({ value, risk, dataReadiness, regulation, months }: NonNullable<NodeOf<'AiProject'>['score']>, weight: Platform['scoring']): NonNullable<UseCase['score']> {
  // 5 for what is of use at once, 1 from two years on
  const time = rational(120 - 4 * Math.min(months, 24), 24);
  const points = [
    ['value', rational(value), weight.value], ['risk', rational(6 - risk), weight.risk], ['data readiness', rational(dataReadiness), weight.dataReadiness],
    ['regulation', rational(6 - regulation), weight.regulation], ['time', time, weight.time],
  ] as const;
  const weights = points.reduce((sum, [, , by]) => sum + by, 0);
  const parts = points.map(([what, of, by]) => ({ what, points: toDecimal(of, 2), weight: by }));
  const sum = points.reduce((all, [, of, by]) => add(all, multiply(of, rational(by))), zero);
  const score = weights === 0 ? '0.00' : toFixed(divide(sum, rational(weights)), 2);
  return { value: score, formula: `(${parts.map((p) => `${p.weight} × ${p.points}`).join(' + ')}) ÷ ${weights} = ${score}`, parts };
}
