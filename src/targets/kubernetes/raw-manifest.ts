// A manifest as the project wrote it, in the project's namespace.
import type { JsonObject } from '../../model/json.ts';
import { clusterScoped } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';

export default target({
  system: 'Kubernetes', api: 'any', docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/',
  consumes: ['RawManifest'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  emit: ({ manifest }, { namespace }) => {
    const { apiVersion, kind, metadata, ...rest } = manifest as { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string } & JsonObject } & JsonObject;
    const { namespace: _, ...meta } = metadata;
    return object(apiVersion, kind, clusterScoped(apiVersion, kind) ? meta : { ...meta, namespace }, rest, { file: 'raw' });
  },
});
