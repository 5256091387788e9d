// Why: which property's change changes this value. Found by trying, narrowed by the nodes that the artefact came from; exact, also through facts.
import type { ConceptInfo } from '../model/concepts.ts';
import { platformSet } from '../model/environments.ts';
import { at, equal, isObject, type JsonObject, type Path } from '../model/json.ts';
import type { Model } from '../model/node.ts';
import type { Environment } from '../model/platform.ts';
import type { Input } from '../pipeline.ts';
import type { Merged } from '../write/merge.ts';
import { editsOf, leaves } from './perturb.ts';
import type { Prober } from './probe.ts';

export interface Cause {
  readonly node: string;
  readonly kind: string;
  readonly property: Path;
  readonly value: unknown;
  /** How many other values of the same artefact change with it: the fewer, the nearer. */
  readonly breadth: number;
}
/** Reads the artefact out of a compilation, however its neighbours may have moved; undefined where it is not there. */
export type Find = (merged: Merged) => unknown;

export interface Question {
  readonly project: string;
  readonly environment: Environment;
  /** All environments, for what spans them; left out: only the one. */
  readonly spanning?: readonly Environment[];
  /** The whole artefact. */
  readonly artefact: Find;
  /** The asked value within it. */
  readonly pointer: Path;
  /** Nodes to look at first. */
  readonly from: readonly string[];
}

/** The causes, nearest first. None: it is a constant of the target. */
export function why(question: Question, probe: Prober, input: Input): readonly Cause[] {
  const { project, environment, spanning, artefact, pointer, from } = question;
  const model = input.models.find((m) => m.project === project);
  if (!model) return [];
  const look = (edit?: Parameters<Prober['outcome']>[2]): { readonly valid: boolean; readonly found: unknown } => {
    if (spanning) { const merged = probe.span(project, spanning, edit); return { valid: merged !== undefined, found: merged && artefact(merged) }; }
    const outcome = probe.outcome(project, environment, edit);
    return { valid: outcome.context !== undefined, found: outcome.context && artefact(probe.merged(outcome)) };
  };
  const before = look().found;
  const value = valueAt(before, pointer, before);
  const causes: Cause[] = [];
  const outcome = probe.outcome(project, environment);
  const resolved = new Map((outcome.context?.project.nodes ?? []).map((n) => [n.$path, n as unknown as JsonObject]));
  for (const group of [from, model.nodes.map((n) => n.path).filter((p) => !from.includes(p))]) {
    for (const path of group) {
      const props = resolved.get(path);
      const info = input.concepts.info[String(props?.['$kind'])];
      if (!props || !info) continue;
      for (const { path: property, value: was } of leaves(withoutMeta(props))) {
        const cause = tryProperty(path, property, was, props, info);
        if (cause) causes.push(cause);
      }
    }
    if (causes.length > 0) break;
  }
  return causes.sort((a, b) => Number(same(b.value, value)) - Number(same(a.value, value)) || a.breadth - b.breadth);

  function tryProperty(node: string, property: Path, was: unknown, props: JsonObject, info: ConceptInfo): Cause | undefined {
    const refs = (kinds: readonly string[]): readonly string[] => refsOf(model!, node, kinds);
    for (const change of editsOf(props, info.schema, property, { refs, names: (set) => platformSet(input.platform, set) })) {
      const { valid, found } = look({ node, ...change });
      if (!valid) continue;
      if (!equal(valueAt(found, pointer, before), value)) return { node, kind: info.kind, property, value: was, breadth: differences(before, found) };
      if (change.to !== undefined) return undefined;
    }
    return undefined;
  }
}

const withoutMeta = (props: JsonObject): JsonObject => Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith('$')));
const refsOf = (model: Model, not: string, kinds: readonly string[]): readonly string[] => model.nodes.filter((n) => n.path !== not && (kinds.length === 0 || kinds.includes(n.kind))).map((n) => n.path);
const same = (cause: unknown, value: unknown): boolean => typeof cause !== 'object' && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') && (String(value) === String(cause) || String(value).includes(String(cause)));

/** What names an element of a list, if something does: `name`, `sid`, a flag before its `=`. Then a shift is no change. */
function keyOf(element: unknown): string | undefined {
  if (typeof element === 'string') return element.startsWith('--') ? element.split('=')[0] : undefined;
  if (!isObject(element)) return undefined;
  for (const key of ['name', 'sid', 'id', 'alert', 'record', 'mountPath', 'key', 'port', 'containerPort']) if (typeof element[key] === 'string' || typeof element[key] === 'number') return `${key}=${String(element[key])}`;
  return undefined;
}

/** The value at a pointer that was taken from `before`: list elements are found again by what names them. */
export function valueAt(root: unknown, pointer: Path, before: unknown): unknown {
  let here = root;
  for (const [depth, step] of pointer.entries()) {
    if (Array.isArray(here) && typeof step === 'number') {
      const was = at(before, pointer.slice(0, depth + 1));
      const key = keyOf(was);
      here = key === undefined ? here[step] : (here as unknown[]).find((e) => keyOf(e) === key);
    } else here = at(here, [step]);
  }
  return here;
}

function differences(a: unknown, b: unknown): number {
  if (equal(a, b)) return 0;
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].reduce((n, k) => n + differences(a[k], b[k]), 0);
  if (Array.isArray(a) && Array.isArray(b)) return a.reduce<number>((n, x, i) => n + differences(x, keyOf(x) === undefined ? b[i] : b.find((y) => keyOf(y) === keyOf(x))), Math.abs(a.length - b.length));
  return 1;
}
