// The rules of a data set in the words of the Open Data Contract Standard.
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { Rule } from '../../model/quality.ts';
import { compileRegex } from '../../model/regex.ts';
import { compare, multiply, one, rational, subtract, toDecimal } from '../../model/rational.ts';
import { ratio } from '../../model/units.ts';

/** Bounds and patterns have no word in 3.1: a check by SQL counts the rows that break them. https://bitol-io.github.io/open-data-contract-standard/v3.1.0/data-quality/ */
const breaking = (what: string, condition: string): JsonObject => ({ type: 'sql', description: what, query: `SELECT COUNT(*) FROM {object} WHERE ${condition}`, mustBe: 0, dimension: 'conformity' });
const physical = (field: string): string => name('glue', field), column = (field: string): string => `"${physical(field)}"`;
/** A pattern that finds the same. datacontract-cli puts a variable of its environment in for `${NAME}`, whoever wrote it: https://github.com/datacontract/datacontract-cli/blob/v1.2.8/datacontract/config/variables.py */
const inert = (pattern: string): string => pattern.replace(/\$\{(?=[A-Za-z_])/g, '$\\{');
const literal = (text: string): string => text.replace(/[!-/:-@[-^`{-~]/g, '\\$&');
/** Of several checks for duplicates at a table datacontract-cli tells one result; of checks by SQL, each. https://github.com/datacontract/datacontract-cli/blob/v1.2.8/datacontract/engines/checks/create_checks.py */
const repeated = (fields: readonly string[]): JsonObject => ({
  type: 'sql', description: `no ${fields.join(' and ')} twice`, query: `SELECT COUNT(*) FROM (SELECT 1 FROM {object} GROUP BY ${fields.map(column).join(', ')} HAVING COUNT(*) > 1) AS twice`, mustBe: 0, dimension: 'uniqueness',
});
/** Rules of the whole table. */
export const together = (rules: readonly Rule[]): JsonObject[] => rules.flatMap((rule, i) => (rule.kind === 'unique' && rules.findIndex(({ kind }) => kind === 'unique') < i ? [repeated(rule.fields)] : quality(rule)));
/** Rules of one column: of several shares the strictest, and of the values that may occur those that its patterns find; of two checks of one metric, too, one result is told. */
export function apart(rules: readonly Rule[]): JsonObject[] {
  const [strictest] = rules.flatMap((rule) => (rule.kind === 'complete' ? [rule] : [])).sort((a, b) => compare(ratio(b.atLeast), ratio(a.atLeast)));
  const listed = rules.some(({ kind }) => kind === 'values'), patterns = new Map(rules.flatMap((rule) => (rule.kind === 'pattern' ? [[rule.pattern, compileRegex(rule.pattern)] as const] : [])));
  const finds = [...patterns.values()].filter((regex) => typeof regex !== 'string');
  return rules.flatMap((rule) => {
    if (rule.kind === 'complete') return rule === strictest ? quality(rule) : [];
    if (rule.kind === 'pattern') return listed && typeof patterns.get(rule.pattern) !== 'string' ? [] : quality(rule);
    if (rule.kind !== 'values') return quality(rule);
    const values = rule.values.filter((value) => finds.every((find) => find(value)));
    return quality({ ...rule, values: values.length > 0 ? values : rule.values });
  });
}
export function quality(rule: Rule): JsonObject[] {
  switch (rule.kind) {
    case 'present': return []; // `required` says so
    case 'values': return [{ type: 'library', metric: 'invalidValues', mustBe: 0, dimension: 'conformity', arguments: rule.values.some((v) => inert(v) !== v) ? { pattern: `^(${rule.values.map(literal).join('|')})$` } : { validValues: rule.values } }];
    case 'complete': return [{ type: 'library', metric: 'nullValues', mustBeLessOrEqualTo: Number(toDecimal(multiply(subtract(one, ratio(rule.atLeast)), rational(100)), 6)), unit: 'percent', dimension: 'completeness' }];
    case 'pattern': return [{ type: 'library', metric: 'invalidValues', mustBe: 0, dimension: 'conformity', arguments: { pattern: inert(rule.pattern) } }];
    case 'range': return [breaking(`between ${rule.min ?? 'anything'} and ${rule.max ?? 'anything'}`, [...(rule.min === undefined ? [] : [`${column(rule.field)} < ${rule.min}`]), ...(rule.max === undefined ? [] : [`${column(rule.field)} > ${rule.max}`])].join(' OR ') || 'FALSE')];
    // Columns by the names that they have in the table: datacontract-cli asks for nothing else.
    case 'unique': return [{ type: 'library', metric: 'duplicateValues', mustBe: 0, dimension: 'uniqueness', ...(rule.fields.length > 1 ? { arguments: { properties: rule.fields.map(physical) } } : {}) }];
    case 'rows': return [{ type: 'library', metric: 'rowCount', ...(rule.max === undefined ? { mustBeGreaterOrEqualTo: rule.min } : { mustBeBetween: [rule.min, rule.max] }), dimension: 'completeness' }];
  }
}
