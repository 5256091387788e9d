// The role that a project's pipelines take on through their service accounts; other targets add the statements that their systems need.
import { attr, data, dataAttr, resource, target } from '../../target.ts';
import { account, arn, workloadRole } from '../../model/aws.ts';
import { workers } from '../../model/data-use.ts';

export default target({
  system: 'AWS IAM', api: 'hashicorp/aws 6', docs: 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
  consumes: ['Pipeline'], per: 'project', scope: 'account', judge: 'opentofu',
  *emit(context) {
    const { env, cluster, names, namespace, root } = context;
    const home = account(env);
    const pipelines = workers(context);
    const issuer = cluster.oidcIssuer;
    if (home === undefined || issuer === undefined || pipelines.length === 0) return;
    yield data('aws_iam_policy_document', 'workload_trust', { statement: [{
      sid: 'ServiceAccounts', effect: 'Allow', actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [{ type: 'Federated', identifiers: [arn(home, 'iam', `oidc-provider/${issuer}`, { global: true })] }],
      condition: [
        { test: 'StringEquals', variable: `${issuer}:aud`, values: ['sts.amazonaws.com'] },
        { test: 'StringEquals', variable: `${issuer}:sub`, values: pipelines.map((p) => `system:serviceaccount:${namespace}:${names.of(p)}`).sort() },
      ],
    }] });
    yield data('aws_iam_policy_document', 'workload', {});
    yield resource('aws_iam_role', 'workload', {
      name: workloadRole(context, root.$project), description: `Pipelines of project ${root.$project}, environment ${env.name}`,
      assume_role_policy: dataAttr('aws_iam_policy_document', 'workload_trust', 'json'),
    });
    // In the role itself: such a policy may hold 10,240 characters, a managed one 6,144. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    yield resource('aws_iam_role_policy', 'workload', { name: 'data', role: attr('aws_iam_role', 'workload', 'id'), policy: dataAttr('aws_iam_policy_document', 'workload', 'json') });
  },
});
