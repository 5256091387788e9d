// The way into a project's documents: all of them with one line each, what the EU AI Act asks, and what comes due.
import { runbookPath } from '../../model/documents.ts';
import { md, mdBlocks, mdLink, mdTable, type MarkdownPart } from '../../model/text/markdown.ts';
import { file, target, type SpanContext } from '../../target.ts';
import { across, paths } from './shared.ts';

function documents(span: SpanContext): readonly (readonly MarkdownPart[])[] {
  const superseded = new Set(across(span, 'Decision').map((d) => d.node.replaces?.$ref));
  return [
    [mdLink('One-pager', paths.onePager), 'why, for whom, with which data, what it costs'], [mdLink('Record of processing', paths.record), 'personal data: whose, for what, who gets it'], [mdLink('Bill of materials', paths.bom), 'models, data and services, for machines'],
    ...(span.environments.some(({ all, facts }) => all('Slo').some((slo) => (facts.alerts[slo.$path]?.alerts ?? []).length > 0)) ? [[mdLink('Runbook', runbookPath.replace('documents/', '')), 'each alert: what it means, where to look, what to do']] : []),
    ...across(span, 'Model').map(({ node }) => [mdLink(node.$id, paths.card(node.$id)), `model: ${node.weights}`]),
    ...across(span, 'TrainedModel').map(({ node }) => [mdLink(node.$id, paths.card(node.$id)), `model of its own: ${node.task}, ${node.version}`]),
    ...across(span, 'DataContract').map(({ node }) => [mdLink(node.$id, paths.datasheet(node.$id)), `data set: ${node.description}`]),
    ...[...across(span, 'Decision')].sort((a, b) => (a.node.on < b.node.on ? 1 : -1)).map(({ node }) => [mdLink(node.$id, paths.decision(node.$id)), `decision of ${node.on}, ${superseded.has(node.$path) ? 'superseded' : node.status}: ${node.title}`]),
  ];
}

const states = { answered: 'there', open: 'missing', elsewhere: 'kept elsewhere' } as const;

export default target({
  system: 'Markdown', api: 'CommonMark with tables', docs: 'https://spec.commonmark.org/', consumes: ['AiProject', 'Model', 'TrainedModel', 'DataContract', 'Decision'], per: 'project', scope: 'project', judge: 'markdown',
  emit(span) {
    const context = span.environments.at(-1);
    if (context === undefined) return [];
    const { root, facts, platform, env } = context;
    const { aiAct, users } = root;
    const { score } = facts.useCase;
    return file(`documents/${paths.index}`, `${mdBlocks(
      md`# Documents of ${span.project}`,
      md`${root.problem}`,
      mdTable(['Owner', 'Purpose', 'Users', 'Score'], [[platform.teams[root.owner]?.title ?? root.owner, platform.purposes[root.purpose]?.title ?? root.purpose, users === undefined ? 'not declared' : `${users.people} ${users.who}`, score === undefined ? 'not scored' : score.formula]]),
      mdTable(['Document', 'What it tells'], documents(span)),
      md`## EU AI Act`,
      aiAct === undefined ? md`No class is declared.` : md`${aiAct.class}${aiAct.area === undefined ? '' : `, ${aiAct.area}`}, as ${aiAct.role}: ${aiAct.because}`,
      facts.obligations.list.length > 0 && md`As in ${env.name}.\n\n${mdTable(['From', 'Article', 'What it asks', 'State', 'By'], facts.obligations.list.map((o) => [o.from, o.article, o.title, states[o.state], o.what]))}`,
      facts.deadlines.length > 0 && md`## What comes due\n\n${mdTable(['Day', 'What'], facts.deadlines.map((d) => [d.on, d.what]))}`,
    ).text}\n`, { from: [root.$path] });
  },
});
