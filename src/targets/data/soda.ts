// The rules of a data set as a contract of Soda 4, which asks the table itself.
import { databaseName, tableName } from '../../model/aws.ts';
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import { rulesOf, type Rule } from '../../model/quality.ts';
import { multiply, one, rational, subtract, toDecimal } from '../../model/rational.ts';
import { milliseconds, ratio } from '../../model/units.ts';
import { file, target } from '../../target.ts';

const column = (field: string): string => name('glue', field);
/** Types as Athena calls them. */
const types = { string: 'varchar', integer: 'integer', long: 'bigint', double: 'double', decimal: 'decimal', boolean: 'boolean', date: 'date', timestamp: 'timestamp' } as const;
/** `${` would be filled in; in a regular expression a class of one character says the same. https://docs.soda.io/reference/contract-language-reference#variables */
const regex = (pattern: string): string => pattern.replaceAll('${', '$[{]');
const exactly = (values: readonly string[]): string => regex(`^(${values.map((v) => v.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`);
const share = (percent: string): number => Number(toDecimal(multiply(subtract(one, ratio(percent)), rational(100)), 6));

/** What a rule is called where it stands: under a column, or under the table. https://docs.soda.io/reference/contract-language-reference */
const says: { readonly [K in Rule['kind']]: (rule: Extract<Rule, { kind: K }>) => JsonObject } = {
  present: () => ({ missing: null }),
  complete: ({ atLeast }) => ({ missing: { qualifier: 'share', threshold: { metric: 'percent', must_be_less_than_or_equal: share(atLeast) } } }),
  values: ({ values }) => ({ invalid: { qualifier: 'values', ...(values.some((v) => v.includes('${')) ? { valid_format: { name: 'values', regex: exactly(values) } } : { valid_values: values }) } }),
  unique: ({ fields }) => (fields.length === 1 ? { duplicate: null } : { duplicate: { qualifier: fields.map(column).join('_'), columns: fields.map(column) } }),
  range: ({ min, max }) => ({ invalid: { qualifier: `range_${min ?? ''}_${max ?? ''}`, ...(min === undefined ? {} : { valid_min: Number(min) }), ...(max === undefined ? {} : { valid_max: Number(max) }) } }),
  pattern: ({ pattern }) => ({ invalid: { qualifier: 'pattern', valid_format: { name: 'pattern', regex: regex(pattern) } } }),
  rows: ({ min, max }) => ({ row_count: { threshold: max === undefined ? { must_be_greater_than_or_equal: min } : { must_be_between: { greater_than_or_equal: min, less_than_or_equal: max } } } }),
};
const fieldOf = (rule: Rule): string | undefined => ('field' in rule ? rule.field : rule.kind === 'unique' && rule.fields.length === 1 ? rule.fields[0] : undefined);
const said = (rules: readonly Rule[]): readonly JsonObject[] => [...new Map(rules.map((rule) => (says[rule.kind] as (rule: Rule) => JsonObject)(rule)).map((c) => [JSON.stringify(c), c])).values()];

export default target({
  system: 'Soda', api: 'Soda 4 data contract', docs: 'https://docs.soda.io/reference/contract-language-reference',
  concern: 'data-quality', consumes: ['DataContract'], per: 'node', scope: 'environment', judge: 'soda',
  emit: (contract, context) => {
    const rules = rulesOf(contract);
    const times = Object.keys(contract.fields).filter((f) => contract.fields[f]!.type === 'timestamp' && !contract.fields[f]!.nullable);
    // With several times nobody can tell which one says when a record came.
    const fresh = times.length === 1 ? [{ freshness: { column: column(times[0]!), threshold: { unit: 'minute', must_be_less_than_or_equal: Math.max(1, Math.floor(milliseconds(contract.freshness) / 60_000)) } } }] : [];
    return file(`data/quality/${contract.$id}.soda.yaml`, {
      dataset: `athena/AwsDataCatalog/${databaseName(context, contract.$project)}/${tableName(contract)}`,
      columns: Object.entries(contract.fields).map(([field, { type }]) => {
        const checks = said(rules.filter((r) => fieldOf(r) === field));
        return { name: column(field), data_type: types[type], ...(checks.length > 0 ? { checks } : {}) };
      }),
      checks: [{ schema: null }, ...said(rules.filter((r) => fieldOf(r) === undefined)), ...fresh],
    });
  },
});
