// The Rego that every compiled rule stands on: CEL's operators as valued functions, and what an input is.
import { podPaths } from '../pods.ts';

/** `leitwerk.lib.cel`: no value where CEL has an error. https://github.com/google/cel-spec/blob/master/doc/langdef.md */
export const celLibrary = `# CEL's operators. A function without a value stands for an error of CEL.
package leitwerk.lib.cel

negate(true) := false

negate(false) := true

opposite(x) := 0 - x if is_number(x)

same(a, b) := a == b

different(a, b) := a != b

less(a, b) := a < b if comparable(a, b)

at_most(a, b) := a <= b if comparable(a, b)

more(a, b) := a > b if comparable(a, b)

at_least(a, b) := a >= b if comparable(a, b)

comparable(a, b) if {
	is_number(a)
	is_number(b)
}

comparable(a, b) if {
	is_string(a)
	is_string(b)
}

comparable(a, b) if {
	is_boolean(a)
	is_boolean(b)
}

add(a, b) := fitting(a + b) if {
	is_number(a)
	is_number(b)
	whole(a) == whole(b)
}

add(a, b) := concat("", [a, b]) if {
	is_string(a)
	is_string(b)
}

add(a, b) := array.concat(a, b) if {
	is_array(a)
	is_array(b)
}

subtract(a, b) := fitting(a - b) if {
	is_number(a)
	is_number(b)
	whole(a) == whole(b)
}

whole(x) := x == floor(x)

# An int has 64 bits.
fitting(x) := x if {
	x >= -9223372036854775808
	x <= 9223372036854775807
}

fitting(x) := x if whole(x) == false

# What a macro runs over: elements of a list, keys of an object.
elements(xs) := xs if is_array(xs)

elements(xs) := [key | some key, _ in xs] if is_object(xs)

size(x) := count(x) if is_string(x)

size(x) := count(x) if is_array(x)

size(x) := count(x) if is_object(x)

member(x, xs) := x in xs if is_array(xs)

member(x, xs) := x in object.keys(xs) if is_object(xs)

has_field(x, name) := name in object.keys(x) if is_object(x)

has_field(x, _) := false if {
	not is_object(x)
	not is_array(x)
}

# One optional step: from a list of none or one to the next.
step([], _) := []

step([x], key) := [x[key]] if key in object.keys(x)

step([x], key) := [] if {
	is_object(x)
	not key in object.keys(x)
}

step([x], key) := [x[key]] if {
	is_array(x)
	key >= 0
	key < count(x)
}

step([x], key) := [] if {
	is_array(x)
	is_number(key)
	not within(x, key)
}

step([x], _) := [] if {
	not is_object(x)
	not is_array(x)
}

within(xs, i) if {
	i >= 0
	i < count(xs)
}
`;

const kinds = (spec: readonly string[]): readonly string[] => podPaths.filter((p) => p.spec === spec).flatMap((p) => p.workloads.map((w) => `${w.group}/${w.kind}`));

/** `leitwerk.lib.objects`: the object in an input (an admission review, or the object itself, as conftest gives it), its pod template, and the names that a waiver may give it. */
export const objectsLibrary = `# The object that is judged: out of an admission review, or the input itself.
package leitwerk.lib.objects

current := input.request.object if input.request.object

current := input if not input.request.object

group := "" if not contains(current.apiVersion, "/")

group := split(current.apiVersion, "/")[0] if contains(current.apiVersion, "/")

metadata := object.get(current, "metadata", {})

title := sprintf("%s %s", [current.kind, object.get(metadata, "name", object.get(metadata, "generateName", "(without a name)"))])

# From group and kind to the pod's spec and metadata.
paths := {
${podPaths.flatMap((p) => kinds(p.spec).map((kind) => `\t${JSON.stringify(kind)}: {"spec": ${list(p.spec)}, "metadata": ${list(p.metadata)}},\n`)).join('')}}

# The pod template, in a list of one; empty where the kind has none. Without a spec the rule has no value, and refuses.
pods := [{"pod": object.get(current, path.spec, null), "meta": object.get(current, path.metadata, {})} |
	path := paths[concat("/", [group, current.kind])]
]

parents := {"ReplicaSet": "Deployment", "Job": "CronJob"}

namespace := object.get(metadata, "namespace", object.get(object.get(input, "request", {}), "namespace", ""))

# The names under which a waiver may exempt it: its own, those of the controllers that made it, its namespace.
names contains namespace

names contains concat(".", [namespace, kind, metadata.name]) if some kind in [current.kind, "any"]

names contains concat(".", [namespace, kind, owner.name]) if {
	some owner in metadata.ownerReferences
	owner.controller == true
	some kind in [owner.kind, "any"]
}

names contains concat(".", [namespace, kind, regex.replace(owner.name, "-[^-]*$", "")]) if {
	some owner in metadata.ownerReferences
	owner.controller == true
	contains(owner.name, "-")
	some kind in [parents[owner.kind], "any"]
}

exempt(environment, policy) if {
	some name in names
	data.leitwerk.waivers[environment][policy][name]
}
`;
function list(path: readonly string[]): string { return `[${path.map((p) => JSON.stringify(p)).join(', ')}]`; }
