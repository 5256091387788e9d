// Causes: which declared property makes a leaf differ between environments. Found by giving each, in one environment, the value that it has in another.
import { environmentsOf } from '../model/environments.ts';
import { equal, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import { once } from '../model/once.ts';
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
  const places = new Map<string, Known>();
  const own = ownNames(name, environments);
  const varying = model.nodes.flatMap((node) => [...varyingIn(node, node.props, [])]);
  // a declared value that differs by such a name alone would pass for one
  const disguised = varying.some((v) => own.alone(environments.map((e) => valueIn(v, e))));
  const experiments = once(() => experimentsOn(name, model, varying, environments, input));
  const known = (id: string): Known => {
    let of = places.get(id);
    if (!of) {
      const object = owned(id, builds);
      of = { found: new Map(), rest: experiments()(object) };
      for (const node of conditional(object, model)) note(of.found, '', node, true);
      places.set(id, of);
    }
    return of;
  };
  return ({ kind, name: called }, pointer, values) => {
    if (!disguised && (own.alone(values) || own.within(pointer))) return undefined;
    const { found, rest } = known(`${kind}/${called}`);
    const scalar = values.some((v) => typeof v !== 'object' && v !== undefined);
    const causes = (): readonly (readonly [string, boolean])[] => {
      const all = [...found.get(pointer) ?? []];
      return all.some(([, same]) => same) ? all.filter(([, same]) => same) : all;
    };
    // two are as good as many, unless one is still to come whose own value stands there
    const settled = (): boolean => { const [, second] = causes(); return second !== undefined && (second[1] || !scalar); };
    while (!settled()) {
      const next = rest.next();
      if (next.done) break;
      for (const [place, same] of next.value.moved) note(found, place, next.value.cause, same);
    }
    const [only, ...others] = causes();
    return only && others.length === 0 ? { property: only[0], itself: only[1] } : undefined;
  };
}

/** Of one object: pointer, cause, and whether the leaf holds the declared value itself. */
type Found = Map<string, Map<string, boolean>>;
/** What is known of an object, and the experiments that could tell more. */
interface Known { readonly found: Found; readonly rest: Generator<Moved> }
/** A leaf that holds the declared value itself is that property's before any other's. */
function note(found: Found, place: string, cause: string, same: boolean): void {
  const causes = found.get(place) ?? new Map<string, boolean>();
  causes.set(cause, same || causes.get(cause) === true);
  found.set(place, causes);
}

/** What of an object moves with a property. */
interface Moved { readonly cause: string; readonly moved: ReadonlyMap<string, boolean> }
/** Gives each property, in one environment, the value that it has in another. */
function experimentsOn(name: string, model: Model, varying: readonly Varying[], environments: readonly Environment[], input: Input): (object: Owned) => Generator<Moved> {
  const models = input.models.filter((m) => m.project === name || model.uses.some((u) => u.path.startsWith(`${m.project}/`)));
  const probe = prober({ ...input, models });
  const trials = environments.flatMap((env) => {
    const edits = varying.flatMap((of) => directions(of, environments).flatMap(([there, to]) => there === env ? [{ of, edit: { node: of.node.path, property: of.property, to } }] : []));
    const each = edits.map(({ of, edit }) => ({ cause: nameOf(of, model), declared: valueIn(of, env), outcome: once(() => probe.outcome(name, env, edit)) }));
    return each.length === 0 ? [] : [{ each, unchanged: once(() => probe.outcome(name, env)), together: once(() => probe.outcome(name, env, edits.map((e) => e.edit))) }];
  });
  return function* (object) {
    for (const { each, unchanged, together } of trials) {
      const before = object.by.map((target) => bodiesIn(probe, unchanged(), target, object));
      const movedBy = (outcome: Outcome, declared?: Json): ReadonlyMap<string, boolean> => differing(object.id, object.by.flatMap((target, i) => paired(before[i]!, bodiesIn(probe, outcome, target, object))), declared);
      // what stays where all of them change is moved by none
      if (each.length > 1 && together().invalid.length === 0 && movedBy(together()).size === 0) continue;
      for (const { cause, declared, outcome } of each) yield { cause, moved: movedBy(outcome(), declared) };
    }
  };
}
/** What a target makes of an object in an outcome, out of the nodes that the object comes from. */
const bodiesIn = (probe: Prober, outcome: Outcome, target: string, { id, from }: Owned): readonly JsonObject[] =>
  probe.emitted(outcome, target, from).flatMap(({ artefact }) => 'address' in artefact && idOf(artefact.address) === id ? [artefact.body] : []);
const paired = <T>(some: readonly T[], others: readonly T[]): readonly (readonly [T, T])[] => some.flatMap((one, i) => { const other = others[i]; return other === undefined ? [] : [[one, other] as const]; });

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

/** An object, the targets with a part in it and the nodes that it comes from, in whichever environment. */
interface Owned { readonly id: string; readonly by: readonly string[]; readonly from: readonly string[] }
function owned(id: string, builds: Built['builds']): Owned {
  const versions = builds.flatMap((b) => b.merged.objects.filter((o) => idOf(o.address) === id));
  return { id, by: [...new Set(versions.flatMap((o) => o.by))].sort(), from: [...new Set(versions.flatMap((o) => o.from))] };
}

const idOf = ({ kind, name }: Pick<Address, 'kind' | 'name'>): string => `${kind}/${name}`;

/** Places that differ between versions of what targets make of an object, and whether the declared value itself stood there. */
function differing(object: string, versions: readonly (readonly [JsonObject, JsonObject])[], declared: Json | undefined): ReadonlyMap<string, boolean> {
  const places = new Map<string, boolean>();
  for (const [was, is] of versions) {
    if (equal(was, is)) continue;
    generalise([was, is], { trail: [], pointer: '', kind: object.slice(0, object.indexOf('/')) }, (_, pointer, [value]) => {
      places.set(pointer, typeof declared !== 'object' && String(value) === String(declared));
      return '';
    });
  }
  return places;
}

/** The nodes of an object that are declared for some environments only. */
const conditional = ({ from }: Owned, { nodes, project }: Model): readonly string[] => nodes.filter((n) => n.only !== undefined && from.includes(n.path)).map(({ path }) => path.slice(project.length + 1));
