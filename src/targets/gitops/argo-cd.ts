// Argo CD: a project and an application for each compiled project of a cluster. The project fences: this repository, this namespace, no cluster-wide objects.
import { systemOf } from '../../model/environments.ts';
import { name, names } from '../../model/names.ts';
import { object, target, type Artefact } from '../../target.ts';

const api = 'argoproj.io/v1alpha1';
const namespace = 'argocd';

/** What a rollout writes while it is under way: weights and copies on routes, and which pods its Services stand before. https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#integrating-with-gitops */
const written = [
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', jqPathExpressions: ['.spec.rules[].backendRefs[]?.weight', '.spec.rules[] | select(any(.filters[]?; .type == "RequestMirror"))'] },
  { group: '', kind: 'Service', jsonPointers: ['/spec/selector/rollouts-pod-template-hash'] },
];

export default target({
  system: 'Argo CD', api, docs: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/',
  consumes: [], per: 'portfolio', scope: 'cluster', requires: ['argo-cd >= 3.5'], judge: 'kube-apiserver',
  emit: ({ platform, environments, env, cluster }) => {
    if (env === undefined || cluster === undefined) return [];
    const branch = platform.repository.environmentBranch.replaceAll('{environment}', env.name);
    return (environments[0]?.summaries ?? []).flatMap(({ project, root }): Artefact[] => {
      const own = names(platform.name, env.name, project, env.namespaceSuffix);
      const team = platform.teams[root.owner];
      const metadata = { name: name('kubernetes', env.name, project), namespace, labels: { 'app.kubernetes.io/managed-by': 'leitwerk', 'app.kubernetes.io/part-of': name('kubernetes', project) } };
      const rolls = systemOf(env, 'rollouts') !== undefined;
      const destination = { server: cluster.server, namespace: own.namespace };
      return [
        object(api, 'AppProject', metadata, { spec: {
          description: `${project} in ${env.name}, owned by ${team?.title ?? root.owner}`,
          sourceRepos: [platform.repository.url], destinations: [destination],
          // The namespace itself, by its name, is the one cluster-wide object of a project.
          clusterResourceWhitelist: [{ group: '', kind: 'Namespace', name: own.namespace }],
          // Secrets come out of the store; rights are the platform's to give.
          namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }, { group: 'rbac.authorization.k8s.io', kind: 'Role' }, { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' }],
        } }, { file: 'argo-cd', from: [root.$path] }),
        object(api, 'Application', metadata, { spec: {
          project: metadata.name, destination,
          // The branch of an environment holds what `dist/` holds, so one branch for all would do as well.
          source: { repoURL: platform.repository.url, targetRevision: branch, path: `${env.name}/${project}/kubernetes/${cluster.name}` },
          ...(rolls ? { ignoreDifferences: written } : {}),
          syncPolicy: {
            // What is merged to the branch is approved: drift is undone, what is gone is removed, but never everything at once.
            automated: { prune: true, selfHeal: true, allowEmpty: false },
            syncOptions: ['ServerSideApply=true', 'PruneLast=true', 'ApplyOutOfSyncOnly=true', ...(rolls ? ['RespectIgnoreDifferences=true'] : [])],
            retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
          },
        } }, { file: 'argo-cd', from: [root.$path] }),
      ];
    });
  },
});
