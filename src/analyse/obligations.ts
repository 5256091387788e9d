// What the EU AI Act asks of the project, from which day, and what in the declaration answers it. It knows no today: a policy compares the days.
import { appliesFrom, logsKept, obligationsOf, type Answer, type Obligation } from '../data/ai-act.ts';
import { fact, type FactContext } from '../fact.ts';
import { yearBefore } from '../model/dates.ts';
import type { Path } from '../model/json.ts';
import { personalFields } from '../model/personal.ts';
import { milliseconds } from '../model/units.ts';

export interface ObligationOf {
  readonly article: string;
  readonly title: string;
  /** The day from which it applies, `YYYY-MM-DD`. */
  readonly from: string;
  readonly source: string;
  /** `answered`: by `what`, of `nodes`. `open`: `what` is missing, at this property of the project if it belongs there. `elsewhere`: no declaration can answer it. */
  readonly state: 'answered' | 'open' | 'elsewhere';
  readonly what: string;
  readonly nodes: readonly string[];
  readonly at?: Path;
}
export interface Obligations { readonly class?: string; readonly role?: string; readonly area?: string; readonly list: readonly ObligationOf[] }

/** How near an obligation is: `now` from its first day on, `soon` in the year before it. */
export const due = (from: string, asOf: string): 'now' | 'soon' | 'later' => (from <= asOf ? 'now' : yearBefore(from) <= asOf ? 'soon' : 'later');

type Found = Pick<ObligationOf, 'state' | 'what' | 'nodes' | 'at'>;
const answered = (what: string, nodes: readonly { readonly $path: string }[] = []): Found => ({ state: 'answered', what, nodes: nodes.map((n) => n.$path) });
const open = (what: string, at?: Path): Found => ({ state: 'open', what, nodes: [], ...(at === undefined ? {} : { at }) });
const elsewhere = (what: string): Found => ({ state: 'elsewhere', what, nodes: [] });

/** What answers people or decides about them. */
const serving = ({ all }: FactContext) => [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')];

const answers: Readonly<Record<Answer, (context: FactContext) => Found>> = {
  never: () => open('nothing can answer it: the system may not be run', ['aiAct', 'class']),
  elsewhere: () => elsewhere('done and filed by people, outside of the declaration'),
  oversight: ({ project: { root } }) => (root.aiAct?.oversight === undefined ? open('no oversight is declared', ['aiAct']) : answered(`oversight: ${root.aiAct.oversight}`, [root])),
  notice: ({ project: { root } }) => (root.aiAct?.notice === undefined ? open('no notice is declared', ['aiAct']) : answered(`notice: ${root.aiAct.notice}`, [root])),
  evidence({ all, env }) {
    const gates = all('Evaluation').filter((e) => e.gates === env.name);
    const shown = all('Evidence').filter((e) => gates.some((g) => g.$path === e.of.$ref));
    return gates.length === 0 ? open(`no evaluation gates ${env.name}`) : shown.length < gates.length ? open(`no evidence for ${gates.filter((g) => !shown.some((e) => e.of.$ref === g.$path)).map((g) => g.$id).join(', ')}`) : answered('evaluations with evidence', [...gates, ...shown]);
  },
  logs(context) {
    const least = milliseconds(logsKept);
    const logging = context.all('Telemetry').filter((t) => t.logs !== undefined && milliseconds(t.logs.keep) >= least);
    const without = serving(context).filter((s) => !logging.some((t) => t.of.some((r) => r.$ref === s.$path)));
    return without.length > 0 ? open(`no telemetry keeps logs of ${without.map((w) => w.$id).join(', ')} for ${logsKept}`) : logging.length === 0 ? open('nothing that answers is declared, and no logs') : answered(`logs kept for ${logsKept} or longer`, logging);
  },
  data({ all, project }) {
    const contracts = [...all('DataContract'), ...project.used.filter((n) => n.$kind === 'DataContract')];
    const unchecked = all('DataContract').filter((c) => c.quality.length === 0);
    return contracts.length === 0 ? open('no data contract says what it is fed with') : unchecked.length > 0 ? open(`no quality rules for ${unchecked.map((c) => c.$id).join(', ')}`) : answered('data contracts with quality rules', contracts);
  },
  monitoring(context) {
    const without = serving(context).filter((s) => context.users(s, 'Slo').length === 0);
    return without.length > 0 ? open(`no objective for ${without.map((w) => w.$id).join(', ')}`) : context.all('Slo').length === 0 ? open('no objective is declared') : answered('objectives that alert', context.all('Slo'));
  },
  assessment({ all }) {
    const personal = all('DataContract').filter((c) => personalFields(c).length > 0);
    const without = personal.filter((c) => c.impactAssessment === undefined);
    return personal.length === 0 ? elsewhere('no personal data of its own is declared: the assessment is filed elsewhere') : without.length > 0 ? open(`no impact assessment of ${without.map((c) => c.$id).join(', ')}`) : answered('impact assessments of its personal data', personal);
  },
  documents: () => answered('model cards, datasheets, decisions and the record of processing are emitted with each change'),
  decisions: ({ all }) => (all('Decision').length === 0 ? open('no decision is recorded') : answered('recorded decisions', all('Decision'))),
  incidents({ project: { root }, platform }) {
    const oncall = platform.teams[root.owner]?.oncall;
    return oncall === undefined ? open(`${platform.teams[root.owner]?.title ?? root.owner} has nobody on call`, ['owner']) : answered(`on call: ${oncall}`, [root]);
  },
};

export default fact<Obligations>({
  doc: 'What the EU AI Act asks of the project by its role and class, from which day, and what in the declaration answers it.',
  derive: (context) => {
    const { aiAct } = context.project.root;
    if (aiAct === undefined) return { list: [] };
    const { role, class: of, area } = aiAct;
    const list = obligationsOf(role, of).map((o: Obligation) => ({ article: o.article, title: o.title, from: appliesFrom(o, area), source: o.source, ...answers[o.answer](context) }));
    return { class: of, role, ...(area === undefined ? {} : { area }), list: list.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)) };
  },
  figures: ({ list }) => ({ obligations: list.map(({ article, title, from, state }) => ({ article, title, from, state })) }),
});
