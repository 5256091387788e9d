// Why: what must be otherwise for a line to be otherwise. Found by trying, narrowed by the nodes that the artefact came from; exact, also through facts.
import type { ConceptInfo } from '../model/concepts.ts';
import { platformSet } from '../model/environments.ts';
import { at, equal, isObject, withAt, type JsonObject, type Path } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import { resolve } from '../model/resolve.ts';
import { link } from '../model/link.ts';
import type { Laboratory } from './laboratory.ts';
import { nearness } from './nearness.ts';
import { editsOf, leaves, schemaAt } from './perturb.ts';
import { throughEnvironments } from './probe.ts';
import type { Subject } from './subject.ts';
import type { Variation } from './vary.ts';

export interface Cause {
  /** A property, the declared name of a construct or project, a setting of the platform, the name of an environment, a policy. */
  readonly what: Variation['what'];
  readonly node?: string;
  readonly kind?: string;
  readonly property: Path;
  readonly value: unknown;
  /** The change that showed it. */
  readonly shown: Variation;
  /** How many other values of the same artefact change with it: the fewer, the nearer. */
  readonly breadth: number;
  /** Where the line spans environments: the one whose value it is. */
  readonly environment?: string;
  /** Without it there would be nothing there at all. */
  readonly gone?: true;
}
/** Valid changes of one property that are tried before it counts as without effect. */
const TRIES = 3;

/** The causes, nearest first. None: it is a constant of what wrote it; `chosen` by what is said of the platform then. */
export interface Causes { readonly causes: readonly Cause[]; readonly chosen: readonly Cause[] }
export async function why(subject: Subject, lab: Laboratory): Promise<Causes> {
  const { scope, from } = subject;
  const environments = 'environments' in scope ? scope.environments : [scope.environment];
  const { input } = lab;
  // the nodes of others that a project uses count as its own
  const own = input.models.find((m) => 'project' in scope && m.project === scope.project);
  const used = new Set(own?.uses.map((u) => u.path));
  const projects = own ? [own.project, ...own.uses.map((u) => u.path.split('/')[0])] : input.models.map((m) => m.project);
  const models = input.models.filter((m) => projects.includes(m.project));
  const nodes = models.flatMap((model) => resolvedNodes(model).filter((n) => !own || model === own || used.has(String(n['$path']))).map((props) => ({ model, props })));
  const first = nodes.filter(({ props }) => from.includes(String(props['$path'])));
  const causes: Cause[] = [];
  for (const group of [first, nodes.filter((n) => !first.includes(n))]) {
    for (const { model, props } of group) causes.push(...await ofNode(model, props));
    // what came from constructs follows from them; what came from the project may follow from any of them
    if (causes.length > 0 && first.some(({ props }) => String(props['$path']).includes('/'))) break;
  }
  const near = (c: Pick<Cause, 'value'>): number => nearness(c.value, subject.value);
  // where nothing declared shows in the line, a setting that does is nearer than what merely makes it come and go
  const settings = causes.length === 0 ? await ofPlatform(() => true) : causes.some((c) => near(c) >= 1) ? [] : await ofPlatform((value) => near({ value }) >= 2);
  // a setting without which the whole object would not be there says nothing of a line of it
  causes.push(...settings.filter((c) => !c.gone));
  const ranked = causes.map((c) => [c, near(c)] as const).sort(([a, m], [b, n]) => n - m || Number(a.gone ?? false) - Number(b.gone ?? false) || a.breadth - b.breadth).map(([c]) => c);
  return { causes: ranked, chosen: ranked.length === 0 ? settings : [] };

  /** The nodes with defaults filled in, as the last environment has them that has them at all. */
  function resolvedNodes(model: Model): readonly JsonObject[] {
    const found = new Map<string, JsonObject>();
    const linked = link(input.models, input.concepts).value.find((l) => l.model.project === model.project);
    for (const env of environments) for (const node of (linked && resolve(linked, env.name, input.platform, input.concepts).value?.nodes) ?? []) found.set(node.$path, node as unknown as JsonObject);
    return model.nodes.map((n) => found.get(n.path)).filter((n) => n !== undefined);
  }

  async function ofNode(model: Model, props: JsonObject): Promise<readonly Cause[]> {
    const [node, kind] = [String(props['$path']), String(props['$kind'])];
    const info = input.concepts.info[kind];
    const declared = model.nodes.find((n) => n.path === node);
    if (!info || !declared) return [];
    const found: Cause[] = [];
    // of constructs that the artefact does not name as its origin, first whether anything about them matters
    const each = from.includes(node) || await movesWhole(model, declared, props, info);
    for (const { path, value } of leaves(declaredProps(props))) {
      // what makes an object another kind of object hides what would follow from the rest
      if (!each && schemaAt(info.schema, declaredProps(props), path)?.['const'] === undefined) continue;
      const cause = await tryAll(propertyEdits(model, declared, props, path, info), { what: 'property', node, kind, property: path, value });
      if (cause) found.push(environments.length > 1 && cause.shown.what === 'property' ? await inOne(cause, cause.shown, declared) : cause);
    }
    const id = String(props['$id']);
    const named = await tryAll([{ what: 'name', node, to: `${id}x` }, { what: 'name', node, to: `other-${id}` }], { what: 'name', node, kind, property: [], value: id });
    return named ? [...found, named] : found;
  }

  /** Does the line change, or nothing compile, when every property has another value that is valid by itself, or is gone where it may be? */
  async function movesWhole(model: Model, declared: Declared, props: JsonObject, info: ConceptInfo): Promise<boolean> {
    const before = declaredProps(props);
    const valid = (to: JsonObject): boolean => input.concepts.validators[info.kind]?.(structuredClone(to)) ?? false;
    const whole = [...leaves(before)].reverse().reduce(({ other, less }, { path }) => {
      for (const v of propertyEdits(model, declared, props, path, info)) {
        if (v.what !== 'property' || v.edit.to === undefined || !valid(withAt(before, v.edit.property, v.edit.to))) continue;
        other = withAt(other, v.edit.property, v.edit.to);
        break;
      }
      const without = withAt(less, path, undefined);
      return { other, less: valid(without) ? without : less };
    }, { other: before, less: before });
    for (const to of [whole.other, whole.less]) {
      const reading = await subject.read({ what: 'property', edit: { node: declared.path, property: [], to } });
      if (reading === undefined || reading.changed) return true;
    }
    return false;
  }

  /** Where the value differs by environment, one of them may be enough. */
  async function inOne(cause: Cause, shown: Extract<Variation, { what: 'property' }>, { props }: Declared): Promise<Cause> {
    if (!throughEnvironments(props, shown.edit.property, environments[0]!.name).includes('$env')) return cause;
    for (const { name } of environments.toReversed()) {
      const alone = { ...shown, in: [name] };
      if ((await subject.read(alone))?.changed) return { ...cause, environment: name, shown: alone };
    }
    return cause;
  }

  function* propertyEdits(model: Model, { path: node }: Declared, props: JsonObject, path: Path, info: ConceptInfo): Generator<Variation> {
    const refs = (kinds: readonly string[]): Model['nodes'] => model.nodes.filter((n) => n.path !== node && (kinds.length === 0 || kinds.includes(n.kind)));
    for (const edit of editsOf(declaredProps(props), info.schema, path, { refs, names: (set) => platformSet(input.platform, set) })) yield { what: 'property', edit: { node, ...edit } };
    const secret = at(props, path);
    if (!isObject(secret) || typeof secret['$secret'] !== 'string') return;
    // what several fetch stays as long as one of them does
    const same = model.nodes.flatMap((n) => [...leaves(n.props)].filter(({ value }) => equal(value, secret)).map((l) => ({ node: n.path, property: l.path }))).filter((l) => l.node !== node || !equal(l.property, path));
    if (same.length > 0) for (const to of [{ $secret: `${secret['$secret']}-other` }, { $secret: `other-${secret['$secret']}` }]) yield { what: 'property', edit: { node, property: path, to }, also: same.map((l) => ({ ...l, to })) };
  }

  async function ofPlatform(wanted: (value: unknown) => boolean): Promise<readonly Cause[]> {
    const found: Cause[] = [];
    const relevant = ([first, second]: Path): boolean => first !== 'environments' || environments.some((e) => e.name === second);
    const parts = new Map<string, { readonly path: Path; readonly value: unknown }[]>();
    for (const leaf of leaves(input.platform)) {
      if (!relevant(leaf.path) || leaf.path[0] === 'naming' || !wanted(leaf.value)) continue;
      // the parts of a platform that are changed at once: a section, an environment's setting
      const part = JSON.stringify(leaf.path.slice(0, leaf.path[0] === 'environments' ? leaf.path[2] === 'systems' ? 4 : 3 : 1));
      parts.set(part, [...(parts.get(part) ?? []), leaf]);
    }
    for (const part of parts.values()) {
      if (part.length > 1 && !await moves(part)) continue;
      for (const { path, value } of part) {
        const cause = await tryAll(platformEdits(path, value), { what: 'platform', property: path, value });
        if (cause) found.push(cause);
      }
    }
    for (const { name } of environments) {
      if (!wanted(name)) continue;
      const cause = await tryAll([{ what: 'environment', name, to: `${name}x` }], { what: 'environment', property: ['environments', name], value: name });
      if (cause) found.push(cause);
    }
    for (const [id, policy] of Object.entries(input.policies)) {
      const cause = 'onObject' in policy && !('project' in scope) && wanted(id) ? await tryAll([{ what: 'policy', id }], { what: 'policy', property: [id], value: id }) : undefined;
      // a policy is what its object is about, not a choice of systems
      if (cause) found.push(withoutGone(cause));
    }
    return found;
  }

  /** Does the line change, or nothing compile, when all of a part is otherwise? */
  async function moves(part: readonly { readonly path: Path; readonly value: unknown }[]): Promise<boolean> {
    const to = part.flatMap(({ path, value }) => { const [first] = platformEdits(path, value); return first?.what === 'platform' ? [{ property: path, to: first.to }] : []; });
    const reading = await subject.read({ what: 'platform', property: [], to: to.reduce((platform, edit) => withAt(platform, edit.property, edit.to), input.platform) });
    return reading === undefined || reading.changed;
  }

  function* platformEdits(property: Path, value: unknown): Generator<Variation> {
    if (typeof value === 'number') { yield { what: 'platform', property, to: value + 1 }; yield { what: 'platform', property, to: value * 2 }; }
    if (typeof value === 'boolean') yield { what: 'platform', property, to: !value };
    if (typeof value !== 'string') return;
    if (/@sha256:[0-9a-f]{64}$/.test(value)) yield { what: 'platform', property, to: value.replace(/[0-9a-f]{64}$/, 'e'.repeat(64)) };
    if (/^[a-z-]+\/[a-z-]+$/.test(value) && value in input.targets) { for (const id of Object.keys(input.targets)) if (id !== value && id.split('/')[0] === value.split('/')[0]) yield { what: 'platform', property, to: id }; yield { what: 'platform', property, to: undefined }; return; }
    yield { what: 'platform', property, to: /^\d+$/.test(value) ? String(Number(value) + 1).padStart(value.length, '0') : `${value}x` };
  }

  async function tryAll(variations: Iterable<Variation>, about: Omit<Cause, 'shown' | 'breadth'>): Promise<Cause | undefined> {
    let valid = 0;
    for (const variation of variations) {
      const removes = variation.what === 'property' && (variation.edit.to === undefined || variation.also !== undefined);
      if (valid >= TRIES && !removes) continue;
      const reading = await subject.read(variation);
      if (!reading) continue;
      valid++;
      if (reading.changed) return { ...about, shown: variation, breadth: reading.breadth(), ...(reading.gone ? { gone: true } : {}) };
    }
    return undefined;
  }
}

const withoutGone = ({ gone: _, ...cause }: Cause): Cause => cause;
const declaredProps = (props: JsonObject): JsonObject => Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith('$')));
