// Objectives and outcomes as Prometheus rules: what is recorded, and alerts that name their runbook.
import { outcomeRules } from '../../analyse/cost/rules.ts';
import { runbookUrl } from '../../model/documents.ts';
import { isA } from '../../model/query.ts';
import { object, target } from '../../target.ts';

const api = 'monitoring.coreos.com/v1';

export default target({
  system: 'Prometheus Operator', api, docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule',
  concern: 'alerting', consumes: ['Slo', 'Outcome'], per: 'node', scope: 'cluster', requires: ['prometheus-operator >= 0.70', 'kube-state-metrics >= 2.10'], judge: 'promtool',
  *emit(node, context) {
    const { names, namespace, labels, facts, cluster, root, platform, env } = context;
    const metadata = { name: names.of(node), namespace, labels: { ...labels(node), ...cluster.monitoring?.ruleLabels } };
    if (isA(node, 'Outcome')) {
      const rules = outcomeRules(node, context);
      yield object(api, 'PrometheusRule', metadata, { spec: { groups: [{ name: `outcome-${names.of(node)}`, rules }] } }, { file: 'outcomes', from: [node.of.$ref] });
      return;
    }
    const found = facts.alerts[node.$path];
    if (!found) return;
    const alerts = found.alerts.map(({ name, severity, expr, for: wait, labels: own, summary, description }) => ({
      alert: name, expr, ...(wait === undefined ? {} : { for: wait }), 
      // A project's routing takes alerts of its namespace alone: https://prometheus-operator.dev/docs/developer/alerting/#managing-alertmanager-configuration
      labels: { ...own, namespace, severity, team: root.owner },
      annotations: { summary, description, runbook_url: runbookUrl(platform, env, root.$project, name) },
    }));
    yield object(api, 'PrometheusRule', metadata, {
      spec: { groups: [...found.groups.map((g) => ({ name: g.name, rules: g.rules.map((r) => ({ ...r })) })), { name: `slo-${names.of(node)}-alerts`, rules: alerts }] },
    }, { file: 'alerts', from: [found.of] });
  },
});
