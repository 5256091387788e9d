// What the EU AI Act asks of a system of this class is there on the day from which it holds, and is missed in the year before.
import { policy, type Found } from 'leitwerk/policy';
import { due } from '../src/analyse/obligations.ts';
import { daysBetween } from '../src/model/dates.ts';
import { formatNumber } from '../src/model/units.ts';

/** These have rules of their own. */
const others = ['Art. 5', 'Art. 50'];

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['ai-act'],
  controls: ['EU AI Act Art. 9', 'EU AI Act Art. 10', 'EU AI Act Art. 11', 'EU AI Act Art. 12', 'EU AI Act Art. 13', 'EU AI Act Art. 14', 'EU AI Act Art. 15', 'EU AI Act Art. 17', 'EU AI Act Art. 19', 'EU AI Act Art. 26', 'EU AI Act Art. 27', 'EU AI Act Art. 72', 'EU AI Act Art. 73', 'ISO 42001 A.5.3', 'ISO 42001 A.6.2.8', 'NIST AI RMF GOVERN 3.2', 'NIST AI RMF MANAGE 2.4'],
  because: 'The days of the Act do not move with the project: what is missing on that day may not run.',
  remedy: 'declare what is missing: oversight, an evaluation with its evidence, telemetry, impact assessments; or stop before that day',
  waivable: 'governance',
  check: (_, { facts, env, asOf }) => (env.stage !== 'production' ? [] : facts.obligations.list.filter((o) => o.state === 'open' && !others.some((a) => o.article === a || o.article.startsWith(`${a}(`)))).flatMap((o): readonly Found[] => {
    const when = due(o.from, asOf);
    if (when === 'later') return [];
    const left = daysBetween(asOf, o.from);
    return [{
      ...(when === 'soon' ? { severity: 'warning' } : {}), at: o.at ?? ['aiAct', 'class'], what: `${when === 'now' ? 'breaks' : `will break in ${formatNumber(left)} days`} ${o.article} of the EU AI Act: ${o.what}`,
      why: [`${o.title}; from ${o.from}: ${o.source}`, `${facts.obligations.role ?? ''}, ${facts.obligations.class ?? ''}${facts.obligations.area === undefined ? '' : `, ${facts.obligations.area}`}`],
    }];
  }),
  fails: { asOf: '2027-12-02', props: { aiAct: { role: 'deployer', class: 'high-risk', area: 'employment', because: 'It ranks applicants.' } } },
  passes: { asOf: '2026-12-01', props: { aiAct: { role: 'deployer', class: 'high-risk', area: 'employment', because: 'It ranks applicants.' } } },
});
