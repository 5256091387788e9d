// What each objective records and when it alerts, as PromQL: what rules, runbooks and their tests have in common.
import { fact, type FactContext } from '../fact.ts';
import type { JsonObject } from '../model/json.ts';
import { names } from '../model/names.ts';
import { isA } from '../model/query.ts';
import { burning } from './slo/burning.ts';
import { failing } from './slo/failing.ts';

export interface Recording { readonly record: string; readonly expr: string; readonly labels: Readonly<Record<string, string>> }
/** What an alert is of: the budget burns, nobody answers, runs failed, half as many as may, or a run has not begun. */
export type AlertKind = 'burn' | 'silence' | 'failures' | 'half-of-failures' | 'overdue';
export interface Alert {
  readonly name: string;
  readonly kind: AlertKind;
  readonly severity: 'page' | 'ticket';
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
  /** What to look at first, by what it tells. */
  readonly look: Readonly<Record<string, string>>;
}
export interface Alerting {
  /** Path of what the objective is for. */
  readonly of: string;
  readonly groups: readonly { readonly name: string; readonly rules: readonly Recording[] }[];
  readonly alerts: readonly Alert[];
}
export interface AlertContext extends FactContext { readonly ids: Readonly<Record<string, string>>; readonly namespace: string; readonly nameOf: (node: { readonly $id: string }, system?: 'kubernetes' | 'cron-job') => string; readonly alert: (name: string, severity: Alert['severity'], rest: AlertRest) => Alert }
type AlertRest = Omit<Alert, 'name' | 'severity' | 'labels'> & { readonly labels?: JsonObject };

const pascal = (id: string): string => id.split(/[^A-Za-z0-9]+/).map((w) => w.slice(0, 1).toUpperCase() + w.slice(1)).join('');

export default fact<Readonly<Record<string, Alerting>>>({
  doc: 'What each objective records and when it alerts, by path: PromQL, severity, what it means and what to look at. None where nothing measures it.',
  derive: (context) => Object.fromEntries(context.all('Slo').flatMap((slo): [string, Alerting][] => {
    const { get, env, project, platform, facts } = context;
    const of = get(slo.of);
    const own = names(platform.name, env.name, project.project, env.namespaceSuffix);
    const ids = { environment: env.name, project: project.project, slo: slo.$id };
    const alerting: AlertContext = {
      ...context, facts, ids, namespace: own.namespace, nameOf: own.of,
      alert: (name, severity, { labels, ...rest }) => ({
        ...rest, name: `${pascal(slo.$id)}${name}`,
        // Only production gets people out of bed.
        severity: env.stage === 'production' ? severity : 'ticket', labels: { ...ids, ...labels as Readonly<Record<string, string>> | undefined },
      }),
    };
    const found = isA(of, 'Pipeline') ? failing(slo, of, facts.slo[slo.$path]!, alerting) : burning(slo, of, facts.slo[slo.$path]!, alerting);
    return found ? [[slo.$path, { of: of.$path, ...found }]] : [];
  })),
});
