// Which evidence there is for each evaluation: does it fit what would be promoted, does each metric pass and by how much. Whether it is fresh enough only policies can tell: facts see no clock.
import { fact } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import { compare, decimal, subtract, toDecimal } from '../model/rational.ts';

export interface Score {
  readonly metric: string;
  /** Missing: the result does not have it. */
  readonly value?: string;
  readonly threshold: string;
  readonly direction: 'at least' | 'at most';
  readonly passes: boolean;
  /** How far it is on the right side, exactly; negative: on the wrong one. */
  readonly margin?: string;
}
export interface EvidenceState {
  readonly evaluation: string;
  readonly ranOn: string;
  /** What does not fit; none: it is evidence of exactly what would be promoted. */
  readonly differs: readonly { readonly what: 'subject' | 'goldenSet' | 'cases'; readonly wanted: string; readonly found: string }[];
  readonly scores: readonly Score[];
  readonly passes: boolean;
}

export default fact<Readonly<Record<string, EvidenceState>>>({
  doc: 'What each piece of evidence shows, by path: whether it fits what is evaluated now, and each score against its threshold with the exact distance.',
  derive: ({ all, get, facts }) => Object.fromEntries(all('Evidence').map((evidence) => {
    const evaluation = get(evidence.of);
    const { result } = evidence;
    const wanted = facts.fingerprints[evaluation.$path]!;
    const differs = ([['subject', wanted.subject, result.subject], ['goldenSet', wanted.goldenSet, result.goldenSet], ['cases', String(evaluation.goldenSet.cases), String(result.cases)]] as const)
      .flatMap(([what, wanted, found]) => (wanted === found ? [] : [{ what, wanted, found }]));
    const scores = scoresOf(evaluation, result.scores);
    return [evidence.$path, { evaluation: evaluation.$path, ranOn: result.ranOn, differs, scores, passes: scores.every((s) => s.passes) }];
  })),
});

/** Each threshold of each metric against its score; a metric without one is a measurement only. */
export function scoresOf({ metrics }: Pick<NodeOf<'Evaluation'>, 'metrics'>, values: Readonly<Record<string, string>>): readonly Score[] {
  return Object.entries(metrics).flatMap(([metric, { atLeast, atMost }]) => {
    const value = Object.hasOwn(values, metric) ? values[metric] : undefined;
    const against = (direction: Score['direction'], threshold: string | undefined): readonly Score[] => {
      if (threshold === undefined) return [];
      if (value === undefined) return [{ metric, threshold, direction, passes: false }];
      const margin = direction === 'at least' ? subtract(decimal(value), decimal(threshold)) : subtract(decimal(threshold), decimal(value));
      return [{ metric, value, threshold, direction, passes: compare(margin, decimal('0')) >= 0, margin: toDecimal(margin) }];
    };
    return [...against('at least', atLeast), ...against('at most', atMost)];
  });
}
