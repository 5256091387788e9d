// A quality rule can be broken and can be kept: a range has an end, and no end is before its beginning.
import { policy, type Found } from 'leitwerk/policy';
import { compare, decimal } from '../src/model/rational.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  controls: ['ISO 42001 A.7.4'],
  because: 'A rule that nothing breaks checks nothing, and one that nothing keeps stops every run.',
  remedy: 'give the range a min or a max, the smaller one first',
  waivable: 'never',
  check: ({ quality }) => quality.flatMap((rule, i): readonly Found[] => {
    if (rule.kind !== 'range' && rule.kind !== 'rows') return [];
    const { min, max } = rule, at = ['quality', i];
    if (min === undefined && max === undefined) return [{ at, what: 'has a range without an end' }];
    return min !== undefined && max !== undefined && compare(decimal(String(min)), decimal(String(max))) > 0 ? [{ at: [...at, 'min'], what: `wants at least ${min} and at most ${max}` }] : [];
  }),
  fails: { props: { quality: [{ kind: 'range', field: 'rating' }] } },
  passes: { props: { quality: [{ kind: 'range', field: 'rating', min: '1' }] } },
});
