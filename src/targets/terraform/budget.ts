// A spending limit as AWS Budgets watches it: one topic for each action, so that whoever throttles or refuses can subscribe; the owner gets mail of all of them.
import { attr, data, dataAttr, moved, resource, target } from '../../target.ts';
import { account, accountName, arn, projectTag } from '../../model/aws.ts';
import { exchange, units as wholeUnits } from '../../model/money.ts';
import { name } from '../../model/names.ts';
import { toDecimal } from '../../model/rational.ts';

const units = { month: 'MONTHLY', quarter: 'QUARTERLY', year: 'ANNUALLY' } as const;

export default target({
  system: 'AWS Budgets', api: 'hashicorp/aws 6', docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/budgets_budget',
  concern: 'budgets', consumes: ['Budget'], per: 'node', scope: 'account', judge: 'opentofu',
  *emit(budget, context) {
    const { env, names, platform, root } = context;
    const home = account(env);
    if (home === undefined) return;
    const n = names.of(budget, 'terraform');
    const topic = (action: string) => name('terraform', budget.$id, action);
    const thresholds = Object.entries(budget.at).sort(([a], [b]) => Number.parseFloat(a) - Number.parseFloat(b));
    // AWS bills in dollars; without a rate the declared currency stands, and AWS refuses it instead of watching a wrong figure.
    const dollars = exchange(budget.amount, 'USD', platform.money.exchange);
    const limit = dollars.state === 'unknown' ? budget.amount : dollars.value;
    yield resource('aws_budgets_budget', n, {
      name: accountName(context, budget), budget_type: 'COST', time_unit: units[budget.per], limit_amount: toDecimal(wholeUnits(limit)), limit_unit: limit.currency,
      // The tag must be active for cost allocation in the paying account: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
      cost_filter: [{ name: 'TagKeyValue', values: [`user:${projectTag}$${root.$project}`] }],
      notification: thresholds.map(([share, action]) => ({
        comparison_operator: 'GREATER_THAN', threshold: Number.parseFloat(share), threshold_type: 'PERCENTAGE', notification_type: 'ACTUAL',
        subscriber_sns_topic_arns: [attr('aws_sns_topic', topic(action), 'arn')],
      })),
    });
    if (budget.$formerly !== undefined) yield moved('aws_budgets_budget', name('terraform', budget.$formerly), n);
    for (const action of [...new Set(thresholds.map(([, a]) => a))].sort()) {
      const t = topic(action);
      const old = budget.$formerly === undefined ? undefined : name('terraform', budget.$formerly, action);
      const blocks = [
        // Not encrypted with the account's default key, which the Budgets service may not use; the messages hold sums, no personal data.
        resource('aws_sns_topic', t, { name: accountName(context, budget, action) }),
        resource('aws_sns_topic_policy', t, { arn: attr('aws_sns_topic', t, 'arn'), policy: dataAttr('aws_iam_policy_document', t, 'json') }),
        resource('aws_sns_topic_subscription', t, { topic_arn: attr('aws_sns_topic', t, 'arn'), protocol: 'email', endpoint: platform.teams[root.owner]?.email ?? '' }),
      ];
      yield* blocks;
      if (old !== undefined) yield* blocks.map((b) => moved(b.type, old, t));
      // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
      yield data('aws_iam_policy_document', t, { statement: [{
        sid: 'BudgetsPublish', effect: 'Allow', actions: ['sns:Publish'], resources: [attr('aws_sns_topic', t, 'arn')], principals: [{ type: 'Service', identifiers: ['budgets.amazonaws.com'] }],
        condition: [
          { test: 'StringEquals', variable: 'aws:SourceAccount', values: [home.id] },
          { test: 'ArnLike', variable: 'aws:SourceArn', values: [arn(home, 'budgets', '*', { global: true })] },
        ],
      }] });
    }
  },
});
