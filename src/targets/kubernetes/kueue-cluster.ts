// The cluster's side of Kueue: a flavour for each GPU pool, a queue for each project with what it is guaranteed, may borrow and lends, and a cohort that holds what is promised to nobody.
import type { GpuShare } from '../../analyse/capacity.ts';
import { systemOf } from '../../model/environments.ts';
import type { JsonObject } from '../../model/json.ts';
import { clusterQueue, cohort, flavour, kueueApi, uncounted } from '../../model/kueue.ts';
import { names } from '../../model/names.ts';
import type { Cluster } from '../../model/platform.ts';
import { object, target, type Artefact } from '../../target.ts';

const labels = { 'app.kubernetes.io/managed-by': 'leitwerk' };
/** A queue admits a pod only if it covers all that the pod asks for; of these there is always enough. https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#resource-groups */
const plenty = { cpu: '1000000', memory: '1Pi', 'ephemeral-storage': '1Pi' } as const;

interface Share { readonly name: string; readonly resource: string; readonly nominalQuota: string; readonly limits: JsonObject }
/** A group a resource; each flavour lists exactly what its group covers. */
const groups = (shares: readonly Share[]): readonly JsonObject[] => [...new Set(shares.map((s) => s.resource))].map((resource) => ({
  coveredResources: [resource],
  flavors: shares.filter((s) => s.resource === resource).map(({ name, nominalQuota, limits }) => ({ name, resources: [{ name: resource, nominalQuota, ...limits }] })),
}));
/** The pool of an accelerator, with its name: the first in declared order, where its pods go. */
const poolNamed = (cluster: Cluster, accelerator: string) => Object.entries(cluster.gpuPools).find(([, p]) => p.accelerator === accelerator);

export default target({
  system: 'Kueue', api: kueueApi, docs: 'https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/',
  consumes: [], per: 'portfolio', scope: 'cluster', judge: 'kube-apiserver',
  *emit({ platform, env, cluster, environments }): Generator<Artefact> {
    if (env === undefined || cluster === undefined || systemOf(env, 'gpu-quota') !== 'kubernetes/kueue') return;
    const make = (kind: string, name: string, spec: JsonObject, from: readonly string[] = []): Artefact => object(kueueApi, kind, { name, labels }, { spec }, { file: 'kueue', from });
    for (const [pool, { labels: nodeLabels, taint }] of Object.entries(cluster.gpuPools)) yield make('ResourceFlavor', flavour(pool), { nodeLabels, ...(taint ? { nodeTaints: [taint] } : {}) });
    yield make('ResourceFlavor', uncounted, {});

    const left = new Map(Object.entries(cluster.gpuPools).map(([name, { nodes, gpusPerNode }]) => [name, nodes * gpusPerNode]));
    // Projects run in the first cluster.
    for (const { project, root, figures } of cluster.name === env.clusters[0]?.name ? environments[0]?.summaries ?? [] : []) {
      const shares = Object.entries(figures['quotas'] as unknown as Readonly<Record<string, GpuShare>> | undefined ?? {}).flatMap(([accelerator, { guaranteed, borrow, lend }]): readonly Share[] => {
        const pool = poolNamed(cluster, accelerator);
        if (pool === undefined) return [];
        left.set(pool[0], left.get(pool[0])! - guaranteed);
        return [{ name: flavour(pool[0]), resource: pool[1].resource, nominalQuota: String(guaranteed), limits: { borrowingLimit: String(borrow), ...(lend === undefined ? {} : { lendingLimit: String(lend) }) } }];
      });
      if (shares.length === 0) continue;
      const { namespace } = names(platform.name, env.name, project, env.namespaceSuffix);
      yield make('ClusterQueue', clusterQueue(namespace), {
        cohortName: cohort(platform.name), namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        // A guarantee is one: who has borrowed gives back.
        preemption: { reclaimWithinCohort: 'Any', withinClusterQueue: 'LowerPriority' },
        resourceGroups: [...groups(shares), { coveredResources: Object.keys(plenty), flavors: [{ name: uncounted, resources: Object.entries(plenty).map(([name, nominalQuota]) => ({ name, nominalQuota })) }] }],
      }, [root.$path]);
    }
    const free = Object.entries(cluster.gpuPools).map(([name, { resource }]): Share => ({ name: flavour(name), resource, nominalQuota: String(Math.max(0, left.get(name)!)), limits: {} }));
    yield make('Cohort', cohort(platform.name), free.length > 0 ? { resourceGroups: groups(free) } : {});
  },
});
