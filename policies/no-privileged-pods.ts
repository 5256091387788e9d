// No pod shares the node's namespaces, file system or privileges.
import { cel, podWith, pods, policy } from 'leitwerk/policy';

// The fields of the baseline Pod Security Standard that lead to the node, and privilege escalation, which the restricted one wants off:
// https://kubernetes.io/docs/concepts/security/pod-security-standards/
const containersMayNot = (list: string) => `${list}.all(c, has(c.securityContext)
      && has(c.securityContext.allowPrivilegeEscalation) && c.securityContext.allowPrivilegeEscalation == false
      && (!has(c.securityContext.privileged) || c.securityContext.privileged == false))`;

export default policy({
  onObject: pods(),
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.2', 'ISO 27001 A.8.22', 'SOC 2 CC6.3'],
  because: 'Whoever takes over such a pod has the node, and with it the weights, data and credentials of every project on it.',
  remedy: 'set securityContext.allowPrivilegeEscalation to false in each container, and leave out privileged, hostNetwork, hostPID, hostIPC and hostPath volumes',
  waivable: 'governance',
  rule: cel`
    (!has(pod.hostNetwork) || pod.hostNetwork == false)
    && (!has(pod.hostPID) || pod.hostPID == false)
    && (!has(pod.hostIPC) || pod.hostIPC == false)
    && (!has(pod.volumes) || pod.volumes.all(v, !has(v.hostPath)))
    && ${containersMayNot('pod.containers')}
    && (!has(pod.initContainers) || ${containersMayNot('pod.initContainers')})
    && (!has(pod.ephemeralContainers) || ${containersMayNot('pod.ephemeralContainers')})
  `,
  fails: podWith({ securityContext: { allowPrivilegeEscalation: false } }, { volumes: [{ name: 'docker', hostPath: { path: '/var/run/docker.sock' } }] }),
  passes: podWith({ securityContext: { allowPrivilegeEscalation: false } }, { hostNetwork: false, volumes: [{ name: 'cache', emptyDir: {} }] }),
});
