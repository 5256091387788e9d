// A datasheet for each data set that the project promises: why it exists, what is in it, how it came about, what it may be used for, who keeps it up.
import type { NodeOf } from '../../model/node.ts';
import { frontMatter } from '../../model/text/front-matter.ts';
import { md, mdBlocks, mdLink, mdTable } from '../../model/text/markdown.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { file, target, type SpanContext } from '../../target.ts';
import { across, environmentsOf, paths, type Seen } from './shared.ts';

type Rule = NodeOf<'DataContract'>['quality'][number];
function said(rule: Rule): string {
  switch (rule.kind) {
    case 'unique': return `${rule.fields.join(', ')}: no two rows alike`;
    case 'complete': return `${rule.field}: there in ${rule.atLeast} of the rows`;
    case 'range': return `${rule.field}: ${rule.min === undefined ? '' : `from ${rule.min} `}${rule.max === undefined ? '' : `to ${rule.max}`}`.trim();
    case 'pattern': return `${rule.field}: like ${rule.pattern}`;
    case 'rows': return `at least ${rule.min} rows${rule.max === undefined ? '' : `, at most ${rule.max}`}`;
  }
}
const layers = { bronze: 'as it came', silver: 'cleaned', gold: 'shaped for its readers' } as const;

// The questions follow the order of https://arxiv.org/abs/1803.09010, in our own words.
function sheet({ node: c, context }: Seen<'DataContract'>, span: SpanContext): string {
  const { root, platform, all } = context;
  const makers = all('Pipeline').filter((p) => p.writes.some((r) => r.$ref === c.$path));
  const readers = [...all('Pipeline'), ...all('ModelEndpoint'), ...all('Application')].filter((n) => n.reads.some((r) => r.$ref === c.$path));
  const learners = all('TrainedModel').filter((m) => m.trainedOn.some((r) => r.$ref === c.$path));
  const team = platform.teams[root.owner];
  const bases = context.facts.processing.find((p) => p.contract === c.$path)?.bases ?? [];
  return `${mdBlocks(
    frontMatter({ pretty_name: c.$id, tags: ['leitwerk', c.layer, ...new Set(Object.values(c.fields).map((f) => f.classification))] }),
    md`# ${c.$id} ${c.version}`,
    md`## Why it exists\n\n${c.description}`,
    mdTable(['Owner', 'Contact', 'Environments'], [[team?.title ?? root.owner, team?.email ?? 'unknown', environmentsOf(span, c)]]),
    md`## What is in it\n\n${mdTable(['Field', 'Type', 'Classification', 'Key', 'May be missing', 'Values', 'Meaning'], Object.entries(c.fields).map(([name, f]) => [name, f.type, f.pseudonym ? `${f.classification}, pseudonym` : f.classification, f.key ? 'yes' : '', f.nullable ? 'yes' : '', f.values?.join(', ') ?? '', f.description ?? '']))}`,
    c.subjects.length > 0 && md`Personal data of ${c.subjects.join(', ')}.`,
    md`## How it came about\n\n${makers.length === 0 ? md`No pipeline of this project writes it.` : mdTable(['Pipeline', 'Reads', 'What happens on the way', 'Why that is enough'], makers.map((p) => [p.$id, p.reads.map((r) => r.$ref).join(', '), p.transformation?.kind ?? 'as it is', p.transformation?.because ?? '']))}`,
    md`Layer: ${c.layer}, ${layers[c.layer]}. Format: ${c.format}${c.partitionBy.length === 0 ? '' : `, by ${c.partitionBy.join(', ')}`}. Newest record: at most ${spokenDuration(c.freshness)} old.`,
    c.quality.length > 0 && md`## What must hold\n\n${mdTable(['Rule', 'What it says'], c.quality.map((r) => [r.kind, said(r)]))}`,
    md`## What it may be used for\n\n${mdTable(['Purposes', 'Legal basis', 'Impact assessment'], [[c.purposes.map((p) => platform.purposes[p]?.title ?? p).join(', ') || 'any', bases.join(', ') || 'not needed', c.impactAssessment === undefined ? 'none' : `${c.impactAssessment.reference}, ${c.impactAssessment.on}; again on ${c.impactAssessment.review}`]])}`,
    md`## Who uses it\n\n${readers.length + learners.length === 0 ? md`Nobody in this project.` : mdTable(['What', 'Kind'], [...readers, ...learners].map((n) => [n.$id, n.$kind]))}`,
    md`## How long it is kept\n\n${c.retention === undefined ? 'Without limit' : spokenDuration(c.retention)}, in ${c.region}. A person's records go ${c.erasure === 'by-key' ? 'when asked, by their key' : 'when their time is over'}.`,
    md`${mdLink('The contract', `../../contracts/${c.$id}.odcs.yaml`)}, ${mdLink('all documents of the project', `../${paths.index}`)}`,
  ).text}\n`;
}

export default target({
  system: 'Datasheet', api: 'Markdown with dataset card metadata', docs: 'https://huggingface.co/docs/hub/datasets-cards', consumes: ['DataContract', 'Pipeline', 'TrainedModel'], per: 'project', scope: 'project', judge: 'model-card',
  emit: (span) => across(span, 'DataContract').map((seen) => file(`documents/${paths.datasheet(seen.node.$id)}`, sheet(seen, span), { from: [seen.node.$path] })),
});
