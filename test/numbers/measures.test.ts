// Measures over answers and searches, against figures of scikit-learn and of textbooks.
import { describe, expect, it } from 'vitest';
import { overall, retrieval, scored, type Answer } from '../../src/model/measures.ts';

const answers = (pairs: readonly (readonly [string, string])[]): readonly Answer[] => pairs.map(([output, expected], i) => ({ output, expected, milliseconds: (i + 1) * 10, scores: {} }));
/** https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_auc_score.html: its example, 0.75; average_precision_score of the same, 0.83. */
const example = answers([['0.1', '0'], ['0.4', '0'], ['0.35', '1'], ['0.8', '1']]);

describe('scores of numbers', () => {
  it('are those of scikit-learn', () => {
    expect(overall('roc-auc', example)).toEqual({ value: '0.75' });
    expect(overall('pr-auc', example)).toEqual({ value: '0.833333333333' });
    expect(overall('accuracy', example)).toEqual({ value: '0.75' });
  });
  it('count ties half', () => expect(overall('roc-auc', answers([['0.5', '0'], ['0.5', '1']]))).toEqual({ value: '0.5' }));
  it('measure errors', () => {
    const errors = answers([['3', '1'], ['5', '5'], ['2', '4']]);
    expect(overall('rmse', errors)).toEqual({ value: '1.632993161855' });
    expect(overall('mape', errors)).toEqual({ value: '0.833333333333' });
  });
  it('say what cannot be measured', () => {
    expect(overall('mape', answers([['1', '0']]))).toEqual({ missing: 'an expected value is zero, of which no share can be taken' });
    expect(overall('roc-auc', answers([['0.3', '1']]))).toEqual({ missing: 'all expected values are alike: nothing can be told apart' });
    expect(overall('rmse', answers([['many', '1']]))).toEqual({ missing: 'an answer or its expected value is no number: "many", "1"' });
  });
  it('compare names where they are names', () => expect(overall('accuracy', answers([['cat', 'cat'], ['dog', 'cat'], ['cow', 'cow'], ['cow', 'cow']]))).toEqual({ value: '0.75' }));
  it('take the 95th percentile by rank', () => expect(overall('latency-p95-ms', answers(Array.from({ length: 20 }, () => ['', ''] as const)))).toEqual({ value: '190' }));
});

describe('scores of answers', () => {
  const marked = (...scores: number[]): readonly Answer[] => scores.map((score) => ({ output: '', milliseconds: 1, scores: { m: score } }));
  it('are the mean, and of what must not be the share that fails', () => {
    expect(scored('m', 'judge', marked(1, 0.9, 0.8))).toEqual({ value: '0.9' });
    expect(scored('m', 'personal-data-leaks', marked(1, 1, 0, 1))).toEqual({ value: '0.25' });
  });
  it('never become a pass by rounding', () => expect(scored('m', 'judge', marked(0.8499999))).toEqual({ value: '0.8499999' }));
  it('are missing where an answer has none', () => expect(scored('other', 'judge', marked(1, 1))).toEqual({ missing: '2 of 2 answers have no score for it' }));
});

describe('scores of searches', () => {
  const searches = [{ relevant: ['a', 'b'], retrieved: ['a', 'x', 'b'] }, { relevant: ['c'], retrieved: ['c'] }];
  it('divide recall by what is relevant and precision by k', () => {
    expect(retrieval('recall-at-k', 2, searches)).toEqual({ value: '0.75' });
    expect(retrieval('precision-at-k', 2, searches)).toEqual({ value: '0.5' });
    expect(retrieval('recall-at-k', 3, searches)).toEqual({ value: '1' });
  });
  it('count a piece once that was returned twice', () => expect(retrieval('recall-at-k', 3, [{ relevant: ['a', 'b'], retrieved: ['a', 'a', 'x'] }])).toEqual({ value: '0.5' }));
  it('are missing where nothing is relevant', () => expect(retrieval('recall-at-k', 2, [{ relevant: [], retrieved: ['a'] }])).toEqual({ missing: '1 of 1 questions have no relevant document: leave them out of the golden set' }));
});
