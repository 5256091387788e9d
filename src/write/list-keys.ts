// Which lists of an object are joined by key, as server-side apply does. All other lists are atomic: one target owns the whole.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
import { isObject, type Json } from '../model/json.ts';

export type ListRule = readonly string[] | 'set';

/** By field, wherever a pod template may stand. `x-kubernetes-list-map-keys` in https://github.com/kubernetes/kubernetes/blob/master/api/openapi-spec/swagger.json */
const anywhere: Readonly<Record<string, ListRule>> = {
  containers: ['name'], initContainers: ['name'], ephemeralContainers: ['name'], volumes: ['name'], env: ['name'],
  volumeMounts: ['mountPath'], volumeDevices: ['devicePath'], imagePullSecrets: ['name'], hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'], schedulingGates: ['name'], resourceClaims: ['name'], claims: ['name'],
  ports: ['containerPort', 'protocol'], ownerReferences: ['uid'], finalizers: 'set',
};
/** By kind and path, where a field means something else or belongs to one kind alone. */
const byKind: Readonly<Record<string, Readonly<Record<string, ListRule>>>> = {
  Service: { 'spec.ports': ['port', 'protocol'] },
  // imagePullSecrets of a ServiceAccount are atomic in the API; here they are joined by name, because each target that pulls images may add one.
  ServiceAccount: { secrets: ['name'] },
  // https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/apis/monitoring/v1/prometheusrule_types.go
  PrometheusRule: { 'spec.groups': ['name'] },
  // https://github.com/kubernetes-sigs/gateway-api/blob/main/apis/v1/gateway_types.go
  Gateway: { 'spec.listeners': ['name'] },
  ValidatingAdmissionPolicy: { 'spec.matchConditions': ['name'], 'spec.variables': ['name'] },
};
/** Where the API itself fills in a part of the key. */
const defaults: Readonly<Record<string, Json>> = { protocol: 'TCP' };

/** Terraform has no schema of this kind: statements of a policy document are told apart by their `sid`. */
const terraform: Readonly<Record<string, ListRule>> = { statement: ['sid'] };

/** The rule of the list that stands at this trail, whose last field is `field`. */
export type Rule = (kind: string, trail: readonly (string | number)[], field: string) => ListRule | undefined;
export const kubernetesRule: Rule = (kind, trail, field) => byKind[kind]?.[trail.join('.')] ?? anywhere[field];
export const terraformRule: Rule = (_kind, _trail, field) => terraform[field];

/** The key of a list element, or undefined where it has none and the list is therefore atomic. */
export function keyOf(element: Json | undefined, rule: ListRule): string | undefined {
  if (rule === 'set') return typeof element === 'string' ? element : undefined;
  if (!isObject(element)) return undefined;
  if (rule.length === 1) { const only = element[rule[0]!]; return typeof only === 'string' || typeof only === 'number' ? String(only) : undefined; }
  const parts = rule.map((field) => element[field] ?? defaults[field]);
  return parts.some((part) => part === undefined) ? undefined : JSON.stringify(parts);
}
