// A pipeline that touches data, or applies a model, finds an account that holds it and an identity to show there.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Pipeline',
  severity: 'error',
  controls: ['ISO 27001 A.5.16', 'ISO 27001 A.8.3'],
  because: 'Without an account there is no bucket, and without an issuer no role trusts the pod: every run would be refused.',
  remedy: 'the platform adds the account or the oidcIssuer in leitwerk.config.ts, or the pipeline is declared for other environments only',
  waivable: 'never',
  check({ reads, writes, applies }, { env, get }) {
    // Runs mount no volumes: what lies in one is out of their reach.
    const found: Found[] = applies.flatMap((r, i): readonly Found[] => (get(r).artefact.startsWith('pvc:') ? [{ at: ['applies', i], what: `applies ${get(r).$id}, which lies in a volume that no run mounts` }] : []));
    const models = applies.filter((r) => get(r).artefact.startsWith('s3:'));
    if (reads.length + writes.length + models.length === 0) return found;
    const at = [reads.length > 0 ? 'reads' : writes.length > 0 ? 'writes' : 'applies'];
    if (env.accounts.length === 0) found.push({ at, what: `touches data, and ${env.name} has no account that holds any` });
    // Workloads run on the first cluster of an environment.
    const [cluster] = env.clusters;
    if (cluster && cluster.oidcIssuer === undefined) found.push({ at, what: `touches data, and the cluster ${cluster.name} of ${env.name} names no issuer of service account tokens` });
    return found;
  },
  fails: { platform: { environments: { production: { clusters: { main: { oidcIssuer: null } } } } } },
  passes: {},
});
