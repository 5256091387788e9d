// What is waited for in production does not run once: a node that is drained takes nobody's answer away.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: ['Application', 'PredictionEndpoint'],
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.14', 'SOC 2 A1.2', 'DORA Art. 12'],
  because: 'Nodes are drained and pods are moved every week; with one replica each of those is an outage.',
  remedy: 'run two replicas or more, and let it scale to no fewer than that',
  waivable: 'owner',
  check(node, { env }) {
    const found: Found[] = [];
    if (env.stage === 'production' && node.replicas === 1) found.push({ at: ['replicas'], what: 'runs once in production', try: [{ node: node.$path, property: ['replicas'], to: 2 }] });
    if (node.$kind === 'PredictionEndpoint' && node.scale !== undefined && node.scale.max < node.replicas) {
      found.push({ at: ['scale', 'max'], what: `scales to at most ${node.scale.max} replicas, and ${node.replicas} always run`, try: [{ node: node.$path, property: ['scale', 'max'], to: node.replicas }] });
    }
    return found;
  },
  fails: { props: { replicas: 1 } },
  passes: { props: { replicas: 2 } },
});
