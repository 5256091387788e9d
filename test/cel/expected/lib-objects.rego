# The object that is judged: out of an admission review, or the input itself.
package leitwerk.lib.objects

current := input.request.object if input.request.object

current := input if not input.request.object

group := "" if not contains(current.apiVersion, "/")

group := split(current.apiVersion, "/")[0] if contains(current.apiVersion, "/")

metadata := object.get(current, "metadata", {})

title := sprintf("%s %s", [current.kind, object.get(metadata, "name", object.get(metadata, "generateName", "(without a name)"))])

# From group and kind to the pod's spec and metadata.
paths := {
	"/Pod": {"spec": ["spec"], "metadata": ["metadata"]},
	"apps/DaemonSet": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"apps/Deployment": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"apps/ReplicaSet": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"apps/StatefulSet": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"batch/Job": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"/ReplicationController": {"spec": ["spec", "template", "spec"], "metadata": ["spec", "template", "metadata"]},
	"batch/CronJob": {"spec": ["spec", "jobTemplate", "spec", "template", "spec"], "metadata": ["spec", "jobTemplate", "spec", "template", "metadata"]},
}

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
