// What to do when an alert fires: a chapter for each, with the arithmetic behind it, what to look at, what helps, and who is called.
import type { Alert } from '../../analyse/alerts.ts';
import { runbookPath } from '../../model/documents.ts';
import type { NodeOf } from '../../model/node.ts';
import { decimal } from '../../model/rational.ts';
import { md, mdBlocks, mdCode, mdList, mdTable, type Markdown } from '../../model/text/markdown.ts';
import { groupBy } from '../../model/group.ts';
import { formatDuration, formatNumber, formatPercent } from '../../model/units.ts';
import { file, target, type EmitContext } from '../../target.ts';
import { meaning, steps } from './runbook-steps.ts';

export default target({
  system: 'Markdown', api: 'CommonMark with tables', docs: 'https://prometheus-operator.dev/docs/developer/alerting/',
  consumes: ['Slo'], per: 'project', scope: 'project', judge: 'markdown',
  emit: ({ project, root, platform, environments }) => {
    // An alert of several environments is described as in the last one, which is the one that wakes people.
    const alerts = new Map(environments.flatMap((context) => context.all('Slo').flatMap((slo) => [...groupBy(context.facts.alerts[slo.$path]?.alerts ?? [], (a) => a.name)].map(([name, same]) => [name, { context, slo, same }] as const))));
    if (alerts.size === 0) return [];
    const team = platform.teams[root.owner];
    const woken = team?.oncall !== undefined && Object.hasOwn(platform.oncall, team.oncall);
    const call = mdTable(['Owner', 'On call', 'Mail'], [[team?.title ?? root.owner, woken ? `${team.oncall} (${platform.oncall[team.oncall!]!.via})` : 'nobody is woken', team?.email ?? 'unknown']]);
    return file(runbookPath, `${mdBlocks(
      md`# Runbook of ${project}`,
      md`Pages wake whoever is on call; tickets wait for the morning. Each alert links its chapter here.`,
      call, ...[...alerts].map(([name, { context, slo, same }]) => chapter(name, same, slo, context)),
    ).text}\n`, { from: [...new Set([...alerts.values()].map(({ slo }) => slo.$path))] });
  },
});

function chapter(name: string, same: readonly Alert[], slo: NodeOf<'Slo'>, { facts, platform, root, env }: EmitContext): Markdown {
  const [first] = same as readonly [Alert, ...Alert[]];
  const arithmetic = facts.slo[slo.$path]!;
  return mdBlocks(
    md`## ${name}`,
    md`${meaning[first.kind]} It is about ${slo.$id}, ${slo.objective} over ${arithmetic.window}${arithmetic.measure === undefined ? '' : `, under ${formatDuration(arithmetic.measure.underSeconds * 1000)}`}; as it is in ${env.name}.`,
    md`### The budget\n\n${budget(slo, { facts })}`,
    first.kind === 'burn' && rungTable(slo, { facts }),
    md`### Look at`,
    ...Object.entries(first.look).flatMap(([what, expr]) => [md`${what}:`, mdCode('promql', expr)]),
    md`### Do\n\n${mdList(steps(first.kind, arithmetic.meter))}`,
    md`### Call\n\n${same.some((a) => a.severity === 'page') ? md`${platform.teams[root.owner]?.title ?? root.owner}, on call.` : md`Nobody at night: this alert is a ticket.`} If the cause is in the cluster, ${platform.teams[platform.governance.team]?.title ?? platform.governance.team}.`,
  );
}

function budget(slo: NodeOf<'Slo'>, { facts }: Pick<EmitContext, 'facts'>): Markdown {
  const { errorBudget, window, budgetMinutes, events, strategy } = facts.slo[slo.$path]!;
  const share = formatPercent(decimal(errorBudget));
  const counted = events !== undefined && md` Of ${formatNumber(events.expected)} expected, ${formatNumber(events.mayFail)} may fail.`;
  return strategy === 'count-failures' ? md`${share} of runs may fail in ${window}.${counted}` : md`${share} of requests may be bad in ${window}: ${formatNumber(budgetMinutes)} minutes of a full outage.${counted}`;
}

const rungTable = (slo: NodeOf<'Slo'>, { facts }: Pick<EmitContext, 'facts'>): Markdown => {
  const { rungs, windowHours } = facts.slo[slo.$path]!;
  return mdTable(['Window', 'Fires above', 'Budget gone by then', 'The whole budget lasts', 'A full outage is noticed after', 'Kind'], rungs.map((r) => [
    `${r.long} and ${r.short}`, formatPercent(decimal(r.threshold)), formatPercent(decimal(r.budgetShare)), `${Math.round(windowHours / Number(r.factor))} h`, formatDuration(r.detectionMs ?? 0), r.severity,
  ]));
};
