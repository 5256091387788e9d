// Subject: what a question is about: a line or a value of a file in dist, and how to find it again in what an edit made.
import { parseAllDocuments } from 'yaml';
import { at, isObject, type JsonObject, type Path } from '../model/json.ts';
import { environmentsOf } from '../model/environments.ts';
import { render } from '../write/expressions.ts';
import { ownerOf, type Merged, type MergedBlock, type MergedFile, type MergedObject, type Owned } from '../write/merge.ts';
import { differences, follow, followLine, successor } from './align.ts';
import type { Laboratory, Scope } from './laboratory.ts';
import { placeIn } from './lines.ts';
import type { Variation } from './vary.ts';

/** A place in dist: the tree by its path, the file by its path in the tree. */
export interface Place { readonly tree: string; readonly file: string; readonly text: string; readonly line?: number; readonly pointer?: string }
export interface Subject {
  readonly scope: Scope;
  /** Target, or part of the compiler, that wrote it. */
  readonly by: string;
  /** Nodes that it came from. */
  readonly from: readonly string[];
  readonly path: string;
  readonly value: string;
  /** The object that it is part of. */
  readonly body?: JsonObject;
  /** What stands there in a variation, and how much of the file is otherwise; undefined where the variation is not valid. */
  read(variation: Variation): Promise<Reading | undefined>;
}
/** `gone`: not the line alone, but all that it is part of. */
export interface Reading { readonly changed: boolean; readonly gone: boolean; readonly breadth: () => number }

/** Content as data or as text, and what made it; `raw` is the same wherever nothing changed. */
interface Content { readonly raw: unknown; readonly content: () => unknown; readonly owned?: Owned; readonly body?: JsonObject }
const nothing: Content = { raw: undefined, content: () => undefined };
type Finder = (scope: Scope, variation: Variation | undefined) => Promise<Content | undefined>;

export async function subjectOf(place: Place, lab: Laboratory): Promise<Subject | undefined> {
  const scope = scopeOf(place.tree, lab);
  if (!scope) return undefined;
  const merged = lab.look(scope);
  if (!merged) return undefined;
  const found = placeIn(place);
  const [finder, pointer] = finderOf(place, found, merged, lab);
  const base = await finder(scope, undefined);
  if (!base) return undefined;
  const before = base.content();
  const text = typeof before === 'string' ? before : undefined;
  const line = (place.line ?? 1) - 1;
  // where the sources have moved on since it was written, the line is no longer there
  if (text !== undefined && place.line !== undefined && text.split('\n')[line] !== place.text.split('\n')[line]) return undefined;
  const path = text === undefined ? pointer : [line];
  const spot = text === undefined ? follow(before, pointer, before) : undefined;
  if (text === undefined && spot?.value === undefined) return undefined;
  const inText = text === undefined && typeof spot?.value === 'string' && spot.value.includes('\n') ? found?.lineInText : undefined;
  const read = (content: unknown): string | undefined => {
    if (text !== undefined) return typeof content === 'string' ? followLine(text, line, content) : undefined;
    const there = follow(before, pointer, content);
    if (!there || there.value === undefined) return undefined;
    if (inText !== undefined) return typeof there.value === 'string' ? followLine(spot!.value as string, inText, there.value) : undefined;
    // a line holds a key and perhaps a scalar; what is below it stands on lines of its own
    return JSON.stringify([there.key, place.pointer === undefined ? shallow(there.value) : there.value]);
  };
  const was = read(before);
  if (was === undefined) return undefined;
  const compiler = writers.find(([pattern]) => pattern.test(place.file))?.[1] ?? 'write/render';
  return {
    scope, from: base.owned?.from ?? [], by: base.owned ? ownerOf(base.owned, ownPointer(base, pointer)) : compiler, ...(base.body ? { body: base.body } : {}),
    path: text === undefined ? found?.shown(path) ?? '' : `line ${line + 1}`,
    value: text !== undefined ? text.split('\n')[line]!.trim() : inText !== undefined ? (spot!.value as string).split('\n')[inText]!.trim() : place.line !== undefined && typeof spot!.value === 'object' ? '' : shown(at(found?.document, pointer)),
    read: async (variation) => {
      const after = await finder(scope, variation);
      if (!after || after.raw === base.raw) return after && { changed: false, gone: false, breadth: () => 0 };
      const content = after.content();
      return { changed: read(content) !== was, gone: content === undefined, breadth: () => differences(lines(before), lines(content)) };
    },
  };
}
/** The pointer within what its owner brought: a block of Terraform stands two levels deep in its file. */
const ownPointer = ({ owned }: Content, pointer: Path): string => pointerText(owned && 'block' in owned ? pointer.slice(3) : pointer);

/** What the compiler writes by itself, and which part of it does. */
const writers: readonly (readonly [RegExp, string])[] = [
  [/^chart\//, 'write/chart'], [/^project\.json$/, 'write/trees'], [/kustomization\.yaml$/, 'write/kubernetes'], [/^terraform\//, 'write/terraform'], [/^requirements\.json$/, 'emit/requirements'],
];
const shallow = (value: unknown): unknown => typeof value !== 'object' || value === null ? value : Object.keys(value).length === 0 ? value : Array.isArray(value) ? 'list' : 'map';
const lines = (content: unknown): unknown => typeof content === 'string' ? content.split('\n') : content;
const shown = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value) ?? '';
const pointerText = (path: Path): string => path.map((s) => `/${String(s).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function scopeOf(tree: string, { input }: Laboratory): Scope | undefined {
  const environments = environmentsOf(input.platform);
  const [first = '', second = '', third] = tree.split('/');
  if (tree === '_portfolio') return { of: 'portfolio', environments };
  if (first === '_projects') return { of: 'project', project: second, environments };
  const environment = environments.find((e) => e.name === first);
  if (!environment) return undefined;
  return second === '_platform' ? { of: 'cluster', environment, cluster: third ?? '' } : { of: 'environment', project: second, environment };
}

/** How to find the artefact again, and the pointer within it. */
function finderOf({ file }: Place, found: ReturnType<typeof placeIn>, base: Merged, lab: Laboratory): readonly [Finder, Path] {
  const pointer = found?.path ?? [];
  const own = base.files.find((f) => f.path === file);
  if (own) {
    // nobody contributes to a file: its owner alone is asked again
    const owned = base.files.filter((f) => f.owner === own.owner);
    return [async (scope, v) => taken(lab.look(scope, v, own.owner), (m) => successor(own, owned, m.files, (f: MergedFile) => f.path, (f) => f.owner), (f) => f.content), pointer];
  }
  const block = file.startsWith('terraform/') ? base.terraform.find((b) => b.block === pointer[0] && b.type === pointer[1] && b.name === pointer[2]) : undefined;
  if (block && pointer.length > 2) {
    const group = (b: MergedBlock): string => `${b.place} ${b.block} ${b.type}`;
    return [async (scope, v) => taken(lab.look(scope, v), (m) => successor(block, base.terraform, m.terraform, (b) => `${group(b)} ${b.name}`, group), (b) => ({ [b.block]: { [b.type]: { [b.name]: render(b.body) } } })), pointer];
  }
  const metadata = at(found?.document, ['metadata', 'name']);
  const object = base.objects.find((o) => isObject(found?.document) && o.address.kind === found.document['kind'] && o.address.name === metadata && (file === `${o.file}.yaml` || file.endsWith(`/${o.file}.yaml`)));
  if (object) {
    const group = (o: MergedObject): string => `${o.place} ${o.address.kind} ${o.file} ${o.owner}`;
    return [async (scope, v) => taken(lab.look(scope, v), (m) => successor(object, base.objects, m.objects, (o) => `${group(o)} ${o.address.name}`, group), (o) => o.body, (o) => o.body), pointer];
  }
  return [async (scope, v) => { const text = await lab.text(scope, file, v); return text === undefined ? undefined : { raw: text, content: () => parsed(file, text) }; }, pointer];
}
function taken<T extends Owned>(merged: Merged | undefined, find: (m: Merged) => T | undefined, content: (of: T) => unknown, body?: (of: T) => JsonObject): Content | undefined {
  const is = merged && find(merged);
  return merged && (is ? { raw: is, content: () => content(is), owned: is, ...(body ? { body: body(is) } : {}) } : nothing);
}

/** Data where the file is data, else its text; templates are text. */
function parsed(file: string, text: string): unknown {
  if (file.endsWith('.json')) return JSON.parse(text);
  if (!/\.ya?ml$/.test(file) || file.includes('/templates/')) return text;
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) && documents.length === 1 && documents[0]!.errors.length === 0 ? documents[0]!.toJS() as unknown : text;
}
