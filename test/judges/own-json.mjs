// The form of our own JSON: indexes whose digests and sizes are those of the files, models whose references resolve, requirements that name versions.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eachFile, filesBelow, json, problem, sha256, sha256Of, verdict } from './support/files.mjs';

export const name = 'own-json', version = '1', formOnly = true;
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const walk = function* (value) { if (typeof value !== 'object' || value === null) return; yield value; for (const inner of Object.values(value)) yield* walk(inner); };

/** An index of one tree lists files, the root's lists trees; digests are SHA-256, a tree's over its files' digests and paths. */
export function indexReasons(index, folder) {
  if (isObject(index) && Array.isArray(index.trees)) return rootReasons(index.trees, folder);
  if (!isObject(index) || !Array.isArray(index.artefacts) || index.artefacts.length === 0) return ['lists neither artefacts nor trees'];
  const listed = new Set(index.artefacts.map(({ path }) => path));
  return [
    ...index.artefacts.flatMap(({ path, digest, bytes }) => {
      const file = join(folder, path);
      if (!existsSync(file)) return [`${path} is listed, and not there`];
      return sha256Of(file) === digest && statSync(file).size === bytes ? [] : [`${path} has other bytes than the index says`];
    }),
    ...filesBelow(folder).filter((path) => path !== 'index.json' && !listed.has(path)).map((path) => `${path} is there, and not listed`),
    ...(index.digest === treeDigest(index.artefacts) ? [] : ['the digest of the tree is not that of its files']),
  ];
}
const treeDigest = (artefacts) => sha256(artefacts.map(({ digest, path }) => `${digest} ${path}\n`).join(''));
function rootReasons(trees, folder) {
  const inside = (path) => path === 'index.json' || trees.some((tree) => path.startsWith(`${tree.path}/`));
  return [
    ...trees.flatMap(({ path, digest }) => {
      const file = join(folder, path, 'index.json');
      return !existsSync(file) ? [`the tree ${path} has no index`] : JSON.parse(readFileSync(file, 'utf8')).digest === digest ? [] : [`the tree ${path} has another digest`];
    }),
    ...filesBelow(folder).filter((path) => !inside(path)).map((path) => `${path} belongs to no tree`),
  ];
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

const VERSION = /^v?\d+(\.\d+)*$/;
export function requirementsReasons(requirements) {
  const parts = [...walk(requirements)], texts = parts.filter(Array.isArray).flat().filter((text) => typeof text === 'string' && text.includes('>='));
  const pairs = [...parts.filter((part) => isObject(part) && 'atLeast' in part).map(({ component, atLeast }) => [component, atLeast]), ...texts.map((text) => text.split('>=').map((part) => part.trim()))];
  const wrong = pairs.filter(([component, atLeast]) => typeof component !== 'string' || component === '' || !VERSION.test(String(atLeast))).map((pair) => `${pair.join(' >= ')} is no requirement`);
  return pairs.length > 0 ? wrong : ['requires nothing'];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export function controlsReasons({ schema, catalogues, controls, policies }) {
  if (schema !== 1 || !isObject(catalogues) || !isObject(policies) || !Array.isArray(controls) || controls.length === 0) return ['is no list of controls: schema 1, catalogues, policies and controls are expected'];
  const names = controls.map(({ control }) => control);
  return [
    ...(new Set(names).size === names.length ? [] : ['a control is given twice']),
    ...controls.filter(({ control, catalogue, title, source, policies: by }) => !control?.startsWith(catalogue) || !(catalogue in catalogues) || !title || !/^https:/.test(source) || !by?.length).map(({ control }) => `${control} has no catalogue, title, source or rule`),
    ...controls.flatMap(({ control, policies: by }) => by.filter((id) => !(id in policies)).map((id) => `${control} is served by ${id}, which is not there`)),
    ...Object.entries(policies).flatMap(([id, { projects: { enforced, reported, waived, notAsked } }]) => {
      const all = [...enforced, ...reported, ...notAsked, ...waived.map(({ project }) => project)];
      return [...(new Set(all).size === all.length ? [] : [`${id} says two things of one project`]), ...waived.filter(({ until }) => !DAY.test(until ?? '')).map(({ project }) => `${id} is waived for ${project} without an end`)];
    }),
  ];
}
export function useCasesReasons({ schema, weights, ranked }) {
  if (schema !== 1 || !isObject(weights) || !Array.isArray(ranked)) return ['is no ranking: schema 1, weights and ranked are expected'];
  const scores = ranked.filter(({ score }) => score !== undefined).map(({ score }) => Number(score));
  return [
    ...(scores.every((s) => s >= 1 && s <= 5) ? [] : ['a score is not between 1 and 5']), ...(scores.every((s, i) => i === 0 || scores[i - 1] >= s) ? [] : ['is not in the order of the scores']),
    ...ranked.filter(({ score, formula }) => score !== undefined && !formula?.endsWith(`= ${score}`)).map(({ project }) => `the sum of ${project} leads to another score`),
  ];
}

export function selfTest({ scratch }) {
  const good = { schema: 1, project: 'a', nodes: [{ path: 'a', kind: 'AiProject', props: {} }, { path: 'a/x', kind: 'Model', props: { of: { $ref: 'b/y', kind: 'Model' } } }], uses: [{ path: 'b/y', kind: 'Model' }] };
  const folder = join(scratch, 'tree'), artefacts = [{ path: 'a.txt', digest: sha256('a'), bytes: 1 }], index = { artefacts, digest: treeDigest(artefacts) };
  mkdirSync(join(folder), { recursive: true });
  writeFileSync(join(folder, 'a.txt'), 'a');
  const digest = `sha256:${sha256('a')}`, measures = { evaluation: 'a/b', gates: 'production', fresh: '90d', subject: digest, goldenSet: { digest }, metrics: { a: { madeBy: 'promptfoo', atLeast: '0.8' } } };
  const cases = [
    ['model', 'accept', projectReasons(good)], ['model with a dangling reference', 'refuse', projectReasons({ ...good, uses: [] })], ['model with a path twice', 'refuse', projectReasons({ ...good, nodes: [good.nodes[0], ...good.nodes] })],
    ['model of another schema', 'refuse', projectReasons({ ...good, schema: 2 })], ['key given twice', 'refuse', [problem(() => json('{"a":1,"a":2}'))].filter(Boolean)],
    ['requirements', 'accept', requirementsReasons([{ target: 'a/b', component: 'external-secrets', atLeast: '2.0' }])], ['requirement without a version', 'refuse', requirementsReasons({ requires: ['external-secrets >= new'] })],
    ['requirement without a component', 'refuse', requirementsReasons({ requirements: [{ atLeast: '2.0' }] })], ['nothing required', 'refuse', requirementsReasons({})],
    ['measures', 'accept', measuresReasons(measures)], ['measures of which nothing makes one', 'refuse', measuresReasons({ ...measures, metrics: { a: { madeBy: 'magic' } } })], ['measures without a digest', 'refuse', measuresReasons({ ...measures, subject: 'sha256:1' })],
    ['index', 'accept', indexReasons(index, folder)], ['index that lists nothing', 'refuse', indexReasons({ artefacts: [] }, folder)],
    ['index of a file that is not there', 'refuse', indexReasons({ ...index, artefacts: [...artefacts, { path: 'gone.yaml', digest: 'x', bytes: 1 }] }, folder)],
    ['index with another digest of a file', 'refuse', indexReasons({ ...index, artefacts: [{ ...artefacts[0], digest: sha256('b') }] }, folder)],
    ['index with another digest of the tree', 'refuse', indexReasons({ ...index, digest: sha256('b') }, folder)],
    ['controls', 'accept', controlsReasons(controls())], ['a project with two verdicts', 'refuse', controlsReasons(controls({ reported: ['a'] }))], ['a waiver without an end', 'refuse', controlsReasons(controls({ waived: [{ project: 'b' }] }))], ['a control served by nothing', 'refuse', controlsReasons(controls({}, 'gone'))],
    ['use cases', 'accept', useCasesReasons(ranking('4.00', '3.00'))], ['use cases out of order', 'refuse', useCasesReasons(ranking('3.00', '4.00'))],
    ['root index of a tree that is not there', 'refuse', indexReasons({ trees: [{ path: 'gone', digest: 'x' }] }, folder)],
  ];
  return cases.map(([sample, wanted, why]) => verdict(sample, wanted, why.length > 0, why.join('; ')));
}

const controls = (more = {}, by = 'p') => ({ schema: 1, catalogues: { C: {} }, controls: [{ control: 'C 1', catalogue: 'C', title: 't', source: 'https://c.example', policies: [by] }], policies: { p: { projects: { enforced: ['a'], reported: [], waived: [], notAsked: [], ...more } } } });
const ranking = (...scores) => ({ schema: 1, weights: {}, ranked: scores.map((score, i) => ({ project: `p${i}`, score, formula: `1 = ${score}` })) });

/** What an evaluation measures: each metric by one maker, with a threshold that is a decimal. */
export function measuresReasons({ subject, goldenSet, metrics, ...rest }) {
  const digest = /^sha256:[0-9a-f]{64}$/, decimal = /^(0|[1-9]\d*)(\.\d+)?$/;
  return [
    ...(digest.test(subject) && digest.test(goldenSet?.digest) ? [] : ['subject and golden set are no digests']), ...(['evaluation', 'gates', 'fresh'].every((k) => typeof rest[k] === 'string') ? [] : ['evaluation, gates and fresh are expected']),
    ...Object.entries(metrics ?? {}).flatMap(([name, m]) => ['promptfoo', 'leitwerk evidence --results', 'leitwerk evidence --retrieved'].includes(m.madeBy) && [m.atLeast, m.atMost].every((t) => t === undefined || decimal.test(t)) ? [] : [`the metric ${name} is made by nothing, or its threshold is no decimal`]),
  ];
}
const KINDS = [[/(^|\/)evaluation\/[^/]+\/measures\.json$/, measuresReasons], [/(^|\/)_portfolio\/controls\.json$/, controlsReasons], [/(^|\/)_portfolio\/use-cases\.json$/, useCasesReasons], [/(^|\/)index\.json$/, indexReasons], [/(^|\/)project\.json$/, projectReasons], [/(^|\/)requirements\.json$/, requirementsReasons]];
export const takes = (paths) => paths.filter((path) => !/\/(chart|opa)\//.test(path) && KINDS.some(([pattern]) => pattern.test(path)));
export const judge = (paths, { dist }) => eachFile(paths, dist, (text, path) => {
  const unparsed = problem(() => json(text));
  return unparsed ? [unparsed] : KINDS.find(([pattern]) => pattern.test(path))[1](JSON.parse(readFileSync(join(dist, path), 'utf8')), join(dist, dirname(path)));
});
