// A raw manifest stays within the project's namespace, and brings neither secrets nor rights.
import { policy } from 'leitwerk/policy';
import { clusterScoped } from '../src/model/kubernetes.ts';

/** Argo CD refuses these in a project's application as well; said here, nobody has to find out from a failed sync. */
const withheld = ['Secret', 'Role', 'RoleBinding'];

export default policy({
  on: 'RawManifest',
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.2', 'ISO 27001 A.5.15'],
  because: 'What is outside a namespace belongs to everybody, a Secret in a repository to everybody who reads it, and a right to whoever holds it.',
  remedy: 'ask the platform team for it; a secret is declared by its name, `secret(\'team/name\')`',
  waivable: 'governance',
  check: ({ manifest: { apiVersion, kind } }) => {
    if (clusterScoped(apiVersion, kind)) return { at: ['manifest', 'kind'], what: `${kind} is not part of a namespace` };
    return withheld.includes(kind) ? { at: ['manifest', 'kind'], what: `${kind} is not a project's to declare` } : true;
  },
  fails: { props: { manifest: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'reader' } } } },
  passes: { props: { manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tuning' }, data: { threads: '8' } } } },
});
