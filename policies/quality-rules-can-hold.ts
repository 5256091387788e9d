// A quality rule can be broken and can be kept: a range has an end, no end is before its beginning, and what is asked of a column its type can have.
import { policy, type Found } from 'leitwerk/policy';
import { compare, decimal } from '../src/model/rational.ts';
import { milliseconds } from '../src/model/units.ts';

const whole = /^-?(0|[1-9]\d*)$/, number = /^-?(0|[1-9]\d*)(\.\d+)?$/;
/** How a value of a type is written down. */
const written = {
  string: /^/, integer: whole, long: whole, double: number, decimal: number, boolean: /^(true|false)$/, date: /^\d{4}-\d\d-\d\d$/, timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
} as const;
const isNumber = (type: keyof typeof written): boolean => written[type] === whole || written[type] === number;

export default policy({
  on: 'DataContract',
  severity: 'error',
  controls: ['ISO 42001 A.7.4'],
  because: 'A rule that nothing breaks checks nothing, and one that nothing keeps stops every run.',
  remedy: 'give the range a min or a max, the smaller one first; patterns are for text, ranges for numbers, and a value is written as its type is',
  waivable: 'never',
  check: ({ fields, freshness, quality }) => [
    ...(milliseconds(freshness) === 0 ? [{ at: ['freshness'], what: 'promises rows that came this very moment' }] : []),
    ...Object.entries(fields).flatMap(([name, { type, values = [] }]) => values.flatMap((value, i): readonly Found[] =>
      written[type].test(value) ? [] : [{ at: ['fields', name, 'values', i], what: `allows ${name} to be ${JSON.stringify(value)}, which is no ${type}` }])),
    ...quality.flatMap((rule, i): readonly Found[] => {
      const at = ['quality', i], type = 'field' in rule ? fields[rule.field]?.type : undefined;
      if (type && (rule.kind === 'pattern' && type !== 'string' || rule.kind === 'range' && !isNumber(type))) return [{ at: [...at, 'field'], what: `asks of ${'field' in rule ? rule.field : ''}, a ${type}, what a ${rule.kind} asks` }];
      if (rule.kind !== 'range' && rule.kind !== 'rows') return [];
      const { min, max } = rule;
      if (min === undefined && max === undefined) return [{ at, what: 'has a range without an end' }];
      return min !== undefined && max !== undefined && compare(decimal(String(min)), decimal(String(max))) > 0 ? [{ at: [...at, 'min'], what: `wants at least ${min} and at most ${max}` }] : [];
    }),
  ],
  fails: { props: { quality: [{ kind: 'range', field: 'rating' }] } },
  passes: { props: { quality: [{ kind: 'range', field: 'rating', min: '1' }] } },
});
