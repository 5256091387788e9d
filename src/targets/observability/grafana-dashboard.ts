// What is promised, how it stands, what it costs and what comes of it: one dashboard a project, as a ConfigMap that Grafana's sidecar picks up.
import { outcomeIds } from '../../analyse/cost/rules.ts';
import type { Alerting } from '../../analyse/alerts.ts';
import type { NodeOf } from '../../model/node.ts';
import { series } from '../../model/promql.ts';
import { object, target, type EmitContext } from '../../target.ts';
import { dashboard, type Panel, type Section } from './panels.ts';
import { enginePanels, servicePanels } from './workload-panels.ts';

export default target({
  system: 'Grafana', api: 'classic dashboard, schema 42', docs: 'https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards',
  concern: 'dashboards', consumes: ['Slo', 'Outcome'], per: 'project', scope: 'cluster', judge: 'grafana',
  *emit(context) {
    const { all, env, facts, names, namespace, root, platform } = context;
    const engines = all('ModelEndpoint').filter((e) => facts.workloads[e.$path] !== undefined);
    const sections: readonly Section[] = [
      { title: 'Service levels', panels: all('Slo').flatMap((slo) => (facts.alerts[slo.$path] === undefined ? [] : levelPanels(slo, facts.alerts[slo.$path]!, context))) },
      { title: 'Outcomes and cost', panels: all('Outcome').flatMap((outcome) => outcomePanels(outcome, context)) },
      ...engines.map((e) => ({ title: e.$id, panels: enginePanels(e, context) })),
      ...[...all('PredictionEndpoint'), ...all('Application')].map((s) => ({ title: s.$id, panels: servicePanels(s, context) })),
    ].filter((s) => s.panels.length > 0);
    if (sections.length === 0) return;
    const uid = names.global('grafana');
    const content = dashboard({ uid, title: `${root.$project} in ${env.name}`, tags: ['leitwerk', root.$project, platform.teams[root.owner]?.title ?? root.owner], sections });
    yield object('v1', 'ConfigMap', {
      // The label that the sidecar of Grafana's chart looks for: https://github.com/grafana/helm-charts/blob/main/charts/grafana/README.md#sidecar-for-dashboards
      name: 'dashboard', namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk', 'app.kubernetes.io/part-of': namespace, grafana_dashboard: '1' },
    }, { data: { [`${uid}.json`]: `${JSON.stringify(content, undefined, 1)}\n` } }, { file: 'dashboard', from: [...all('Slo'), ...all('Outcome'), ...engines].map((n) => n.$path) });
  },
});

function levelPanels(slo: NodeOf<'Slo'>, { groups, alerts }: Alerting, { facts, env, root }: EmitContext): readonly Panel[] {
  const ids = { environment: env.name, project: root.$project, slo: slo.$id };
  const { events, window } = facts.slo[slo.$path]!;
  if (alerts.some((a) => a.kind === 'failures')) {
    const [failed, all] = groups.flatMap((g) => g.rules).map((r) => series(r.record, ids));
    return [{ title: `${slo.$id}: failed runs in ${window}`, unit: 'none', lines: [
      { expr: failed ?? '', legend: 'failed' }, { expr: all ?? '', legend: 'all' }, ...(events === undefined ? [] : [{ expr: `vector(${events.mayFail})`, legend: 'may fail', mark: true as const }]),
    ] }];
  }
  return [
    { title: `${slo.$id}: good events`, unit: 'percentunit', lines: [{ expr: `1 - ${series('slo:sli_error:ratio_rate5m', ids)}`, legend: 'good' }, { expr: series('slo:objective:ratio', ids), legend: 'objective', mark: true }] },
    { title: `${slo.$id}: error budget left in ${window}`, unit: 'percentunit', lines: [{ expr: series('slo:period_error_budget_remaining:ratio', ids), legend: 'left' }, { expr: 'vector(0)', legend: 'none left', mark: true }] },
  ];
}

function outcomePanels(outcome: NodeOf<'Outcome'>, context: EmitContext): readonly Panel[] {
  const { facts } = context;
  const ids = outcomeIds(outcome, context);
  const unit = `currency${facts.cost.currency}`;
  return [
    { title: `${outcome.$id}: share of what is expected in 30 days`, unit: 'percentunit', lines: [{ expr: series('outcome:attainment:ratio30d', ids), legend: 'reached' }, { expr: 'vector(1)', legend: 'expected', mark: true }] },
    { title: `${outcome.$id}: GPU cost of one`, unit, lines: [
      { expr: series('outcome:gpu_cost_per_event:money30d', ids), legend: 'cost' }, ...(outcome.worth === undefined ? [] : [{ expr: series('outcome:worth:money', ids), legend: 'worth', mark: true as const }]),
    ] },
    { title: 'GPU cost per hour', unit, lines: [{ expr: series('outcome:gpu_cost:money_per_hour', ids), legend: 'GPUs' }] },
  ];
}
