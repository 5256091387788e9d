// Decisions as records that later readers find, in the form of MADR: context, options, outcome, consequences; one that another replaces is superseded.
import { frontMatter } from '../../model/text/front-matter.ts';
import { md, mdBlocks, mdLink, mdList } from '../../model/text/markdown.ts';
import { file, target, type SpanContext } from '../../target.ts';
import { across, paths, type Seen } from './shared.ts';

function record({ node: d, context }: Seen<'Decision'>, span: SpanContext): string {
  const later = across(span, 'Decision').find((o) => o.node.replaces?.$ref === d.$path)?.node;
  const earlier = d.replaces === undefined ? undefined : context.get(d.replaces);
  const beside = (id: string): string => paths.decision(id).replace('decisions/', '');
  return `${mdBlocks(
    // https://github.com/adr/madr/blob/4.0.0/template/adr-template.md
    frontMatter({ status: later === undefined ? d.status : `superseded by ${later.$id}`, date: d.on, 'decision-makers': d.by.map((t) => context.platform.teams[t]?.title ?? t) }),
    md`# ${d.title}`,
    md`## Context and Problem Statement\n\n${d.context}`,
    md`## Considered Options\n\n${mdList(d.options.map((o) => o.name))}`,
    md`## Decision Outcome\n\n${d.outcome}`,
    d.consequences !== undefined && md`### Consequences\n\n${d.consequences}`,
    md`## Pros and Cons of the Options`,
    ...d.options.map((o) => md`### ${o.name}\n\n${o.because}`),
    md`## More Information\n\n${mdList([
      ...(d.about.length > 0 ? [`About ${d.about.map((r) => r.$ref).join(', ')}`] : []),
      ...(earlier === undefined ? [] : [md`Replaces ${mdLink(earlier.$id, beside(earlier.$id))}: ${earlier.title}`]), ...(later === undefined ? [] : [md`Replaced by ${mdLink(later.$id, beside(later.$id))}: ${later.title}`]),
      ...(d.review === undefined ? [] : [`Looked at again on ${d.review}`]), mdLink('All documents of the project', `../${paths.index}`),
    ])}`,
  ).text}\n`;
}

export default target({
  system: 'MADR', api: 'MADR 4.0', docs: 'https://adr.github.io/madr/', consumes: ['Decision'], per: 'project', scope: 'project', judge: 'markdown',
  emit: (span) => across(span, 'Decision').map((seen) => file(`documents/${paths.decision(seen.node.$id)}`, record(seen, span), { from: [seen.node.$path] })),
});
