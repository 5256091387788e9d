// Causes: which declared property makes a leaf differ between environments. Found by giving each, in one environment, the value that it has in another.
import { environmentsOf } from '../model/environments.ts';
import { equal, isObject, type Json, type JsonObject, type Path } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import type { Environment } from '../model/platform.ts';
import type { Input, ProjectBuild } from '../pipeline.ts';
import type { Address } from '../target.ts';
import { generalise } from '../write/generalise.ts';
import type { ValueCause } from '../write/value-names.ts';
import { prober, type Outcome, type Prober } from './probe.ts';

interface Varying { readonly node: Declared; readonly property: Path; readonly choices: JsonObject }
type Built = Pick<ProjectBuild, 'name' | 'model'> & { readonly builds: readonly Pick<ProjectBuild['builds'][number], 'env' | 'merged'>[] };
/** Undefined where no property or more than one moves the leaf. */
export type CauseOf = (address: Pick<Address, 'kind' | 'name'>, pointer: string) => ValueCause | undefined;

export function causesOf({ name, model, builds }: Built, input: Input): CauseOf {
  const found = new Map<string, Map<string, boolean>>();
  const environments = environmentsOf(input.platform).filter((e) => builds.some((b) => b.env.name === e.name));
  const targets = owners(builds);
  if (targets.length > 0) {
    const models = input.models.filter((m) => m.project === name || model.uses.some((u) => u.path.startsWith(`${m.project}/`)));
    const probe = prober({ ...input, models });
    const before = new Map<string, ReturnType<typeof bodies>>();
    const unchanged = (env: Environment): ReturnType<typeof bodies> => {
      let made = before.get(env.name);
      if (!made) { made = bodies(probe.outcome(name, env), targets, probe); before.set(env.name, made); }
      return made;
    };
    for (const varying of model.nodes.flatMap((node) => [...varyingIn(node, node.props, [])])) {
      for (const [env, to] of directions(varying, environments)) {
        const was = unchanged(env);
        const after = bodies(probe.outcome(name, env, { node: varying.node.path, property: varying.property, to }), targets, probe);
        for (const [place, declared] of moved(was, after, valueIn(varying, env))) note(found, place, nameOf(varying, model), declared);
      }
    }
  }
  for (const { node, object } of conditional(model, builds)) note(found, `${object} `, node, true);
  return ({ kind, name: called }, pointer) => {
    const causes = [...found.get(`${kind}/${called} ${pointer}`) ?? []];
    const [only, ...others] = causes.some(([, same]) => same) ? causes.filter(([, same]) => same) : causes;
    return only && others.length === 0 ? { property: only[0], itself: only[1] } : undefined;
  };
}

/** A leaf that holds the declared value itself is that property's before any other's. */
function note(found: Map<string, Map<string, boolean>>, place: string, cause: string, same: boolean): void {
  const causes = found.get(place) ?? new Map<string, boolean>();
  causes.set(cause, same || causes.get(cause) === true);
  found.set(place, causes);
}

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

/** Targets with a part in an object that is not the same everywhere. */
function owners(builds: Built['builds']): readonly string[] {
  const seen = new Map<string, { readonly body: JsonObject; count: number; differs: boolean; readonly by: Set<string> }>();
  for (const object of builds.flatMap((b) => b.merged.objects)) {
    const id = idOf(object.address);
    const known = seen.get(id) ?? { body: object.body, count: 0, differs: false, by: new Set<string>() };
    known.count++;
    known.differs ||= !equal(known.body, object.body);
    for (const target of object.by) known.by.add(target);
    seen.set(id, known);
  }
  return [...new Set([...seen.values()].flatMap((o) => o.differs || o.count < builds.length ? [...o.by] : []))].sort();
}

const idOf = ({ kind, name }: Pick<Address, 'kind' | 'name'>): string => `${kind}/${name}`;

/** What each target yields, by target and object. */
function bodies(outcome: Outcome, targets: readonly string[], probe: Prober): ReadonlyMap<string, JsonObject> {
  const made = new Map<string, JsonObject>();
  for (const target of targets) for (const { artefact } of probe.emitted(outcome, target)) if ('address' in artefact) made.set(`${target} ${idOf(artefact.address)}`, artefact.body);
  return made;
}

/** Places that differ, and whether the declared value itself stood there. */
function moved(before: ReadonlyMap<string, JsonObject>, after: ReadonlyMap<string, JsonObject>, declared: Json | undefined): ReadonlyMap<string, boolean> {
  const places = new Map<string, boolean>();
  for (const [key, was] of before) {
    const is = after.get(key);
    const object = key.slice(key.indexOf(' ') + 1);
    if (is === undefined || equal(was, is)) continue;
    generalise([was, is], { trail: [], pointer: '', kind: object.slice(0, object.indexOf('/')) }, (_, pointer, [value]) => {
      places.set(`${object} ${pointer}`, typeof declared !== 'object' && String(value) === String(declared));
      return '';
    });
  }
  return places;
}

/** Objects of nodes that are declared for some environments only. */
function conditional({ nodes, project }: Model, builds: Built['builds']): readonly { readonly node: string; readonly object: string }[] {
  return nodes.filter((n) => n.only !== undefined).flatMap(({ path }) =>
    builds.flatMap((b) => b.merged.objects.filter((o) => o.from.includes(path)).map((o) => ({ node: path.slice(project.length + 1), object: idOf(o.address) }))));
}
