// Where an endpoint's weights come from, once the platform's mirrors are applied: the way of loading follows from where they end up.
import { fact } from '../fact.ts';

export type WeightSource =
  | { readonly from: 'hf'; readonly repository: string; readonly revision: string; /** Another hub; without it the public one. */ readonly hub?: string }
  | { readonly from: 's3'; readonly uri: string }
  | { readonly from: 'oci'; readonly image: string }
  | { readonly from: 'pvc'; readonly claim: string; readonly path: string };

/** The longest declared prefix of a reference, replaced. */
export function mirrored(ref: string, mirrors: Readonly<Record<string, string>>): string {
  const prefix = Object.keys(mirrors).filter((p) => ref.startsWith(p)).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  return prefix === undefined ? ref : mirrors[prefix] + ref.slice(prefix.length);
}

/** A digest is 64 hex digits; anything else names a tag or a commit. */
const pinned = (revision: string): string => (/^[0-9a-f]{64}$/.test(revision) ? `@sha256:${revision}` : `:${revision}`);

export function weightSource({ weights, revision, source }: { readonly weights: string; readonly revision: string; readonly source: string }, mirrors: Readonly<Record<string, string>>): WeightSource {
  const ref = mirrored(`${source}://${weights}`, mirrors);
  const [scheme = '', rest = ''] = ref.split(/:\/\/(.*)/s);
  switch (scheme) {
    // Buckets and volumes know no revisions: it is the last folder, so that what runs is what was reviewed.
    case 's3': return { from: 's3', uri: `s3://${rest}/${revision}` };
    case 'pvc': { const [claim = '', ...path] = rest.split('/'); return { from: 'pvc', claim, path: [...path, revision].join('/') }; }
    case 'oci': return { from: 'oci', image: `${rest.toLowerCase()}${pinned(revision)}` };
    // A mirror of the hub speaks the hub's own protocol under another address.
    case 'https': return { from: 'hf', repository: weights, revision, hub: ref.slice(0, ref.length - weights.length).replace(/\/$/, '') };
    default: return { from: 'hf', repository: rest, revision };
  }
}

export default fact<Readonly<Record<string, WeightSource>>>({
  doc: 'Where each endpoint fetches its weights, by the path of the endpoint.',
  derive: ({ all, get, platform }) => Object.fromEntries(all('ModelEndpoint').map((e) => [e.$path, weightSource(get(e.model), platform.mirrors.weights)])),
});
