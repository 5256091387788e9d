// The policies on objects as ValidatingAdmissionPolicies: the cluster judges by the same rule as CI, also what did not come through CI.
import { ruleOf } from '../../check/cel/evaluate.ts';
import { freeNames, renamed } from '../../check/cel/tree.ts';
import { holdsIn } from '../../check/declarations.ts';
import { exemptExpression, exemptions } from '../../check/exempt.ts';
import { podPaths, type Workload } from '../../check/pods.ts';
import { managedLabel, name, platformNamespace } from '../../model/names.ts';
import type { AnyPolicy, ObjectPolicy } from '../../policy.ts';
import { object, target, type Artefact, type PortfolioEmitContext } from '../../target.ts';

const api = 'admissionregistration.k8s.io/v1';
/** One policy a path to the pod: the API server checks types only where all kinds of a policy have the field. */
interface Group { readonly suffix: string; readonly workloads: readonly Workload[]; readonly variables: Readonly<Record<string, string>>; readonly changed: string }

export default target({
  system: 'Kubernetes admission', docs: 'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/', api,
  consumes: [], per: 'portfolio', scope: 'cluster', requires: ['kubernetes >= 1.30'], judge: 'kube-apiserver',
  *emit(context: PortfolioEmitContext): Iterable<Artefact> {
    const { env, policies } = context;
    if (!env) return;
    yield object('v1', 'Namespace', { name: platformNamespace }, {});
    for (const policy of policies) if ('onObject' in policy && holdsIn(policy, env)) yield* admission(policy, context);
  },
});

function* admission(policy: ObjectPolicy & { readonly id?: string }, { platform, waivers, env }: PortfolioEmitContext): Iterable<Artefact> {
  const rule = ruleOf(policy), id = policy.id ?? '';
  if ('code' in rule || !env) return;
  const parameters = name('kubernetes', 'exempt-from', id);
  yield object('v1', 'ConfigMap', { name: parameters, namespace: platformNamespace }, { data: exemptions(policy, waivers, platform, env) });
  for (const group of groups(policy, freeNames(rule.tree))) {
    const called = name('kubernetes', 'leitwerk', id, group.suffix);
    yield object(api, 'ValidatingAdmissionPolicy', { name: called }, { spec: {
      failurePolicy: 'Fail',
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      matchConstraints: { resourceRules: group.workloads.map((w) => ({
        apiGroups: [w.group], apiVersions: [w.version], operations: ['CREATE', 'UPDATE'], resources: [w.resource, ...(w.subresources ?? []).map((s) => `${w.resource}/${s}`)],
      })) },
      // A rule must not hold up the scaling, or the end, of what was admitted before it.
      matchConditions: [{ name: 'what-is-judged-changes', expression: `request.operation == 'CREATE' || ${group.changed}` }],
      variables: [...Object.entries(group.variables).map(([name, expression]) => ({ name, expression })), { name: 'exempt', expression: exemptExpression }],
      validations: [{
        expression: `variables.exempt || (${renamed(rule.text, rule.tree, Object.fromEntries(Object.keys(group.variables).map((v) => [v, `variables.${v}`]))).trim()})`,
        message: `${id}: ${policy.remedy} (${policy.because})`.replace(/\s+/g, ' '), reason: 'Forbidden',
      }],
    } });
    yield object(api, 'ValidatingAdmissionPolicyBinding', { name: called }, { spec: {
      policyName: called,
      validationActions: policy.severity === 'error' ? ['Deny', 'Audit'] : policy.severity === 'warning' ? ['Warn', 'Audit'] : ['Audit'],
      // Deny: with Allow, whoever deletes the list of exemptions would switch the policy off.
      paramRef: { name: parameters, namespace: platformNamespace, parameterNotFoundAction: 'Deny' },
      matchResources: { namespaceSelector: { matchLabels: managedLabel } },
    } });
  }
}

function groups(policy: AnyPolicy & ObjectPolicy, reads: readonly string[]): readonly Group[] {
  const { onObject: selector } = policy;
  if (selector.select === 'objects') {
    const [group = '', version = ''] = selector.apiVersion.includes('/') ? selector.apiVersion.split('/') : ['', selector.apiVersion];
    return [{ suffix: '', workloads: [{ group, version, kind: selector.kind, resource: selector.resource }], variables: {}, changed: 'object != oldObject' }];
  }
  const at = (root: string, path: readonly string[]): string => [root, ...path].join('.');
  return podPaths.map(({ name: suffix, spec, metadata, workloads }) => ({
    suffix, workloads,
    variables: Object.fromEntries(([['pod', spec], ['meta', metadata]] as const).filter(([v]) => reads.includes(v)).map(([v, path]) => [v, at('object', path)])),
    changed: [`${at('object', spec)} != ${at('oldObject', spec)}`, ...(reads.includes('meta') ? ['labels', 'annotations'].map((f) => `${at('object', metadata)}.?${f} != ${at('oldObject', metadata)}.?${f}`) : [])].join(' || '),
  }));
}
