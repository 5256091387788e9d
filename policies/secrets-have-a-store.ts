// Where secrets are used, each cluster has a store to read them from.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'error',
  controls: ['ISO 27001 A.5.17', 'SOC 2 CC6.1'],
  because: 'Without a store no Secret is made, and every pod that names one waits for it for ever.',
  remedy: 'the platform names the secretStore of the cluster in leitwerk.config.ts, or the construct is declared for other environments only',
  waivable: 'never',
  check(_, { facts, env }) {
    const related = facts.secretUse.map(({ node, property, secret }) => ({ node, property, what: `uses ${secret}` }));
    if (related.length === 0 || env.systems['secrets'] === undefined) return true;
    return env.clusters.filter((c) => c.secretStore === undefined).map((cluster): Found => ({
      what: `uses secrets, and the cluster ${cluster.name} of ${env.name} has no secret store`, related,
    }));
  },
  fails: { also: [{ kind: 'Model' }], platform: { environments: { production: { clusters: { main: { secretStore: null } } } } } },
  passes: { also: [{ kind: 'Model' }] },
});
