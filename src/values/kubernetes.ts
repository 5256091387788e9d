// What names a Kubernetes object: group and version, kind, name.
import * as z from 'zod';

/** https://kubernetes.io/docs/reference/using-api/#api-groups */
export const apiVersion = () => z.string().max(317).regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?v[1-9]\d*((alpha|beta)[1-9]\d*)?$/);
/** https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ */
export const kind = () => z.string().regex(/^[A-Z][A-Za-z0-9]{0,62}$/);
/** A subdomain; names of roles may have colons: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names */
export const objectName = () => z.string().max(253).regex(/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/);
