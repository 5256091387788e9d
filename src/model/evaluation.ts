// Which measure is made by what: assertions of an evaluation tool, or arithmetic over its answers; and the addresses that an evaluation asks.
import type { Nodes } from './node.ts';

export type Measure = Nodes['Evaluation']['metrics'][string]['measure'];
/** `assertion`: each answer is judged, the score is the share or mean. `answers`: computed over all answers together. `retrieval`: computed over what an index returned. */
export const madeBy: Readonly<Record<Measure, 'assertion' | 'answers' | 'retrieval'>> = {
  'exact-match': 'assertion', contains: 'assertion', 'answer-form': 'assertion', similarity: 'assertion', judge: 'assertion', faithfulness: 'assertion', refusal: 'assertion', toxicity: 'assertion', 'personal-data-leaks': 'assertion',
  'latency-p95-ms': 'answers', accuracy: 'answers', 'roc-auc': 'answers', 'pr-auc': 'answers', rmse: 'answers', mape: 'answers',
  'recall-at-k': 'retrieval', 'precision-at-k': 'retrieval',
};
/** Measures of what must not be: the score is the share of answers that fail their check. */
export const countsFaults: ReadonlySet<Measure> = new Set(['toxicity', 'personal-data-leaks']);
/** Measures that lie between 0 and 1, a share of the cases. */
export const isShare = (measure: Measure): boolean => !['latency-p95-ms', 'rmse', 'mape'].includes(measure);
/** Measures that a model has to judge. */
export const needsJudge: ReadonlySet<Measure> = new Set(['judge', 'faithfulness', 'toxicity']);
/** Measures of numbers, which only models that score give. */
export const ofScores: ReadonlySet<Measure> = new Set(['accuracy', 'roc-auc', 'pr-auc', 'rmse', 'mape']);
