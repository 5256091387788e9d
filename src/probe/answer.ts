// Answers `why` for a place in dist: the causes, who wrote it, what it is there for, and the policies that look at it.
import { podOf } from '../check/pods.ts';
import { holdsIn } from '../check/declarations.ts';
import type { JsonObject } from '../model/json.ts';
import { query } from '../model/query.ts';
import { kindsOf, type CheckContext } from '../policy.ts';
import type { Laboratory } from './laboratory.ts';
import { prober } from './probe.ts';
import { subjectOf, type Place, type Subject } from './subject.ts';
import { why, type Cause } from './why.ts';

export interface Answer {
  readonly path: string;
  readonly value: string;
  readonly causes: readonly Cause[];
  /** Settings of the platform without which there would be no such object, where nothing else causes the line. */
  readonly chosen: readonly Cause[];
  /** The nodes that it came from: where it is a constant, it is there because of them. */
  readonly from: readonly string[];
  readonly by: string;
  readonly system?: string;
  readonly source: string;
  readonly checkedBy: readonly string[];
}

/** Nothing where the place does not hold what the sources say now. */
export async function answer(place: Place, lab: Laboratory): Promise<Answer | undefined> {
  const subject = await subjectOf(place, lab);
  if (!subject) return undefined;
  const { causes, chosen } = await why(subject, lab);
  const { path, value, by, from } = subject;
  const target = lab.input.targets[by];
  const source = target ? `src/targets/${by}.ts` : by.startsWith('override') ? by : `src/${by}.ts`;
  return { path, value, causes, chosen, from, by, ...(target ? { system: `${target.system} ${target.api}` } : {}), source, checkedBy: checkers(causes, subject, lab) };
}

/** Policies on declarations that read the causing property, and policies on objects that see the object. */
function checkers(causes: readonly Cause[], { body, scope }: Subject, { input }: Laboratory): readonly string[] {
  const env = 'environment' in scope ? scope.environment : scope.environments.at(-1)!;
  const [cause] = causes;
  const project = cause?.node?.split('/')[0];
  const { context, facts } = project === undefined ? {} : prober(input).outcome(project, env);
  return Object.entries(input.policies).flatMap(([id, policy]) => {
    if (!holdsIn(policy, env)) return [];
    if ('onObject' in policy) return scope.of === 'environment' && body && (policy.onObject.select === 'pods' ? podOf(body) !== undefined : policy.onObject.kind === body['kind']) ? [id] : [];
    if (cause?.what !== 'property' || !context || !facts || !kindsOf(policy).some((k) => k === cause.kind)) return [];
    const node = kindsOf(policy).flatMap((k): readonly { readonly $path: string }[] => context.all(k)).find((n) => n.$path === cause.node);
    const run = (watched: JsonObject): unknown => policy.check(watched as never, { ...query(context.project), project: context.project, root: context.root, platform: context.platform, env, facts, portfolio: {} as CheckContext['portfolio'], asOf: input.asOf });
    return node && reads(node as unknown as JsonObject, String(cause.property[0]), run) ? [id] : [];
  });
}

function reads(node: JsonObject, property: string, run: (watched: JsonObject) => unknown): boolean {
  let read = false;
  const watched = new Proxy({ ...node }, { get: (target, key) => { if (key === property) read = true; return target[key as string]; } });
  try { run(watched); } catch { return read; }
  return read;
}
