// Which rules serve a control, and what each of them means for each project: whether it is enforced, only reported, waived, asks nothing, or is off.
import { holdsIn } from '../../check/declarations.ts';
import { catalogues, controlOf } from '../../data/controls.ts';
import type { AnyPolicy } from '../../policy.ts';
import type { PortfolioEmitContext } from '../../target.ts';

/** No day is known here, so nothing says that a rule was kept on one: `enforced` is that what breaks it is not written. What was found on a day is in the report of that run. */
export type Verdict = 'enforced' | 'reported' | 'waived' | 'not-asked' | 'off';
export interface PolicyVerdict { readonly verdict: Verdict; readonly environments: readonly string[]; readonly until?: string }
export interface ControlRow {
  readonly control: string; readonly catalogue: string; readonly title: string; readonly source: string;
  readonly policies: readonly { readonly policy: string; readonly severity: AnyPolicy['severity']; readonly projects: Readonly<Record<string, PolicyVerdict>> }[];
}

function verdictOf(policy: AnyPolicy, project: string, { environments, waivers }: PortfolioEmitContext): PolicyVerdict {
  const on = environments.filter(({ env }) => holdsIn(policy, env));
  if (on.length === 0) return { verdict: 'off', environments: [] };
  // a rule on objects asks of everything that runs
  const asked = on.filter(({ summaries }) => summaries.some((s) => s.project === project && ('onObject' in policy || (s.kinds[policy.on] ?? 0) > 0))).map(({ env }) => env.name);
  if (asked.length === 0) return { verdict: 'not-asked', environments: [] };
  const until = waivers.filter((w) => w.project === project && w.policy === policy.id).map((w) => w.until).sort().at(-1);
  return until !== undefined ? { verdict: 'waived', environments: asked, until } : { verdict: policy.severity === 'error' ? 'enforced' : 'reported', environments: asked };
}

export function controlsOf(context: PortfolioEmitContext): readonly ControlRow[] {
  const order = Object.entries(catalogues).flatMap(([name, { joined, controls }]) => Object.keys(controls).map((id) => `${name}${joined}${id}`));
  const rules = context.policies.flatMap((policy) => (policy.id === undefined ? [] : [{
    id: policy.id, policy, projects: Object.fromEntries(context.projects.map((p) => [p.name, verdictOf(policy, p.name, context)])),
  }]));
  return order.flatMap((control): readonly ControlRow[] => {
    const found = controlOf(control);
    const serving = rules.filter((r) => r.policy.controls?.includes(control));
    if (found === undefined || serving.length === 0) return [];
    return [{ control, catalogue: found.catalogue, title: found.title, source: found.source, policies: serving.map(({ id, policy, projects }) => ({ policy: id, severity: policy.severity, projects })) }];
  });
}
