// Members that are not evaluated here: `projects/<name>/project.json`, the model of another repository's project as `dist/_projects/<name>/project.json` has it. Checked as strictly as an evaluator's answer.
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { load as catalogue } from '../model/catalogue/load.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic, FileSite, Pass } from '../model/diagnostic.ts';
import { freeze, isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Model } from '../model/node.ts';
import { refsIn } from '../model/query.ts';
import { nearest } from '../model/suggest.ts';
import { check } from './answer.ts';
import { lineOf, membersAt, valueAt } from './json-place.ts';
import { NAME } from './load.ts';
import { shown } from './shown.ts';
import type { Loaded } from './source.ts';

const SCHEMA = 1;
const FILE = 'project.json';
const MAX_BYTES = 8 * 2 ** 20;

/** What was loaded from folders, and the members beside it. `kinds`: those that there are. */
export function withMembers(root: string, loading: Pass<readonly Loaded[]>, kinds: readonly string[]): Pass<readonly Loaded[]> {
  const folder = join(root, 'projects');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, FILE))).sort() : [];
  if (names.length === 0) return loading;
  const base = realpathSync(root);
  const read = names.map((name) => readMember(base, name, kinds));
  const others = loading.value.filter((l) => !names.includes(l.project));
  return {
    value: [...others, ...read.flatMap((r) => 'loaded' in r ? [r.loaded] : [])].sort((a, b) => (a.project < b.project ? -1 : 1)),
    // LW1101: there are no projects
    diagnostics: [...loading.diagnostics.filter((d) => d.code !== 'LW1101'), ...read.flatMap((r) => 'diagnostic' in r ? [r.diagnostic] : [])],
  };
}

type Read = { readonly loaded: Loaded } | { readonly diagnostic: Diagnostic };

function readMember(root: string, project: string, kinds: readonly string[]): Read {
  const folder = `projects/${project}`;
  const file = `${folder}/${FILE}`;
  const path = join(root, file);
  const extra = { project };
  if (!NAME.test(project)) return { diagnostic: diagnose(catalogue, 'LW1123', { file: shown(folder) }, { name: shown(project) }, { project: shown(project) }) };
  if (lstatSync(path).isSymbolicLink()) return { diagnostic: diagnose(catalogue, 'LW1127', { file }, { path: file }, extra) };
  if (existsSync(join(root, folder, 'project.ts'))) return { diagnostic: diagnose(catalogue, 'LW1129', { file }, { file, other: `${folder}/project.ts` }, extra) };
  if (lstatSync(path).size > MAX_BYTES) return { diagnostic: diagnose(catalogue, 'LW1121', { file }, { what: `more than ${MAX_BYTES / 2 ** 20} MiB` }, extra) };
  const text = readFileSync(path, 'utf8');
  const refuse = (problem: string, offset?: number): Read => ({ diagnostic: diagnose(catalogue, 'LW1128', placeOf(file, text, offset), { file, problem: shown(problem) }, extra) });
  let parsed: unknown;
  try { parsed = JSON.parse(text); } catch (error) {
    const [, offset] = /position (\d+)/.exec((error as Error).message) ?? [];
    return refuse('is no JSON', offset === undefined ? undefined : Number(offset));
  }
  const start = text.search(/\S/);
  const at = (...steps: readonly (string | number)[]): number => valueAt(text, start, steps).start;
  if (!isObject(parsed)) return refuse('holds no model', start);
  if (parsed['schema'] !== SCHEMA) return { diagnostic: diagnose(catalogue, 'LW1130', placeOf(file, text, at('schema')), { file, found: shown(JSON.stringify(parsed['schema'] ?? null)), known: String(SCHEMA) }, extra) };
  const [strange] = Object.keys(parsed).filter((key) => !['schema', 'project', 'folder', 'compiler', 'nodes', 'uses'].includes(key));
  if (strange !== undefined) return refuse(`has an unknown part ${strange}`, at(strange));
  if (typeof parsed['compiler'] !== 'string') return refuse('does not say which version of the compiler wrote it', at('compiler'));
  if (parsed['project'] !== project) return { diagnostic: diagnose(catalogue, 'LW1111', placeOf(file, text, at('project')), { name: shown(String(parsed['project'])), folder: project }, extra) };
  const sited = (part: 'nodes' | 'uses'): Json => withSites(text, at(part), parsed[part] ?? []);
  const checked = check({ model: { project, problems: [], nodes: sited('nodes'), uses: sited('uses') }, refusals: [] }, folder);
  if ('malformed' in checked) return refuse(`has ${checked.malformed} that is malformed`);
  const fault = faultOf(checked.model, parsed, kinds);
  if (fault) return refuse(fault.problem, at(...fault.at));
  return { loaded: { project, root, folder, text, map: '', base: root, json: true, model: freeze({ ...checked.model, nodes: checked.model.nodes.map((node) => ({ ...node, place: `${file}:${lineOf(text, node.site?.[0] ?? 0).line}` })) }) } };
}

const placeOf = (file: string, text: string, offset: number | undefined): FileSite => offset === undefined ? { file } : { file, ...lineOf(text, offset) };

/** Each element with its own offset as the place where it was declared. */
function withSites(text: string, offset: number, list: Json): Json {
  if (!Array.isArray(list)) return list;
  const starts = [...membersAt(text, offset)].map((m) => m.start);
  return (list as readonly Json[]).map((element, i) => isObject(element) ? { ...element, site: String(starts[i]) } : element);
}

interface Fault { readonly problem: string; readonly at: readonly (string | number)[] }
/** What evaluation makes sure of by construction. */
function faultOf({ project, nodes, uses }: Model, raw: JsonObject, kinds: readonly string[]): Fault | undefined {
  const kindOf = new Map<string, string>();
  for (const [i, node] of nodes.entries()) {
    const at = ['nodes', i];
    const strange = Object.keys((raw['nodes'] as readonly JsonObject[])[i]!).find((key) => !['id', 'path', 'kind', 'props', 'only', 'formerly'].includes(key) || (key === 'only' && node.only === undefined) || (key === 'formerly' && node.formerly === undefined));
    if (strange !== undefined) return { problem: `has a node with ${strange}, which no node has so`, at: [...at, strange] };
    if (kindOf.has(node.path)) return { problem: `has two nodes ${node.path}`, at };
    if (!kinds.includes(node.kind)) { const near = nearest(node.kind, kinds); return { problem: `has a node of the kind ${node.kind}, which no concept has${near === undefined ? '' : `; ${near}?`}`, at: [...at, 'kind'] }; }
    kindOf.set(node.path, node.kind);
  }
  if (nodes[0]?.path !== project || nodes[0].kind !== 'AiProject') return { problem: 'does not begin with the project itself', at: ['nodes'] };
  for (const use of uses) kindOf.set(use.path, use.kind);
  for (const [i, node] of nodes.entries()) {
    for (const ref of refsIn(node.props)) if (kindOf.get(ref.$ref) !== ref.kind) return { problem: `refers to ${ref.$ref} as ${ref.kind}, which it is not`, at: ['nodes', i] };
  }
  return undefined;
}
