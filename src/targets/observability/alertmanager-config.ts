// Who hears of an alert: pages wake the owner's on-call, tickets go to its mailbox, and no ticket is sent of what has already woken somebody.
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { Platform } from '../../model/platform.ts';
import { object, target } from '../../target.ts';

type OnCall = Platform['oncall'][string];
// The storage version: https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.0/Documentation/api-reference/api.md
const api = 'monitoring.coreos.com/v1alpha1';
const key = 'key';

export default target({
  system: 'Prometheus Operator', api, docs: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.AlertmanagerConfig',
  concern: 'alert-routing', consumes: ['Slo'], per: 'project', scope: 'cluster', requires: ['prometheus-operator >= 0.70', 'external-secrets >= 2.0'], judge: 'amtool',
  *emit({ all, facts, root, platform, cluster, namespace }) {
    const alerting = all('Slo').filter((slo) => facts.alerts[slo.$path] !== undefined);
    const team = platform.teams[root.owner];
    if (alerting.length === 0 || team === undefined) return;
    const from = alerting.map((slo) => slo.$path);
    const labels = { 'app.kubernetes.io/managed-by': 'leitwerk', 'app.kubernetes.io/part-of': namespace };
    const integration = team.oncall !== undefined && Object.hasOwn(platform.oncall, team.oncall) && cluster.secretStore !== undefined ? platform.oncall[team.oncall] : undefined;
    const secret = name('kubernetes', 'oncall', team.oncall ?? '');
    if (integration) {
      yield object('external-secrets.io/v1', 'ExternalSecret', { name: secret, namespace, labels }, { spec: {
        refreshInterval: '1h0m0s', secretStoreRef: { kind: 'ClusterSecretStore', name: cluster.secretStore ?? '' }, target: { name: secret, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        data: [{ secretKey: key, remoteRef: { key: integration.secret, ...(integration.property === undefined ? {} : { property: integration.property }) } }],
      } }, { file: 'secrets', from });
    }
    const same = ['environment', 'project', 'slo'];
    yield object(api, 'AlertmanagerConfig', { name: 'owner', namespace, labels: { ...labels, ...cluster.monitoring?.ruleLabels } }, { spec: {
      route: {
        receiver: 'tickets', groupBy: same, groupWait: '1m', groupInterval: '10m', repeatInterval: '3d',
        // Without an integration pages are mail as well: late, but not lost.
        ...(integration ? { routes: [{ receiver: 'on-call', matchers: [{ name: 'severity', matchType: '=', value: 'page' }], groupBy: same, groupWait: '10s', groupInterval: '5m', repeatInterval: '4h' }] } : {}),
      },
      inhibitRules: [{ sourceMatch: [{ name: 'severity', matchType: '=', value: 'page' }], targetMatch: [{ name: 'severity', matchType: '=', value: 'ticket' }], equal: same }],
      receivers: [
        // Server and sender are Alertmanager's own settings.
        { name: 'tickets', emailConfigs: [{ to: team.email, sendResolved: true }] },
        ...(integration ? [{ name: 'on-call', ...wakes(integration, { name: secret, key }) }] : []),
      ],
    } }, { file: 'alert-routing', from });
  },
});

function wakes({ via }: OnCall, of: JsonObject): JsonObject {
  const description = '{{ .CommonAnnotations.summary }}', runbook = '{{ .CommonAnnotations.runbook_url }}';
  switch (via) {
    case 'pagerduty': return { pagerdutyConfigs: [{ routingKey: of, description, severity: 'critical', sendResolved: true, pagerDutyLinkConfigs: [{ href: runbook, alt: 'Runbook' }] }] };
    case 'opsgenie': return { opsgenieConfigs: [{ apiKey: of, message: description, note: runbook, sendResolved: true }] };
    case 'webhook': return { webhookConfigs: [{ urlSecret: of, sendResolved: true }] };
  }
}
