// The portfolio on one page, for people who decide about it: projects, owners, purposes, GPUs, money, data, exceptions. One file, no network.
import { file, target, type PortfolioEmitContext } from '../../target.ts';
import { accelerator } from '../../data/gpus.ts';
import { assumed, known, unknown, type Known } from '../../fact.ts';
import { isObject } from '../../model/json.ts';
import type { Money } from '../../model/money.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Summary } from '../../model/summary.ts';
import { href, html, type Html, type HtmlPart } from '../../model/text/html.ts';
import { htmlBar, htmlTable, page } from '../../model/text/page.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { formatMoney, formatNumber } from '../../model/units.ts';

type Place = PortfolioEmitContext['environments'][number];
const shown = (value: Known<Money>): HtmlPart =>
  value.state === 'unknown' ? html`<span class="soft" title="${value.because.join('; ')}">unknown</span>` : `${formatMoney(value.value)}${value.state === 'assumed' ? ' (assumed)' : ''}`;
/** The figure that a project has published of its cost; one that has not is unknown. */
function costOf({ figures: { cost } }: Summary): Known<Money> {
  if (!isObject(cost) || typeof cost['amount'] !== 'number') return unknown(...(isObject(cost) && Array.isArray(cost['because']) ? cost['because'] : ['no figure']));
  const value = { amount: cost['amount'], currency: String(cost['currency']) };
  return cost['state'] === 'assumed' ? assumed(value) : known(value);
}
function share(part: Known<Money>, whole: Known<Money>, of: string): HtmlPart {
  if (part.state === 'unknown' || whole.state === 'unknown' || part.value.currency !== whole.value.currency || whole.value.amount === 0) return '';
  const [a, b] = [part.value.amount, whole.value.amount];
  return htmlBar(a, b, `${Math.round((a / b) * 100)} % of the ${of}`);
}
function spending({ summaries, facts }: Place): Html {
  const { budget } = facts.portfolio;
  const rows = summaries.map((s) => {
    const limit = budget.projects.find((p) => p.project === s.project)?.amount;
    return [s.project, shown(costOf(s)), limit ? shown(limit) : html`<span class="soft">none declared</span>`, limit ? share(costOf(s), limit, 'budget') : ''];
  });
  return htmlTable(['Project', 'Cost', 'Budget', 'Share'], [...rows, [html`<strong>All budgets</strong>`, '', shown(budget.sum), share(budget.sum, budget.envelope, 'envelope')]]);
}
const capacity = ({ env, facts }: Place): readonly (readonly HtmlPart[])[] => Object.entries(facts.portfolio.gpus).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { capacity: all, guaranteed, projects }]) =>
  [env.name, accelerator(name)?.title ?? name, projects.map((p) => `${p.project}: ${formatNumber(p.amount)}`).join(', ') || 'nobody', htmlBar(guaranteed, all, `${formatNumber(guaranteed)} of ${formatNumber(all)} promised`)]);
const data = ({ project, published }: Summary, { platform }: PortfolioEmitContext): readonly (readonly HtmlPart[])[] =>
  published.filter((n) => n.$kind === 'DataContract').map((n) => {
    const contract = n as unknown as NodeOf<'DataContract'>;
    const fields = Object.values(contract.fields);
    return [`${project}/${n.$id}`, contract.description, [...new Set(fields.map((f) => f.classification))].sort().map((c) => `${fields.filter((f) => f.classification === c).length} ${c}`).join(', '),
      contract.purposes.map((p) => platform.purposes[p]?.title ?? p).join(', ') || 'any', contract.retention === undefined ? 'not limited' : spokenDuration(contract.retention), contract.region];
  });

export default target({
  system: 'HTML', api: 'HTML Living Standard', docs: 'https://html.spec.whatwg.org/', consumes: ['AiProject', 'DataContract', 'GpuQuota', 'Budget'], per: 'portfolio', scope: 'portfolio', judge: 'html',
  emit: (context) => {
    const { platform, environments, projects, waivers } = context;
    const last = environments.at(-1);
    const contracts = (last?.summaries ?? []).flatMap((s) => data(s, context));
    const section = (title: string, body: HtmlPart): Html => html`<section>\n<h2>${title}</h2>\n${body}\n</section>\n`;
    const users = (of: string) => (last?.summaries ?? []).filter((s) => s.uses.some((u) => u.path.startsWith(`${of}/`))).map((s) => s.project);
    return file('overview.html', page(`AI projects of ${platform.name}`, 'en', [
      html`<header>\n<h1>AI projects of ${platform.name}</h1>\n<p class="soft">What is declared, in ${environments.map((e) => e.env.name).join(', ')}. Unknown is never counted as zero.</p>\n</header>\n<main>\n`,
      html`<ul class="tiles">\n<li><b>${projects.length}</b>projects</li>\n<li><b>${new Set(projects.map((p) => p.root.owner)).size}</b>owners</li>\n<li><b>${contracts.length}</b>data sets</li>\n<li><b>${waivers.length}</b>exceptions</li>\n</ul>\n`,
      section('Projects', htmlTable(['Project', 'Owner', 'Purpose', 'Problem', 'Goal', 'Its data goes to'], projects.map(({ name, root }) => {
        const team = platform.teams[root.owner];
        return [html`<strong>${name}</strong>`, team ? html`<a href="${href(`mailto:${team.email}`)}">${team.title}</a>` : root.owner, platform.purposes[root.purpose]?.title ?? root.purpose,
          root.problem, `${root.kpi.name}: ${root.kpi.baseline} to ${root.kpi.target} by ${root.kpi.by}`, users(name).join(', ') || 'nobody else'];
      }))),
      section('GPUs', htmlTable(['Environment', 'GPU', 'Promised to', 'Share'], environments.flatMap(capacity))),
      ...environments.map((e) => section(`Money a month in ${e.env.name}`, spending(e))),
      contracts.length > 0 && section('Data', htmlTable(['Data set', 'What it is', 'Fields by classification', 'May be used for', 'Kept for', 'Region'], contracts)),
      waivers.length > 0 && section('Exceptions', htmlTable(['Rule', 'For', 'Why', 'Answers for it', 'Until'], waivers.map((w) => [w.policy, w.node === undefined ? w.project : `${w.project}/${w.node}`, w.because, platform.teams[w.owner]?.title ?? w.owner, w.until]))),
      html`</main>`,
    ]), { from: projects.map((p) => p.root.$path) });
  },
});
