// Secrets out of the platform's store: one ExternalSecret for each Kubernetes Secret that the project's workloads read.
import { groupBy } from '../../model/group.ts';
import { object, target } from '../../target.ts';

export default target({
  system: 'External Secrets Operator', api: 'external-secrets.io/v1', docs: 'https://external-secrets.io/latest/api/externalsecret/',
  concern: 'secrets', consumes: [], per: 'project', scope: 'cluster', requires: ['external-secrets >= 2.0'], judge: 'kube-apiserver',
  *emit({ facts, cluster, namespace }) {
    if (cluster.secretStore === undefined) return;
    const bySecret = groupBy(facts.secretUse, (use) => use.name);
    for (const [name, uses] of [...bySecret].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const keys = new Map(uses.map((use) => [use.key, use.store]));
      yield object('external-secrets.io/v1', 'ExternalSecret', { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk' } }, {
        spec: {
          // Rotation reaches the Secret within the hour; pods see it at their next start.
          refreshInterval: '1h0m0s',
          secretStoreRef: { kind: 'ClusterSecretStore', name: cluster.secretStore },
          // The Secret goes when the ExternalSecret goes, but not when the store is out of reach.
          target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
          data: [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([secretKey, { key, property }]) => ({ secretKey, remoteRef: { key, ...(property === undefined ? {} : { property }) } })),
        },
      }, { file: 'secrets', from: [...new Set(uses.map((use) => use.node))] });
    }
  },
});
