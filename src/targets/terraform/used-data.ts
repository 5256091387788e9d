// Access to the data of other projects: their buckets and keys by the names that the platform gives them, since stacks do not read each other.
import { partOf, target } from '../../target.ts';
import { account, arn, bucketArn, keyAlias, rightsBlock, sid } from '../../model/aws.ts';
import { dataUses, foreignContracts } from '../../model/data-use.ts';

export default target({
  system: 'AWS IAM', api: 'hashicorp/aws 6', docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html',
  consumes: ['Pipeline', 'Application', 'PredictionEndpoint'], per: 'project', scope: 'account', judge: 'opentofu',
  *emit(context) {
    const { env, root } = context;
    const home = account(env);
    if (home === undefined || env.systems['object-storage'] !== 'terraform/s3-bucket') return;
    for (const contract of foreignContracts(context, root.$project)) {
      const bucket = bucketArn(context, contract);
      const may = (verb: string, actions: readonly string[], resources: readonly string[]) => ({ sid: sid(verb, contract.$project, contract.$id), effect: 'Allow', actions, resources });
      yield* dataUses(context, contract).map(({ worker, reads, writes }) => ({ ...partOf('data', 'aws_iam_policy_document', rightsBlock(worker), { statement: [
        may('FromList', ['s3:ListBucket', 's3:GetBucketLocation'], [bucket]),
        ...(reads ? [may('FromObjects', ['s3:GetObject'], [`${bucket}/data/*`])] : []),
        ...(writes ? [may('IntoObjects', ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'], [`${bucket}/data/*`])] : []),
        {
          ...may('FromKey', ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])], [arn(home, 'kms', 'key/*', { region: contract.region })]),
          condition: [
            // The key's id is not known here; its alias is.
            { test: 'ForAnyValue:StringEquals', variable: 'kms:ResourceAliases', values: [keyAlias(context, contract.$project, contract.region)] },
            { test: 'StringEquals', variable: 'kms:ViaService', values: [`s3.${contract.region}.amazonaws.com`] },
          ],
        },
      ] }), from: [contract.$path, worker.$path] }));
    }
  },
});
