// What things of Kueue are called, so that a project's side and the cluster's side agree without reading each other.
import { name } from './names.ts';

export const kueueApi = 'kueue.x-k8s.io/v1beta2';
/** The LocalQueue in each namespace. */
export const queue = 'gpu';
export const queueLabel = 'kueue.x-k8s.io/queue-name';
/** ClusterQueues are named after the namespace whose pods they admit. */
export const clusterQueue = (namespace: string): string => namespace;
/** Everybody who shares the GPUs of a cluster. */
export const cohort = (platform: string): string => name('kubernetes', platform);
/** A pool's flavour. */
export const flavour = (pool: string): string => name('kubernetes', 'gpu', pool);
/** The flavour of what is not counted. */
export const uncounted = 'uncounted';
