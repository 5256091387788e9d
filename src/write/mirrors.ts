// Mirrors of the platform: where images, weights and charts are really fetched from. Applied when written, so that no target has to know.
import type { Platform } from '../model/platform.ts';
import { at, isObject, withAt, type Json, type JsonObject } from '../model/json.ts';
import type { MergedObject } from './merge.ts';
import { mapImages, podSpecs } from './pod-templates.ts';

type Prefixes = Readonly<Record<string, string>>;
export type Mirrors = Platform['mirrors'];

/** The reference under the mirror whose prefix is the longest; a prefix ends at a boundary, so `ghcr.io/a` is no prefix of `ghcr.io/ab`. */
export function mirror(prefixes: Prefixes, reference: string): string {
  let best: string | undefined;
  for (const prefix in prefixes) if ((best === undefined || prefix.length > best.length) && startsWith(reference, prefix)) best = prefix;
  return best === undefined ? reference : prefixes[best]! + reference.slice(best.length);
}
const startsWith = (reference: string, prefix: string): boolean =>
  prefix !== '' && reference.startsWith(prefix) && (reference.length === prefix.length || /[/:@]$/.test(prefix) || /^[/:@]/.test(reference.slice(prefix.length)));

/** `nginx` is short for `docker.io/library/nginx`. https://github.com/distribution/reference/blob/main/normalize.go */
function qualified(image: string): string {
  const [host = '', ...rest] = image.split('/');
  if (rest.length > 0 && (host.includes('.') || host.includes(':') || host === 'localhost')) return image;
  return rest.length === 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
}

/** An image under its mirror; without one it stays as it was written. */
export function mirrorImage(prefixes: Prefixes, image: string): string {
  const full = qualified(image);
  const mirrored = mirror(prefixes, full);
  return mirrored === full ? image : mirrored;
}

/** Fields that say where a chart comes from: Argo CD https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/, Flux https://fluxcd.io/flux/components/source/helmrepositories/ */
const CHARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Application: [['spec', 'source', 'repoURL']], HelmRepository: [['spec', 'url']], OCIRepository: [['spec', 'url']],
};

/** Weights are named by a URI wherever they are named: every text that begins with a mirrored URI. */
function mirrorWeights(value: Json, prefixes: Prefixes): Json {
  if (typeof value === 'string') return value.includes('://') ? mirror(prefixes, value) : value;
  if (Array.isArray(value)) return mapped(value, (element) => mirrorWeights(element, prefixes));
  if (!isObject(value)) return value;
  let out: JsonObject = value;
  for (const key in value) {
    const child = value[key];
    if (child === undefined) continue;
    const next = mirrorWeights(child, prefixes);
    if (next !== child) out = { ...out, [key]: next };
  }
  return out;
}
const mapped = (list: readonly Json[], change: (element: Json) => Json): readonly Json[] => {
  const out = list.map(change);
  return out.every((element, i) => element === list[i]) ? list : out;
};

function mirrorBody(body: JsonObject, mirrors: Mirrors): JsonObject {
  let out = body;
  if (Object.keys(mirrors.images).length > 0) {
    for (const trail of podSpecs(body)) {
      const spec = at(out, trail) as JsonObject;
      const next = mapImages(spec, (image) => mirrorImage(mirrors.images, image));
      if (next !== spec) out = withAt(out, trail, next);
    }
  }
  if (Object.keys(mirrors.weights).length > 0 && isObject(out['spec'])) {
    const spec = mirrorWeights(out['spec'], mirrors.weights);
    if (spec !== out['spec']) out = { ...out, spec };
  }
  for (const path of Object.keys(mirrors.charts).length > 0 ? CHARTS[String(body['kind'])] ?? [] : []) {
    const url = at(out, path);
    if (typeof url === 'string' && mirror(mirrors.charts, url) !== url) out = withAt(out, path, mirror(mirrors.charts, url));
  }
  return out;
}

export function applyMirrors(object: MergedObject, mirrors: Mirrors): MergedObject {
  const body = mirrorBody(object.body, mirrors);
  return body === object.body ? object : { ...object, body };
}
