// Checks declarations: every policy whose packs hold in the environment, over every node of its kind.
import type { Facts, PortfolioFacts } from '../generated/registry-types.ts';
import type { Diagnostic, Remedy } from '../model/diagnostic.ts';
import { named } from '../model/fault.ts';
import type { Resolved } from '../model/node.ts';
import type { Environment, Platform } from '../model/platform.ts';
import { query } from '../model/query.ts';
import { formatLiteral } from '../model/units.ts';
import { kindsOf, type AnyDeclarationPolicy, type AnyPolicy, type CheckContext, type Found, type Verdict } from '../policy.ts';

export type Policies = Readonly<Record<string, AnyPolicy>>;

/** A policy without packs always holds; with packs, where the environment switches one of them on. */
export const holdsIn = (policy: AnyPolicy, env: Environment): boolean => policy.packs === undefined || policy.packs.some((p) => env.packs.includes(p));
const isDeclaration = (policy: AnyPolicy): policy is AnyDeclarationPolicy => 'on' in policy;

export interface Checked { readonly project: Resolved; readonly env: Environment; readonly platform: Platform; readonly facts: Facts; readonly portfolio: PortfolioFacts; readonly asOf: string }

/** What lies outside of a project and its platform, and which of it some policy has looked at: without that, a finding holds as long as the project stays as it is. */
export type Seen = 'asOf' | 'portfolio';

export function checkDeclarations(checked: Checked, policies: Policies, seen = new Set<Seen>()): readonly Diagnostic[] {
  const { project, env, platform, facts } = checked;
  const context: CheckContext = {
    ...query(project), project, env, platform, facts, root: project.root,
    get portfolio() { seen.add('portfolio'); return checked.portfolio; },
    get asOf() { seen.add('asOf'); return checked.asOf; },
  };
  const found: Diagnostic[] = [];
  for (const [id, policy] of Object.entries(policies)) {
    if (!isDeclaration(policy) || !holdsIn(policy, env)) continue;
    for (const kind of kindsOf(policy)) for (const node of context.all(kind)) found.push(...judgeNode(id, policy, node, context));
  }
  return found;
}

/** What one policy says of one node. */
export function judgeNode(id: string, policy: AnyDeclarationPolicy, node: { readonly $path: string; readonly $id: string }, context: CheckContext): readonly Diagnostic[] {
  return findings(named('policy', id, `${node.$path} in ${context.env.name}`, () => policy.check(node as never, context)), policy).map(({ at, what, why, severity, try: edits, related }) => ({
    code: id, severity: severity ?? policy.severity, at: { node: node.$path, environment: context.env.name, ...(at === undefined ? {} : { property: at }) },
    what: what.startsWith(node.$id) ? what : `${node.$id} ${what}`,
    why: [...(why ?? []), policy.because],
    remedies: [...(edits ?? []).map((edit): Remedy => ({ text: `${edit.property.join('.')}: ${printed(edit.to)}${edit.note === undefined ? '' : `  ${edit.note}`}`, edit })), { text: policy.remedy }],
    ...(related === undefined ? {} : { related: related.map(({ node, property, what }) => ({ at: { node, ...(property === undefined ? {} : { property }), environment: context.env.name }, what })) }),
    project: context.project.project, environments: [context.env.name],
  }));
}

function findings(verdict: Verdict, policy: AnyDeclarationPolicy): readonly Found[] {
  if (verdict === undefined || verdict === true) return [];
  if (verdict === false) return [{ what: `breaks the rule: ${policy.remedy}` }];
  if (typeof verdict === 'string') return [{ what: verdict }];
  return Array.isArray(verdict) ? verdict as readonly Found[] : [verdict as Found];
}
/** As an author writes it. */
function printed(value: unknown): string {
  if (typeof value === 'number') return formatLiteral(value);
  if (typeof value === 'string') return `'${value}'`;
  const { amount, currency } = (value ?? {}) as { readonly amount?: unknown; readonly currency?: unknown };
  if (typeof amount !== 'number' || typeof currency !== 'string' || !['EUR', 'USD', 'GBP', 'CHF'].includes(currency)) return JSON.stringify(value);
  return `${currency.toLowerCase()}(${amount % 100 === 0 ? formatLiteral(amount / 100) : `'${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}'`})`;
}

/** Findings that say the same in several environments become one. */
export function mergeEnvironments(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const merged = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const at = 'node' in d.at ? { node: d.at.node, property: d.at.property } : d.at;
    const key = JSON.stringify([d.code, at, d.what, d.why, d.object, d.waived]);
    const same = merged.get(key);
    merged.set(key, same ? { ...same, environments: [...new Set([...(same.environments ?? []), ...(d.environments ?? [])])] } : d);
  }
  return [...merged.values()];
}
