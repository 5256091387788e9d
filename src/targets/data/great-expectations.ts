// The rules of a data set as a suite of Great Expectations, for the run that has just written it.
import { tableName } from '../../model/aws.ts';
import { sha256 } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import { rulesOf, type Rule } from '../../model/quality.ts';
import { ratio, wholeDays } from '../../model/units.ts';
import { file, target } from '../../target.ts';

const column = (field: string): string => name('glue', field);
const share = (percent: string): number => { const { n, d } = ratio(percent); return Number(n) / Number(d); };

/** https://greatexpectations.io/expectations */
const says: { readonly [K in Rule['kind']]: (rule: Extract<Rule, { kind: K }>) => readonly [string, JsonObject] } = {
  present: ({ field }) => ['expect_column_values_to_not_be_null', { column: column(field) }],
  complete: ({ field, atLeast }) => ['expect_column_values_to_not_be_null', { column: column(field), mostly: share(atLeast) }],
  values: ({ field, values }) => ['expect_column_values_to_be_in_set', { column: column(field), value_set: values }],
  unique: ({ fields }) => (fields.length === 1 ? ['expect_column_values_to_be_unique', { column: column(fields[0]!) }] : ['expect_compound_columns_to_be_unique', { column_list: fields.map(column) }]),
  range: ({ field, min, max }) => ['expect_column_values_to_be_between', { column: column(field), ...(min === undefined ? {} : { min_value: Number(min) }), ...(max === undefined ? {} : { max_value: Number(max) }) }],
  pattern: ({ field, pattern }) => ['expect_column_values_to_match_regex', { column: column(field), regex: pattern }],
  rows: ({ min, max }) => ['expect_table_row_count_to_be_between', { min_value: min, ...(max === undefined ? {} : { max_value: max }) }],
};
/** An id that is the same each time: Great Expectations takes what has none for something new. */
const uuid = (of: string): string => sha256(of).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-a$4-$5');

export default target({
  system: 'Great Expectations', api: 'GX Core 1.24', docs: 'https://docs.greatexpectations.io/docs/core/define_expectations/organize_expectation_suites',
  concern: 'data-quality', consumes: ['DataContract'], per: 'node', scope: 'environment', judge: 'great-expectations',
  emit: (contract) => {
    const expectations = [
      ['expect_table_columns_to_match_set', { column_set: Object.keys(contract.fields).map(column), exact_match: true }] as const,
      ...rulesOf(contract).map((rule) => (says[rule.kind] as (rule: Rule) => readonly [string, JsonObject])(rule)),
    ];
    return file(`data/quality/${contract.$id}.suite.json`, {
      name: contract.$id, id: uuid(`${contract.$path} suite`),
      expectations: expectations.map(([type, kwargs], i) => ({ type, kwargs, id: uuid(`${contract.$path} ${i} ${type}`), meta: {} })),
      meta: { contract: contract.$path, version: contract.version, table: tableName(contract), freshness: contract.freshness, ...(contract.retention === undefined ? {} : { retentionDays: wholeDays(contract.retention) }) },
    });
  },
});
