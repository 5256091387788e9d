// The border: what a project's evaluation answers is checked here byte by byte before anything else sees it. Nothing from the other side is trusted to have a shape.
import { load as catalogue } from '../model/catalogue/load.ts';
import type { Json, JsonObject, Path } from '../model/json.ts';
import { isObject } from '../model/json.ts';
import type { Declared, Model, Use } from '../model/node.ts';
import { shown } from './shown.ts';

export interface Problem {
  readonly code: keyof typeof catalogue;
  readonly params: Readonly<Record<string, string>>;
  readonly offsets: readonly number[];
  readonly node?: string;
  readonly property?: Path;
  readonly related?: { readonly offsets: readonly number[]; readonly what: string };
}
export interface Trace { readonly message: string; readonly frames: readonly (readonly [number, number])[] }
export interface Checked {
  readonly model: Model;
  readonly problems: readonly Problem[];
  readonly refusals: readonly { readonly name: string; readonly instead: string; readonly kind: string; readonly offsets: readonly number[] }[];
  readonly thrown?: Trace;
  readonly rejected?: Trace;
}

const PATH = /^[a-z][a-z0-9-]{0,62}(\/[a-z][a-z0-9-]{0,62}){0,16}$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,63}$/;
const MAX_NODES = 20_000;
const MAX_DEPTH = 72;

class Malformed extends Error {}
function must(condition: boolean, what: string): asserts condition { if (!condition) throw new Malformed(what); }
const text = (value: unknown, what: string): string => { must(typeof value === 'string', what); return value; };
const list = (value: unknown, what: string): readonly unknown[] => { must(Array.isArray(value), what); return value; };
const object = (value: unknown, what: string): JsonObject => { must(isObject(value), what); return value; };

const offsets = (value: unknown): readonly number[] => {
  const all = text(value, 'a site').split(',').filter((s) => s !== '');
  must(all.length <= 64 && all.every((s) => /^\d{1,9}$/.test(s)), 'a site');
  return all.map(Number);
};

/** Plain JSON without the names that the model or the language keeps; `$ref`, `$env` and `$secret` in their one form. */
function json(value: unknown, depth = 0): Json {
  must(depth <= MAX_DEPTH, 'a value that is too deep');
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') { must(Number.isFinite(value), 'a number'); return value; }
  if (Array.isArray(value)) { for (const item of value) json(item, depth + 1); return value as Json; }
  const record = object(value, 'a value');
  const keys = Object.keys(record);
  must(!keys.includes('__proto__'), 'a key');
  if (keys.includes('$ref')) must(keys.length === 2 && PATH.test(text(record['$ref'], 'a reference')) && KIND.test(text(record['kind'], 'a reference')), 'a reference');
  if (keys.includes('$env')) { must(keys.length === 1, 'a value by environment'); object(record['$env'], 'a value by environment'); }
  for (const key of keys) json(record[key], depth + 1);
  return value as Json;
}

const belongs = (path: string, project: string): boolean => path === project || path.startsWith(`${project}/`);

function node(value: unknown, project: string): Declared {
  const n = object(value, 'a node');
  const path = text(n['path'], 'a path');
  const kind = text(n['kind'], 'a kind');
  must(belongs(path, project) && KIND.test(kind), 'a node');
  const props = object(json(n['props']), 'properties');
  const id = path === project ? project : path.slice(project.length + 1);
  must(n['id'] === id, 'an id');
  const only = n['only'];
  const formerly = n['formerly'];
  const fine = Array.isArray(only) && only.every((e) => typeof e === 'string') ? { only: only as readonly string[] } : {};
  return { id, path, kind, props, ...fine, ...(typeof formerly === 'string' ? { formerly } : {}), site: offsets(n['site']) };
}

function use(value: unknown): Use {
  const u = object(value, 'a use');
  const path = text(u['path'], 'a path');
  const kind = text(u['kind'], 'a kind');
  must(PATH.test(path) && path.includes('/') && KIND.test(kind), 'a use');
  return { path, kind, ...(u['version'] === undefined ? {} : { version: text(u['version'], 'a version') }), site: offsets(u['site']) };
}

function problem(value: unknown): Problem {
  const p = object(value, 'a problem');
  const code = text(p['code'], 'a code');
  must(Object.hasOwn(catalogue, code), 'a code');
  const params = Object.fromEntries(Object.entries(object(p['params'], 'parameters')).map(([k, v]) => [k, shown(String(v))]));
  const property = p['property'] === undefined ? {} : { property: list(p['property'], 'a property').map((s) => { must(typeof s === 'string' || typeof s === 'number', 'a property'); return s; }) };
  const related = p['related'] === undefined ? {} : { related: { offsets: offsets(object(p['related'], 'related')['offsets']), what: shown(text(object(p['related'], 'related')['what'], 'related')) } };
  return { code: code as Problem['code'], params, offsets: offsets(p['offsets']), ...(p['node'] === undefined ? {} : { node: text(p['node'], 'a path') }), ...property, ...related };
}

function trace(value: unknown): Trace {
  const t = object(value, 'an error');
  const frames = list(t['frames'], 'frames').map((f) => { const [l, c] = list(f, 'a frame'); must(Number.isInteger(l) && Number.isInteger(c), 'a frame'); return [l as number, c as number] as const; });
  return { message: shown(text(t['message'], 'a message')), frames };
}

/** The answer in its shape, or what is wrong with it. */
export function check(answer: unknown, folder: string): Checked | { readonly malformed: string } {
  try {
    const a = object(answer, 'an answer');
    const m = object(a['model'], 'a model');
    const project = text(m['project'], 'a name');
    const problems = list(m['problems'], 'problems').map(problem);
    const nodes = list(m['nodes'], 'nodes');
    must(nodes.length <= MAX_NODES, `more than ${MAX_NODES} nodes`);
    const refusals = list(a['refusals'], 'refusals').map((value) => {
      const r = object(value, 'a refusal');
      return { name: shown(text(r['name'], 'a name'), 80), instead: shown(text(r['instead'], 'advice')), kind: text(r['kind'], 'a kind'), offsets: offsets(r['offsets']) };
    });
    const model: Model = { schema: 1, project, folder, nodes: nodes.map((n) => node(n, project)), uses: list(m['uses'], 'uses').map(use) };
    // An id that cannot be a name is a problem of the project, said at its place; without one it would be ours.
    must(problems.length > 0 || model.nodes.every((n) => PATH.test(n.path)), 'a path');
    return { model, problems, refusals, ...(a['thrown'] === undefined ? {} : { thrown: trace(a['thrown']) }), ...(a['rejected'] === undefined ? {} : { rejected: trace(a['rejected']) }) };
  } catch (error) {
    if (error instanceof Malformed) return { malformed: error.message };
    throw error;
  }
}
