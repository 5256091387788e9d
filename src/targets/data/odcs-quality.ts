// The rules of a data set in the words of the Open Data Contract Standard.
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { Rule } from '../../model/quality.ts';
import { multiply, one, rational, subtract, toDecimal } from '../../model/rational.ts';
import { ratio } from '../../model/units.ts';

/** Bounds and patterns have no word in 3.1: a check by SQL counts the rows that break them. https://bitol-io.github.io/open-data-contract-standard/v3.1.0/data-quality/ */
const breaking = (what: string, condition: string): JsonObject => ({ type: 'sql', description: what, query: `SELECT COUNT(*) FROM {object} WHERE ${condition}`, mustBe: 0, dimension: 'conformity' });
const column = (field: string): string => `"${name('glue', field)}"`;
export function quality(rule: Rule): JsonObject[] {
  switch (rule.kind) {
    // `required` says so.
    case 'present': return [];
    case 'values': return [{ type: 'library', metric: 'invalidValues', mustBe: 0, dimension: 'conformity', arguments: { validValues: rule.values } }];
    case 'complete': return [{ type: 'library', metric: 'nullValues', mustBeLessOrEqualTo: Number(toDecimal(multiply(subtract(one, ratio(rule.atLeast)), rational(100)), 6)), unit: 'percent', dimension: 'completeness' }];
    case 'pattern': return [{ type: 'library', metric: 'invalidValues', mustBe: 0, dimension: 'conformity', arguments: { pattern: rule.pattern } }];
    case 'range': return [breaking(`between ${rule.min ?? 'anything'} and ${rule.max ?? 'anything'}`, [...(rule.min === undefined ? [] : [`${column(rule.field)} < ${rule.min}`]), ...(rule.max === undefined ? [] : [`${column(rule.field)} > ${rule.max}`])].join(' OR ') || 'FALSE')];
    case 'unique': return [{ type: 'library', metric: 'duplicateValues', mustBe: 0, dimension: 'uniqueness', arguments: { properties: rule.fields } }];
    case 'rows': return [{ type: 'library', metric: 'rowCount', ...(rule.max === undefined ? { mustBeGreaterOrEqualTo: rule.min } : { mustBeBetween: [rule.min, rule.max] }), dimension: 'completeness' }];
  }
}
