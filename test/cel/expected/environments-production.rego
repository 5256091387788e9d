# What holds in production: conftest test --policy opa --data opa/data.json --namespace leitwerk.environments.production FILE
package leitwerk.environments.production

import data.leitwerk.lib.objects

deny contains message if {
	some message in data.leitwerk.gpu_pods_queue_or_tolerate.deny
	not objects.exempt("production", "gpu-pods-queue-or-tolerate")
}

deny contains message if {
	some message in data.leitwerk.images_by_digest.deny
	not objects.exempt("production", "images-by-digest")
}

deny contains message if {
	some message in data.leitwerk.no_privileged_pods.deny
	not objects.exempt("production", "no-privileged-pods")
}
