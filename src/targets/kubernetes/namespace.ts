// The project's namespace: who owns it, what it is for, and the Pod Security Standard that every pod in it must meet.
import { object, target } from '../../target.ts';

const levels = ['enforce', 'audit', 'warn'] as const;

export default target({
  system: 'Kubernetes', api: 'v1', docs: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  consumes: ['AiProject'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  emit: ({ namespace, root, platform }) => {
    const team = platform.teams[root.owner];
    return object('v1', 'Namespace', {
      name: namespace,
      labels: {
        'app.kubernetes.io/managed-by': 'leitwerk', 'app.kubernetes.io/part-of': namespace,
        // The version follows the cluster's: what `restricted` means there is what is enforced there.
        ...Object.fromEntries(levels.map((level) => [`pod-security.kubernetes.io/${level}`, 'restricted'])),
      },
      annotations: {
        'leitwerk.dev/purpose': root.purpose,
        ...(team === undefined ? {} : { 'leitwerk.dev/owner': `${team.title} <${team.email}>` }),
      },
    }, {}, { file: 'namespace' });
  },
});
