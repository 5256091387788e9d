// Emit: runs the chosen targets over a resolved project. Says which target and which nodes each artefact came from; renders nothing.
import type { AnyTarget, Artefact, EmitContext, SpanContext } from '../target.ts';
import type { Facts } from '../generated/registry-types.ts';
import { named } from '../model/fault.ts';
import { names as namesOf, type Names } from '../model/names.ts';
import type { Cluster, Environment, Platform } from '../model/platform.ts';
import type { Kind, Resolved } from '../model/node.ts';
import { query } from '../model/query.ts';
import type { Recall } from '../model/recall.ts';
import { runsIn, type Targets } from './select.ts';

/** An artefact with its origin, and where it goes within the tree. */
export interface Tagged { readonly artefact: Artefact; readonly by: string; readonly from: readonly string[]; readonly place: Place }
export type Place = { readonly scope: 'cluster'; readonly cluster: string } | { readonly scope: 'account'; readonly account: string } | { readonly scope: 'environment' | 'project' | 'portfolio' };

export function emitContext(project: Resolved, env: Environment, cluster: Cluster, platform: Platform, facts: Facts): EmitContext {
  const names: Names = namesOf(platform.name, env.name, project.project, env.namespaceSuffix);
  return {
    ...query(project), project, root: project.root, platform, env, cluster, facts, names, namespace: names.namespace,
    labels: (node) => ({ ...names.selector(node), 'app.kubernetes.io/component': componentOf(node.$kind), 'app.kubernetes.io/managed-by': 'leitwerk' }),
  };
}

const components = new Map<string, string>();
/** `ModelEndpoint` is `model-endpoint`; there are few kinds and many labels. */
function componentOf(kind: string): string {
  let component = components.get(kind);
  if (component === undefined) { component = kind.replace(/(?<=[a-z])[A-Z]/g, (c) => `-${c}`).toLowerCase(); components.set(kind, component); }
  return component;
}

const forms = new Set<unknown>(['object', 'contribution', 'terraform', 'file']);
/** What a target yields for a subject. A company's own target is checked by nobody else: what is no artefact is its fault, with its name. */
export const artefactsOf = (id: string, on: string, emit: () => Iterable<Artefact> | Artefact): readonly Artefact[] => named('target', id, on, () => {
  const emitted: unknown = emit();
  const all = typeof emitted === 'object' && emitted !== null && Symbol.iterator in emitted ? [...emitted as Iterable<Artefact>] : [emitted as Artefact];
  for (const artefact of all) if (typeof artefact !== 'object' || artefact === null || !forms.has(artefact.form)) throw new TypeError(`it yields ${JSON.stringify(artefact) ?? 'nothing'}, which is no artefact: object(...), contribute(...), resource(...) and file(...) make one`);
  return all;
});
const withSubject = (subject: string, artefact: Artefact): readonly string[] => [...new Set([subject, ...(artefact.from ?? [])])];

/** All artefacts of one project in one environment, targets in the order of their ids. */
export function emitProject(context: EmitContext, targets: Targets, recall?: Recall): readonly Tagged[] {
  const emitted: Tagged[] = [];
  for (const [id, target] of Object.entries(targets)) if (runsIn(id, target, context.env)) emitted.push(...emitOne(id, target, context, recall));
  return emitted;
}

/** What one target emits: for all its subjects, or for some, by path. */
export function emitOne(id: string, target: AnyTarget, context: EmitContext, recall?: Recall, subjects?: readonly string[]): readonly Tagged[] {
  if (target.scope === 'project' || target.scope === 'portfolio' || target.per === 'portfolio') return [];
  const place: Place = target.scope === 'cluster' ? { scope: 'cluster', cluster: context.cluster.name }
    : target.scope === 'account' ? { scope: 'account', account: context.env.accounts[0]?.name ?? 'main' } : { scope: 'environment' };
  const tagged = (subject: string, emit: (context: EmitContext) => Iterable<Artefact> | Artefact): readonly Tagged[] => {
    const make = (of: EmitContext): readonly Tagged[] => artefactsOf(id, `${subject} in ${context.env.name}`, () => emit(of)).map((artefact) => ({ artefact, by: id, from: withSubject(subject, artefact), place }));
    return recall ? recall.derived(`${id} ${subject} ${Object.values(place).join(' ')}`, context, make) : make(context);
  };
  const wanted = (path: string): boolean => subjects?.includes(path) ?? true;
  if (target.per === 'project') return !wanted(context.root.$path) ? [] : tagged(context.root.$path, (of) => (target.emit as (c: EmitContext) => Iterable<Artefact> | Artefact)(of));
  return (target.consumes as readonly Kind[]).flatMap((kind) => context.all(kind).filter((node) => wanted(node.$path) && target.asks?.(node as never) !== false)
    .flatMap((node) => tagged(node.$path, (of) => target.emit((of === context ? node : of.get({ $ref: node.$path, kind })) as never, of))));
}

/** What spans the environments of one project. A target runs if any of its environments chose it. */
export function emitSpan(context: SpanContext, targets: Targets): readonly Tagged[] {
  const emitted: Tagged[] = [];
  for (const [id, target] of Object.entries(targets)) {
    if (target.scope !== 'project' || !context.environments.some(({ env }) => runsIn(id, target, env))) continue;
    for (const artefact of artefactsOf(id, context.root.$path, () => (target.emit as (c: SpanContext) => Iterable<Artefact> | Artefact)(context))) {
      emitted.push({ artefact, by: id, from: withSubject(context.root.$path, artefact), place: { scope: 'project' } });
    }
  }
  return emitted;
}
