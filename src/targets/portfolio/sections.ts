// Sections of the overview: money, GPUs, risk classes, obligations, other companies, use cases, what comes due. Each is a chart with its numbers in words.
import { accelerator } from '../../data/gpus.ts';
import type { Known } from '../../fact.ts';
import type { Money } from '../../model/money.ts';
import { against, calendar, chart, legend, shares, type Lane } from '../../model/text/chart.ts';
import { html, type Html, type HtmlPart } from '../../model/text/html.ts';
import { htmlTable } from '../../model/text/page.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { formatMoney, formatNumber } from '../../model/units.ts';
import type { PortfolioEmitContext } from '../../target.ts';
import { costOf, deadlinesOf, obligationsOf, thirdPartiesOf } from './figures.ts';

type Place = PortfolioEmitContext['environments'][number];
const inWords = (value: Known<Money>): string => (value.state === 'unknown' ? 'unknown' : `${formatMoney(value.value)}${value.state === 'assumed' ? ' (assumed)' : ''}`);
const amount = (value: Known<Money> | undefined): number | undefined => (value === undefined || value.state === 'unknown' ? undefined : value.value.amount);
export const tag = (text: HtmlPart, kind: 'over' | 'good' | '' = ''): Html => html`<span class="tag${kind === '' ? '' : ` ${kind}`}">${text}</span>`;

/** Cost of each project against its budget, and all budgets against the envelope. */
export function money({ summaries, facts }: Place): Html {
  const { projects, sum, envelope } = facts.portfolio.budget;
  const rows = summaries.map((s) => ({ name: s.project, cost: costOf(s), budget: projects.find((p) => p.project === s.project)?.amount }));
  const most = Math.max(1, ...rows.flatMap((r) => [amount(r.cost) ?? 0, amount(r.budget) ?? 0]));
  const total = Math.max(1, amount(sum) ?? 0, amount(envelope) ?? 0);
  const whole = `${inWords(sum)}${envelope.state === 'unknown' ? ', no envelope' : ` of an envelope of ${inWords(envelope)}`}`;
  return html`${chart(rows.map(({ name, cost, budget }) => {
    const said = `${cost.state === 'unknown' ? 'cost unknown' : inWords(cost)}${budget === undefined ? ', no budget' : cost.state === 'unknown' ? `, budget ${inWords(budget)}` : ` of ${inWords(budget)}`}`;
    const over = amount(cost) !== undefined && amount(budget) !== undefined && amount(cost)! > amount(budget)!;
    return { name, picture: against(amount(cost), amount(budget), most, said), value: over ? html`<span class="over">${said}</span>` : cost.state === 'unknown' ? html`<span class="soft" title="${cost.because.join('; ')}">${said}</span>` : said };
  }))}${chart([{ name: 'All budgets', picture: against(amount(sum), amount(envelope), total, whole), value: whole }])}`;
}

/** GPUs that projects are guaranteed, against the pools. */
export function gpus(places: readonly Place[]): Html {
  const names = [...new Set(places.flatMap((p) => Object.values(p.facts.portfolio.gpus).flatMap((g) => g.projects.map((x) => x.project))))];
  const rows = places.flatMap(({ env, facts }) => Object.entries(facts.portfolio.gpus).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { capacity, guaranteed, projects }]) => {
    const said = `${formatNumber(guaranteed)} of ${formatNumber(capacity)} promised`;
    return { name: html`${accelerator(name)?.title ?? name} <span class="soft">${env.name}</span>`, picture: shares(projects.map((p) => ({ amount: p.amount, colour: names.indexOf(p.project) })), capacity, said), value: guaranteed > capacity ? html`<span class="over">${said}</span>` : said };
  }));
  return html`${legend(names.map((name, colour) => ({ name, colour })))}${chart(rows)}`;
}

const classes = ['prohibited', 'high-risk', 'transparency', 'minimal'] as const;
/** Which project is of which class, and how much of what is asked is there, by the day from which it is. */
export function risk({ summaries }: Place): Html {
  const rows = [...classes, undefined].map((of) => ({ of, projects: summaries.filter((s) => s.root.aiAct?.class === of) })).filter((r) => r.projects.length > 0 || r.of === 'high-risk');
  const all = summaries.flatMap((s) => obligationsOf(s).filter((o) => o.state !== 'elsewhere').map((o) => ({ ...o, project: s.project })));
  const days = [...new Set(all.map((o) => o.from))].sort();
  const missing = all.filter((o) => o.state === 'open');
  return html`${chart(rows.map(({ of, projects }) => ({
    name: of ?? 'not declared', picture: against(projects.length, undefined, summaries.length, `${projects.length} of ${summaries.length} projects`), value: projects.length === 0 ? html`<span class="soft">none</span>` : projects.map((p) => tag(p.project, of === 'prohibited' ? 'over' : '')),
  })))}${days.length > 0 && html`<h3>What is asked, from which day</h3>${chart(days.map((day) => {
    const of = all.filter((o) => o.from === day);
    const open = of.filter((o) => o.state === 'open');
    return { name: day, picture: shares([{ amount: of.length - open.length, colour: 2 }, { amount: open.length, colour: 1 }], of.length, `${of.length - open.length} of ${of.length} there`), value: open.length === 0 ? html`<span class="good">all ${of.length} there</span>` : `${open.length} of ${of.length} missing` };
  }))}${legend([{ name: 'there', colour: 2 }, { name: 'missing', colour: 1 }])}${missing.length > 0 && htmlTable(['From', 'Project', 'Article', 'What is missing'], missing.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)).map((o) => [o.from, o.project, o.article, o.title]))}`}`;
}

/** Other companies, by the jurisdiction that they are in, with what reaches them. */
export function thirdParties({ summaries }: Place): Html | undefined {
  const all = summaries.flatMap((s) => thirdPartiesOf(s).map((t) => ({ ...t, project: s.project })));
  if (all.length === 0) return undefined;
  const places = [...new Set(all.map((t) => t.jurisdiction))].sort();
  const personal = (t: typeof all[number]): boolean => t.receives.some((r) => r !== 'confidential');
  return html`${chart(places.map((place) => {
    const of = all.filter((t) => t.jurisdiction === place);
    const said = `${of.length} in use, ${of.filter(personal).length} with personal data`;
    return { name: place, picture: shares([{ amount: of.filter(personal).length, colour: 1 }, { amount: of.filter((t) => !personal(t)).length, colour: 0 }], all.length, said), value: said };
  }))}${legend([{ name: 'personal data', colour: 1 }, { name: 'none', colour: 0 }])}${htmlTable(['Company', 'Used by', 'Where', 'Which data', 'Kept there', 'Agreement until', 'Transfer'], all.map((t) => [
    html`<strong>${t.provider}</strong>`, t.project, `${t.region}, ${t.jurisdiction}`, t.receives.length === 0 ? html`<span class="soft">none that is classified</span>` : t.receives.map((r) => tag(r, r === 'special-category' ? 'over' : '')), t.retention === '0d' ? 'not at all' : spokenDuration(t.retention),
    t.agreement ?? tag('none', 'over'), t.leaves ? t.transferBasis ?? tag('no basis', 'over') : 'stays',
  ]))}`;
}

/** Use cases by score. */
export const useCases = ({ facts }: Place): Html => html`${chart(facts.useCases.ranked.map((r) => ({
  name: r.project, ...(r.score === undefined ? {} : { picture: against(Number(r.score), undefined, 5, `${r.score} of 5`) }), value: r.score === undefined ? html`<span class="soft">not scored</span>` : html`<span title="${r.formula}">${r.score} of 5</span>`,
})))}${facts.useCases.alike.map((a) => html`<p>Much the same problem: ${a.projects.map((p) => tag(p))}</p>`)}${facts.useCases.orphans.length > 0 && html`<p class="soft">Nothing answers in them, and nobody uses what they offer: ${facts.useCases.orphans.map((p) => tag(p))}</p>`}`;

/** Days that somebody has to keep, and exceptions that end. */
export function due({ summaries }: Place, { waivers }: PortfolioEmitContext): Html | undefined {
  const all = [...summaries.flatMap((s) => deadlinesOf(s).map((d) => ({ ...d, project: s.project }))), ...waivers.map((w) => ({ on: w.until, kind: 'exception', what: `the exception from ${w.policy} ends`, project: w.project }))].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const lane = (name: string, colour: number, ...kinds: readonly string[]): Lane => ({ name, colour, days: all.filter((d) => kinds.includes(d.kind)).map((d) => ({ on: d.on, what: `${d.project}: ${d.what}` })) });
  const lanes = [lane('Obligations', 1, 'obligation'), lane('Agreements', 0, 'agreement'), lane('Reviews', 2, 'decision', 'assessment'), lane('Exceptions', 3, 'exception')].filter((l) => l.days.length > 0);
  return all.length === 0 ? undefined : html`${calendar(lanes, `${all.length} days from ${all[0]!.on} to ${all.at(-1)!.on}`)}${htmlTable(['Day', 'Project', 'What'], all.map((d) => [d.on, d.project, d.what]))}`;
}
