// A golden set is large enough for its thresholds: what a score says of all answers depends on how many were looked at.
import { policy, type Found } from 'leitwerk/policy';
import { isShare } from '../src/model/evaluation.ts';

/** Of 95 %: https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval */
const z = 1.959964;
/** Points that chance may take from a score. A judgement. */
const most = 0.05;
/** The interval in which the true share lies, if this share of so many passed. */
export function wilson(share: number, cases: number): readonly [number, number] {
  const [n, middle] = [1 + z * z / cases, share + z * z / (2 * cases)];
  const half = z * Math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases));
  return [Math.max(0, (middle - half) / n), Math.min(1, (middle + half) / n)];
}
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export default policy({
  on: 'Evaluation',
  severity: 'warning',
  controls: ['NIST AI RMF MEASURE 2.1', 'NIST AI RMF MEASURE 2.13', 'EU AI Act Art. 15'],
  because: 'On few examples a pass is luck.',
  remedy: 'add examples, or set a threshold that chance does not reach',
  waivable: 'owner',
  check({ metrics, goldenSet: { cases } }) {
    return Object.entries(metrics).flatMap(([name, { measure, atLeast, atMost }]): readonly Found[] => {
      if (!isShare(measure)) return [];
      return ([['atLeast', atLeast], ['atMost', atMost]] as const).flatMap(([key, threshold]): readonly Found[] => {
        const share = Number(threshold);
        if (threshold === undefined || share > 1) return [];
        const wrong = (n: number): number => { const [low, high] = wilson(share, n); return key === 'atLeast' ? share - low : high - share; };
        if (wrong(cases) <= most) return [];
        let enough = cases;
        while (wrong(enough) > most) enough += 1;
        const [low, high] = wilson(share, cases);
        return [{ at: ['goldenSet', 'cases'], what: `has too few examples to tell whether ${name} is ${key === 'atLeast' ? 'at least' : 'at most'} ${threshold}`,
          why: [`${cases} examples: a score of ${percent(share)} means ${percent(low)} to ${percent(high)} (95 %, Wilson); ${percent(wrong(cases))} to the wrong side, may be ${percent(most)}`, `${enough} examples would do`] }];
      });
    });
  },
  fails: { props: { goldenSet: { file: 'golden/few.jsonl', digest: `sha256:${'0'.repeat(64)}`, cases: 40 } } },
  passes: { props: { goldenSet: { file: 'golden/many.jsonl', digest: `sha256:${'0'.repeat(64)}`, cases: 500 } } },
});
