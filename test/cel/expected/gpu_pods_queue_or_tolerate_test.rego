# The examples that policies/gpu-pods-queue-or-tolerate.ts declares, as an object and as an admission review.
package leitwerk.gpu_pods_queue_or_tolerate_test

import data.leitwerk.gpu_pods_queue_or_tolerate

fails := json.unmarshal(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"example","namespace":"default","labels":{}},"spec":{"containers":[{"name":"main","image":"registry.example/main@sha256:0000000000000000000000000000000000000000000000000000000000000000","resources":{"limits":{"nvidia.com/gpu":"1"}}}]}}`)

passes := json.unmarshal(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"example","namespace":"default","labels":{}},"spec":{"tolerations":[{"key":"nvidia.com/gpu","operator":"Exists","effect":"NoSchedule"}],"containers":[{"name":"main","image":"registry.example/main@sha256:0000000000000000000000000000000000000000000000000000000000000000","resources":{"limits":{"nvidia.com/gpu":"1"}}}]}}`)

test_fails_is_refused if count(gpu_pods_queue_or_tolerate.deny) == 1 with input as fails

test_passes_is_not_refused if count(gpu_pods_queue_or_tolerate.deny) == 0 with input as passes

test_fails_is_refused_at_admission if count(gpu_pods_queue_or_tolerate.deny) == 1 with input as {"request": {"object": fails}}

test_passes_is_not_refused_at_admission if count(gpu_pods_queue_or_tolerate.deny) == 0 with input as {"request": {"object": passes}}
