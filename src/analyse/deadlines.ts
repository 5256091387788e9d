// Days that somebody has to keep: agreements that end, decisions and assessments that are to be looked at again, obligations that begin. It knows no today.
import { fact } from '../fact.ts';

export interface Deadline {
  readonly on: string;
  readonly node: string;
  readonly kind: 'agreement' | 'decision' | 'assessment' | 'obligation';
  readonly what: string;
}

export default fact<readonly Deadline[]>({
  doc: 'Days to keep, the nearest first: ends of agreements, reviews of decisions and of impact assessments, and obligations of the EU AI Act that nothing answers yet.',
  derive: ({ all, facts, project: { root } }) => {
    const replaced = new Set(all('Decision').map((d) => d.replaces?.$ref));
    const found: Deadline[] = [
      ...all('ExternalModel').flatMap((m) => (m.agreement === undefined ? [] : [{ on: m.agreement.until, node: m.$path, kind: 'agreement' as const, what: `the agreement with ${m.provider} ends` }])),
      ...all('Decision').flatMap((d) => (d.review === undefined || d.status !== 'accepted' || replaced.has(d.$path) ? [] : [{ on: d.review, node: d.$path, kind: 'decision' as const, what: `the decision ${d.$id} is looked at again` }])),
      ...all('DataContract').flatMap((c) => (c.impactAssessment === undefined ? [] : [{ on: c.impactAssessment.review, node: c.$path, kind: 'assessment' as const, what: `the impact assessment of ${c.$id} is looked at again` }])),
      ...facts.obligations.list.flatMap((o) => (o.state === 'open' ? [{ on: o.from, node: root.$path, kind: 'obligation' as const, what: `${o.article} of the EU AI Act applies: ${o.what}` }] : [])),
    ];
    return found.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  },
  figures: (list) => ({ deadlines: list.map(({ on, kind, what }) => ({ on, kind, what })) }),
});
