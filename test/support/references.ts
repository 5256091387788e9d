// Finds every reference in emitted trees and says which lead nowhere. Knows what Kubernetes, Terraform, Argo CD and Prometheus mean by a name; knows nothing of targets.
import { at, isObject, type JsonObject } from '../../src/model/json.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import type { Cluster, Environment } from '../../src/model/platform.ts';
import { blocks, ofFiles, ofStack } from './references/outside.ts';
import { BUILT_IN, type Dangling, type Emitted, type Judged, type Refer, type Template, type World, brings, containersOf, hasPort, kindOf, labelsOf, list, nameOf, namespaceOf, selects, templateOf, text, title } from './references/world.ts';

export { worldOf, type Dangling, type Emitted, type Judged, type World } from './references/world.ts';

/** Every reference of a world, and whether it leads somewhere. */
export function references(world: World): Judged {
  const checked = new Map<string, number>();
  const dangling: Dangling[] = [];
  const refer: Refer = (kind, from, wants, resolves) => {
    checked.set(kind, (checked.get(kind) ?? 0) + 1);
    if (!resolves) dangling.push({ kind, at: title(from), wants });
  };
  for (const env of environmentsOf(world.platform)) {
    for (const cluster of env.clusters) {
      const here = world.objects.filter((o) => o.env === env.name && o.cluster === cluster.name);
      const required = (what: string): boolean => (world.requires.get(`${env.name}/${cluster.name}`) ?? []).some((c) => brings[c]?.includes(what));
      for (const e of here) ofObject(e, { here, cluster, env, world, required, refer });
    }
    for (const stack of world.stacks.filter((s) => s.env === env.name)) ofStack(stack, env, world, refer);
  }
  ofFiles(world, refer);
  return { checked, dangling };
}

interface Around { readonly here: readonly Emitted[]; readonly cluster: Cluster; readonly env: Environment; readonly world: World; readonly required: (what: string) => boolean; readonly refer: Refer }

function ofObject(e: Emitted, around: Around): void {
  const { here, cluster, env, world, required, refer } = around;
  const spec = labelsOf(e.body['spec']);
  const namespace = namespaceOf(e);
  const there = (kind: string, name: unknown, inside: string = namespace): boolean => here.some((o) => kindOf(o) === kind && nameOf(o) === name && namespaceOf(o) === inside);
  const templates = here.flatMap((o) => namespaceOf(o) === namespace ? templateOf(o) ?? [] : []);
  const taken = (selector: unknown): readonly Template[] => templates.filter((t) => selects(selector, t.labels));

  if (namespace !== '') refer('namespace', e, namespace, there('Namespace', namespace, '') || required(`namespace ${namespace}`));
  const template = templateOf(e);
  if (template) ofPods(template, around, there);

  switch (kindOf(e)) {
    case 'ServiceAccount': {
      const arn = text(at(e.body, ['metadata', 'annotations', 'eks.amazonaws.com/role-arn']));
      if (arn !== undefined) refer('role of a service account', e, arn, world.stacks.some((s) => s.tree === e.tree && env.accounts.some((a) => a.name === s.account && blocks(s, 'aws_iam_role').some((r) => `arn:aws:iam::${'id' in a ? a.id : ''}:role/${String(r['name'])}` === arn))));
      break;
    }
    case 'Service': {
      const found = taken({ matchLabels: spec['selector'] });
      if (spec['selector'] !== undefined) refer('service selector', e, JSON.stringify(spec['selector']), found.length > 0);
      for (const p of list(spec['ports'])) refer('service port', e, String(p['targetPort'] ?? p['port']), found.some((t) => hasPort(t, p['targetPort'] ?? p['port'])));
      break;
    }
    case 'Deployment': case 'StatefulSet': case 'DaemonSet': refer('own selector', e, JSON.stringify(spec['selector']), template !== undefined && selects(spec['selector'], template.labels)); break;
    case 'PodDisruptionBudget': refer('budget selector', e, JSON.stringify(spec['selector']), taken(spec['selector']).length > 0); break;
    case 'NetworkPolicy': ofNetworkPolicy(e, spec, taken, around); break;
    case 'PodMonitor': {
      const found = taken(spec['selector']);
      refer('monitor selector', e, JSON.stringify(spec['selector']), found.length > 0);
      for (const p of list(spec['podMetricsEndpoints'])) refer('monitor port', e, String(p['port']), found.some((t) => hasPort(t, p['port'])));
      ruleLabels('monitor label'); break;
    }
    case 'ServiceMonitor': {
      const found = here.filter((o) => kindOf(o) === 'Service' && namespaceOf(o) === namespace && selects(spec['selector'], labelsOf(at(o.body, ['metadata', 'labels']))));
      refer('monitor selector', e, JSON.stringify(spec['selector']), found.length > 0);
      for (const p of list(spec['endpoints'])) refer('monitor port', e, String(p['port']), found.some((o) => list(at(o.body, ['spec', 'ports'])).some((q) => q['name'] === p['port'])));
      ruleLabels('monitor label'); break;
    }
    case 'PrometheusRule': ruleLabels('rule label'); ofRules(e, spec, around); break;
    case 'HorizontalPodAutoscaler': case 'ScaledObject': { const of = labelsOf(spec['scaleTargetRef']); refer('scale target', e, `${String(of['kind'] ?? 'Deployment')}/${String(of['name'])}`, there(String(of['kind'] ?? 'Deployment'), of['name'])); break; }
    case 'RoleBinding': case 'ClusterRoleBinding': {
      const role = labelsOf(e.body['roleRef']);
      refer('role', e, String(role['name']), (role['kind'] === 'ClusterRole' && BUILT_IN.roles.includes(String(role['name']))) || there(String(role['kind']), role['name'], role['kind'] === 'ClusterRole' ? '' : namespace));
      for (const s of list(e.body['subjects'])) if (s['kind'] === 'ServiceAccount') refer('role subject', e, String(s['name']), there('ServiceAccount', s['name'], String(s['namespace'] ?? namespace)));
      break;
    }
    case 'ExternalSecret': {
      const store = labelsOf(spec['secretStoreRef']);
      const generators = list(spec['dataFrom']).flatMap((d) => { const of = at(d, ['sourceRef', 'generatorRef']); return isObject(of) ? [of] : []; });
      for (const g of generators) refer('generator of a secret', e, `${String(g['kind'])}/${String(g['name'])}`, there(String(g['kind']), g['name']));
      // What only generators fill is read from no store.
      if (generators.length === 0 || spec['secretStoreRef'] !== undefined) refer('secret store', e, String(store['name']), store['kind'] === 'ClusterSecretStore' ? store['name'] === cluster.secretStore && required('ClusterSecretStore') : there('SecretStore', store['name']));
      const target = targetOf(e);
      const read = [...templates.flatMap(secretsOf), ...here.filter((o) => namespaceOf(o) === namespace).flatMap(credentialsOf)];
      for (const secretKey of keysOf(e)) refer('secret in use', e, `${target}/${secretKey}`, read.some(([n, k]) => n === target && (k === undefined || k === secretKey)));
      break;
    }
    case 'ValidatingAdmissionPolicyBinding': {
      const policy = here.find((o) => kindOf(o) === 'ValidatingAdmissionPolicy' && nameOf(o) === spec['policyName']);
      refer('admission policy', e, String(spec['policyName']), policy !== undefined);
      const param = labelsOf(spec['paramRef']);
      if (param['name'] !== undefined) refer('admission parameter', e, `${String(param['namespace'])}/${String(param['name'])}`, there(String(at(policy?.body, ['spec', 'paramKind', 'kind'])), param['name'], String(param['namespace'] ?? '')));
      break;
    }
    case 'HTTPRoute': case 'AIGatewayRoute': ofRoute(e, spec, around, there); break;
    case 'AIServiceBackend': refer('route backend', e, String(at(spec, ['backendRef', 'name'])), there(String(at(spec, ['backendRef', 'kind'])), at(spec, ['backendRef', 'name']))); break;
    case 'Backend': ofBackend(e, spec, around); break;
    case 'BackendTrafficPolicy': case 'SecurityPolicy': case 'BackendTLSPolicy': case 'BackendSecurityPolicy': ofAttached(e, spec, around, there); break;
    case 'AlertmanagerConfig': ofCredentials('credential of a receiver', e, here, refer); break;
    case 'Cluster': ofCredentials('password of a role', e, here, refer); break;
    case 'Application': ofApplication(e, spec, around); break;
    default: break;
  }

  function ruleLabels(kind: string): void {
    for (const [key, value] of Object.entries(cluster.monitoring?.ruleLabels ?? {})) refer(kind, e, `${key}=${value}`, at(e.body, ['metadata', 'labels', key]) === value);
  }
}

/** The Secret that an ExternalSecret makes, and its keys: those of its template, where it has one, else those that it reads. https://external-secrets.io/latest/guides/templating/ */
const targetOf = (e: Emitted): string => text(at(e.body, ['spec', 'target', 'name'])) ?? nameOf(e);
function keysOf({ body }: Emitted): readonly string[] {
  const template = at(body, ['spec', 'target', 'template', 'data']);
  return isObject(template) ? Object.keys(template) : list(at(body, ['spec', 'data'])).map((d) => String(d['secretKey']));
}
/** What the operator of PostgreSQL writes into `<cluster>-app`: https://cloudnative-pg.io/documentation/1.30/applications/#secrets */
const APP_KEYS = ['username', 'user', 'password', 'host', 'port', 'dbname', 'uri', 'jdbc-uri', 'fqdn-uri', 'fqdn-jdbc-uri', 'pgpass'];
const makesSecret = (e: Emitted, name: string, key: string | undefined): boolean => kindOf(e) === 'ExternalSecret' ? targetOf(e) === name && (key === undefined || keysOf(e).includes(key))
  : kindOf(e) === 'Cluster' && String(e.body['apiVersion']).startsWith('postgresql.cnpg.io/') && `${nameOf(e)}-app` === name && (key === undefined || APP_KEYS.includes(key));

/** Names and keys of the Secrets that a template reads; no key: all of it. */
function secretsOf(t: Template): readonly (readonly [string, string?])[] {
  const env = containersOf(t).flatMap((c) => list(c['env']).flatMap((v): [string, string?][] => { const ref = at(v, ['valueFrom', 'secretKeyRef']); return isObject(ref) ? [[String(ref['name']), String(ref['key'])]] : []; }));
  const all = containersOf(t).flatMap((c) => list(c['envFrom']).flatMap((v): [string][] => { const ref = v['secretRef']; return isObject(ref) ? [[String(ref['name'])]] : []; }));
  const volumes = list(t.spec['volumes']).flatMap((v): [string, string?][] => {
    const secret = v['secret'];
    if (!isObject(secret)) return [];
    const items = list(secret['items']);
    return items.length > 0 ? items.map((i): [string, string] => [String(secret['secretName']), String(i['key'])]) : [[String(secret['secretName'])]];
  });
  const pull = list(t.spec['imagePullSecrets']).map((s): [string] => [String(s['name'])]);
  return [...env, ...all, ...volumes, ...pull];
}

function ofPods(t: Template, { here, refer, env, world }: Around, there: (kind: string, name: unknown, inside?: string) => boolean): void {
  const { of, spec } = t;
  const account = text(spec['serviceAccountName']);
  if (account !== undefined && account !== 'default') refer('service account', of, account, there('ServiceAccount', account));
  const priority = text(spec['priorityClassName']);
  if (priority !== undefined) refer('priority class', of, priority, BUILT_IN.classes.includes(priority) || there('PriorityClass', priority, ''));
  for (const [name, key] of secretsOf(t)) {
    const plain = here.some((o) => kindOf(o) === 'Secret' && namespaceOf(o) === namespaceOf(of) && nameOf(o) === name && (key === undefined || key in labelsOf(o.body['data']) || key in labelsOf(o.body['stringData'])));
    const external = here.some((o) => namespaceOf(o) === namespaceOf(of) && makesSecret(o, name, key));
    refer('secret key', of, `${name}/${key ?? '*'}`, plain || external);
  }
  const volumes = list(spec['volumes']);
  for (const v of volumes) {
    if (isObject(v['configMap'])) refer('config map', of, String(v['configMap']['name']), there('ConfigMap', v['configMap']['name']));
    if (isObject(v['persistentVolumeClaim'])) refer('volume claim', of, String(v['persistentVolumeClaim']['claimName']), there('PersistentVolumeClaim', v['persistentVolumeClaim']['claimName']));
  }
  for (const { topologyKey: _, ...rest } of [...list(spec['topologySpreadConstraints'])]) refer('own selector', of, JSON.stringify(rest['labelSelector']), selects(rest['labelSelector'], t.labels));
  const claims = list(at(of.body, ['spec', 'volumeClaimTemplates'])).map((c) => at(c, ['metadata', 'name']));
  for (const container of containersOf(t)) {
    for (const m of list(container['volumeMounts'])) refer('volume', of, String(m['name']), volumes.some((v) => v['name'] === m['name']) || claims.includes(m['name'] as string));
    for (const v of list(container['env'])) {
      const map = at(v, ['valueFrom', 'configMapKeyRef']);
      if (isObject(map)) refer('config map', of, `${String(map['name'])}/${String(map['key'])}`, here.some((o) => kindOf(o) === 'ConfigMap' && namespaceOf(o) === namespaceOf(of) && nameOf(o) === map['name'] && String(map['key']) in labelsOf(o.body['data'])));
      ofValue(text(v['value']) ?? '', of);
    }
    for (const v of list(container['envFrom'])) if (isObject(v['configMapRef'])) refer('config map', of, String(v['configMapRef']['name']), there('ConfigMap', v['configMapRef']['name']));
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      for (const how of ['httpGet', 'tcpSocket', 'grpc']) {
        const port = at(container, [probe, how, 'port']);
        if (port !== undefined) refer('probe port', of, `${probe} ${String(port)}`, list(container['ports']).some((p) => p['name'] === port || p['containerPort'] === port));
      }
    }
  }

  /** Names of hosts in the cluster and of buckets, in what containers are told. */
  function ofValue(value: string, from: Emitted): void {
    const host = /^[a-z]+:\/\/([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?(?::\d+)?(?:\/|$)/.exec(value);
    if (host && !value.startsWith('s3:')) refer('host', from, `${host[1]}.${host[2]}`, there('Service', host[1], host[2]) || env.clusters.some(({ collector }) => collector?.service === host[1] && collector?.namespace === host[2]));
    const bucket = /^s3:\/\/([^/]+)/.exec(value)?.[1];
    if (bucket !== undefined) refer('bucket', from, bucket, world.given.has(bucket) || world.stacks.some((s) => s.env === env.name && blocks(s, 'aws_s3_bucket').some((b) => b['bucket'] === bucket)));
  }
}

function ofNetworkPolicy(e: Emitted, spec: JsonObject, taken: (selector: unknown) => readonly Template[], { cluster, here, required, refer }: Around): void {
  const everything = Object.keys(labelsOf(spec['podSelector'])).length === 0;
  const own = taken(spec['podSelector']);
  if (!everything) refer('policy selector', e, JSON.stringify(spec['podSelector']), own.length > 0);
  const known = [cluster.dns, cluster.monitoring, cluster.ingress, cluster.telemetry?.agent, ...(required('pods of cnpg-system') ? [{ namespace: 'cnpg-system', labels: { 'app.kubernetes.io/name': 'cloudnative-pg' } }] : [])].filter((p) => p !== undefined);
  for (const side of ['ingress', 'egress'] as const) {
    for (const rule of list(spec[side])) {
      if (side === 'ingress') for (const p of list(rule['ports'])) refer('policy port', e, String(p['port']), own.some((t) => hasPort(t, p['port'])));
      for (const peer of list(rule[side === 'ingress' ? 'from' : 'to'])) {
        if (isObject(peer['ipBlock'])) continue;
        const elsewhere = text(at(peer, ['namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name']));
        const labels = labelsOf(at(peer, ['podSelector', 'matchLabels']));
        if (peer['namespaceSelector'] === undefined) { refer('policy peer', e, JSON.stringify(labels), taken(peer['podSelector']).length > 0); continue; }
        const declared = known.some((k) => k.namespace === elsewhere && Object.entries(labels).every(([key, v]) => (k.labels as JsonObject)[key] === v));
        const emitted = here.some((o) => namespaceOf(o) === elsewhere && templateOf(o) && selects(peer['podSelector'], templateOf(o)!.labels));
        refer('policy peer', e, `${elsewhere} ${JSON.stringify(labels)}`, declared || emitted);
      }
    }
  }
}

/** A route hangs on a Gateway that the platform names, and leads to Services on ports that they have, to backends, to filters. */
function ofRoute(e: Emitted, spec: JsonObject, { here, cluster, required, refer }: Around, there: (kind: string, name: unknown, inside?: string) => boolean): void {
  for (const p of list(spec['parentRefs'])) refer('gateway of a route', e, `${String(p['namespace'])}/${String(p['name'])}`, p['name'] === cluster.ingress?.gateway?.name && p['namespace'] === cluster.ingress?.gateway?.namespace && required('Gateway'));
  for (const host of (spec['hostnames'] ?? []) as readonly string[]) refer('host of a route', e, host, cluster.ingress?.gateway !== undefined && host.endsWith(`.${cluster.ingress.gateway.domain}`) && here.filter((o) => ((at(o.body, ['spec', 'hostnames']) ?? []) as readonly string[]).includes(host)).length === 1);
  for (const rule of list(spec['rules'])) {
    for (const b of list(rule['backendRefs'])) {
      if (kindOf(e) === 'AIGatewayRoute') { refer('route backend', e, String(b['name']), there('AIServiceBackend', b['name'])); continue; }
      const service = here.find((o) => kindOf(o) === 'Service' && nameOf(o) === b['name'] && namespaceOf(o) === namespaceOf(e));
      const predictor = here.some((o) => kindOf(o) === 'InferenceService' && namespaceOf(o) === namespaceOf(e) && `${nameOf(o)}-predictor` === b['name'] && b['port'] === 80);
      refer('route backend', e, `${String(b['name'])}:${String(b['port'])}`, predictor || list(at(service?.body, ['spec', 'ports'])).some((p) => p['port'] === b['port']));
    }
    for (const f of list(rule['filters'])) if (isObject(f['extensionRef'])) refer('route filter', e, String(f['extensionRef']['name']), there(String(f['extensionRef']['kind']), f['extensionRef']['name']));
  }
}
/** A backend inside the cluster is a Service on one of its ports; one outside is a name that nothing here can know. */
function ofBackend(e: Emitted, spec: JsonObject, { here, refer }: Around): void {
  for (const { fqdn } of list(spec['endpoints'])) {
    const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.cluster\.local$/.exec(String(at(fqdn, ['hostname']))) ?? [];
    if (name === undefined) continue;
    const service = here.find((o) => kindOf(o) === 'Service' && nameOf(o) === name && namespaceOf(o) === namespace);
    refer('backend in the cluster', e, `${name}.${namespace}:${String(at(fqdn, ['port']))}`, list(at(service?.body, ['spec', 'ports'])).some((p) => p['port'] === at(fqdn, ['port'])));
  }
}
/** A policy is on something that is there, and reads a Secret that somebody fills with the key that its program looks for. */
function ofAttached(e: Emitted, spec: JsonObject, { here, required, refer }: Around, there: (kind: string, name: unknown, inside?: string) => boolean): void {
  for (const t of list(spec['targetRefs'])) {
    const made = t['kind'] === 'HTTPRoute' && there('AIGatewayRoute', t['name']) && required('HTTPRoute of an AIGatewayRoute');
    refer('target of a policy', e, `${String(t['kind'])}/${String(t['name'])}`, there(String(t['kind']), t['name']) || made);
  }
  ofCredentials('credential of a backend', e, here, refer);
  const accounts = list(at(spec, ['authorization', 'rules'])).flatMap((r) => list(at(r, ['principal', 'jwt', 'claims']))).flatMap((c) => (c['values'] ?? []) as readonly string[]).flatMap((v) => { const [, namespace, name] = /^system:serviceaccount:([^:]+):(.+)$/.exec(v) ?? []; return namespace === undefined ? [] : [[namespace, name] as const]; });
  for (const [namespace, name] of accounts) refer('account that is let in', e, `${namespace}/${name}`, there('ServiceAccount', name, namespace));
}
function ofCredentials(kind: string, e: Emitted, here: readonly Emitted[], refer: Refer): void {
  for (const [name, key] of credentialsOf(e)) refer(kind, e, `${name}/${key}`, here.some((o) => namespaceOf(o) === namespaceOf(e) && makesSecret(o, name, key)));
}
/**
 * The Secrets and keys that controllers read for an object: for a backend Envoy AI Gateway (https://aigateway.envoyproxy.io/docs/1.0/capabilities/security/upstream-auth),
 * for a receiver Alertmanager (https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.Receiver), for a role of a database the operator of
 * PostgreSQL (https://cloudnative-pg.io/documentation/1.30/declarative_role_management/).
 */
function credentialsOf(e: Emitted): readonly (readonly [string, string])[] {
  const named = (of: unknown, key: string): readonly (readonly [string, string])[] => { const name = at(of, ['name']); return typeof name === 'string' ? [[name, key]] : []; };
  switch (kindOf(e)) {
    case 'BackendSecurityPolicy': return ([['apiKey', 'apiKey', ['secretRef']], ['azureAPIKey', 'apiKey', ['secretRef']], ['anthropicAPIKey', 'apiKey', ['secretRef']], ['awsCredentials', 'credentials', ['credentialsFile', 'secretRef']]] as const)
      .flatMap(([field, key, way]) => named(at(e.body, ['spec', field, ...way]), key));
    case 'AlertmanagerConfig': return list(at(e.body, ['spec', 'receivers'])).flatMap((r) => Object.values(r).flatMap(list)).flatMap((c) => ['routingKey', 'apiKey', 'urlSecret'].flatMap((field) => named(c[field], String(at(c, [field, 'key'])))));
    case 'Cluster': return list(at(e.body, ['spec', 'managed', 'roles'])).flatMap((r) => ['username', 'password'].flatMap((key) => named(r['passwordSecret'], key)));
    default: return [];
  }
}

/** Series that rules record, jobs that are scraped, cron jobs that are watched. */
function ofRules(e: Emitted, spec: JsonObject, { here, refer }: Around): void {
  const rules = here.filter((o) => kindOf(o) === 'PrometheusRule').flatMap((o) => list(at(o.body, ['spec', 'groups']))).flatMap((g) => list(g['rules']));
  const recorded = rules.flatMap((r) => typeof r['record'] === 'string' ? [{ name: r['record'], labels: labelsOf(r['labels']) }] : []);
  for (const rule of list(spec['groups']).flatMap((g) => list(g['rules']))) {
    const expr = String(rule['expr']);
    for (const [, name, inside] of expr.matchAll(/\b(slo:[a-z0-9_:]+)(?:\{([^}]*)\})?/g)) {
      const wanted = [...(inside ?? '').matchAll(/([a-z_]+)="([^"]*)"/g)];
      refer('recorded series', e, `${name}{${inside ?? ''}}`, recorded.some((r) => r.name === name && wanted.every(([, k, v]) => r.labels[k!] === v)));
    }
    for (const [, namespace, job] of expr.matchAll(/namespace="([^"]+)",job="([^"]+)"/g)) refer('scrape job', e, job!, here.some((o) => (kindOf(o) === 'PodMonitor' || kindOf(o) === 'ServiceMonitor') && namespaceOf(o) === namespace && `${namespace}/${nameOf(o)}` === job));
    for (const [, namespace, , cron, jobs] of expr.matchAll(/namespace="([^"]+)",(cronjob="([^"]+)"|job_name=~"([^"]+)")/g)) {
      const name = cron ?? jobs!.replace(/-\[0-9\]\+$/, '');
      refer('watched cron job', e, name, here.some((o) => kindOf(o) === 'CronJob' && nameOf(o) === name && namespaceOf(o) === namespace));
    }
  }
}

function ofApplication(e: Emitted, spec: JsonObject, { here, world, refer, cluster }: Around): void {
  const project = here.find((o) => kindOf(o) === 'AppProject' && nameOf(o) === spec['project'] && namespaceOf(o) === namespaceOf(e));
  refer('Argo CD project', e, String(spec['project']), project !== undefined);
  const path = String(at(spec, ['source', 'path']));
  refer('Argo CD path', e, path, world.files.has(`${path}/kustomization.yaml`));
  const destination = labelsOf(spec['destination']);
  refer('Argo CD destination', e, JSON.stringify(destination), destination['server'] === cluster.server && list(at(project?.body, ['spec', 'destinations'])).some((d) => d['server'] === destination['server'] && d['namespace'] === destination['namespace'])
    && list(at(project?.body, ['spec', 'clusterResourceWhitelist'])).some((w) => w['kind'] === 'Namespace' && w['name'] === destination['namespace']));
  const inside = here.filter((o) => path.startsWith(`${o.tree}/kubernetes/`));
  refer('Argo CD destination', e, `namespace ${String(destination['namespace'])}`, inside.some((o) => kindOf(o) === 'Namespace' && nameOf(o) === destination['namespace']));
}
