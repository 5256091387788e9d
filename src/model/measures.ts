// Measures over many answers, exactly: what an evaluation tool scored one by one, what only all answers together show, and what an index returned.
import { add, compare, decimal, divide, multiply, parseDecimal, rational, subtract, sum, toDecimal, toNumber, zero, type Rational } from './rational.ts';
import { countsFaults, type Measure } from './evaluation.ts';

export interface Answer {
  /** What came, and what should have. */
  readonly output: string;
  readonly expected?: string;
  readonly milliseconds: number;
  /** Scores from 0 to 1, by metric. */
  readonly scores: Readonly<Record<string, number>>;
}
export interface Retrieved { readonly relevant: readonly string[]; readonly retrieved: readonly string[] }
export type Measured = { readonly value: string } | { readonly missing: string };

const mean = (values: readonly Rational[]): Rational => divide(sum(values), rational(values.length));
/** A float as the decimal that it prints as, to twelve places. */
const exact = (value: number): Rational => decimal(value.toFixed(12));
const shown = (value: Rational): Measured => ({ value: toDecimal(value) });

/** What a tool scored, answer by answer. */
export function scored(metric: string, measure: Measure, answers: readonly Answer[]): Measured {
  const without = answers.filter((a) => a.scores[metric] === undefined).length;
  if (without > 0) return { missing: `${without} of ${answers.length} answers have no score for it` };
  const share = mean(answers.map((a) => exact(a.scores[metric]!)));
  return shown(countsFaults.has(measure) ? subtract(rational(1), share) : share);
}

/** What only all answers together show. */
export function overall(measure: Measure, answers: readonly Answer[]): Measured {
  if (measure === 'latency-p95-ms') return { value: String(Math.ceil(answers.map((a) => a.milliseconds).sort((a, b) => a - b)[Math.ceil(answers.length * 0.95) - 1]!)) };
  const pairs: (readonly [Rational, Rational])[] = [];
  if (measure === 'accuracy' && answers.every((a) => a.expected !== undefined && parseDecimal(a.output.trim()) === undefined)) {
    return shown(rational(answers.filter((a) => a.output.trim() === a.expected!.trim()).length, answers.length));
  }
  for (const { output, expected = '' } of answers) {
    const [is, wanted] = [parseDecimal(output.trim()), parseDecimal(expected.trim())];
    if (!is || !wanted) return { missing: `an answer or its expected value is no number: ${JSON.stringify(output.slice(0, 40))}, ${JSON.stringify(expected.slice(0, 40))}` };
    pairs.push([is, wanted]);
  }
  const errors = pairs.map(([is, wanted]) => subtract(is, wanted));
  switch (measure) {
    // From one half on it is a yes: https://scikit-learn.org/stable/modules/classification_threshold.html
    case 'accuracy': return shown(rational(pairs.filter(([is, wanted]) => (compare(is, rational(1, 2)) >= 0) === (compare(wanted, rational(1, 2)) >= 0)).length, pairs.length));
    case 'rmse': return { value: toDecimal(exact(Math.sqrt(toNumber(mean(errors.map((e) => multiply(e, e))))))) };
    case 'mape': return pairs.some(([, wanted]) => compare(wanted, zero) === 0) ? { missing: 'an expected value is zero, of which no share can be taken' }
      : shown(mean(pairs.map(([, wanted], i) => { const share = divide(errors[i]!, wanted); return compare(share, zero) < 0 ? subtract(zero, share) : share; })));
    default: return ranked(measure, pairs);
  }
}

/** Area under a curve, exactly; ties count half (ROC) or as one step (precision and recall). https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics */
function ranked(measure: Measure, pairs: readonly (readonly [Rational, Rational])[]): Measured {
  const yes = pairs.filter(([, wanted]) => compare(wanted, zero) > 0).map(([is]) => is);
  const no = pairs.filter(([, wanted]) => compare(wanted, zero) <= 0).map(([is]) => is);
  if (yes.length === 0 || no.length === 0) return { missing: 'all expected values are alike: nothing can be told apart' };
  const thresholds = pairs.map(([is]) => is).sort((a, b) => compare(b, a)).filter((t, i, all) => i === 0 || compare(t, all[i - 1]!) !== 0);
  let [area, hits, alarms] = [zero, 0, 0];
  for (const threshold of thresholds) {
    const [more, wrong] = [yes.filter((s) => compare(s, threshold) === 0).length, no.filter((s) => compare(s, threshold) === 0).length];
    area = add(area, measure === 'roc-auc' ? rational(wrong * (2 * hits + more), 2 * yes.length * no.length) : multiply(rational(more, yes.length), rational(hits + more, hits + more + alarms + wrong)));
    hits += more;
    alarms += wrong;
  }
  return shown(area);
}

/** Mean over the questions, of the first `k` pieces; precision counts missing pieces as wrong ones. */
export function retrieval(measure: Measure, k: number, searches: readonly Retrieved[]): Measured {
  const empty = searches.filter((s) => s.relevant.length === 0).length;
  if (empty > 0) return { missing: `${empty} of ${searches.length} questions have no relevant document: leave them out of the golden set` };
  return shown(mean(searches.map(({ relevant, retrieved }) => {
    const hits = new Set(retrieved.slice(0, k).filter((id) => relevant.includes(id))).size;
    return rational(hits, measure === 'recall-at-k' ? new Set(relevant).size : k);
  })));
}
