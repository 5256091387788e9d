// What features and rules of data sets become: a Feast repository that a real Feast takes, suites and contracts that the real checkers take. The samples of their judges are what is emitted here.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { at, type JsonObject } from '../../src/model/json.ts';
import { py } from '../../src/model/python.ts';
import { rulesOf } from '../../src/model/quality.ts';
import type { FileArtefact, TerraformBlock } from '../../src/target.ts';
import greatExpectations from '../../src/targets/data/great-expectations.ts';
import soda from '../../src/targets/data/soda.ts';
import feast from '../../src/targets/features/feast.ts';
import materialise from '../../src/targets/features/feast-materialise.ts';
import featureStore from '../../src/targets/terraform/feature-store.ts';
import glue from '../../src/targets/terraform/glue-table.ts';
import { body, contextOf, emitted, objectsOf, to, type Declaring } from '../support/emit.ts';

const source = (props: JsonObject = {}): Declaring => ({ kind: 'DataContract', id: 'tickets', props: { retention: '13mo', partitionBy: [], ...props } });
const view = (props: JsonObject = {}): Declaring => ({ kind: 'FeatureView', id: 'customer-stats', props: { source: to('DataContract', 'tickets'), features: { last_rating: { from: 'rating', description: 'Rating of the last "ticket" \\ {{ x }}' }, channel: { from: 'channel' } }, ...props } });
const scored: readonly Declaring[] = [
  source(), view(), { kind: 'TrainedModel', id: 'model', props: { trainedOn: [to('FeatureView', 'customer-stats')], trainedBy: undefined as never } },
  { kind: 'PredictionEndpoint', id: 'churn', props: { model: to('TrainedModel', 'model'), features: [to('FeatureView', 'customer-stats')] } },
];
const sample = (path: string): string => readFileSync(new URL(`../judges/python/samples/${path}`, import.meta.url), 'utf8');
const files = (target: unknown, nodes: readonly Declaring[]) => emitted(target, contextOf(nodes)).filter((a): a is FileArtefact => a.form === 'file');

it('a Feast repository is the one that its judge applies, joins and reads', () => {
  const of = (name: string) => files(feast, scored).find((f) => f.path === `features/${name}`)!.content;
  expect(of('features.py')).toBe(sample('feast/ok/features.py'));
  expect(of('sources.py')).toBe(sample('feast/ok/sources.py'));
  expect(of('feature_store.yaml')).toEqual(parse(sample('feast/ok/feature_store.yaml')));
});
it('features go online on their schedule, under a role that may write their tables alone', () => {
  const context = contextOf(scored);
  const job = body(objectsOf(materialise, context), 'CronJob');
  expect(at(job, ['spec', 'schedule'])).toBe('*/30 * * * *');
  expect(at(job, ['spec', 'startingDeadlineSeconds'])).toBe(900);
  expect(at(body(objectsOf(materialise, context), 'ServiceAccount'), ['metadata', 'annotations', 'eks.amazonaws.com/role-arn'])).toBe('arn:aws:iam::210000000003:role/nordlicht-production-demo-feature-store');
  const blocks = emitted(featureStore, context).filter((a): a is TerraformBlock => a.form === 'terraform');
  expect(blocks.find((b) => b.type === 'aws_dynamodb_table')!.body['name']).toBe('nordlicht.production.demo.customer_stats');
  const statements = blocks.find((b) => b.type === 'aws_iam_policy_document' && b.name === 'feature_store')!.body['statement'] as readonly JsonObject[];
  expect(statements.flatMap((s) => s['actions'] as readonly string[]).filter((a) => a.endsWith('*'))).toEqual([]);
  expect(statements.flatMap((s) => s['resources'] as readonly unknown[])).not.toContain('*');
});
it('a view keeps its table, and its name in Feast, when it is renamed', () => {
  const context = contextOf([source(), { ...view(), id: 'customer-ratings', formerly: 'customer-stats' }]);
  const blocks = emitted(featureStore, context).filter((a): a is TerraformBlock => a.form === 'terraform');
  expect(blocks.find((b) => b.type === 'aws_dynamodb_table')).toMatchObject({ name: 'customer_ratings', body: { name: 'nordlicht.production.demo.customer_stats' } });
  expect(blocks.filter((b) => b.block === 'moved').map((b) => b.body)).toEqual([{ from: 'aws_dynamodb_table.customer_stats', to: 'aws_dynamodb_table.customer_ratings' }]);
  expect(at(body(objectsOf(materialise, context), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'command', 2])).toBe('customer_stats');
});
it('what is not looked up online has neither a job nor a table', () => {
  const context = contextOf([source(), view({ online: false })]);
  expect(objectsOf(materialise, context)).toEqual([]);
  expect(emitted(featureStore, context).filter((a) => a.form === 'terraform' && a.type === 'aws_dynamodb_table')).toEqual([]);
});
it('texts of authors are literals of Python', () => {
  expect(py('a"b\\n\n\' # {{ }} ${x}')).toBe('"a\\"b\\\\n\\n\' # {{ }} ${x}"');
  expect(py({ a: [true, null, 1] })).toBe('{"a": [True, None, 1]}');
});

it('rules follow from types, and from what is declared; a key is unique once', () => {
  const [contract] = contextOf([source()]).all('DataContract');
  expect(rulesOf(contract!).filter((r) => r.kind === 'unique')).toEqual([{ kind: 'unique', fields: ['ticket_id'] }]);
  expect(rulesOf(contract!).filter((r) => r.kind === 'present').map((r) => ('field' in r ? r.field : ''))).not.toContain('rating');
});
it('a suite of Great Expectations and a contract of Soda are those that their judges take', () => {
  expect(files(greatExpectations, [{ kind: 'DataContract', id: 'tickets' }])[0]!.content).toEqual(JSON.parse(sample('gx/tickets.suite.json')));
  expect(files(soda, [{ kind: 'DataContract', id: 'tickets' }])[0]!.content).toEqual(JSON.parse(sample('soda/tickets.soda.yaml')));
});
it('a variable of Soda in a text is a text', () => {
  const [contract] = files(soda, [source({ fields: { id: { type: 'string', values: ['${var.x}', 'b'] } }, quality: [{ kind: 'pattern', field: 'id', pattern: '^${env.HOME}$' }] })]);
  expect(JSON.stringify(contract!.content)).not.toContain('${');
});
it('a Delta table of bronze is only added to; of silver and gold, its changes can be followed', () => {
  const parameters = (layer: string) => emitted(glue, contextOf([source({ format: 'delta', layer })])).find((a): a is TerraformBlock => a.form === 'terraform' && a.type === 'aws_glue_catalog_table')!.body['parameters'];
  expect(parameters('bronze')).toMatchObject({ layer: 'bronze', 'delta.appendOnly': 'true' });
  expect(parameters('gold')).toMatchObject({ layer: 'gold', 'delta.enableChangeDataFeed': 'true' });
});
