// The portfolio on one page, for people who decide about it: what there is, what it costs, what could go wrong, what comes due. One file, no script, no network.
import { catalogues } from '../../data/controls.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Summary } from '../../model/summary.ts';
import { href, html, type Html, type HtmlPart } from '../../model/text/html.ts';
import { chart, shares } from '../../model/text/chart.ts';
import { htmlTable, page } from '../../model/text/page.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { formatMoney, formatNumber } from '../../model/units.ts';
import { file, target, type PortfolioEmitContext } from '../../target.ts';
import { controlsOf } from './controls-of.ts';
import { obligationsOf, thirdPartiesOf } from './figures.ts';
import { due, gpus, money, risk, thirdParties, useCases } from './sections.ts';

type Place = PortfolioEmitContext['environments'][number];
interface Part { readonly id: string; readonly title: string; readonly lead: string; readonly body: HtmlPart }

const data = ({ project, published }: Summary, { platform }: PortfolioEmitContext): readonly (readonly HtmlPart[])[] =>
  published.filter((n) => n.$kind === 'DataContract').map((n) => {
    const contract = n as unknown as NodeOf<'DataContract'>;
    const fields = Object.values(contract.fields);
    return [`${project}/${n.$id}`, contract.description, [...new Set(fields.map((f) => f.classification))].sort().map((c) => `${fields.filter((f) => f.classification === c).length} ${c}`).join(', '),
      contract.purposes.map((p) => platform.purposes[p]?.title ?? p).join(', ') || 'any', contract.retention === undefined ? 'not limited' : spokenDuration(contract.retention), contract.region];
  });

const projects = ({ projects, platform }: PortfolioEmitContext, summaries: readonly Summary[]): Html => {
  const users = (of: string) => summaries.filter((s) => s.uses.some((u) => u.path.startsWith(`${of}/`))).map((s) => s.project);
  return htmlTable(['Project', 'Owner', 'Purpose', 'Problem', 'Goal', 'Its data goes to'], projects.map(({ name, root }) => {
    const team = platform.teams[root.owner];
    return [html`<strong>${name}</strong>`, team ? html`<a href="${href(`mailto:${team.email}`)}">${team.title}</a>` : root.owner, platform.purposes[root.purpose]?.title ?? root.purpose,
      root.problem, `${root.kpi.name}: ${root.kpi.baseline} to ${root.kpi.target} by ${root.kpi.by}`, users(name).join(', ') || 'nobody else'];
  }));
};

/** Of each catalogue, what rules do about its controls. */
function controls(context: PortfolioEmitContext): Html {
  const { rules, controls: served } = controlsOf(context);
  const holds = new Set(rules.filter((r) => r.projects.enforced.length > 0).map((r) => r.policy));
  return chart(Object.entries(catalogues).flatMap(([name, { title, controls: of }]) => {
    const own = served.filter((r) => r.catalogue === name);
    const enforced = own.filter((r) => r.policies.some((p) => holds.has(p))).length;
    const said = `${own.length} of ${Object.keys(of).length} served, ${enforced} enforced`;
    return own.length === 0 ? [] : [{ name: html`${name} <span class="soft">${title}</span>`, picture: shares([{ amount: enforced, colour: 2 }, { amount: own.length - enforced, colour: 0 }], Object.keys(of).length, said), value: said }];
  }));
}

function tiles({ projects: all, waivers }: PortfolioEmitContext, { summaries, facts }: Place): Html {
  const { sum } = facts.portfolio.budget;
  const open = summaries.flatMap((s) => obligationsOf(s).filter((o) => o.state === 'open')).length;
  const promised = Object.values(facts.portfolio.gpus).reduce((n, g) => n + g.guaranteed, 0);
  const tile = (value: HtmlPart, what: string): Html => html`<li><b>${value}</b>${what}</li>\n`;
  return html`<ul class="tiles">\n${[tile(all.length, 'projects'), tile(sum.state === 'unknown' ? 'unknown' : formatMoney(sum.value), 'budgets a month'), tile(formatNumber(promised), 'GPUs promised'), tile(new Set(summaries.flatMap((s) => thirdPartiesOf(s).map((t) => t.provider))).size, 'other companies'), tile(open, 'obligations that nothing answers'), tile(waivers.length, 'exceptions')]}</ul>\n`;
}

export default target({
  system: 'HTML', api: 'HTML Living Standard', docs: 'https://html.spec.whatwg.org/', consumes: ['AiProject', 'DataContract', 'GpuQuota', 'Budget', 'ExternalModel', 'Decision'], per: 'portfolio', scope: 'portfolio', judge: 'html',
  emit: (context) => {
    const { platform, environments, waivers } = context;
    const last = environments.at(-1);
    const summaries = last?.summaries ?? [];
    const contracts = summaries.flatMap((s) => data(s, context));
    const part = (id: string, title: string, lead: string, body: HtmlPart): readonly Part[] => (body === undefined || body === false ? [] : [{ id, title, lead, body }]);
    const parts: readonly Part[] = last === undefined ? [] : [
      ...part('projects', 'Projects', 'Who does what, and how success is measured.', projects(context, summaries)),
      ...part('money', 'Money a month', `What projects cost in ${last.env.name}, against their budgets.`, money(last)),
      ...part('gpus', 'GPUs', 'What projects are guaranteed, against what there is.', gpus(environments)),
      ...part('use-cases', 'Use cases', 'By their score; risk, regulation and time count the other way round.', useCases(last)),
      ...part('risk', 'Risk and obligations', 'Classes of the EU AI Act, and what it asks of them.', risk(last)),
      ...part('third-parties', 'Other companies', 'Who gets data, where, and on which basis.', thirdParties(last)),
      ...part('due', 'What comes due', 'Days that somebody has to keep.', due(last, context)),
      ...part('data', 'Data', 'What projects offer to others.', contracts.length > 0 && htmlTable(['Data set', 'What it is', 'Fields by classification', 'May be used for', 'Kept for', 'Region'], contracts)),
      ...part('exceptions', 'Exceptions', 'Rules that somebody suspended, for a reason and a time.', waivers.length > 0 && htmlTable(['Rule', 'For', 'Why', 'Answers for it', 'Until'], waivers.map((w) => [w.policy, w.node === undefined ? w.project : w.node, w.because, platform.teams[w.owner]?.title ?? w.owner, w.until]))),
      ...part('controls', 'Controls', 'Catalogues that auditors use, and the rules that serve them; controls.json has each of them.', controls(context)),
    ];
    return file('overview.html', page(`AI projects of ${platform.name}`, 'en', [
      html`<header>\n<h1>AI projects of ${platform.name}</h1>\n<p class="soft">What is declared, in ${environments.map((e) => e.env.name).join(', ')}. Unknown is never counted as zero.</p>\n<nav aria-label="Sections"><ul>${parts.map((p) => html`<li><a href="#${p.id}">${p.title}</a></li>`)}</ul></nav>\n</header>\n<main>\n`,
      last && tiles(context, last), parts.map((p) => html`<section id="${p.id}">\n<h2>${p.title}</h2>\n<p class="soft">${p.lead}</p>\n${p.body}\n</section>\n`), html`</main>`,
    ]), { from: context.projects.map((p) => p.root.$path) });
  },
});
