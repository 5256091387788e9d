// Waivers: which findings they cover, and what is wrong with the waivers themselves. The date is given; nothing here reads a clock.
import { check as catalogue } from '../model/catalogue/check.ts';
import { diagnose } from '../model/catalogue.ts';
import { daysBetween } from '../model/dates.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import type { Resolved } from '../model/node.ts';
import { isA } from '../model/query.ts';
import { nearest } from '../model/suggest.ts';
import type { AppliedWaiver, GovernanceWaiver } from '../model/waiver.ts';
import type { AnyPolicy } from '../policy.ts';

/** From when on an expiry is announced. */
const soon = 30;

/** The owner's waivers, out of the project's constructs. */
export const ownWaivers = (project: Resolved): readonly AppliedWaiver[] => project.nodes.flatMap((node) => {
  if (!isA(node, 'Waiver')) return [];
  const { policy, for: subject, because, owner, until } = node;
  return [{ policy, node: subject.$ref, because, owner, until, project: project.project, by: 'owner', at: { node: node.$path } }];
});

/** Those of the owners, each once, though it may hold in several environments, and governance's out of the platform's files. */
export function waiversOf(owned: readonly AppliedWaiver[], governance: Readonly<Record<string, readonly GovernanceWaiver[]>>): readonly AppliedWaiver[] {
  const own = new Map<string, AppliedWaiver>();
  for (const waiver of owned) {
    const at = 'node' in waiver.at ? waiver.at.node : '';
    if (!own.has(at)) own.set(at, waiver);
  }
  const granted = Object.entries(governance).flatMap(([project, list]) => list.map((w): AppliedWaiver => ({
    ...w, ...(w.node === undefined ? {} : { node: w.node === project ? project : `${project}/${w.node}` }), project, by: 'governance', at: { file: `waivers/${project}.ts` },
  })));
  return [...own.values(), ...granted];
}

const covers = (waiver: AppliedWaiver, finding: Diagnostic): boolean =>
  waiver.policy === finding.code && waiver.project === finding.project
  && (waiver.node === undefined || ('node' in finding.at && finding.at.node === waiver.node))
  && (waiver.object === undefined || finding.object === `${waiver.object.kind}/${waiver.object.name}`)
  && (waiver.environments === undefined || (finding.environments ?? []).every((e) => waiver.environments!.includes(e)));

/** Marks what valid waivers cover, and reports waivers that are expired, unused, about to expire, or not theirs to give. The waivers come back with the objects that they exempt. */
export function applyWaivers(findings: readonly Diagnostic[], waivers: readonly AppliedWaiver[], policies: Readonly<Record<string, AnyPolicy>>, asOf: string): Pass<readonly AppliedWaiver[]> {
  const used = new Map<AppliedWaiver, { readonly environment: string; readonly kind: string; readonly name: string }[]>();
  const marked = findings.map((finding) => {
    const waiver = waivers.find((w) => covers(w, finding));
    if (!waiver) return finding;
    const exempt = used.get(waiver) ?? [];
    used.set(waiver, exempt);
    const [kind, name] = finding.object?.split('/') ?? [];
    if (kind !== undefined && name !== undefined) exempt.push(...(finding.environments ?? []).map((environment) => ({ environment, kind, name })));
    const waivable = policies[waiver.policy]?.waivable ?? 'never';
    const allowed = waivable === 'owner' || (waivable === 'governance' && waiver.by === 'governance');
    if (!allowed || waiver.until < asOf) return finding;
    return { ...finding, waived: { by: waiver.owner, until: waiver.until, because: waiver.because } };
  });
  return {
    // a waiver of everything in a project exempts its whole namespace, and needs no list
    value: waivers.map((w) => { const covers = used.get(w) ?? []; return covers.length > 0 && w.node !== undefined && w.node !== w.project ? { ...w, covers } : w; }),
    diagnostics: [...marked, ...waivers.flatMap((w) => judge(w, used.has(w), policies, asOf))],
  };
}

function judge(waiver: AppliedWaiver, used: boolean, policies: Readonly<Record<string, AnyPolicy>>, asOf: string): readonly Diagnostic[] {
  const { policy: id, until, project, at } = waiver;
  const node = waiver.node ?? (waiver.object ? `${waiver.object.kind} ${waiver.object.name}` : project);
  const policy = policies[id];
  const say = { project };
  // the platform's own are one list to a file: they are said there
  const within = (property: string): typeof at => 'node' in at ? { ...at, property: [property] } : at;
  if (!policy) return [diagnose(catalogue, 'LW1404', within('policy'), { policy: id, nearest: nearest(id, Object.keys(policies)) }, say)];
  if (policy.waivable === 'never' || (policy.waivable === 'governance' && waiver.by === 'owner')) {
    return [diagnose(catalogue, 'LW1403', within('policy'), { policy: id, waivable: policy.waivable }, say)];
  }
  if (until < asOf) return [diagnose(catalogue, 'LW1401', within('until'), { policy: id, until, node }, say)];
  if (!used) return [diagnose(catalogue, 'LW1402', at, { policy: id, node }, say)];
  const days = daysBetween(asOf, until);
  return days <= soon ? [diagnose(catalogue, 'LW1405', within('until'), { policy: id, until, node, days }, say)] : [];
}
