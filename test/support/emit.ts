// Emits targets for a small made-up project on the real platform, so that a test reads what one target makes of one declaration.
import { readdirSync } from 'node:fs';
import type * as z from 'zod';
import platformDeclaration from '../../leitwerk.config.ts';
import { deriveFacts } from '../../src/analyse/run.ts';
import { emitContext } from '../../src/emit/emit.ts';
import { facts as registry } from '../../src/generated/registry.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { AnyNode, Kind, NodeOf, Resolved } from '../../src/model/node.ts';
import { platform as platformSchema, type Platform, type PlatformDeclaration } from '../../src/model/platform.ts';
import { query } from '../../src/model/query.ts';
import type { Artefact, EmitContext, NodeTarget, OwnObject, ProjectTarget } from '../../src/target.ts';

interface Loaded { readonly kind: string; readonly definition: { readonly schema: () => z.ZodType; readonly example: JsonObject } }
const files = readdirSync(new URL('../../constructs', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts')).sort();
const modules = await Promise.all(files.map((f) => import(new URL(`../../constructs/${f}`, import.meta.url).href) as Promise<Readonly<Record<string, unknown>>>));
const concepts = new Map(modules.flatMap((m) => Object.values(m))
  .filter((c): c is Loaded & (() => void) => typeof c === 'function' && 'kind' in c && 'definition' in c).map((c) => [c.kind, c]));

export interface Declaring { readonly kind: Kind; readonly id: string; readonly props?: JsonObject; readonly project?: string; readonly formerly?: string }
const project = 'demo';
/** A reference to a node of the project. */
export const to = (kind: string, id: string): JsonObject => ({ $ref: id.includes('/') ? id : `${project}/${id}`, kind });

function node({ kind, id, props = {}, project: owner = project, formerly }: Declaring): AnyNode {
  const { schema, example } = concepts.get(kind)!.definition;
  // References of the example point at nobody; those that a test needs it gives.
  const merged = { ...example, ...props };
  return { ...(schema().parse(merged) as JsonObject), $kind: kind, $id: id, $path: kind === 'AiProject' ? id : `${owner}/${id}`, $project: owner, ...(formerly === undefined ? {} : { $formerly: formerly }) } as AnyNode;
}

export interface Setting { readonly environment?: string; readonly used?: readonly Declaring[]; readonly platform?: (p: Platform) => Platform }
/** The emit context of a project that declares these nodes. */
export function contextOf(nodes: readonly Declaring[], { environment = 'production', used = [], platform: change = (p) => p }: Setting = {}): EmitContext {
  const platform = change(platformSchema.parse(platformDeclaration satisfies PlatformDeclaration) as Platform);
  const env = environmentsOf(platform).find((e) => e.name === environment)!;
  const root = node({ kind: 'AiProject', id: project });
  const resolved: Resolved = { project, environment, root: root as unknown as NodeOf<'AiProject'>, nodes: [root, ...nodes.map(node)], used: used.map(node) };
  return emitContext(resolved, env, env.clusters[0]!, platform, deriveFacts(registry, { ...query(resolved), project: resolved, platform, env }));
}

/** What a target emits in a context. */
export function emitted(target: unknown, context: EmitContext): readonly Artefact[] {
  const { per, consumes, emit } = target as NodeTarget | ProjectTarget;
  const list = (of: Iterable<Artefact> | Artefact): readonly Artefact[] => (Symbol.iterator in of ? [...of] : [of]);
  if (per === 'project') return list((emit as ProjectTarget['emit'])(context));
  return consumes.flatMap((kind) => context.all(kind).flatMap((n) => list((emit as NodeTarget['emit'])(n as never, context))));
}
export const objectsOf = (target: unknown, context: EmitContext): readonly OwnObject[] => emitted(target, context).filter((a): a is OwnObject => a.form === 'object');
/** The body of the one object of this kind and name. */
export function body(objects: readonly OwnObject[], kind: string, name?: string): JsonObject {
  const found = objects.filter((o) => o.address.kind === kind && (name === undefined || o.address.name === name));
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}${name === undefined ? '' : ` named ${name}`}: ${objects.map((o) => `${o.address.kind}/${o.address.name}`).join(', ')}`);
  return found[0]!.body;
}
