// The real API server, with all custom resource definitions: takes every Kubernetes object as a strict server-side apply, one environment and cluster at a time. What production's applications apply is taken for good, by rollout-order.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fetchDefinitions, rowsOf } from './support/definitions.mjs';
import { copy, sha256Of, verdict } from './support/files.mjs';
import { isKustomization } from './support/objects.mjs';
import { must } from './support/process.mjs';
import { askServer, emptied, server } from './support/server.mjs';

const here = new URL('./kubernetes/', import.meta.url).pathname;
export const name = 'kube-apiserver', version = /k8s\.io\/kubernetes v([\d.]+)/.exec(readFileSync(join(here, 'src/go.mod'), 'utf8'))[1];
export const needs = ['go', 'python3', 'openssl', 'git', 'tar', 'xz'];
const home = (cache) => join(cache, 'kubernetes');

export async function install({ cache, root, say }) {
  const folder = home(cache), stamp = join(folder, 'crds.stamp'), shared = resolve(root, '../shared/judges/kubernetes'), bundle = join(shared, 'crds.tar.xz');
  const have = existsSync(join(folder, 'crds')) && existsSync(stamp) ? readFileSync(stamp, 'utf8') : '', table = sha256Of(join(here, 'crds.tsv'));
  const build = (args, env = {}) => must('bash', [join(here, 'build.sh'), folder, ...args], { say, env });
  if (existsSync(bundle)) {
    const want = `bundle ${sha256Of(bundle)} ${table}`;
    await build(have === want ? [] : [await unpacked(shared, join(folder, 'crds.unpacked'))]);
    writeFileSync(stamp, want);
  } else if (have === `table ${table}` || have.startsWith('bundle ')) {
    await build([]);
  } else {
    const mirror = join(folder, 'mirror');
    await fetchDefinitions(join(here, 'crds.tsv'), mirror, say);
    await build([], { JUDGE_MIRROR: mirror });
    writeFileSync(stamp, `table ${table}`);
    rmSync(mirror, { recursive: true, force: true });
  }
}

/** The bundle as a folder; a project of which the table wants another tag comes from the bundle of newest ones. */
async function unpacked(shared, folder) {
  const newest = `${folder}.newest`, refs = (table) => new Map(rowsOf(table).map(({ project, ref }) => [project, ref]));
  for (const [name, into] of [['crds', folder], ['crds-newest', newest]]) {
    rmSync(into, { recursive: true, force: true });
    mkdirSync(into, { recursive: true });
    await must('tar', ['-xJf', join(shared, `${name}.tar.xz`), '-C', into, '--strip-components=1']);
  }
  const has = refs(join(shared, 'crds.tsv')), newer = refs(join(shared, 'crds-newest.tsv'));
  for (const [project, ref] of refs(join(here, 'crds.tsv'))) {
    if (has.get(project) === ref) continue;
    if (newer.get(project) !== ref) throw new Error(`no bundle has the definitions of ${project} ${ref}`);
    rmSync(join(folder, project), { recursive: true, force: true });
    cpSync(join(newest, project), join(folder, project), { recursive: true });
  }
  rmSync(newest, { recursive: true, force: true });
  return folder;
}

export const uses = server;

const ask = async (folder, ...flags) => { await emptied(); return askServer('judge', folder, ...flags); };

export async function selfTest() {
  const samples = (part) => join(here, 'samples', part);
  const good = await ask(samples('good')), bad = await ask(samples('bad')), types = await ask(samples('types'), '--types'), enforced = await ask(samples('enforce'), '--enforce'), cel = await ask(samples('cel'));
  const only = ({ refused }, part) => refused.length === 1 && refused[0].object.includes(part);
  return [
    verdict('good', 'accept', good.refused.length > 0 || good.accepted === 0, JSON.stringify(good.refused)),
    verdict('bad', 'refuse', bad.accepted === 0 && bad.refused.length > 0, `${bad.accepted} of ${bad.accepted + bad.refused.length} were accepted`),
    verdict('a policy that names a field that does not exist', 'refuse', only(types, 'typo'), JSON.stringify(types)),
    verdict("a rule in CEL of a custom resource's definition", 'refuse', only(cel, 'redirects-and-serves') && cel.refused[0].why.includes('must not be used together with backendRefs'), JSON.stringify(cel)),
    verdict('an object that a policy in force refuses', 'refuse', only(enforced, 'over'), JSON.stringify(enforced)),
  ];
}

// dist/<environment>/<project>/kubernetes/<cluster>/*.yaml and dist/<environment>/_platform/<cluster>/*.yaml
const PROJECT = /^([^_/][^/]*)\/([^_/][^/]*)\/kubernetes\/([^/]+)\/.+\.ya?ml$/, PLATFORM = /^([^_/][^/]*)\/_platform\/([^/]+)\/.+\.ya?ml$/;
export const placeOf = (path) => {
  if (isKustomization(path)) return undefined;
  const project = PROJECT.exec(path), platform = PLATFORM.exec(path);
  return project ? `${project[1]}/${project[3]}` : platform ? `${platform[1]}/${platform[2]}` : undefined;
};
export const manifests = (paths) => paths.filter((path) => placeOf(path) !== undefined);
/** An object that the same server really makes, with the same policies in force, is not asked about once more. */
const isRolledOut = (path) => path.startsWith('production/') && PROJECT.test(path);
export const takes = (paths) => manifests(paths).filter((path) => !isRolledOut(path));

/** All trees of one cluster together, as they meet there, with the platform's policies in force. */
export async function judge(paths, context) {
  const places = paths.reduce((map, path) => map.set(placeOf(path), [...map.get(placeOf(path)) ?? [], path]), new Map());
  const total = { accepted: 0, refused: [], notes: [] };
  for (const [place, files] of [...places].sort(([a], [b]) => a < b ? -1 : 1)) {
    const folder = join(context.scratch, 'objects', place);
    mkdirSync(folder, { recursive: true });
    for (const path of files) copy(join(context.dist, path), join(folder, path));
    const from = Date.now(), { accepted, refused, warnings } = await ask(folder, '--types', '--enforce');
    total.accepted += accepted;
    total.refused.push(...refused.map(({ object, why }) => ({ what: object, why })));
    total.notes.push(`${place}: ${accepted} objects accepted, ${refused.length} refused in ${((Date.now() - from) / 1000).toFixed(1)} s${warnings.length ? `; warned of ${[...new Set(warnings.map((w) => w.warning))].join(' | ')}` : ''}`);
  }
  return total;
}
