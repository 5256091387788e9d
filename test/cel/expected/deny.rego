# Every policy, whatever the environment, nothing waived: conftest test --policy opa --namespace leitwerk FILE
package leitwerk

deny contains message if some message in data.leitwerk.gpu_pods_queue_or_tolerate.deny

deny contains message if some message in data.leitwerk.images_by_digest.deny

deny contains message if some message in data.leitwerk.no_privileged_pods.deny
