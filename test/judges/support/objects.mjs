// Compares lists of Kubernetes objects, and knows where dist keeps them.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { filesBelow, yamlDocuments } from './files.mjs';

/** A file for kustomize, no object of a server. */
export const isKustomization = (path) => /^kustomization\.ya?ml$/.test(basename(path));
/** The objects in a folder. */
export const objectsBelow = (folder) => filesBelow(folder).filter((path) => /\.ya?ml$/.test(path) && !isKustomization(path)).flatMap((path) => yamlDocuments(readFileSync(join(folder, path), 'utf8')));

export const addressOf = ({ apiVersion, kind, metadata }) => `${kind} (${apiVersion}) ${metadata?.namespace ? `${metadata.namespace}/` : ''}${metadata?.name}`;
const byAddress = (objects) => new Map(objects.map((object) => [addressOf(object), object]));

/** Where two lists of objects differ, the order of objects aside. */
export function differences(made, wanted) {
  const [left, right] = [byAddress(made), byAddress(wanted)];
  return [
    ...(left.size < made.length ? ['an object is made twice'] : []),
    ...[...right.keys()].filter((key) => !left.has(key)).map((key) => `${key}: not made`),
    ...[...left.keys()].filter((key) => !right.has(key)).map((key) => `${key}: made, and not among the manifests`),
    ...[...right].filter(([key, object]) => left.has(key) && !isDeepStrictEqual(left.get(key), object)).map(([key, object]) => `${key}${firstDifference(left.get(key), object)}`),
  ];
}
function firstDifference(a, b, path = '') {
  const plain = (value) => typeof value === 'object' && value !== null;
  if (!plain(a) || !plain(b)) return `${path}: ${JSON.stringify(a)} made, ${JSON.stringify(b)} in the manifests`;
  const key = [...new Set([...Object.keys(a), ...Object.keys(b)])].find((k) => !isDeepStrictEqual(a[k], b[k]));
  return firstDifference(a[key], b[key], `${path}/${key}`);
}
