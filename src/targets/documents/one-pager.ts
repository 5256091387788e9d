// The project on one page, for whoever approves or audits it: why, for whom, with which data, what runs, what it costs, when it ends.
import { file, target, type EmitContext, type SpanContext } from '../../target.ts';
import type { Known } from '../../fact.ts';
import type { LineageEdge } from '../../analyse/lineage.ts';
import type { Money } from '../../model/money.ts';
import { md, mdBlocks, mdList, mdTable, type Markdown } from '../../model/text/markdown.ts';
import { flowchart, mermaidBlock, type Shape } from '../../model/text/mermaid.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { formatMoney } from '../../model/units.ts';
import { exceptions, models, transformations } from './reasons.ts';

const shapes: Readonly<Record<string, Shape>> = { DataContract: 'cylinder', Pipeline: 'box', Model: 'hexagon', TrainedModel: 'hexagon', ExternalModel: 'hexagon', FeatureView: 'cylinder', VectorIndex: 'cylinder', Telemetry: 'cylinder', ModelEndpoint: 'round', PredictionEndpoint: 'round' };
const verbs: Readonly<Record<LineageEdge['as'], string>> = { reads: 'is read by', writes: 'writes', fills: 'fills', trains: 'trains', makes: 'makes', answers: 'answers in', asks: 'asks', 'falls-back': 'falls back to', records: 'is kept in' };
const measures = { 'control-group': 'against a control group', 'before-after': 'before and after', survey: 'by a survey' } as const;
const money = (value: Known<Money>): string =>
  value.state === 'unknown' ? `unknown: ${value.because.join('; ')}` : `${formatMoney(value.value)}${value.state === 'assumed' ? ` (assumed: ${value.assumptions.join('; ')})` : ''}`;

function picture({ facts, all, root }: EmitContext): Markdown | undefined {
  const { nodes, edges } = facts.lineage;
  const budgets = all('Budget').map((b) => ({ key: b.$path, lines: [b.$id, `${formatMoney(b.amount)} per ${b.per}`], shape: 'box' as const, group: root.$project }));
  if (nodes.length + budgets.length === 0) return undefined;
  return mermaidBlock(flowchart(
    [...nodes.map(({ path, id, kind }) => ({ key: path, lines: [id], shape: shapes[kind] ?? 'box', group: path.split('/')[0] ?? '' })), ...budgets],
    edges.map(({ from, to, as }) => ({ from, to, label: verbs[as], ...(as === 'falls-back' ? { dotted: true as const } : {}) })),
  ));
}

function dataTable({ all, get, facts, platform }: EmitContext): Markdown | undefined {
  const rows = facts.lineage.nodes.filter((n) => n.kind === 'DataContract').map(({ path, own }) => {
    const contract = all('DataContract').find((c) => c.$path === path) ?? get<'DataContract'>({ $ref: path, kind: 'DataContract' });
    const fields = Object.values(contract.fields);
    const classes = [...new Set(fields.map((f) => f.classification))].sort().map((c) => `${fields.filter((f) => f.classification === c).length} ${c}`);
    return [own ? contract.$id : path, contract.description, classes.join(', '), contract.purposes.map((p) => platform.purposes[p]?.title ?? p).join(', ') || 'any', contract.retention === undefined ? 'not limited' : spokenDuration(contract.retention), contract.region];
  });
  return rows.length === 0 ? undefined : md`## Data\n\n${mdTable(['Data set', 'What it is', 'Fields by classification', 'May be used for', 'Kept for', 'Region'], rows)}`;
}

function moneyTable({ environments }: SpanContext): Markdown {
  return md`## Money a month\n\n${mdTable(['Environment', 'Cost', 'Budget', 'Share'], environments.map(({ env, facts, all }) => {
    const budgets = all('Budget').map((b) => ({ b, compared: facts.cost.budgets[b.$path] }));
    return [env.name, money(facts.cost.perMonth), budgets.map(({ b }) => `${b.$id}: ${formatMoney(b.amount)} per ${b.per}`).join('; ') || 'none',
      budgets.map(({ compared }) => (compared === undefined ? 'unknown' : compared.share === undefined ? compared.verdict : `${(Number(compared.share) * 100).toFixed(1)} %`)).join('; ')];
  }))}`;
}

const endpoints = ({ environments }: SpanContext): Markdown | undefined => {
  const rows = environments.flatMap(({ env, all, get, facts }) => all('ModelEndpoint').map((e) => {
    const size = facts.sizing[e.$path];
    return [e.$id, env.name, get(e.model).weights, size === undefined ? 'unknown' : `${size.totalGpus} × ${size.accelerator}`, e.access.audience, e.timeout === undefined ? 'none' : spokenDuration(e.timeout)];
  }));
  return rows.length === 0 ? undefined : md`## What answers\n\n${mdTable(['Endpoint', 'Environment', 'Model', 'GPUs', 'Callers', 'Timeout'], rows)}`;
};

export default target({
  system: 'Markdown', api: 'CommonMark with tables and Mermaid', docs: 'https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/creating-diagrams',
  consumes: ['AiProject', 'DataContract', 'Pipeline', 'Model', 'ModelEndpoint', 'Budget', 'RawManifest', 'RawTerraform', 'Override', 'Waiver'], per: 'project', scope: 'project', judge: 'markdown',
  emit: (context) => {
    const { root, platform, environments } = context;
    const team = platform.teams[root.owner];
    const purpose = platform.purposes[root.purpose];
    const counts = environments.at(-1);
    return file('documents/one-pager.md', mdBlocks(
      md`# ${context.project}`,
      md`${root.problem}`,
      mdTable(['Owner', 'Contact', 'Purpose', 'Legal basis', 'Regions'], [[team?.title ?? root.owner, team?.email ?? 'unknown', purpose?.title ?? root.purpose, purpose?.legalBasis ?? 'unknown', root.regions.join(', ')]]),
      md`## Goal\n\n${mdTable(['Measure', 'Today', 'Target', 'By', 'Measured'], [[root.kpi.name, root.kpi.baseline, root.kpi.target, root.kpi.by, measures[root.kpi.measuredBy]]])}`,
      root.nonGoals.length > 0 && md`## Not its task\n\n${mdList(root.nonGoals)}`,
      md`## When it ends\n\n${root.exit}`,
      counts && md`## How it hangs together\n\nAs in ${counts.env.name}.\n\n${picture(counts)}`,
      counts && dataTable(counts), counts && transformations(counts), counts && models(counts), endpoints(context), moneyTable(context), counts && exceptions(counts),
    ).text + '\n', { from: counts ? counts.facts.lineage.nodes.filter((n) => n.own).map((n) => n.path) : [] });
  },
});
