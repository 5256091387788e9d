// A pipeline that touches data finds an account that holds it and an identity to show there.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Pipeline',
  severity: 'error',
  controls: ['ISO 27001 A.5.16', 'ISO 27001 A.8.3'],
  because: 'Without an account there is no bucket, and without an issuer no role trusts the pod: every run would be refused.',
  remedy: 'the platform adds the account or the oidcIssuer in leitwerk.config.ts, or the pipeline is declared for other environments only',
  waivable: 'never',
  check({ reads, writes }, { env }) {
    if (reads.length + writes.length === 0) return true;
    const at = [reads.length > 0 ? 'reads' : 'writes'];
    const found: Found[] = env.accounts.length === 0 ? [{ at, what: `touches data, and ${env.name} has no account that holds any` }] : [];
    // Workloads run on the first cluster of an environment.
    const [cluster] = env.clusters;
    if (cluster && cluster.oidcIssuer === undefined) found.push({ at, what: `touches data, and the cluster ${cluster.name} of ${env.name} names no issuer of service account tokens` });
    return found;
  },
  fails: { platform: { environments: { production: { clusters: { main: { oidcIssuer: null } } } } } },
  passes: {},
});
