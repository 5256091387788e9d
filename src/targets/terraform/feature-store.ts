// What the feature store keeps in the account: a table for each view that is looked up online, a bucket for its registry, and the role that fills them.
import { account, arn, bucketArn, databaseName, keyAlias, rightsBlock, tableName } from '../../model/aws.ts';
import { systemOf } from '../../model/environments.ts';
import { featureRole, featureWorkload, onlineTable, storeBucket, viewsOf } from '../../model/feature-store.ts';
import type { JsonObject } from '../../model/json.ts';
import { touched, workers } from '../../model/data-use.ts';
import { name } from '../../model/names.ts';
import { attr, data, dataAttr, moved, partOf, resource, target, tf } from '../../target.ts';

const n = 'feature_store';
const queries = ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution', 'athena:StopQueryExecution'];

export default target({
  system: 'Amazon DynamoDB', api: 'hashicorp/aws 6', docs: 'https://docs.feast.dev/reference/online-stores/dynamodb',
  consumes: ['FeatureView', 'Pipeline', 'Application', 'PredictionEndpoint'], per: 'project', scope: 'account', judge: 'opentofu',
  *emit(context) {
    const { env, cluster, get, names, namespace, root } = context;
    const home = account(env);
    const views = viewsOf(context).filter((v) => v.$project === root.$project);
    if (home === undefined || views.length === 0 || systemOf(env, 'feature-store') !== 'features/feast') return;
    const online = views.filter((v) => v.online);
    for (const view of online) {
      // As Feast would make it, but encrypted, and made by somebody who may. A table is filled again from its source, so nothing is backed up.
      yield { ...resource('aws_dynamodb_table', names.of(view, 'terraform'), {
        name: onlineTable(context, view), billing_mode: 'PAY_PER_REQUEST', hash_key: 'entity_id', attribute: [{ name: 'entity_id', type: 'S' }], server_side_encryption: { enabled: true },
      }), from: [view.$path] };
      if (view.$formerly !== undefined) yield { ...moved('aws_dynamodb_table', name('terraform', view.$formerly), names.of(view, 'terraform')), from: [view.$path] };
    }
    const bucket = { bucket: attr('aws_s3_bucket', n, 'id') };
    yield resource('aws_s3_bucket', n, { bucket: storeBucket(context) });
    yield resource('aws_s3_bucket_public_access_block', n, { ...bucket, block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true });
    yield resource('aws_s3_bucket_ownership_controls', n, { ...bucket, rule: { object_ownership: 'BucketOwnerEnforced' } });
    yield resource('aws_s3_bucket_server_side_encryption_configuration', n, { ...bucket, rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' }, bucket_key_enabled: true }] });
    // Answers of Athena are copies of the data that was asked for: they go the next day, and so do those that were never finished.
    yield resource('aws_s3_bucket_lifecycle_configuration', n, { ...bucket, rule: [
      { id: 'answers', status: 'Enabled', filter: { prefix: 'athena/' }, expiration: { days: 1 } }, { id: 'tidy', status: 'Enabled', filter: {}, abort_incomplete_multipart_upload: { days_after_initiation: 1 } },
    ] });
    if (cluster.oidcIssuer === undefined) return;
    const issuer = cluster.oidcIssuer;
    yield data('aws_iam_policy_document', `${n}_trust`, { statement: [{
      sid: 'ServiceAccount', effect: 'Allow', actions: ['sts:AssumeRoleWithWebIdentity'], principals: [{ type: 'Federated', identifiers: [arn(home, 'iam', `oidc-provider/${issuer}`, { global: true })] }],
      condition: [{ test: 'StringEquals', variable: `${issuer}:aud`, values: ['sts.amazonaws.com'] }, { test: 'StringEquals', variable: `${issuer}:sub`, values: [`system:serviceaccount:${namespace}:${featureWorkload}`] }],
    }] });
    // Who looks features up reads the registry once in a while, and the tables with each request; who trains joins them out of their sources. https://docs.feast.dev/reference/online-stores/dynamodb
    const whole = attr('aws_s3_bucket', n, 'arn');
    for (const worker of workers(context)) {
      const looked = online.filter((v) => touched(context, worker).online.some((r) => r.$ref === v.$path));
      const joined = views.filter((v) => touched(context, worker).offline.some((r) => r.$ref === v.$path));
      if (looked.length + joined.length > 0) yield { ...partOf('data', 'aws_iam_policy_document', rightsBlock(worker), { statement: [
        ...(looked.length > 0 ? [{ sid: 'LookFeaturesUp', effect: 'Allow', actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'], resources: looked.map((v) => attr('aws_dynamodb_table', names.of(v, 'terraform'), 'arn')) }] : []),
        // A join in time is a query of Athena, whose answer it leaves in the store's bucket. https://docs.feast.dev/reference/offline-stores/athena
        ...(joined.length > 0 ? [
          { sid: 'JoinFeatures', effect: 'Allow', actions: queries, resources: [arn(home, 'athena', 'workgroup/primary')] },
          { sid: 'Answers', effect: 'Allow', actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], resources: [tf`${whole}/athena/*`] },
        ] : []),
        { sid: 'ReadRegistry', effect: 'Allow', actions: ['s3:GetObject'], resources: [tf`${whole}/registry.db`] },
        { sid: 'FindRegistry', effect: 'Allow', actions: ['s3:ListBucket', ...(joined.length > 0 ? ['s3:GetBucketLocation'] : [])], resources: [whole] },
      ] }), from: [worker.$path, ...new Set([...looked, ...joined].map((v) => v.$path))] };
    }
    const contracts = [...new Map(views.map((v) => [v.source.$ref, get(v.source)])).values()];
    const allow = (sid: string, actions: readonly string[], resources: readonly (string | JsonObject)[], condition?: readonly { readonly test: string; readonly variable: string; readonly values: readonly string[] }[]) => ({ sid, effect: 'Allow', actions, resources, ...(condition ? { condition } : {}) });
    yield data('aws_iam_policy_document', n, { statement: [
      ...(online.length > 0 ? [allow('OnlineTables', ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'], online.map((v) => attr('aws_dynamodb_table', names.of(v, 'terraform'), 'arn')))] : []),
      allow('RegistryAndAnswers', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [tf`${whole}/*`]),
      allow('ListBuckets', ['s3:ListBucket', 's3:GetBucketLocation'], [whole, ...contracts.map((c) => bucketArn(context, c))]),
      allow('Sources', ['s3:GetObject'], contracts.map((c) => `${bucketArn(context, c)}/data/*`)),
      allow('Queries', queries, [arn(home, 'athena', 'workgroup/primary')]),
      allow('Catalogue', ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'], [arn(home, 'glue', 'catalog'), ...contracts.flatMap((c) => { const of = databaseName(context, c.$project); return [arn(home, 'glue', `database/${of}`), arn(home, 'glue', `table/${of}/${tableName(c)}`)]; })]),
      allow('Keys', ['kms:Decrypt'], [arn(home, 'kms', 'key/*')], [{ test: 'ForAnyValue:StringEquals', variable: 'kms:ResourceAliases', values: [...new Set(contracts.map((c) => keyAlias(context, c.$project, c.region)))].sort() }]),
    ] });
    yield resource('aws_iam_role', n, { name: featureRole(context), description: `Feature store of project ${root.$project}, environment ${env.name}`, assume_role_policy: dataAttr('aws_iam_policy_document', `${n}_trust`, 'json') });
    yield resource('aws_iam_role_policy', n, { name: 'features', role: attr('aws_iam_role', n, 'id'), policy: dataAttr('aws_iam_policy_document', n, 'json') });
  },
});
