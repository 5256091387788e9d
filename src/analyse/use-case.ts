// How the use case of a project scores by the platform's weights, with the sum that leads there.
import { fact } from '../fact.ts';
import { add, divide, multiply, rational, toDecimal, toFixed, zero } from '../model/rational.ts';

export interface UseCase {
  /** From 1 to 5, two decimals. */
  readonly score: string;
  /** The sum, as people can check it. */
  readonly formula: string;
  readonly parts: readonly { readonly what: string; readonly points: string; readonly weight: number }[];
}

export default fact<UseCase | null>({
  doc: 'Score of the use case: worth and readiness count as they are, risk, regulation and time the other way round, each by the platform\'s weight.',
  derive: ({ project: { root }, platform: { scoring } }) => {
    if (root.score === undefined) return null;
    const { value, risk, dataReadiness, regulation, months } = root.score;
    // 5 for what is of use at once, 1 from two years on
    const time = rational(120 - 4 * Math.min(months, 24), 24);
    const points = [
      ['value', rational(value), scoring.value], ['risk', rational(6 - risk), scoring.risk], ['data readiness', rational(dataReadiness), scoring.dataReadiness],
      ['regulation', rational(6 - regulation), scoring.regulation], ['time', time, scoring.time],
    ] as const;
    const weights = points.reduce((sum, [, , weight]) => sum + weight, 0);
    const parts = points.map(([what, of, weight]) => ({ what, points: toDecimal(of, 2), weight }));
    const sum = points.reduce((all, [, of, weight]) => add(all, multiply(of, rational(weight))), zero);
    const score = weights === 0 ? '0.00' : toFixed(divide(sum, rational(weights)), 2);
    return { score, formula: `(${parts.map((p) => `${p.weight} × ${p.points}`).join(' + ')}) ÷ ${weights} = ${score}`, parts };
  },
  figures: (of) => ({ useCase: of === null ? null : { score: of.score, formula: of.formula } }),
});
