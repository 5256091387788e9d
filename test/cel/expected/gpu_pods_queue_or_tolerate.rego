# Without either a GPU pod stays pending on nodes without GPUs, or takes GPUs past the queue from those who wait.
# The source is the rule in policies/gpu-pods-queue-or-tolerate.ts.
package leitwerk.gpu_pods_queue_or_tolerate

import data.leitwerk.lib.cel
import data.leitwerk.lib.objects

# Refused unless the rule is true: false and no value alike.
deny contains message if {
	some subject in objects.pods
	not allowed(subject)
	message := sprintf("%s: %s: %s", [objects.title, "gpu-pods-queue-or-tolerate", "label the pod template kueue.x-k8s.io/queue-name, or let it tolerate the taint nvidia.com/gpu of the pool"])
}

allowed(subject) if {
	subject.pod != null
	rule(subject.pod, subject.meta) == true
}

rule(pod, meta) := either_1(meta, pod)

# !pod.containers.exists(c, has(c.resources) && has(c.resources.limits) && 'nvidia.com/gpu' in c.resources.limits) || (has(meta.labels) && 'kueue.x-k8s.io/queue-name' in meta.labels && meta.labels['kueue.x-k8s.io/queue-name'] != '') || (has(pod.tolerations) && pod.tolerations.exists(t, (has(t.key) && t.key == 'nvidia.com/gpu') || (!has(t.key) && has(t.operator) && t.operator == 'Exists')))
either_1(_, pod) if cel.negate(any_2(pod))

either_1(meta, _) if both_4(meta)

either_1(_, pod) if both_5(pod)

either_1(meta, pod) := false if {
	cel.negate(any_2(pod)) == false
	both_4(meta) == false
	both_5(pod) == false
}

# pod.containers.exists(c, has(c.resources) && has(c.resources.limits) && 'nvidia.com/gpu' in c.resources.limits)
any_2(pod) if {
	some c in cel.elements(pod.containers)
	both_3(c)
}

any_2(pod) := false if {
	xs := cel.elements(pod.containers)
	every c in xs {
		both_3(c) == false
	}
}

# has(c.resources) && has(c.resources.limits) && 'nvidia.com/gpu' in c.resources.limits
both_3(c) if {
	cel.has_field(c, "resources")
	cel.has_field(c.resources, "limits")
	cel.member("nvidia.com/gpu", c.resources.limits)
}

both_3(c) := false if cel.has_field(c, "resources") == false

both_3(c) := false if cel.has_field(c.resources, "limits") == false

both_3(c) := false if cel.member("nvidia.com/gpu", c.resources.limits) == false

# (has(meta.labels) && 'kueue.x-k8s.io/queue-name' in meta.labels && meta.labels['kueue.x-k8s.io/queue-name'] != '')
both_4(meta) if {
	cel.has_field(meta, "labels")
	cel.member("kueue.x-k8s.io/queue-name", meta.labels)
	cel.different(meta.labels["kueue.x-k8s.io/queue-name"], "")
}

both_4(meta) := false if cel.has_field(meta, "labels") == false

both_4(meta) := false if cel.member("kueue.x-k8s.io/queue-name", meta.labels) == false

both_4(meta) := false if cel.different(meta.labels["kueue.x-k8s.io/queue-name"], "") == false

# (has(pod.tolerations) && pod.tolerations.exists(t, (has(t.key) && t.key == 'nvidia.com/gpu') || (!has(t.key) && has(t.operator) && t.operator == 'Exists')))
both_5(pod) if {
	cel.has_field(pod, "tolerations")
	any_6(pod)
}

both_5(pod) := false if cel.has_field(pod, "tolerations") == false

both_5(pod) := false if any_6(pod) == false

# pod.tolerations.exists(t, (has(t.key) && t.key == 'nvidia.com/gpu') || (!has(t.key) && has(t.operator) && t.operator == 'Exists'))
any_6(pod) if {
	some t in cel.elements(pod.tolerations)
	either_7(t)
}

any_6(pod) := false if {
	xs := cel.elements(pod.tolerations)
	every t in xs {
		either_7(t) == false
	}
}

# (has(t.key) && t.key == 'nvidia.com/gpu') || (!has(t.key) && has(t.operator) && t.operator == 'Exists')
either_7(t) if both_8(t)

either_7(t) if both_9(t)

either_7(t) := false if {
	both_8(t) == false
	both_9(t) == false
}

# (has(t.key) && t.key == 'nvidia.com/gpu')
both_8(t) if {
	cel.has_field(t, "key")
	cel.same(t.key, "nvidia.com/gpu")
}

both_8(t) := false if cel.has_field(t, "key") == false

both_8(t) := false if cel.same(t.key, "nvidia.com/gpu") == false

# (!has(t.key) && has(t.operator) && t.operator == 'Exists')
both_9(t) if {
	cel.negate(cel.has_field(t, "key"))
	cel.has_field(t, "operator")
	cel.same(t.operator, "Exists")
}

both_9(t) := false if cel.negate(cel.has_field(t, "key")) == false

both_9(t) := false if cel.has_field(t, "operator") == false

both_9(t) := false if cel.same(t.operator, "Exists") == false
