// Which rules serve a control, and what each rule means for each project: whether it is enforced, only reported, waived, or asks nothing.
import { holdsIn } from '../../check/declarations.ts';
import { catalogues, controlOf, type Control } from '../../data/controls.ts';
import { groupBy } from '../../model/group.ts';
import { kindsOf, type AnyPolicy } from '../../policy.ts';
import type { PortfolioEmitContext } from '../../target.ts';

/** No day is known here, so nothing says that a rule was kept on one: `enforced` is that what breaks it is not written. What was found on a day is in the report of that run. */
export interface Verdicts {
  readonly enforced: readonly string[];
  readonly reported: readonly string[];
  readonly waived: readonly { readonly project: string; readonly until: string }[];
  /** Nothing of its kind is declared. */
  readonly notAsked: readonly string[];
}
export interface Rule { readonly policy: string; readonly severity: AnyPolicy['severity']; /** Where its packs hold; nowhere: it is off. */ readonly environments: readonly string[]; readonly projects: Verdicts }
export interface ServedControl extends Control { readonly control: string; readonly policies: readonly string[] }
export interface Controls { readonly rules: readonly Rule[]; readonly controls: readonly ServedControl[] }

function ruleOf(policy: AnyPolicy & { readonly id: string }, { environments, waivers, projects }: PortfolioEmitContext): Rule {
  const on = environments.filter(({ env }) => holdsIn(policy, env));
  // a rule on objects asks of everything that runs
  const asked = new Set(on.flatMap(({ summaries }) => summaries.filter((s) => 'onObject' in policy || kindsOf(policy).some((kind) => (s.kinds[kind] ?? 0) > 0)).map((s) => s.project)));
  const until = new Map(waivers.filter((w) => w.policy === policy.id).sort((a, b) => (a.until < b.until ? -1 : 1)).map((w) => [w.project, w.until]));
  const names = on.length === 0 ? [] : projects.map((p) => p.name);
  const strict = names.filter((n) => asked.has(n) && !until.has(n));
  return {
    policy: policy.id, severity: policy.severity, environments: on.map(({ env }) => env.name),
    projects: {
      enforced: policy.severity === 'error' ? strict : [], reported: policy.severity === 'error' ? [] : strict,
      waived: names.flatMap((project) => { const day = asked.has(project) ? until.get(project) : undefined; return day === undefined ? [] : [{ project, until: day }]; }), notAsked: names.filter((n) => !asked.has(n)),
    },
  };
}

export function controlsOf(context: PortfolioEmitContext): Controls {
  const policies = context.policies.filter((p): p is AnyPolicy & { readonly id: string } => p.id !== undefined);
  const serving = groupBy(policies.flatMap(({ id, controls = [] }) => controls.map((control) => ({ id, control }))), ({ control }) => control);
  const order = Object.entries(catalogues).flatMap(([name, { joined, controls }]) => Object.keys(controls).map((id) => `${name}${joined}${id}`));
  const controls = order.flatMap((control): readonly ServedControl[] => {
    const by = serving.get(control);
    const found = by && controlOf(control);
    return found ? [{ control, ...found, policies: by.map(({ id }) => id) }] : [];
  });
  return { rules: policies.map((p) => ruleOf(p, context)), controls };
}
