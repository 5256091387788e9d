// The tests in the OPA bundle, so that who runs the bundle can see that it does what it says: `opa test`. Formatted as `opa fmt` does.
import { isObject, type JsonObject } from '../../model/json.ts';
import { packageOf, type Named } from './rego-files.ts';

const text = (value: unknown): string => JSON.stringify(value);
const example = (body: JsonObject): string => `json.unmarshal(\`${text(body).replaceAll('`', '\\u0060')}\`)`;
export function policyTests(policy: Named): string {
  const id = policy.id ?? '';
  return `# The examples that policies/${id}.ts declares, as an object and as an admission review.
package leitwerk.${packageOf(id)}_test

import data.leitwerk.${packageOf(id)}

fails := ${example(policy.fails)}

passes := ${example(policy.passes)}

test_fails_is_refused if count(${packageOf(id)}.deny) == 1 with input as fails

test_passes_is_not_refused if count(${packageOf(id)}.deny) == 0 with input as passes

test_fails_is_refused_at_admission if count(${packageOf(id)}.deny) == 1 with input as {"request": {"object": fails}}

test_passes_is_not_refused_at_admission if count(${packageOf(id)}.deny) == 0 with input as {"request": {"object": passes}}
`;
}

const namespaceOf = ({ metadata }: JsonObject): string => isObject(metadata) ? String(metadata['namespace'] ?? '') : '';
const examples = (policies: readonly Named[]): string => policies.map((p) => `import data.leitwerk.${packageOf(p.id ?? '')}_test\n`).join('');

/** Of `data.leitwerk.deny`: no policy is left out. */
export const aggregateTests = (policies: readonly Named[]): string => `# Every policy refuses the example that it must.
package leitwerk.deny_test

import data.leitwerk
${examples(policies)}
refused(object, id) if {
\tsome message in leitwerk.deny with input as object
\tcontains(message, sprintf(": %s: ", [id]))
}
${policies.map((p) => `\ntest_${packageOf(p.id ?? '')} if refused(${packageOf(p.id ?? '')}_test.fails, ${text(p.id)})\n`).join('')}`;

/** Of an environment: what holds there holds, but where a waiver names the object. */
export function environmentTests(environment: string, policies: readonly Named[]): string {
  const env = packageOf(environment), waived = (p: Named) => `{${text(environment)}: {${text(p.id)}: {${text(namespaceOf(p.fails))}: ""}}}`;
  return `# In ${environment} each policy refuses the example that it must, but where a waiver names it.
package leitwerk.environments.${env}_test

import data.leitwerk.environments.${env}
${examples(policies)}
refused(object, id, waivers) if {
\tsome message in ${env}.deny with input as object with data.leitwerk.waivers as waivers
\tcontains(message, sprintf(": %s: ", [id]))
}
${policies.map((p) => {
    const name = packageOf(p.id ?? ''), asked = (waivers: string) => `refused(${name}_test.fails, ${text(p.id)}, ${waivers})`;
    return `\ntest_${name} if ${asked('{}')}\n\ntest_${name}_waived if not ${asked(waived(p))}\n`;
  }).join('')}`;
}

/** Of the libraries, whatever the policies. */
export const celTests = `# What each operator yields, and that it yields nothing where CEL has an error.
package leitwerk.lib.cel_test

import data.leitwerk.lib.cel

test_logic if {
\tcel.negate(true) == false
\tcel.negate(false) == true
}

test_order if {
\tcel.less(1, 2) == true
\tcel.at_most("a", "a") == true
\tcel.more(true, false) == true
\tcel.at_least(1, 2) == false
\t[v | v := cel.less(1, "a")] == []
\tcel.same(1, 1) == true
\tcel.different(1, 1) == false
}

test_arithmetic if {
\tcel.opposite(2) == -2
\tcel.add(1, 2) == 3
\tcel.add(0.5, 0.25) == 0.75
\tcel.add("a", "b") == "ab"
\tcel.add([1], [2]) == [1, 2]
\tcel.subtract(3, 1) == 2
\t[v | v := cel.add(9223372036854775807, 1)] == []
}

test_lists_and_maps if {
\tcel.elements([1]) == [1]
\tcel.elements({"k": 1}) == ["k"]
\tcel.size("abc") == 3
\tcel.size([1]) == 1
\tcel.size({"k": 1}) == 1
\tcel.member(1, [1]) == true
\tcel.member("k", {"k": 1}) == true
}

test_fields if {
\tcel.has_field({"k": 1}, "k") == true
\tcel.has_field("x", "k") == false
\t[v | v := cel.has_field([1], "k")] == []
}

test_optional_steps if {
\tcel.step([], "k") == []
\tcel.step([{"k": 1}], "k") == [1]
\tcel.step([{}], "k") == []
\tcel.step([[7]], 0) == [7]
\tcel.step([[7]], 1) == []
\tcel.step(["x"], "k") == []
}
`;
export const objectsTests = `# What an object is called, where its pods are, and which names a waiver reaches it by.
package leitwerk.lib.objects_test

import data.leitwerk.lib.objects

owned(kind, name) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a-1-x", "namespace": "team", "ownerReferences": [{"kind": kind, "name": name, "controller": true}]}}

exempt(object, name) if objects.exempt("here", "rule") with input as object with data.leitwerk.waivers as {"here": {"rule": {name: ""}}}

test_by_namespace if exempt(owned("StatefulSet", "a"), "team")

test_by_itself if exempt(owned("StatefulSet", "a"), "team.Pod.a-1-x")

test_by_its_controller if exempt(owned("StatefulSet", "a"), "team.StatefulSet.a")

test_by_what_its_controller_was_made_from if {
\texempt(owned("ReplicaSet", "a-1"), "team.Deployment.a")
\texempt(owned("Job", "a-1"), "team.any.a")
\tnot exempt(owned("StatefulSet", "a-1"), "team.any.a")
}

test_not_by_another if not exempt(owned("ReplicaSet", "b-1"), "team.Deployment.a")

test_of_an_admission_review if {
\tobjects.title == "Pod (without a name)" with input as {"request": {"namespace": "team", "object": {"apiVersion": "v1", "kind": "Pod"}}}
\tobjects.namespace == "team" with input as {"request": {"namespace": "team", "object": {"apiVersion": "v1", "kind": "Pod"}}}
}

test_pods if {
\tobjects.pods == [{"pod": {}, "meta": {}}] with input as {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"template": {"spec": {}}}}
\tobjects.pods == [] with input as {"apiVersion": "v1", "kind": "ConfigMap"}
}
`;
