// The portfolio on one page, for people who decide about it: projects, owners, purposes, GPUs, money, data, exceptions. One file, no network.
import { file, target, type PortfolioEmitContext } from '../../target.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import type { Summary } from '../../model/summary.ts';
import { href, html, type Html, type HtmlPart } from '../../model/text/html.ts';
import { htmlBar, htmlTable, page } from '../../model/text/page.ts';
import { formatMoney, formatNumber } from '../../model/units.ts';

type Place = PortfolioEmitContext['environments'][number];
const unknown = (why?: string): Html => html`<span class="soft"${why === undefined ? undefined : html` title="${why}"`}>unknown</span>`;

/** GPUs as one number or by accelerator. */
const gpus = (figure: Json | undefined): number | undefined =>
  typeof figure === 'number' ? figure : isObject(figure) ? Object.values(figure).reduce<number>((sum, n) => sum + (typeof n === 'number' ? n : 0), 0) : undefined;
const money = (figure: Json | undefined): { readonly amount: number; readonly currency: string; readonly assumed: boolean } | undefined =>
  isObject(figure) && typeof figure['amount'] === 'number' && typeof figure['currency'] === 'string' ? { amount: figure['amount'], currency: figure['currency'], assumed: figure['state'] === 'assumed' } : undefined;
const because = (figure: Json | undefined): string | undefined => (isObject(figure) && Array.isArray(figure['because']) ? figure['because'].join('; ') : undefined);
const shown = (figure: Json | undefined): HtmlPart => { const m = money(figure); return m ? `${formatMoney(m)}${m.assumed ? ' (assumed)' : ''}` : unknown(because(figure)); };

function spending({ project, figures }: Summary): readonly HtmlPart[] {
  const [cost, budget] = [money(figures['cost']), money(figures['budget'])];
  const comparable = cost && budget && cost.currency === budget.currency;
  return [project, shown(figures['cost']), figures['budget'] === undefined ? html`<span class="soft">none declared</span>` : shown(figures['budget']),
    comparable ? htmlBar(cost.amount, budget.amount, budget.amount > 0 ? `${Math.round((cost.amount / budget.amount) * 100)} % of the budget` : 'no budget left') : ''];
}
function capacity({ env, summaries }: Place): readonly HtmlPart[] {
  const pools = env.clusters.flatMap((c) => Object.values(c.gpuPools));
  const whole = pools.reduce((sum, p) => sum + p.nodes * p.gpusPerNode, 0);
  const counts = summaries.map((s) => [s.project, gpus(s.figures['gpus'])] as const);
  const used = counts.reduce((sum, [, n]) => sum + (n ?? 0), 0);
  const missing = counts.filter(([, n]) => n === undefined).map(([project]) => project);
  return [env.name, pools.map((p) => `${formatNumber(p.nodes * p.gpusPerNode)} × ${p.accelerator}`).join(', ') || 'no pool',
    counts.filter(([, n]) => n).map(([project, n]) => `${project} ${n}`).join(', ') || 'nobody',
    [htmlBar(used, whole, `${used} of ${whole} in use`), missing.length > 0 && html` <span class="soft">and unknown: ${missing.join(', ')}</span>`]];
}
const data = ({ project, published }: Summary, { platform }: PortfolioEmitContext): readonly (readonly HtmlPart[])[] =>
  published.filter((n) => n.$kind === 'DataContract').map((n) => {
    const contract = n as unknown as NodeOf<'DataContract'>;
    const fields = Object.values(contract.fields);
    return [`${project}/${n.$id}`, contract.description, [...new Set(fields.map((f) => f.classification))].sort().map((c) => `${fields.filter((f) => f.classification === c).length} ${c}`).join(', '),
      contract.purposes.map((p) => platform.purposes[p]?.title ?? p).join(', ') || 'any', contract.retention ?? 'not limited', contract.region];
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
      section('GPUs', htmlTable(['Environment', 'There are', 'Used by', 'Share'], environments.map(capacity))),
      ...environments.map((e) => section(`Money a month in ${e.env.name}`, htmlTable(['Project', 'Cost', 'Budget', 'Share'], e.summaries.map(spending)))),
      contracts.length > 0 && section('Data', htmlTable(['Data set', 'What it is', 'Fields by classification', 'May be used for', 'Kept for', 'Region'], contracts)),
      waivers.length > 0 && section('Exceptions', htmlTable(['Rule', 'For', 'Why', 'Answers for it', 'Until'], waivers.map((w) => [w.policy, w.node === undefined ? w.project : `${w.project}/${w.node}`, w.because, platform.teams[w.owner]?.title ?? w.owner, w.until]))),
      html`</main>`,
    ]), { from: projects.map((p) => p.root.$path) });
  },
});
