// The order in which production comes to be: on an empty cluster each application is applied after the platform's own, in the order that Argo CD keeps, with the platform's policies in force.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copy, verdict } from './support/files.mjs';
import { isKustomization, objectsBelow } from './support/objects.mjs';
import { askServer, emptied } from './support/server.mjs';
import * as server from './kube-apiserver.mjs';

const here = new URL('./kubernetes/', import.meta.url).pathname;
export const { version, needs, install, uses } = server;
export const name = 'rollout-order';
/** Where Argo CD itself is installed: its Applications come into a namespace that is there before them. */
const before = ['argocd'];

/** What an empty cluster says of folders that are applied one after the other. */
async function ask(folders, namespaces) {
  await emptied(folders.flatMap(objectsBelow).flatMap(({ kind, metadata }) => kind === 'Namespace' ? metadata.name : metadata.namespace ?? []));
  return askServer('apply', ...folders, ...namespaces.flatMap((n) => ['--namespace', n]));
}

export async function selfTest() {
  const samples = (part) => join(here, 'samples/apply', part);
  const both = await ask([samples('good'), samples('late')], []);
  const again = await ask([samples('late')], []);
  const refused = (part) => both.refused.filter(({ object }) => object.startsWith(`${part}/`));
  return [
    verdict('a namespace that its file names last', 'accept', refused('good').length > 0 || both.accepted === 0, JSON.stringify(both.refused)),
    verdict('a namespace of a later wave', 'refuse', refused('late').length > 0, 'its object was accepted before it'),
    verdict('the same on a cluster that was emptied', 'refuse', again.refused.length > 0, 'the namespace is still there'),
  ];
}

// dist/production/<project>/kubernetes/<cluster>/*.yaml and dist/production/_platform/<cluster>/*.yaml
const PROJECT = /^production\/([^_/][^/]*)\/kubernetes\/([^/]+)\/.+\.ya?ml$/, PLATFORM = /^production\/(_platform)\/([^/]+)\/.+\.ya?ml$/;
const placeOf = (path) => isKustomization(path) ? null : PLATFORM.exec(path) ?? PROJECT.exec(path);
export const takes = (paths) => paths.filter((path) => placeOf(path) !== null);

export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] };
  for (const cluster of [...new Set(paths.map((path) => placeOf(path)[2]))].sort()) {
    const own = paths.filter((path) => placeOf(path)[2] === cluster), root = join(context.scratch, 'rollout', cluster);
    mkdirSync(root, { recursive: true });
    for (const path of own) copy(join(context.dist, path), join(root, placeOf(path)[1], path.split('/').at(-1)));
    const names = [...new Set(own.map((path) => placeOf(path)[1]))];
    const order = [...names.filter((n) => n === '_platform'), ...names.filter((n) => n !== '_platform').sort()];
    const { accepted, refused } = await ask(order.map((n) => join(root, n)), before);
    total.accepted += accepted;
    total.refused.push(...refused.map(({ object, why }) => ({ what: object, why })));
    total.notes.push(`${cluster}: ${order.join(', ')}`);
  }
  return total;
}
