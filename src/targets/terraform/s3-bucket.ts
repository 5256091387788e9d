// The bucket of a data contract: encrypted with the project's key, private, versioned, emptied as the contract promises, reachable over TLS only.
import { attr, data, dataAttr, moved, partOf, resource, target, tf } from '../../target.ts';
import { account, bucketName, elsewhere, keyBlock, rightsBlock, sid } from '../../model/aws.ts';
import { dataUses } from '../../model/data-use.ts';
import { name } from '../../model/names.ts';
import { wholeDays } from '../../model/units.ts';
import type { JsonObject } from '../../model/json.ts';

/** S3 counts in days. What is deleted stays as an old version for some days, so both together are the promised time. */
function lifecycle(retention: string | undefined, format: string): JsonObject[] {
  const total = retention === undefined ? undefined : wholeDays(retention);
  const undo = total === undefined ? 30 : Math.max(1, Math.min(30, Math.floor(total / 10)));
  const tidy = { id: 'tidy', status: 'Enabled', filter: {}, noncurrent_version_expiration: { noncurrent_days: undo }, abort_incomplete_multipart_upload: { days_after_initiation: 7 } };
  // The log of a Delta table names its files: only its own vacuum may delete them.
  if (total === undefined || format === 'delta') return [tidy];
  return [{ id: 'retention', status: 'Enabled', filter: {}, expiration: { days: Math.max(1, total - undo) } }, tidy];
}

export default target({
  system: 'Amazon S3', api: 'hashicorp/aws 6', docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket',
  concern: 'object-storage', consumes: ['DataContract'], per: 'node', scope: 'account', judge: 'opentofu',
  emit: (contract, context) => {
    const { env, names } = context;
    if (account(env) === undefined) return [];
    const n = names.of(contract, 'terraform');
    const at = elsewhere(env, contract.region);
    const bucket = { ...at, bucket: attr('aws_s3_bucket', n, 'id') };
    const whole = attr('aws_s3_bucket', n, 'arn');
    const objects = tf`${whole}/data/*`;
    const may = (verb: string, actions: readonly string[], resources: readonly JsonObject[], more: JsonObject = {}) => ({ sid: sid(verb, contract.$id), effect: 'Allow', actions, resources, ...more });
    const rights = dataUses(context, contract).map(({ worker, reads, writes }) => ({ ...partOf('data', 'aws_iam_policy_document', rightsBlock(worker), { statement: [
      may('List', ['s3:ListBucket', 's3:GetBucketLocation'], [whole]),
      ...(reads ? [may('Read', ['s3:GetObject'], [objects])] : []),
      // To write a data set is also to replace it, and to give up an upload.
      ...(writes ? [may('Write', ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [objects])] : []),
    ] }), from: [worker.$path] }));
    const blocks = [
      resource('aws_s3_bucket', n, { ...at, bucket: bucketName(context, contract), ...(env.stage === 'production' ? { lifecycle: { prevent_destroy: true } } : {}) }),
      resource('aws_s3_bucket_versioning', n, { ...bucket, versioning_configuration: { status: 'Enabled' } }),
      resource('aws_s3_bucket_server_side_encryption_configuration', n, { ...bucket, rule: [{
        apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: attr('aws_kms_key', keyBlock(env, contract.region), 'arn') }, bucket_key_enabled: true,
      }] }),
      resource('aws_s3_bucket_public_access_block', n, { ...bucket, block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true }),
      resource('aws_s3_bucket_ownership_controls', n, { ...bucket, rule: { object_ownership: 'BucketOwnerEnforced' } }),
      // Rules for old versions want versions first. Said in words, so that readers of code see whose rules they are: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration
      resource('aws_s3_bucket_lifecycle_configuration', n, { ...bucket, depends_on: [`aws_s3_bucket_versioning.${n}`], rule: lifecycle(contract.retention, contract.format) }),
      resource('aws_s3_bucket_policy', n, { ...bucket, policy: dataAttr('aws_iam_policy_document', `${n}_bucket`, 'json') }),
    ];
    const old = contract.$formerly === undefined ? undefined : name('terraform', contract.$formerly);
    return [
      ...blocks, ...(old === undefined ? [] : blocks.map((b) => moved(b.type, old, n))),
      data('aws_iam_policy_document', `${n}_bucket`, { statement: [{
        sid: 'RefuseInsecureTransport', effect: 'Deny', actions: ['s3:*'], resources: [whole, tf`${whole}/*`], principals: [{ type: '*', identifiers: ['*'] }],
        condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      }] }),
      ...rights,
    ];
  },
});
