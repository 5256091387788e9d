// The role that a workload takes on through its service account, its own and no other's; other targets add the statements that their systems need.
import { attr, data, dataAttr, moved, resource, target } from '../../target.ts';
import { account, arn, rightsBlock, sid, storedAt, workloadRole } from '../../model/aws.ts';
import { actsInCloud, fetchedModels } from '../../model/data-use.ts';
import { name } from '../../model/names.ts';

const called = { Pipeline: 'Pipeline', Application: 'Application', PredictionEndpoint: 'Scoring endpoint' } as const;

export default target({
  system: 'AWS IAM', api: 'hashicorp/aws 6', docs: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
  consumes: ['Pipeline', 'Application', 'PredictionEndpoint'], per: 'node', scope: 'account', judge: 'opentofu',
  *emit(worker, context) {
    const { env, cluster, names, namespace, root } = context;
    const home = account(env);
    const issuer = cluster.oidcIssuer;
    if (home === undefined || issuer === undefined || !actsInCloud(context, worker)) return;
    const n = names.of(worker, 'terraform');
    const [trust, rights] = [names.of(worker, 'terraform', 'trust'), rightsBlock(worker)];
    yield data('aws_iam_policy_document', trust, { statement: [{
      sid: 'ServiceAccount', effect: 'Allow', actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [{ type: 'Federated', identifiers: [arn(home, 'iam', `oidc-provider/${issuer}`, { global: true })] }],
      condition: [
        { test: 'StringEquals', variable: `${issuer}:aud`, values: ['sts.amazonaws.com'] },
        { test: 'StringEquals', variable: `${issuer}:sub`, values: [`system:serviceaccount:${namespace}:${names.of(worker)}`] },
      ],
    }] });
    // The bucket of an artefact belongs to whoever trained the model: its files may be read, and nothing beside them.
    const models = fetchedModels(context, worker).map((model) => ({ model, ...storedAt(home.region, model.artefact) }));
    const may = (verb: string, model: { readonly $project: string; readonly $id: string }, actions: readonly string[], resources: readonly string[]) => ({ sid: sid(verb, model.$project, model.$id), effect: 'Allow', actions, resources });
    yield data('aws_iam_policy_document', rights, models.length === 0 ? {} : { statement: models.flatMap(({ model, bucketArn, prefix }) => [
      { ...may('ListModel', model, ['s3:ListBucket'], [bucketArn]), condition: [{ test: 'StringLike', variable: 's3:prefix', values: [prefix, `${prefix}/*`] }] },
      may('FetchModel', model, ['s3:GetObject'], [`${bucketArn}/${prefix}`, `${bucketArn}/${prefix}/*`]),
      // Where a key of the account encrypts them, S3 names to it what it decrypts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
      { ...may('KeyOfModel', model, ['kms:Decrypt'], [arn(home, 'kms', 'key/*')]), condition: [
        { test: 'StringEquals', variable: 'kms:ViaService', values: [`s3.${home.region}.amazonaws.com`] },
        { test: 'StringLike', variable: 'kms:EncryptionContext:aws:s3:arn', values: [bucketArn, `${bucketArn}/${prefix}`, `${bucketArn}/${prefix}/*`] },
      ] },
    ]) });
    yield resource('aws_iam_role', n, {
      name: workloadRole(context, worker), description: `${called[worker.$kind]} ${worker.$id} of project ${root.$project}, environment ${env.name}`,
      assume_role_policy: dataAttr('aws_iam_policy_document', trust, 'json'),
    });
    // In the role itself: such a policy may hold 10,240 characters, a managed one 6,144. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    yield resource('aws_iam_role_policy', n, { name: 'data', role: attr('aws_iam_role', n, 'id'), policy: dataAttr('aws_iam_policy_document', rights, 'json') });
    if (worker.$formerly === undefined) return;
    const old = name('terraform', worker.$formerly);
    yield moved('aws_iam_role', old, n);
    yield moved('aws_iam_role_policy', old, n);
  },
});
