// datacontract-cli with data: it accepts rows that keep a contract, and notices every rule of it that rows break.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOwn, verdict } from './support/files.mjs';
import { asking, install, needs, takes, version } from './odcs.mjs';

export { install, needs, takes, version };
export const name = 'contract-data';
const { ask, ...interpreter } = asking('data');
export const { open, close } = interpreter;

const column = (title, logicalType, physicalType, more = {}) => ({ name: title, logicalType, physicalType, required: true, ...more });
const library = (metric, more) => ({ type: 'library', metric, mustBe: 0, ...more });
const between = (query) => ({ type: 'sql', query, mustBe: 0 });
const COLUMNS = {
  id: column('id', 'string', 'string', { primaryKey: true, primaryKeyPosition: 1, quality: [library('invalidValues', { arguments: { pattern: '^T-[0-9]{4,}$' } })] }),
  at: column('at', 'timestamp', 'timestamp'),
  channel: column('channel', 'string', 'string', { quality: [library('invalidValues', { arguments: { validValues: ['mail', 'chat'] } })] }),
  priority: column('priority', 'integer', 'int', { quality: [between('SELECT COUNT(*) FROM {object} WHERE "priority" < 1 OR "priority" > 5')] }),
  price: column('price', 'number', 'decimal(38,9)', { required: false, quality: [{ type: 'library', metric: 'nullValues', mustBeLessOrEqualTo: 1, unit: 'percent' }] }),
  number: column('number', 'integer', 'bigint', { quality: [library('duplicateValues')] }),
};
const sample = (columns = {}, more = {}) => ({
  apiVersion: 'v3.1.0', kind: 'DataContract', id: 'a', version: '1.0.0', status: 'active',
  schema: [{ name: 'a', logicalType: 'object', physicalType: 'table', properties: Object.values({ ...COLUMNS, ...columns }), quality: [{ type: 'library', metric: 'rowCount', mustBeBetween: [1, 9] }], ...more }],
  slaProperties: [{ property: 'freshness', value: 1, unit: 'h', element: 'a.at' }, { property: 'retention', value: 30, unit: 'd', element: 'a.at' }],
});
const priority = (query) => ({ priority: { ...COLUMNS.priority, quality: [between(query)] } });

export async function selfTest(context) {
  const folder = join(context.scratch, 'contract-samples'), cases = [
    ['a contract', 'accept', sample()],
    ['a rule that no row keeps', 'refuse', sample(priority('SELECT COUNT(*) FROM {object} WHERE "priority" < 5 OR "priority" > 1'))],
    ['a rule in a form that is not known', 'refuse', sample(priority('SELECT COUNT(*) FROM {object} WHERE NOT "priority" BETWEEN 1 AND 5'))],
    ['a rule with a misspelt argument', 'refuse', sample({ channel: { ...COLUMNS.channel, quality: [library('invalidValues', { arguments: { validValue: ['mail'] } })] } })],
    ['a rule that wants rows to be wrong', 'refuse', sample({ channel: { ...COLUMNS.channel, quality: [{ ...COLUMNS.channel.quality[0], mustBe: 1 }] } })],
    ['a rule that lets everything be missing', 'refuse', sample({ price: { ...COLUMNS.price, quality: [{ ...COLUMNS.price.quality[0], mustBeLessOrEqualTo: 100 }] } })],
    ['a type that is not the column\'s', 'refuse', sample({ priority: { ...COLUMNS.priority, logicalType: 'string', quality: [] } })],
    ['a rule about a column that is not there', 'refuse', sample({}, { quality: [library('duplicateValues', { arguments: { properties: ['id', 'nobody'] } })] })],
    ['two rules of which one is told', 'refuse', sample({}, { quality: [['id', 'at'], ['id', 'number']].map((properties) => library('duplicateValues', { arguments: { properties } })) })],
    ['a promise in a unit that is not known', 'refuse', { ...sample(), slaProperties: [{ property: 'freshness', value: 1, unit: 'fortnight', element: 'a.at' }] }],
  ];
  mkdirSync(folder, { recursive: true });
  const files = cases.map(([, , contract], i) => { const file = join(folder, `${i}.odcs.yaml`); writeFileSync(file, JSON.stringify(contract)); return file; }); // JSON is YAML
  const said = await ask(files);
  return cases.map(([what, wanted], i) => verdict(what, wanted, said[i].refused.length > 0, said[i].refused.join('; ')));
}

export async function judge(paths, context) {
  const said = await ask(paths.map((path) => join(context.dist, path)));
  const sum = (key) => said.reduce((total, one) => total + (one[key] ?? 0), 0);
  return {
    accepted: said.reduce((total, { sets, refused }) => total + (refused.length ? 0 : sets), 0), refused: paths.flatMap((path, i) => said[i].refused.map((why) => ({ what: path, why }))),
    notes: [`${sum('sets')} sets of rows, in which ${sum('noticed')} rules were noticed; ${sum('untold')} promises are not asked for, since no one column tells them`,
      ...(isOwn(context) ? ['of files, such as the Parquet of an S3 server, datacontract-cli compares no types, and warns so: types are compared here, in DuckDB'] : [])],
  };
}
