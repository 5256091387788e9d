// The form of our own JSON: indexes whose digests and sizes are those of the files, models whose references resolve, requirements that name versions.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eachFile, filesBelow, json, problem, sha256Of, verdict } from './support/files.mjs';

export const name = 'own-json', version = '1', formOnly = true;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const walk = function* (value) { if (typeof value !== 'object' || value === null) return; yield value; for (const inner of Object.values(value)) yield* walk(inner); };

/** Everything in an index that names a file, with what it says of it; by the property names that indexes use. */
const entries = (index) => [...walk(index)].filter((value) => isObject(value) && typeof (value.path ?? value.file ?? value.artefact) === 'string' && typeof value.digest === 'string');

export function indexReasons(index, folder) {
  const listed = entries(index), why = [];
  if (listed.length === 0) return ['names no file or tree with a digest'];
  for (const { path, file, artefact, digest, bytes } of listed) {
    const named = path ?? file ?? artefact, at = join(folder, named);
    if (!existsSync(at)) { why.push(`${named} is listed, and not there`); continue; }
    if (statSync(at).isDirectory()) continue;
    if (!digest.includes(sha256Of(at)) && !sha256Of(at).startsWith(digest.replace(/^sha256:/, ''))) why.push(`${named} has another digest`);
    if (typeof bytes === 'number' && statSync(at).size !== bytes) why.push(`${named} has ${statSync(at).size} bytes, not ${bytes}`);
  }
  const known = new Set(listed.map(({ path, file, artefact }) => path ?? file ?? artefact));
  const isTree = listed.some(({ path, file, artefact }) => existsSync(join(folder, path ?? file ?? artefact)) && statSync(join(folder, path ?? file ?? artefact)).isFile());
  if (isTree) for (const file of filesBelow(folder)) if (file !== 'index.json' && !known.has(file)) why.push(`${file} is there, and not listed`);
  return why;
}

export function projectReasons(model) {
  if (!isObject(model) || model.schema !== 1 || !Array.isArray(model.nodes) || typeof model.project !== 'string') return ['is no model: schema 1, project and nodes are expected'];
  const paths = model.nodes.map(({ path }) => path), own = new Set(paths), used = new Set((model.uses ?? []).map(({ path }) => path));
  return [
    ...(paths[0] === model.project ? [] : [`the first node is ${paths[0]}, not the project`]),
    ...(own.size === paths.length ? [] : ['two nodes have one path']),
    ...[...walk(model.nodes)].filter((value) => typeof value.$ref === 'string' && !own.has(value.$ref) && !used.has(value.$ref)).map(({ $ref }) => `refers to ${$ref}, which is neither its own nor used`),
    ...model.nodes.filter(({ path, kind }) => typeof path !== 'string' || typeof kind !== 'string').map((node) => `a node without path or kind: ${JSON.stringify(node).slice(0, 60)}`),
  ];
}

export function requirementsReasons(requirements) {
  if (!isObject(requirements) || Object.keys(requirements).length === 0) return ['is no object, or says nothing'];
  return [...walk(requirements)].flatMap((value) => Array.isArray(value) ? value : []).filter((text) => typeof text === 'string' && />=/.test(text) && !/^[\w.:/ -]+? >= \d+(\.\d+)*$/.test(text)).map((text) => `${text} is no requirement`);
}

export function selfTest({ scratch }) {
  const good = { schema: 1, project: 'a', nodes: [{ path: 'a', kind: 'AiProject', props: {} }, { path: 'a/x', kind: 'Model', props: { of: { $ref: 'b/y', kind: 'Model' } } }], uses: [{ path: 'b/y', kind: 'Model' }] };
  const cases = [
    ['model', 'accept', projectReasons(good)], ['model with a dangling reference', 'refuse', projectReasons({ ...good, uses: [] })], ['model with a path twice', 'refuse', projectReasons({ ...good, nodes: [good.nodes[0], ...good.nodes] })],
    ['model of another schema', 'refuse', projectReasons({ ...good, schema: 2 })], ['key given twice', 'refuse', [problem(() => json('{"a":1,"a":2}'))].filter(Boolean)],
    ['requirements', 'accept', requirementsReasons({ requires: ['external-secrets >= 2.0'] })], ['requirement without a version', 'refuse', requirementsReasons({ requires: ['external-secrets >= new'] })],
    ['index that names nothing', 'refuse', indexReasons({ files: [] }, scratch)], ['index of a file that is not there', 'refuse', indexReasons({ files: [{ path: 'gone.yaml', digest: 'x' }] }, scratch)],
  ];
  return cases.map(([sample, wanted, why]) => verdict(sample, wanted, why.length > 0, why.join('; ')));
}

const KINDS = [[/(^|\/)index\.json$/, indexReasons], [/(^|\/)project\.json$/, projectReasons], [/(^|\/)requirements\.json$/, requirementsReasons]];
export const takes = (paths) => paths.filter((path) => !/\/(chart|opa)\//.test(path) && KINDS.some(([pattern]) => pattern.test(path)));
export const judge = (paths, { dist }) => eachFile(paths, dist, (text, path) => {
  const unparsed = problem(() => json(text));
  return unparsed ? [unparsed] : KINDS.find(([pattern]) => pattern.test(path))[1](JSON.parse(readFileSync(join(dist, path), 'utf8')), join(dist, dirname(path)));
});
