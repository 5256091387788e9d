// The key that a project's data is encrypted with: one in each region where it keeps data, rotated every year.
import { attr, data, dataAttr, partOf, resource, target } from '../../target.ts';
import { account, arn, elsewhere, keyAlias, keyBlock, rightsBlock } from '../../model/aws.ts';
import { touched, workers } from '../../model/data-use.ts';

export default target({
  system: 'AWS KMS', api: 'hashicorp/aws 6', docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key',
  consumes: ['DataContract'], per: 'project', scope: 'account', judge: 'opentofu',
  *emit(context) {
    const { env, root } = context;
    const home = account(env);
    const contracts = context.all('DataContract');
    if (home === undefined || contracts.length === 0) return;
    yield data('aws_iam_policy_document', 'data_key', { statement: [{
      // Hands the decision to the account's IAM policies; without it nobody could ever manage the key.
      // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
      sid: 'DecideInIam', effect: 'Allow', actions: ['kms:*'], resources: ['*'], principals: [{ type: 'AWS', identifiers: [arn(home, 'iam', 'root', { global: true })] }],
    }] });
    for (const region of [...new Set(contracts.map((c) => c.region))].sort()) {
      const n = keyBlock(env, region);
      yield resource('aws_kms_key', n, {
        ...elsewhere(env, region), description: `Data of project ${root.$project}, environment ${env.name}`, enable_key_rotation: true, deletion_window_in_days: 30,
        policy: dataAttr('aws_iam_policy_document', 'data_key', 'json'), ...(env.stage === 'production' ? { lifecycle: { prevent_destroy: true } } : {}),
      });
      yield resource('aws_kms_alias', n, { ...elsewhere(env, region), name: keyAlias(context, root.$project, region), target_key_id: attr('aws_kms_key', n, 'key_id') });
      const here = new Set(contracts.filter((c) => c.region === region).map((c) => c.$path));
      for (const worker of workers(context)) {
        const of = touched(context, worker);
        const [reads, writes] = [of.reads, of.writes].map((list) => list.some((r) => here.has(r.$ref)));
        if (!reads && !writes) continue;
        yield { ...partOf('data', 'aws_iam_policy_document', rightsBlock(worker), { statement: [{
          sid: `Key${n.replace(/[^a-z0-9]/g, '')}`, effect: 'Allow', resources: [attr('aws_kms_key', n, 'arn')],
          // An upload in parts is decrypted when it is put together: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
          actions: ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])],
          condition: [{ test: 'StringEquals', variable: 'kms:ViaService', values: [`s3.${region}.amazonaws.com`] }],
        }] }), from: [worker.$path] };
      }
    }
  },
});
