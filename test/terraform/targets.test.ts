// Terraform for AWS: buckets that keep the contract's promises, a role for each workload with no more rights than it declares, names that other projects can compute.
import { describe, expect, it } from 'vitest';
import { checkTerraform, terraformTables } from '../../src/check/terraform-schema.ts';
import type { JsonObject } from '../../src/model/json.ts';
import serviceAccount from '../../src/targets/kubernetes/service-account.ts';
import { contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';
import { blockOf, stackOf } from '../support/terraform.ts';

const orders: Declaring = { kind: 'DataContract', id: 'orders' };
const scores: Declaring = { kind: 'DataContract', id: 'scores', props: { format: 'delta', region: 'eu-west-1' } };
const predict: Declaring = { kind: 'Pipeline', id: 'predict', props: { reads: [to('DataContract', 'orders'), to('DataContract', 'crm/tickets')], writes: [to('DataContract', 'scores')] } };
const load: Declaring = { kind: 'Pipeline', id: 'load', props: { reads: [], writes: [to('DataContract', 'orders')] } };
const idle: Declaring = { kind: 'Pipeline', id: 'idle', props: { reads: [], writes: [] } };
const used: readonly Declaring[] = [{ kind: 'DataContract', id: 'tickets', project: 'crm' }];
const whole = (more: readonly Declaring[] = [], setting: Setting = {}) =>
  stackOf(contextOf([orders, scores, predict, load, idle, { kind: 'Budget', id: 'monthly' }, { kind: 'RawTerraform', id: 'topic' }, ...more], { used, ...setting }));
const statements = (stack: ReturnType<typeof whole>, pipeline = 'predict') => Object.fromEntries((blockOf(stack, 'aws_iam_policy_document', `${pipeline}_rights`)['statement'] as JsonObject[]).map((s): [string, JsonObject] => [String(s['sid']), s]));
const rules = (stack: ReturnType<typeof whole>, name: string) => blockOf(stack, 'aws_s3_bucket_lifecycle_configuration', name)['rule'] as JsonObject[];

describe('every block', () => {
  for (const environment of ['dev', 'staging', 'production']) {
    it(`keeps to the provider's schema in ${environment}`, async () => {
      const stack = whole([], { environment });
      const tables = await terraformTables();
      const asBlocks = stack.map((b) => ({ form: 'terraform' as const, ...b }));
      expect(asBlocks.length).toBeGreaterThan(30);
      expect(asBlocks.flatMap((b) => checkTerraform(b, asBlocks, tables).map((f) => `${b.type}.${b.name} ${f.path.join('.')}: ${f.what}`))).toEqual([]);
    });
  }
});

describe('a bucket', () => {
  it('is encrypted with the key of the project, private, versioned, and refuses plain HTTP', () => {
    const stack = whole();
    expect(blockOf(stack, 'aws_s3_bucket', 'orders')).toEqual({ bucket: 'nordlicht-production-demo-orders', lifecycle: { prevent_destroy: true } });
    expect(blockOf(stack, 'aws_s3_bucket_server_side_encryption_configuration', 'orders')['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: { $tf: 'aws_kms_key.data.arn' } }, bucket_key_enabled: true },
    ]);
    expect(blockOf(stack, 'aws_s3_bucket_public_access_block', 'orders')).toMatchObject({ block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true });
    expect(blockOf(stack, 'aws_s3_bucket_versioning', 'orders')['versioning_configuration']).toEqual({ status: 'Enabled' });
    expect((blockOf(stack, 'aws_iam_policy_document', 'orders_bucket')['statement'] as JsonObject[])[0]).toMatchObject({ effect: 'Deny', condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }] });
  });
  it('is gone, old versions and all, when the retention has passed', () => {
    // 13 months of 730 hours are 395 days: 365 as they are, 30 more as an old version.
    expect(rules(whole(), 'orders').map((r) => [r['expiration'], r['noncurrent_version_expiration']])).toEqual([[{ days: 365 }, undefined], [undefined, { noncurrent_days: 30 }]]);
    const week = stackOf(contextOf([{ ...orders, props: { retention: '7d' } }]));
    expect(rules(week, 'orders').map((r) => [r['expiration'], r['noncurrent_version_expiration']])).toEqual([[{ days: 6 }, undefined], [undefined, { noncurrent_days: 1 }]]);
  });
  it('of a Delta table never loses a file that the log still names', () => {
    expect(rules(whole(), 'scores').map((r) => r['expiration'])).toEqual([undefined]);
  });
  it('is where the contract says, with a key there', () => {
    const stack = whole();
    for (const type of ['aws_s3_bucket', 'aws_s3_bucket_policy', 'aws_s3_bucket_lifecycle_configuration']) expect(blockOf(stack, type, 'scores')).toHaveProperty('region', 'eu-west-1');
    expect(blockOf(stack, 'aws_kms_alias', 'data_eu_west_1')).toMatchObject({ region: 'eu-west-1', name: 'alias/nordlicht-production-demo-eu-west-1' });
    expect(blockOf(stack, 'aws_s3_bucket', 'orders')).not.toHaveProperty('region');
  });
  it('may be destroyed outside production', () => expect(blockOf(whole([], { environment: 'dev' }), 'aws_s3_bucket', 'orders')).not.toHaveProperty('lifecycle'));
  it('keeps its name when its contract is renamed, and moves in the state', () => {
    const stack = stackOf(contextOf([{ ...orders, id: 'purchases', formerly: 'orders' }]));
    expect(blockOf(stack, 'aws_s3_bucket', 'purchases')['bucket']).toBe('nordlicht-production-demo-orders');
    expect(blockOf(stack, 'aws_glue_catalog_table', 'purchases')['name']).toBe('orders');
    const moves = stack.filter((b) => b.block === 'moved').map((b) => b.body);
    expect(moves).toContainEqual({ from: 'aws_s3_bucket.orders', to: 'aws_s3_bucket.purchases' });
    expect(moves).toHaveLength(stack.filter((b) => b.block === 'resource' && b.name === 'purchases').length);
  });
});

describe('the role of a pipeline', () => {
  it('can be taken on by it, and by no other', () => {
    const condition = (pipeline: string) => (blockOf(whole(), 'aws_iam_policy_document', `${pipeline}_trust`)['statement'] as JsonObject[])[0]!['condition'];
    expect(blockOf(whole(), 'aws_iam_policy_document', 'predict_trust')['statement']).toMatchObject([{
      sid: 'ServiceAccount', effect: 'Allow', actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [{ type: 'Federated', identifiers: ['arn:aws:iam::210000000003:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/D0A3'] }],
    }]);
    for (const pipeline of ['load', 'predict']) expect(condition(pipeline)).toEqual([
      { test: 'StringEquals', variable: 'oidc.eks.eu-central-1.amazonaws.com/id/D0A3:aud', values: ['sts.amazonaws.com'] },
      { test: 'StringEquals', variable: 'oidc.eks.eu-central-1.amazonaws.com/id/D0A3:sub', values: [`system:serviceaccount:demo:${pipeline}`] },
    ]);
  });
  it('is the one that its service account names', () => {
    const context = contextOf([orders, scores, predict, load, idle], { used });
    const accounts = objectsOf(serviceAccount, context).map(({ body }) => body['metadata'] as JsonObject);
    expect(accounts.map((a) => [a['name'], (a['annotations'] as JsonObject | undefined)?.['eks.amazonaws.com/role-arn']])).toEqual([
      ['predict', `arn:aws:iam::210000000003:role/${String(blockOf(whole(), 'aws_iam_role', 'predict')['name'])}`], ['load', `arn:aws:iam::210000000003:role/${String(blockOf(whole(), 'aws_iam_role', 'load')['name'])}`], ['idle', undefined],
    ]);
  });
  it('may do what the pipeline declares, and nothing else', () => {
    const allowed = (pipeline: string) => Object.entries(statements(whole(), pipeline)).map(([sid, s]) => `${sid}: ${(s['actions'] as string[]).join(' ')}`).sort();
    expect(allowed('predict')).toEqual([
      'DescribeOrders: glue:GetDatabase glue:GetTable glue:GetPartition glue:GetPartitions',
      'DescribeScores: glue:GetDatabase glue:GetTable glue:GetPartition glue:GetPartitions',
      'FromKeyCrmTickets: kms:Decrypt',
      'FromListCrmTickets: s3:ListBucket s3:GetBucketLocation',
      'FromObjectsCrmTickets: s3:GetObject',
      'FromTableCrmTickets: glue:GetDatabase glue:GetTable glue:GetPartition glue:GetPartitions',
      'Keydata: kms:Decrypt',
      'Keydataeuwest1: kms:Decrypt kms:GenerateDataKey',
      'ListOrders: s3:ListBucket s3:GetBucketLocation',
      'ListScores: s3:ListBucket s3:GetBucketLocation',
      'ReadOrders: s3:GetObject',
      'WriteScores: s3:PutObject s3:DeleteObject s3:AbortMultipartUpload',
    ]);
    expect(allowed('load')).toEqual([
      'DescribeOrders: glue:GetDatabase glue:GetTable glue:GetPartition glue:GetPartitions glue:BatchCreatePartition glue:CreatePartition glue:UpdatePartition',
      'Keydata: kms:Decrypt kms:GenerateDataKey',
      'ListOrders: s3:ListBucket s3:GetBucketLocation',
      'WriteOrders: s3:PutObject s3:DeleteObject s3:AbortMultipartUpload',
    ]);
  });
  it('keeps its name when the pipeline is renamed, and moves in the state', () => {
    const stack = stackOf(contextOf([orders, { ...load, id: 'import', formerly: 'load' }]));
    expect(blockOf(stack, 'aws_iam_role', 'import')['name']).toBe('nordlicht-production-demo-load');
    expect(stack.filter((b) => b.block === 'moved').map((b) => b.body)).toEqual(['aws_iam_role', 'aws_iam_role_policy'].map((type) => ({ from: `${type}.load`, to: `${type}.import` })));
  });
  it('names no resource by a wildcard but the objects of a bucket and a key that its alias picks', () => {
    const wild = Object.values(statements(whole())).flatMap((s) => (s['resources'] as (string | JsonObject)[]).map((r) => JSON.stringify(r)).filter((r) => r.includes('*')).map((r) => [s['sid'], r]));
    expect(wild).toEqual(expect.arrayContaining([['FromKeyCrmTickets', '"arn:aws:kms:eu-central-1:210000000003:key/*"']]));
    expect(wild.filter(([sid]) => sid !== 'FromKeyCrmTickets').every(([, r]) => /\/data\/\*"/.test(r as string))).toBe(true);
    expect(statements(whole())['FromKeyCrmTickets']!['condition']).toContainEqual({ test: 'ForAnyValue:StringEquals', variable: 'kms:ResourceAliases', values: ['alias/nordlicht-production-crm'] });
  });
  it('of an application and of a scoring endpoint holds what they read, look up and fetch, and nothing else', () => {
    const scorer: Declaring = { kind: 'TrainedModel', id: 'scorer', props: { artefact: 's3://models/fraud/3.1.0', trainedOn: [to('FeatureView', 'activity')], trainedBy: undefined } };
    const stack = whole([
      scorer, { kind: 'FeatureView', id: 'activity', props: { source: to('DataContract', 'orders'), online: true } },
      { kind: 'PredictionEndpoint', id: 'score', props: { model: to('TrainedModel', 'scorer'), features: [to('FeatureView', 'activity')] } },
      { kind: 'Application', id: 'shop', props: { calls: [], reads: [to('DataContract', 'orders')] } },
    ]);
    expect(Object.entries(statements(stack, 'score')).map(([sid, s]) => [sid.replace(/[0-9a-f]{8}$/, ''), s['actions']])).toEqual([
      ['ListModelDemoScorer', ['s3:ListBucket']], ['FetchModelDemoScorer', ['s3:GetObject']], ['KeyOfModelDemoScorer', ['kms:Decrypt']],
      ['LookFeaturesUp', ['dynamodb:BatchGetItem', 'dynamodb:GetItem']], ['ReadRegistry', ['s3:GetObject']], ['FindRegistry', ['s3:ListBucket']],
    ]);
    expect(Object.values(statements(stack, 'score'))[2]!['condition']).toContainEqual({ test: 'StringLike', variable: 'kms:EncryptionContext:aws:s3:arn', values: ['arn:aws:s3:::models', 'arn:aws:s3:::models/fraud/3.1.0', 'arn:aws:s3:::models/fraud/3.1.0/*'] });
    expect(Object.values(statements(stack, 'shop')).flatMap((s) => s['actions'] as string[]).sort()).toEqual(['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'kms:Decrypt', 's3:GetBucketLocation', 's3:GetObject', 's3:ListBucket']);
    const trust = blockOf(stack, 'aws_iam_policy_document', 'score_trust')['statement'] as JsonObject[];
    expect(JSON.stringify(trust)).toContain('system:serviceaccount:demo:score');
  });
  it('of a pipeline that joins features holds the data that they are made of, the query and its answer', () => {
    const stack = whole([
      { kind: 'FeatureView', id: 'activity', props: { source: to('DataContract', 'orders'), online: false } },
      { kind: 'Pipeline', id: 'train', props: { reads: [to('FeatureView', 'activity')], writes: [] } },
    ]);
    expect(Object.values(statements(stack, 'train')).flatMap((s) => s['actions'] as string[]).sort()).toEqual([
      'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution', 'athena:StopQueryExecution', 'glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'kms:Decrypt',
      's3:AbortMultipartUpload', 's3:GetBucketLocation', 's3:GetBucketLocation', 's3:GetObject', 's3:GetObject', 's3:GetObject', 's3:ListBucket', 's3:ListBucket', 's3:PutObject',
    ]);
  });
  it('reaches the data of another project by the names which that project gives it', () => {
    const mine = statements(whole());
    const crm = contextOf([{ kind: 'DataContract', id: 'tickets' }]);
    const theirs = stackOf({ ...crm, root: { ...crm.root, $project: 'crm' }, all: (kind) => crm.all(kind).map((n) => ({ ...n, $project: 'crm' })) });
    expect(mine['FromListCrmTickets']!['resources']).toEqual([`arn:aws:s3:::${blockOf(theirs, 'aws_s3_bucket', 'tickets')['bucket']}`]);
    expect((mine['FromKeyCrmTickets']!['condition'] as JsonObject[])[0]!['values']).toEqual([blockOf(theirs, 'aws_kms_alias', 'data')['name']]);
    expect(mine['FromTableCrmTickets']!['resources']).toContain(`arn:aws:glue:eu-central-1:210000000003:table/${blockOf(theirs, 'aws_glue_catalog_database', 'project')['name']}/tickets`);
  });
  it('is not there where no pipeline touches data, nor where the cluster cannot prove who a pipeline is', () => {
    const roles = (stack: ReturnType<typeof whole>) => stack.filter((b) => b.type === 'aws_iam_role' || /_(rights|trust)$/.test(b.name));
    expect(roles(stackOf(contextOf([orders, idle])))).toEqual([]);
    const context = contextOf([orders, load]);
    expect(roles(stackOf(context))).toHaveLength(3);
    expect(roles(stackOf({ ...context, cluster: { ...context.cluster, oidcIssuer: undefined } as never }))).toEqual([]);
  });
});

describe('a catalogue table', () => {
  it('has typed columns, and the partition columns apart', () => {
    const table = blockOf(whole(), 'aws_glue_catalog_table', 'orders');
    const { columns, location } = table['storage_descriptor'] as { columns: JsonObject[]; location: string };
    expect(columns.map((c) => [c['name'], c['type']])).toEqual([['ticket_id', 'string'], ['customer', 'string'], ['body', 'string'], ['channel', 'string'], ['created_at', 'timestamp'], ['rating', 'int']]);
    expect(table['partition_keys']).toMatchObject([{ name: 'day', type: 'date' }]);
    expect(location).toBe('s3://nordlicht-production-demo-orders/data/');
  });
  it('of a Delta table leaves partitions to the table itself', () => {
    const table = blockOf(whole(), 'aws_glue_catalog_table', 'scores');
    expect(table).not.toHaveProperty('partition_keys');
    expect(table['parameters']).toMatchObject({ table_type: 'DELTA', classification: 'delta' });
  });
  it('cuts a comment at 255 bytes and between characters', () => {
    const stack = stackOf(contextOf([{ ...orders, props: { partitionBy: [], fields: { a: { type: 'string', description: '€'.repeat(200) } } } }]));
    expect((blockOf(stack, 'aws_glue_catalog_table', 'orders')['storage_descriptor'] as { columns: JsonObject[] }).columns[0]!['comment']).toBe('€'.repeat(85));
  });
});

describe('a budget', () => {
  it('is in dollars at the newest rate, with a topic for each action', () => {
    const stack = whole();
    // 12,000 EUR at 0.86 EUR a dollar.
    expect(blockOf(stack, 'aws_budgets_budget', 'monthly')).toMatchObject({
      limit_amount: '13953.49', limit_unit: 'USD', time_unit: 'MONTHLY', cost_filter: [{ name: 'TagKeyValue', values: ['user:leitwerk.dev/project$demo'] }],
      notification: [
        { threshold: 80, subscriber_sns_topic_arns: [{ $tf: 'aws_sns_topic.monthly_alert.arn' }] },
        { threshold: 100, subscriber_sns_topic_arns: [{ $tf: 'aws_sns_topic.monthly_throttle.arn' }] },
      ],
    });
    expect(blockOf(stack, 'aws_sns_topic_subscription', 'monthly_throttle')).toMatchObject({ protocol: 'email', endpoint: 'customer-care@nordlicht.example' });
  });
  it('keeps the declared currency where no rate is known', () => {
    const stack = whole([], { platform: (p) => ({ ...p, money: { ...p.money, exchange: [] } }) });
    expect(blockOf(stack, 'aws_budgets_budget', 'monthly')).toMatchObject({ limit_amount: '12000', limit_unit: 'EUR' });
  });
});

it('a raw resource comes out as it was written', () => {
  expect(blockOf(whole(), 'aws_sns_topic', 'tickets')).toEqual({ name: 'support-tickets' });
});
