// What an alert means and what helps, by what it is of and by the system that counts.
import type { AlertKind } from '../../analyse/alerts.ts';
import type { Meter } from '../../analyse/slo/meters.ts';

export const meaning: Readonly<Record<AlertKind, string>> = {
  burn: 'More requests are bad than the objective allows, now and over the longer window.',
  silence: 'No replica can be asked. Requests that reach nobody are counted by nobody, so this alert stands in for them.',
  failures: 'More runs have failed than the objective allows.',
  'half-of-failures': 'Half of the runs that may fail have failed.',
  overdue: 'A run should have begun more than a timeout and an hour ago.',
};

const bySystem: Readonly<Record<Meter, readonly string[]>> = {
  vllm: [
    'Requests waiting and the KV cache full: the load is more than was planned for. Raise replicas or scale.max within the quota, or lower context.',
    'Nothing waits and answers are slow: compare prompt lengths with traffic. Longer prompts take longer; a limit on tokens keeps one caller from slowing all.',
    'Errors after a release: roll back to the revision before, then look at the log of the engine.',
    'GPU errors (XID) in the log of the node: cordon it and delete the pod, so that it starts elsewhere.',
  ],
  envoy: [
    'Answers of 503 with replicas available: the breaker refuses. Compare breaker with what is under way at the peak.',
    'Answers of 504: the timeout of the gateway is shorter than the work. Find what became slow before raising it.',
    'Errors of the service itself: read its log; after a release, roll back.',
    'What it calls fails: look at the objectives of the models that it asks, and at their fallbacks.',
  ],
  mlserver: [
    'Processor share at its limit: raise replicas or scale.max.',
    'Slow since a new version of the model: go back to the version before, in the registry and here.',
    'Look at the online store of its features: a lookup that waits is counted as the model\'s time.',
  ],
};
const byKind: Readonly<Record<AlertKind, readonly string[]>> = {
  burn: [],
  silence: [
    'Pods pending: the quota or the pool has no room. Read the events of the namespace.', 'Pods that restart: read the log of the run before, kubectl logs --previous. An image or a model that cannot be fetched says so there.',
    'Pods ready and still no answer: the network policy or the monitor lost them. Compare their labels with its selector.',
  ],
  failures: ['Read the log of the last failed Job, then decide whether its data must be made up for.', 'Run it by hand once the cause is gone: kubectl create job --from=cronjob/<name> <name>-again.'],
  'half-of-failures': ['Read the logs of the failed Jobs: is it one cause or several?', 'The objective still holds. Mend the cause before the other half goes.'],
  overdue: ['Is the CronJob suspended? kubectl get cronjob says so.', 'Is the run before it stuck? It ends at its timeout; end it earlier if it does nothing.'],
};

export const steps = (kind: AlertKind, meter: Meter | undefined): readonly string[] => [...byKind[kind], ...(kind === 'burn' && meter !== undefined ? bySystem[meter] : [])];
