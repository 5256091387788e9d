// Answers `why` for a place in a file: finds the artefact and the value there, asks the prober, and lists the policies that look at it.
import { isMap, isPair, isScalar, isSeq, LineCounter, parseAllDocuments, type Node as YamlNode, type Pair } from 'yaml';
import { podOf } from '../check/pods.ts';
import { holdsIn } from '../check/declarations.ts';
import { at, isObject, type JsonObject, type Path } from '../model/json.ts';
import type { Environment } from '../model/platform.ts';
import { query } from '../model/query.ts';
import type { Input } from '../pipeline.ts';
import type { CheckContext } from '../policy.ts';
import { ownerOf, type Merged, type Owned } from '../write/merge.ts';
import { prober, type Outcome, type Prober } from './probe.ts';
import { why, type Cause, type Find } from './why.ts';

export interface Place {
  readonly file: string;
  readonly text: string;
  readonly line?: number;
  readonly pointer?: string;
  readonly project: string;
  readonly environments: readonly Environment[];
  /** Left out: the file spans environments. */
  readonly environment?: Environment;
  readonly by: readonly string[];
  readonly from: readonly string[];
}
export interface Answer {
  readonly path: string;
  readonly value: string;
  readonly causes: readonly Cause[];
  readonly by: string;
  readonly system?: string;
  readonly source: string;
  readonly checkedBy: readonly string[];
}

export async function answer(place: Place, input: Input, probe: Prober = prober(input)): Promise<Answer | undefined> {
  const env = place.environment ?? place.environments[0]!;
  const outcome = probe.outcome(place.project, env);
  const merged = place.environment ? probe.merged(outcome) : probe.span(place.project, place.environments);
  if (!outcome.context || !merged) return undefined;
  const found = locateIn(place, merged);
  if (!found) return undefined;
  const { find, pointer, owned, path, value } = found;
  const causes = why({ project: place.project, environment: env, ...(place.environment ? {} : { spanning: place.environments }), artefact: find, pointer, from: owned.from }, probe, input);
  const by = ownerOf(owned, pointerText(pointer));
  const target = input.targets[by];
  return { path, value, causes, by, ...(target ? { system: `${target.system} ${target.api}` } : {}), source: `src/targets/${by}.ts`, checkedBy: checkers(causes, found.body, outcome, env, input) };
}

const pointerText = (path: Path): string => path.map((s) => `/${String(s).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

interface Located { readonly find: Find; readonly pointer: Path; readonly owned: Owned; readonly path: string; readonly value: string; readonly body?: JsonObject }

function locateIn({ file, text, line, pointer }: Place, merged: Merged): Located | undefined {
  const own = merged.files.find((f) => f.path === file);
  const structured = /\.(ya?ml|json)$/.test(file);
  if (own && !(structured && typeof own.content !== 'string')) {
    const index = Math.max(0, (line ?? 1) - 1);
    const find: Find = (m) => { const content = m.files.find((f) => f.path === file)?.content; return typeof content === 'string' ? content.split('\n') : undefined; };
    return { find, pointer: [index], owned: own, path: `line ${index + 1}`, value: (text.split('\n')[index] ?? '').trim() };
  }
  const where = structured ? pathAt(text, line, pointer) : undefined;
  if (!where) return undefined;
  const show = (value: unknown): string => { const s = typeof value === 'string' ? value : JSON.stringify(value) ?? ''; return s.length > 80 ? `${s.slice(0, 77)}…` : s; };
  if (own) return { find: (m) => m.files.find((f) => f.path === file)?.content, pointer: where.path, owned: own, path: dotted(where.path), value: show(at(own.content, where.path)) };
  if (file.startsWith('terraform/')) {
    const [section, type, name, ...rest] = where.path.map(String);
    const block = merged.terraform.find((b) => b.block === section && b.type === type && b.name === name);
    if (!block || !section || !type || !name) return undefined;
    const inner = where.path.slice(3);
    return { find: (m) => m.terraform.find((b) => b.block === section && b.type === type && b.name === name && b.place === block.place)?.body, pointer: inner, owned: block, path: `${type}.${name}${rest.length > 0 ? `.${dotted(inner)}` : ''}`, value: show(at(block.body, inner)) };
  }
  const { document } = where;
  const metadata = (isObject(document) && isObject(document['metadata']) ? document['metadata'] : {}) as JsonObject;
  const is = (o: Merged['objects'][number]): boolean => isObject(document) && o.address.kind === document['kind'] && o.address.name === metadata['name'] && file.endsWith(`/${o.file}.yaml`);
  const object = merged.objects.find(is);
  if (!object) return undefined;
  return { find: (m) => m.objects.find((o) => is(o) && o.place === object.place)?.body, pointer: where.path, owned: object, body: object.body, path: dotted(where.path), value: show(at(object.body, where.path)) };
}

const dotted = (path: Path): string => path.map((s) => typeof s === 'number' ? `[${s}]` : `.${s}`).join('').replace(/^\./, '');

/** The path of what stands on a line, within its document. A line inside a block of text belongs to that text. */
function pathAt(text: string, line: number | undefined, pointer: string | undefined): { readonly path: Path; readonly document: unknown } | undefined {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter });
  if (!Array.isArray(documents)) return undefined;
  if (pointer !== undefined) {
    const data: unknown = documents[0]?.toJS();
    const path = pointer.split('/').slice(1).map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~')).reduce<(string | number)[]>((p, s) => [...p, Array.isArray(at(data, p)) ? Number(s) : s], []);
    return { path, document: data };
  }
  const lineOf = (offset: number): number => counter.linePos(offset).line;
  for (const document of documents) {
    let best: { readonly path: Path; readonly start: number } | undefined;
    const visit = (node: YamlNode | Pair | null, path: Path): void => {
      if (isMap(node)) for (const pair of node.items) visit(pair, [...path, String(isScalar(pair.key) ? pair.key.value : pair.key)]);
      else if (isSeq(node)) for (const [i, item] of node.items.entries()) visit(item as YamlNode, [...path, i]);
      const keyRange = isPair(node) ? (node.key as YamlNode).range : node && 'range' in node ? node.range : undefined;
      const range = isPair(node) ? (node.value as YamlNode | null)?.range ?? keyRange : keyRange;
      if (!range || !keyRange || line === undefined) { if (isPair(node)) visit(node.value as YamlNode, path); return; }
      const [from, to] = [lineOf(keyRange[0]), lineOf(Math.max(keyRange[0], range[1] - 1))];
      const leaf = !isPair(node) || !(isMap(node.value) || isSeq(node.value));
      if (line >= from && line <= (leaf ? to : from) && (!best || keyRange[0] >= best.start || path.length > best.path.length)) best = { path, start: keyRange[0] };
      if (isPair(node)) visit(node.value as YamlNode, path);
    };
    visit(document.contents as YamlNode, []);
    const found = best as { readonly path: Path } | undefined;
    if (found) return { path: found.path, document: document.toJS() as unknown };
  }
  return undefined;
}

/** Policies on declarations that read the causing property, and policies on objects that see the object. */
function checkers(causes: readonly Cause[], body: JsonObject | undefined, { context, facts }: Outcome, env: Environment, input: Input): readonly string[] {
  const [cause] = causes;
  const seen: string[] = [];
  for (const [id, policy] of Object.entries(input.policies)) {
    if (!holdsIn(policy, env)) continue;
    if ('onObject' in policy) {
      if (body && (policy.onObject.select === 'pods' ? podOf(body) !== undefined : policy.onObject.kind === body['kind'])) seen.push(id);
      continue;
    }
    if (!cause || !context || !facts || policy.on !== cause.kind) continue;
    const node = context.all(policy.on).find((n) => n.$path === cause.node);
    if (node && reads(node as unknown as JsonObject, String(cause.property[0]), (watched) => policy.check(watched as never, { ...query(context.project), project: context.project, root: context.root, platform: context.platform, env, facts, portfolio: {} as CheckContext['portfolio'], asOf: input.asOf }))) seen.push(id);
  }
  return seen;
}

function reads(node: JsonObject, property: string, run: (watched: JsonObject) => unknown): boolean {
  let read = false;
  const watched = new Proxy({ ...node }, { get: (target, key) => { if (key === property) read = true; return target[key as string]; } });
  try { run(watched); } catch { return read; }
  return read;
}
