// Resolve: one linked project in one environment. `$env` leaves and `only` go, defaults come, every property is checked against its concept.
import { model as catalogue } from './catalogue/model.ts';
import { diagnose } from './catalogue.ts';
import { unsayableIn } from './characters.ts';
import type { Concepts } from './concepts.ts';
import { markedPaths, valuesAt } from './concepts.ts';
import { credentialIn } from './credentials.ts';
import type { Diagnostic, Pass } from './diagnostic.ts';
import { namesIn, platformSet } from './environments.ts';
import { equal, freeze, isObject, type Json, type JsonObject, type Path } from './json.ts';
import type { Linked } from './link.ts';
import type { AnyNode, Declared, Resolved } from './node.ts';
import type { Platform } from './platform.ts';
import { refsOf } from './query.ts';
import { schemaDiagnostics } from './schema-errors.ts';
import { nearest } from './suggest.ts';

/** What each declaration came to: an edit of one leaves all others as they are, and a probe makes thousands of edits. */
interface Done { readonly environment: string; /** What the platform names, all that a declaration is held against. */ readonly names: string; readonly concepts: Concepts; readonly value: AnyNode | undefined; readonly diagnostics: readonly Diagnostic[] }
const done = new WeakMap<Declared, readonly Done[]>();

/** The project in the environment, or nothing if it is not declared for it or broken there. */
export function resolve({ model, used }: Linked, environment: string, platform: Platform, concepts: Concepts): Pass<Resolved | undefined> {
  const diagnostics: Diagnostic[] = [];
  const known = Object.keys(platform.environments);
  const names = namesIn(platform);
  const present = (node: Declared): boolean => node.only === undefined || node.only.includes(environment);
  const resolveAnew = (node: Declared): AnyNode | undefined => {
    const at = (property: Path) => ({ node: node.path, property, environment });
    const strange = (node.only ?? []).filter((e) => !known.includes(e));
    for (const e of strange) diagnostics.push(diagnose(catalogue, 'LW1205', at(['only', (node.only ?? []).indexOf(e)]), { environment: e, known, nearest: nearest(e, known) }));
    if (!present(node)) return undefined;
    const info = concepts.info[node.kind];
    const validate = concepts.validators[node.kind];
    if (!info || !validate) {
      diagnostics.push(diagnose(catalogue, 'LW1215', at([]), { kind: node.kind, nearest: nearest(node.kind, Object.keys(concepts.info)) }));
      return undefined;
    }
    const before = diagnostics.length;
    // a copy, into which the validator fills defaults
    const copy = choose(node.props, environment, known, [], (d, path, params) =>
      // the place of a strange environment is its own entry
      diagnostics.push(d === 'LW1205' ? diagnose(catalogue, d, { ...at(path), environment: params.environment, key: true }, { environment: params.environment, known, nearest: nearest(params.environment, known) })
        : diagnose(catalogue, d, at(path), { ...params, name: [node.id, ...path].join('.') }))) as JsonObject;
    if (diagnostics.length > before) return undefined;
    const unsaid = unsayableIn(copy);
    for (const { path, key, character } of unsaid) diagnostics.push(diagnose(catalogue, 'LW1216', { ...at(path), ...(key ? { key } : {}) }, { name: [node.id, ...path].join('.'), character, key: key === true }));
    // what a pattern says of the same place is said better already
    if (!validate(copy)) diagnostics.push(...schemaDiagnostics(node, info, validate.errors ?? [], choose(node.props, environment, known, [], () => undefined) as JsonObject, environment).filter(({ at: site }) => !unsaid.some(({ path }) => 'node' in site && equal(site.property, path))));
    for (const { path, platform: set } of markedPaths(info.schema)) {
      if (set === undefined) continue;
      const allowed = platformSet(platform, set, environment);
      for (const { path: where, value } of valuesAt(copy, path)) {
        if (typeof value !== 'string' || allowed.includes(value)) continue;
        diagnostics.push(diagnose(catalogue, 'LW1213', at(where), { name: node.id, set, value, known: allowed, nearest: nearest(value, allowed) }));
      }
    }
    for (const { path, looks } of credentialIn(copy)) diagnostics.push(diagnose(catalogue, 'LW1214', at(path), { name: [node.id, ...path].join('.'), looks }));
    const [project = ''] = node.path.split('/');
    const meta = { $kind: node.kind, $id: node.id, $path: node.path, $project: project };
    return { ...(copy as JsonObject), ...meta, ...(node.formerly === undefined ? {} : { $formerly: node.formerly }) } as unknown as AnyNode;
  };

  const resolveNode = (node: Declared): AnyNode | undefined => {
    const known = done.get(node)?.find((d) => d.environment === environment && d.names === names && d.concepts === concepts);
    if (known) { diagnostics.push(...known.diagnostics); return known.value; }
    const before = diagnostics.length;
    const value = resolveAnew(node);
    done.set(node, [{ environment, names, concepts, value, diagnostics: diagnostics.slice(before) }, ...(done.get(node) ?? []).slice(0, 7)]);
    return value;
  };

  const nodes = model.nodes.map(resolveNode).filter((n) => n !== undefined);
  const own = diagnostics.length;
  // a broken one is not there: nothing is derived from what its concept refuses
  const sound = (node: Declared): AnyNode | undefined => { const before = diagnostics.length; const value = resolveNode(node); return diagnostics.slice(before).some((d) => d.severity === 'error') ? undefined : value; };
  const usedNodes = [...used.values()].map(sound).filter((n) => n !== undefined);
  diagnostics.length = own; // what is wrong in another project is said there
  const there = new Set([...nodes, ...usedNodes].map((n) => n.$path));
  const declared = new Map([...model.nodes.map((n) => [n.path, n] as const), ...used]);
  let dangling = false;
  for (const node of nodes) {
    for (const ref of refsOf(node)) {
      if (there.has(ref.$ref)) continue;
      dangling = true;
      const target = declared.get(ref.$ref);
      // without a target, or with a broken one of this project, the cause is said already
      if (!target) continue;
      const at = { node: node.$path, property: pathTo(node, ref.$ref), environment };
      const [project = ''] = ref.$ref.split('/');
      if (!present(target)) diagnostics.push(diagnose(catalogue, 'LW1207', at, { name: node.$id, ref: ref.$ref, only: target.only ?? [] }, project === model.project ? { related: [{ at: { node: ref.$ref, property: ['only'] }, what: 'its `only` is here' }] } : {}));
      else if (project !== model.project) diagnostics.push(diagnose(catalogue, 'LW1208', at, { path: ref.$ref, project }));
    }
  }
  const [root] = nodes;
  const tagged = diagnostics.map((d) => ({ ...d, project: model.project, environments: [environment] }));
  if (!root || dangling || tagged.some((d) => d.severity === 'error')) return { value: undefined, diagnostics: tagged };
  return { value: freeze({ project: model.project, environment, root: root as unknown as Resolved['root'], nodes, used: usedNodes }), diagnostics: tagged };
}

type Report = (code: 'LW1205' | 'LW1206', path: Path, params: { environment: string; given: readonly string[] }) => void;

/** The value in an environment: every `$env` leaf replaced by its entry. */
function choose(value: Json | undefined, environment: string, known: readonly string[], path: Path, report: Report): Json | undefined {
  if (Array.isArray(value)) return value.map((v, i) => choose(v, environment, known, [...path, i], report) ?? null);
  if (!isObject(value)) return value;
  const choices = value['$env'];
  if (isObject(choices)) {
    for (const name of Object.keys(choices)) if (name !== 'default' && !known.includes(name)) report('LW1205', path, { environment: name, given: [] });
    const chosen = Object.hasOwn(choices, environment) ? choices[environment] : choices['default'];
    if (chosen === undefined) { report('LW1206', path, { environment, given: Object.keys(choices) }); return undefined; }
    return choose(chosen, environment, known, path, report);
  }
  if (typeof value['$ref'] === 'string') return value;
  const copy: { [key: string]: Json } = {};
  for (const [key, child] of Object.entries(value)) {
    const chosen = choose(child, environment, known, [...path, key], report);
    if (chosen !== undefined) copy[key] = chosen;
  }
  return copy;
}

function pathTo(value: unknown, ref: string, path: Path = []): Path {
  if (typeof value !== 'object' || value === null) return [];
  if ('$ref' in value && value.$ref === ref) return path;
  for (const [key, child] of Object.entries(value)) {
    const found = pathTo(child, ref, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found.length > 0) return found;
  }
  return [];
}
