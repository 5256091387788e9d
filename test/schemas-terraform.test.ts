// Holds the check of Terraform blocks to blocks that the real AWS provider takes, and to one-line mistakes in them that it refuses.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkTerraform, terraformTables, type TerraformTables } from '../src/check/terraform-schema.ts';
import { freeze, type JsonObject } from '../src/model/json.ts';
import { attr, data, dataAttr, resource, tf, type TerraformBlock } from '../src/target.ts';

let tables: TerraformTables;
beforeAll(async () => { tables = await terraformTables(); });

const stack: readonly TerraformBlock[] = freeze([
  data('aws_caller_identity', 'current', {}),
  resource('aws_kms_key', 'tickets', { description: 'Tickets', enable_key_rotation: true, deletion_window_in_days: 30 }),
  resource('aws_kms_alias', 'tickets', { name: 'alias/crm-tickets', target_key_id: attr('aws_kms_key', 'tickets', 'key_id') }),
  resource('aws_s3_bucket', 'tickets', { bucket: 'nordlicht-crm-tickets', tags: { team: 'crm' }, lifecycle: { prevent_destroy: true } }),
  resource('aws_s3_bucket_versioning', 'tickets', { bucket: attr('aws_s3_bucket', 'tickets', 'id'), versioning_configuration: { status: 'Enabled' } }),
  resource('aws_s3_bucket_server_side_encryption_configuration', 'tickets', {
    bucket: attr('aws_s3_bucket', 'tickets', 'id'),
    rule: [{ bucket_key_enabled: true, apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: attr('aws_kms_key', 'tickets', 'arn') }] }],
  }),
  resource('aws_s3_bucket_lifecycle_configuration', 'tickets', {
    bucket: attr('aws_s3_bucket', 'tickets', 'id'), rule: [{ id: 'retention', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 730 }] }],
    depends_on: [attr('aws_s3_bucket_versioning', 'tickets', 'id')],
  }),
  resource('aws_glue_catalog_database', 'crm', { name: 'crm' }),
  resource('aws_glue_catalog_table', 'tickets', {
    database_name: attr('aws_glue_catalog_database', 'crm', 'name'), name: 'tickets', table_type: 'EXTERNAL_TABLE', parameters: { classification: 'parquet' },
    storage_descriptor: { location: tf`s3://${attr('aws_s3_bucket', 'tickets', 'bucket')}/tickets/`, columns: [{ name: 'id', type: 'string' }, { name: 'body', type: 'string', comment: 'personal' }] },
  }),
  data('aws_iam_policy_document', 'trust', { statement: [{ actions: ['sts:AssumeRoleWithWebIdentity'], principals: [{ type: 'Federated', identifiers: [tf`arn:aws:iam::${dataAttr('aws_caller_identity', 'current', 'account_id')}:oidc-provider/x`] }] }] }),
  resource('aws_iam_role', 'crm', { name: 'crm', assume_role_policy: dataAttr('aws_iam_policy_document', 'trust', 'json') }),
  resource('aws_budgets_budget', 'monthly', {
    name: 'crm-monthly', budget_type: 'COST', time_unit: 'MONTHLY', limit_amount: '400', limit_unit: 'EUR',
    notification: [{ comparison_operator: 'GREATER_THAN', threshold: 80, threshold_type: 'PERCENTAGE', notification_type: 'ACTUAL', subscriber_email_addresses: ['crm@nordlicht.example'] }],
  }),
]);
const faults = (block: TerraformBlock): readonly string[] => checkTerraform(block, [...stack, block], tables).map(({ path, what }) => `${path.join('.')}: ${what}`);
const bucket = (body: JsonObject) => resource('aws_s3_bucket', 'other', body);

describe('a stack that the provider takes', () => {
  for (const block of stack) it(`has nothing wrong in ${block.block} ${block.type}`, () => expect(faults(block)).toEqual([]));
});

describe('a block with a mistake', () => {
  it('names an argument that does not exist, and its neighbour', () => expect(faults(bucket({ buckets: 'x' }))).toEqual(['buckets: is no argument here; near it is bucket']));
  it('names an unknown argument deep in a block', () => expect(faults(resource('aws_s3_bucket_versioning', 'v', { bucket: 'x', versioning_configuration: [{ status: 'Enabled', mode: 'x' }] })))
    .toEqual(['versioning_configuration.0.mode: is no argument here']));
  it('names a required argument that is missing', () => expect(faults(resource('aws_kms_alias', 'a', { name: 'alias/x' }))).toEqual([': lacks the required argument target_key_id']));
  it('names a required argument that is missing in a block', () => expect(faults(resource('aws_s3_bucket_versioning', 'v', { bucket: 'x', versioning_configuration: {} })))
    .toEqual(['versioning_configuration: lacks the required argument status']));
  it('names a required block that is missing', () => expect(faults(resource('aws_s3_bucket_versioning', 'v', { bucket: 'x' }))).toEqual([': lacks the required block versioning_configuration']));
  it('says that a computed value cannot be set', () => expect(faults(bucket({ arn: 'arn:aws:s3:::x' }))).toEqual(['arn: is computed by the provider and cannot be set']));
  it('says that the id cannot be set', () => expect(faults(bucket({ id: 'x' }))).toEqual(['id: is computed by the provider and cannot be set']));
  it('says how often a block may come', () => expect(faults(resource('aws_s3_bucket_versioning', 'v', { bucket: 'x', versioning_configuration: [{ status: 'Enabled' }, { status: 'Disabled' }] })))
    .toEqual(['versioning_configuration: may be given once, not 2 times']));
  it('says that a block is an object', () => expect(faults(resource('aws_s3_bucket_versioning', 'v', { bucket: 'x', versioning_configuration: 'Enabled' }))).toEqual(['versioning_configuration: is a block: it must be an object']));
  it('says which type is wanted', () => {
    expect(faults(bucket({ bucket: ['x'] }))).toEqual(['bucket: must be a string, not a list']);
    expect(faults(bucket({ force_destroy: 'maybe' }))).toEqual(['force_destroy: must be a boolean, not "maybe"']);
    expect(faults(bucket({ tags: ['x'] }))).toEqual(['tags: must be a map, not a list']);
    expect(faults(resource('aws_kms_key', 'k', { deletion_window_in_days: 'a week' }))).toEqual(['deletion_window_in_days: must be a number, not "a week"']);
    expect(faults(resource('aws_iam_role', 'r', { assume_role_policy: '{}', managed_policy_arns: 'x' }))).toEqual(['managed_policy_arns: must be a set, not "x"']);
  });
  it('takes what Terraform converts', () => expect(faults(resource('aws_kms_key', 'k', { deletion_window_in_days: '7', enable_key_rotation: 'true', description: 5 }))).toEqual([]));
  it('names a reference to a block that is not there', () => expect(faults(bucket({ bucket: attr('aws_s3_bucket', 'gone', 'id') }))).toEqual(['bucket: refers to aws_s3_bucket.gone, which the stack does not have']));
  it('names a reference to an attribute that is not there', () => expect(faults(bucket({ bucket: tf`x-${attr('aws_kms_key', 'tickets', 'arns')}` })))
    .toEqual(['bucket: refers to aws_kms_key.tickets.arns: aws_kms_key has no attribute arns; near it is arn']));
  it('names an expression that is no reference', () => expect(faults(bucket({ bucket: { $tf: 'file("/etc/passwd")' } }))).toEqual(['bucket: refers to file("/etc/passwd"), which is no attribute of a block']));
  it('keeps to what lifecycle knows', () => expect(faults(bucket({ lifecycle: { prevent_destroy: 'perhaps', keep: true } })))
    .toEqual(['lifecycle.prevent_destroy: must be a boolean, not "perhaps"', 'lifecycle.keep: is no argument here']));
  it('wants a value of an output', () => expect(faults({ form: 'terraform', block: 'output', type: '', name: 'role', body: { values: 'x' } })).toEqual(['values: is no argument here; near it is value', ': lacks the required argument value']));
});

it('says clearly of a type without a table that the provider alone judges it', () => {
  const block = resource('aws_eks_cluster', 'main', { anything: true });
  expect(checkTerraform(block, [block], tables)).toEqual([{ path: [], what: 'no schema table for resource type aws_eks_cluster: judged by the provider alone', unjudged: true }]);
});

it('tells where the tables come from', () => expect([tables.provider, tables.version, Object.keys(tables.resource).length]).toEqual(['hashicorp/aws', '6.66.0', 23]));
