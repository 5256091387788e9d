// Causes: which declared property makes a leaf differ between environments. Found by giving each, in one environment, the value that it has in another.
import { environmentsOf } from '../model/environments.ts';
import { equal, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import type { Environment } from '../model/platform.ts';
import type { Input, ProjectBuild } from '../pipeline.ts';
import type { Address } from '../target.ts';
import { generalise } from '../write/generalise.ts';
import type { ValueCause } from '../write/value-names.ts';
import { ownNames } from './own-names.ts';
import { prober, type Outcome, type Prober } from './probe.ts';

interface Varying { readonly node: Declared; readonly property: Path; readonly choices: JsonObject }
type Built = Pick<ProjectBuild, 'name' | 'model'> & { readonly builds: readonly Pick<ProjectBuild['builds'][number], 'env' | 'merged'>[] };
/** `values`: what the leaf is in each environment. Undefined where no property or more than one moves the leaf. */
export type CauseOf = (address: Pick<Address, 'kind' | 'name'>, pointer: string, values: readonly (Json | undefined)[]) => ValueCause | undefined;

/** Looks into an object when it is first asked about one of its leaves. */
export function causesOf({ name, model, builds }: Built, input: Input): CauseOf {
  const environments = environmentsOf(input.platform).filter((e) => builds.some((b) => b.env.name === e.name));
  const places = new Map<string, Found>();
  const own = ownNames(name, environments);
  const varying = model.nodes.flatMap((node) => [...varyingIn(node, node.props, [])]);
  // a declared value that differs by such a name alone would pass for one
  const disguised = varying.some((v) => own.alone(environments.map((e) => valueIn(v, e))));
  const experiments = once(() => experimentsOn(name, model, varying, environments, input));
  const targetsOf = once(() => owners(builds));
  const foundIn = (object: string): Found => {
    let found = places.get(object);
    if (!found) {
      found = new Map();
      for (const node of conditional(object, model, builds)) note(found, '', node, true);
      for (const { cause, moved } of experiments()) for (const [pointer, same] of moved(object, targetsOf().get(object) ?? [])) note(found, pointer, cause, same);
      places.set(object, found);
    }
    return found;
  };
  return ({ kind, name: called }, pointer, values) => {
    if (!disguised && (own.alone(values) || own.within(pointer))) return undefined;
    const causes = [...foundIn(`${kind}/${called}`).get(pointer) ?? []];
    const [only, ...others] = causes.some(([, same]) => same) ? causes.filter(([, same]) => same) : causes;
    return only && others.length === 0 ? { property: only[0], itself: only[1] } : undefined;
  };
}

/** Of one object: pointer, cause, and whether the leaf holds the declared value itself. */
type Found = Map<string, Map<string, boolean>>;
/** A leaf that holds the declared value itself is that property's before any other's. */
function note(found: Found, place: string, cause: string, same: boolean): void {
  const causes = found.get(place) ?? new Map<string, boolean>();
  causes.set(cause, same || causes.get(cause) === true);
  found.set(place, causes);
}

/** One property, given in one environment the value that it has in another: what of an object moves. */
interface Experiment { readonly cause: string; readonly moved: (object: string, targets: readonly string[]) => ReadonlyMap<string, boolean> }
function experimentsOn(name: string, model: Model, all: readonly Varying[], environments: readonly Environment[], input: Input): readonly Experiment[] {
  const models = input.models.filter((m) => m.project === name || model.uses.some((u) => u.path.startsWith(`${m.project}/`)));
  const probe = prober({ ...input, models });
  const unchanged = new Map(environments.map((env) => [env, once(() => bodiesOf(probe, probe.outcome(name, env)))]));
  return all.flatMap((varying) => directions(varying, environments).map(([env, to]): Experiment => {
    const changed = once(() => bodiesOf(probe, probe.outcome(name, env, { node: varying.node.path, property: varying.property, to })));
    return { cause: nameOf(varying, model), moved: (object, targets) => moved(object, targets.map((t) => [unchanged.get(env)!()(t, object), changed()(t, object)]), valueIn(varying, env)) };
  }));
}
/** What a target makes of an object in an outcome; each target is asked once. */
function bodiesOf(probe: Prober, outcome: Outcome): (target: string, object: string) => JsonObject | undefined {
  const made = new Map<string, ReadonlyMap<string, JsonObject>>();
  return (target, object) => {
    let bodies = made.get(target);
    if (!bodies) { bodies = new Map(probe.emitted(outcome, target).flatMap(({ artefact }) => 'address' in artefact ? [[idOf(artefact.address), artefact.body] as const] : [])); made.set(target, bodies); }
    return bodies.get(object);
  };
}
const once = <T>(make: () => T): (() => T) => { let made: { readonly of: T } | undefined; return () => (made ??= { of: make() }).of; };

const nameOf = ({ node, property }: Varying, { project }: Model): string => [node.path === project ? project : node.path.slice(project.length + 1), ...property].join('.');

function* varyingIn(node: Declared, value: unknown, property: Path): Generator<Varying> {
  if (typeof value !== 'object' || value === null) return;
  if (isObject(value) && isObject(value['$env'])) { yield { node, property, choices: value['$env'] }; return; }
  for (const [key, child] of Object.entries(value)) yield* varyingIn(node, child, [...property, Array.isArray(value) ? Number(key) : key]);
}

const valueIn = ({ choices }: Varying, { name }: Environment): Json | undefined => Object.hasOwn(choices, name) ? choices[name] : choices['default'];

/** Both ways: what is scarce in one environment hides there what the other shows. */
function directions(varying: Varying, environments: readonly Environment[]): readonly (readonly [Environment, Json])[] {
  const last = environments.at(-1)!;
  const first = environments.find((e) => !equal(valueIn(varying, e), valueIn(varying, last)));
  const [one, other] = first ? [valueIn(varying, first), valueIn(varying, last)] : [];
  return !first || one === undefined || other === undefined || holdsChoices(one) || holdsChoices(other) ? [] : [[first, other], [last, one]];
}
const holdsChoices = (value: Json): boolean => JSON.stringify(value).includes('"$env"');

/** Targets with a part in each object. */
function owners(builds: Built['builds']): ReadonlyMap<string, readonly string[]> {
  const by = new Map<string, Set<string>>();
  for (const { address, by: targets } of builds.flatMap((b) => b.merged.objects)) {
    const known = by.get(idOf(address)) ?? new Set<string>();
    for (const target of targets) known.add(target);
    by.set(idOf(address), known);
  }
  return new Map([...by].map(([object, targets]) => [object, [...targets].sort()]));
}

const idOf = ({ kind, name }: Pick<Address, 'kind' | 'name'>): string => `${kind}/${name}`;

/** Places that differ between versions of what targets make of an object, and whether the declared value itself stood there. */
function moved(object: string, versions: readonly (readonly [JsonObject | undefined, JsonObject | undefined])[], declared: Json | undefined): ReadonlyMap<string, boolean> {
  const places = new Map<string, boolean>();
  for (const [was, is] of versions) {
    if (was === undefined || is === undefined || equal(was, is)) continue;
    generalise([was, is], { trail: [], pointer: '', kind: object.slice(0, object.indexOf('/')) }, (_, pointer, [value]) => {
      places.set(pointer, typeof declared !== 'object' && String(value) === String(declared));
      return '';
    });
  }
  return places;
}

/** The nodes of an object that are declared for some environments only. */
const conditional = (object: string, { nodes, project }: Model, builds: Built['builds']): readonly string[] =>
  nodes.filter((n) => n.only !== undefined && builds.some((b) => b.merged.objects.some((o) => idOf(o.address) === object && o.from.includes(n.path)))).map(({ path }) => path.slice(project.length + 1));
