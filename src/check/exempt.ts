// What a waiver exempts in a cluster, as names that an admission policy and a bundle can look up: a cluster has no clock, and no object may exempt itself.
import type { Environment, Platform } from '../model/platform.ts';
import { name, names } from '../model/names.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import type { AnyPolicy } from '../policy.ts';

/** Stands for the kind where a waiver names a construct, whose objects share its name. */
const anyKind = 'any';
/** Kinds that a controller makes out of another one, whose name they carry before the last hyphen. */
const madeFrom: Readonly<Record<string, string>> = { ReplicaSet: 'Deployment', Job: 'CronJob' };

/** Whether the policy lets this waiver count. Expiry is not asked: an expired waiver is an error of the check, and artefacts know no date. */
const counts = (waiver: AppliedWaiver, policy: AnyPolicy): boolean => policy.waivable === 'owner' || (policy.waivable === 'governance' && waiver.by === 'governance');

/** `<namespace>`, `<namespace>.<kind>.<name>` or `<namespace>.any.<name>`, with who answers until when; sorted. */
export function exemptions(policy: AnyPolicy & { readonly id?: string }, waivers: readonly AppliedWaiver[], platform: Platform, env: Environment): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const waiver of waivers) {
    if (waiver.policy !== policy.id || !counts(waiver, policy) || (waiver.environments !== undefined && !waiver.environments.includes(env.name))) continue;
    for (const key of keysOf(waiver, names(platform.name, env.name, waiver.project, env.namespaceSuffix).namespace, env)) found.set(key, `until ${waiver.until}, ${waiver.owner}: ${waiver.because}`);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => a < b ? -1 : 1));
}

function keysOf(waiver: AppliedWaiver, namespace: string, env: Environment): readonly string[] {
  if (waiver.covers) return waiver.covers.filter((o) => o.environment === env.name).map((o) => `${namespace}.${o.kind}.${o.name}`);
  if (waiver.object) return [`${namespace}.${waiver.object.kind}.${waiver.object.name}`];
  if (waiver.node === undefined || waiver.node === waiver.project) return [namespace];
  return [`${namespace}.${anyKind}.${name('kubernetes', waiver.node.slice(waiver.project.length + 1))}`];
}

const listed = (kind: string, named: string): string => `((request.namespace + '.${anyKind}.' + ${named}) in params.data || (request.namespace + '.' + ${kind} + '.' + ${named}) in params.data)`;
const stem = "o.name.substring(0, o.name.lastIndexOf('-'))";
/** The same lookup in an admission policy, whose parameter is the list: the object, a controller that made it, or what that was made from is on the list. The platform alone writes the list. */
export const exemptExpression = `has(params.data) && (request.namespace in params.data
  || ${listed('request.kind.kind', "object.metadata.?name.orValue('')")}
  || object.metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false) && (
    ${listed('o.kind', 'o.name')}
${Object.entries(madeFrom).map(([made, from]) => `    || (o.kind == '${made}' && o.name.contains('-') && ${listed(`'${from}'`, stem)})`).join('\n')})))`;
