// What is waited for in production does not run once: a node that is drained takes nobody's answer away.
import { policy } from 'leitwerk/policy';

export default policy({
  on: ['Application', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.14', 'SOC 2 A1.2', 'DORA Art. 12'],
  because: 'Nodes are drained and pods are moved every week; with one replica each of those is an outage.',
  remedy: 'run two replicas or more',
  waivable: 'owner',
  check: ({ $path, replicas }, { env }) => env.stage !== 'production' || replicas !== 1 || { at: ['replicas'], what: 'runs once in production', try: [{ node: $path, property: ['replicas'], to: 2 }] },
  fails: { props: { replicas: 1 } },
  passes: { props: { replicas: 2 } },
});
