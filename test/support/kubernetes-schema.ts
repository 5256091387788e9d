// Knows whether a plain Kubernetes object passes the validators that npm carries of the real upstream schemas, strictly: an unknown field is an error.
type Plain = Readonly<Record<string, unknown>>;
interface ModelClass { readonly prototype: { validate(this: unknown): void } }
interface SchemaError { readonly instancePath?: string; readonly message?: string; readonly params?: Readonly<Record<string, unknown>> }

/** Which package holds the validators of an API group; groups of Kubernetes itself are in `kubernetes-models`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'generators.external-secrets.io': '@kubernetes-models/external-secrets',
  'argoproj.io': '@kubernetes-models/argo-cd',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
};
/** One group of several projects: what is another's, by kind. */
const BY_KIND: Readonly<Record<string, string>> = { 'argoproj.io Rollout': '@kubernetes-models/argo-rollouts', 'argoproj.io AnalysisTemplate': '@kubernetes-models/argo-rollouts' };
/** Groups that no npm package carries, with the project whose definitions the judge `kube-apiserver` serves: only that judges them. */
export const ONLY_THE_SERVER: Readonly<Record<string, string>> = { 'gateway.envoyproxy.io': 'envoy-gateway', 'aigateway.envoyproxy.io': 'envoy-ai-gateway', 'serving.kserve.io': 'kserve', 'kueue.x-k8s.io': 'kueue', 'postgresql.cnpg.io': 'cloudnative-pg' };
const isCore = (group: string): boolean => group === '' || !group.includes('.') || group.endsWith('.k8s.io');
/** A server does not serve alpha and beta versions of Kubernetes' own groups unless told to (kubernetes.io/docs/reference/using-api/#api-groups). */
const STABLE = /^v\d+$/;

/** The generator of the validators drops every property of this name (kubernetes-models-ts), so that it can be neither known nor unknown. */
const UNSEEN = new Set(['description']);
/** Where the Go types, from which the validators are made, are stricter than what the server takes: kind, path, keyword. */
const RELAXED: readonly { readonly kind: string; readonly path: RegExp; readonly what: RegExp }[] = [
  { kind: 'Prometheus', path: /volumeClaimTemplate/, what: /apiVersion|kind/ },
];

const isObject = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with the object, each as `path: reason`; empty when nothing is. An unknown kind is wrong too, never skipped. */
export async function check(object: unknown): Promise<readonly string[]> {
  if (!isObject(object) || typeof object['apiVersion'] !== 'string' || typeof object['kind'] !== 'string') return ['/: no apiVersion or kind'];
  const kind = object['kind'];
  const model = await modelOf(object['apiVersion'], kind);
  if (!model) return [`/: no upstream schema of ${object['apiVersion']} ${kind}`];
  const { proxy, unread } = observed(JSON.parse(JSON.stringify(object)) as object); // a proxy over frozen data may not answer with proxies
  const errors = schemaErrors(model, proxy).filter(({ path, what }) => !RELAXED.some((r) => r.kind === kind && r.path.test(path) && r.what.test(what)));
  return [...errors.map(({ path, what }) => `${path || '/'}: ${what}`), ...unread().map((path) => `${path}: unknown field`), ...rules(object)].sort();
}

const models = new Map<string, Promise<ModelClass | undefined>>();
function modelOf(apiVersion: string, kind: string): Promise<ModelClass | undefined> {
  const key = `${apiVersion} ${kind}`;
  const known = models.get(key);
  if (known) return known;
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') as [string, string] : ['', apiVersion];
  const name = BY_KIND[`${group} ${kind}`] ?? PACKAGES[group] ?? (isCore(group) && STABLE.test(version) ? 'kubernetes-models' : undefined);
  const loaded = name === undefined ? Promise.resolve(undefined)
    : import(/* @vite-ignore */ [name, ...(group === '' ? [] : [group]), version, kind].join('/')).then((m: Record<string, ModelClass>) => m[kind], (error: { code?: string }) => {
      if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
      throw error;
    });
  models.set(key, loaded);
  return loaded;
}

function schemaErrors(model: ModelClass, object: unknown): { readonly path: string; readonly what: string }[] {
  try {
    model.prototype.validate.call(object);
    return [];
  } catch (error) {
    const { errors } = error as { errors?: readonly SchemaError[] };
    if (!errors) throw error;
    return errors.map(({ instancePath = '', message = 'is refused', params }) => ({ path: instancePath, what: `${message}${params?.['allowedValues'] ? ` ${JSON.stringify(params['allowedValues'])}` : ''}` }));
  }
}

/**
 * The validators read every property that they know and no other; a node whose keys they list is a map of free names, and one that they never read is
 * free-form. So a key that nobody asked for, at a node that was asked for others, is a field that upstream does not have.
 */
function observed(root: object): { readonly proxy: object; readonly unread: () => string[] } {
  const seen = new Map<object, { readonly proxy: object; readonly path: string; readonly read: Set<string>; listed: boolean }>();
  const wrap = (node: object, path: string): object => {
    const known = seen.get(node);
    if (known) return known.proxy;
    const entry = { path, read: new Set<string>(), listed: false, proxy: node };
    entry.proxy = new Proxy(node, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        if (typeof key === 'string') entry.read.add(key);
        return typeof value === 'object' && value !== null ? wrap(value, `${path}/${String(key)}`) : value;
      },
      has(target, key) { if (typeof key === 'string') entry.read.add(key); return Reflect.has(target, key); },
      ownKeys(target) { entry.listed = true; return Reflect.ownKeys(target); },
    });
    seen.set(node, entry);
    return entry.proxy;
  };
  const unread = (): string[] => [...seen].flatMap(([node, { path, read, listed }]) =>
    listed || read.size === 0 || Array.isArray(node) ? [] : Object.keys(node).filter((key) => !read.has(key) && !UNSEEN.has(key)).map((key) => `${path}/${key}`));
  return { proxy: wrap(root, ''), unread };
}

// ---- what the server checks beyond the schema, and costs a line here ----

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DNS1035 = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function rules(object: Plain): string[] {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return [...nameRule(object, metadata), ...labelRules(metadata['labels']), ...nulls(object, ''), ...podRules(object)];
}

function nameRule({ kind, apiVersion }: Plain, { name }: Plain): string[] {
  if (typeof name !== 'string' || name === '') return ['/metadata/name: is missing'];
  if (String(apiVersion).startsWith('rbac.authorization.k8s.io/')) return [];
  if (name.length > 253) return ['/metadata/name: is longer than 253 characters'];
  const pattern = kind === 'Service' ? DNS1035 : kind === 'Namespace' ? LABEL : SUBDOMAIN;
  return pattern.test(name) ? [] : [`/metadata/name: ${JSON.stringify(name)} is no name of a ${String(kind)}`];
}

const labelRules = (labels: unknown): string[] => Object.entries(isObject(labels) ? labels : {}).flatMap(([key, value]) => [
  ...(QUALIFIED.test(key) ? [] : [`/metadata/labels: ${JSON.stringify(key)} is no label key`]),
  ...(typeof value === 'string' && value.length <= 63 && LABEL_VALUE.test(value) ? [] : [`/metadata/labels/${key}: ${JSON.stringify(value)} is no label value`]),
]);

function nulls(value: unknown, path: string): string[] {
  if (value === null) return [`${path}: is null`];
  return typeof value === 'object' ? Object.entries(value as object).flatMap(([key, inner]) => nulls(inner, `${path}/${key}`)) : [];
}

const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((inner, key) => isObject(inner) ? inner[key] : undefined, value);
const list = (value: unknown): readonly Plain[] => Array.isArray(value) ? value.filter(isObject) : [];

function podRules(object: Plain): string[] {
  const prefix = object['kind'] === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
  const template = at(object, ...prefix), spec = at(template, 'spec');
  if (!isObject(spec)) return [];
  const path = `/${prefix.join('/')}`;
  const selector = at(object, 'spec', 'selector', 'matchLabels'), labels = at(template, 'metadata', 'labels');
  const volumes = new Set(list(spec['volumes']).map((volume) => volume['name']));
  const unmatched = Object.entries(isObject(selector) ? selector : {}).filter(([key, value]) => at(labels, key) !== value);
  const containers = [...list(spec['initContainers']), ...list(spec['containers'])];
  return [
    ...unmatched.map(([key]) => `${path}/metadata/labels/${key}: does not match the selector`),
    ...containers.flatMap((container) => list(container['volumeMounts']).filter((mount) => !volumes.has(mount['name']))
      .map((mount) => `${path}/spec: ${String(container['name'])} mounts ${JSON.stringify(mount['name'])}, which is no volume of the pod`)),
    ...twice(containers.map((container) => container['name'])).map((name) => `${path}/spec: two containers named ${String(name)}`),
    ...containers.flatMap((container) => twice(list(container['env']).map((variable) => variable['name'])).map((name) => `${path}/spec: ${String(container['name'])} sets ${String(name)} twice`)),
  ];
}

const twice = (names: readonly unknown[]): unknown[] => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
