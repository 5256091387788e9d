// Nothing is promoted without evidence: of exactly what is promoted, on the declared examples, passing, and fresh.
import { policy, type Found } from 'leitwerk/policy';
import { daysBetween } from '../src/model/dates.ts';
import { wholeDays } from '../src/model/units.ts';

const names = { subject: 'model, settings and prompt', goldenSet: 'examples', cases: 'number of examples' } as const;

export default policy({
  on: 'Evaluation',
  severity: 'error',
  controls: ['EU AI Act Art. 15', 'ISO 42001 A.6.2.4', 'NIST AI RMF MEASURE 2.3', 'SOC 2 CC8.1'],
  because: 'A gate without a result of what goes through it is a promise.',
  remedy: 'run the evaluation and commit its result as Evidence; `leitwerk facts <project> fingerprints` says of what',
  waivable: 'governance',
  check({ $path, gates, fresh }, { env, all, facts, asOf }) {
    if (gates !== env.name) return true;
    const known = all('Evidence').filter((e) => e.of.$ref === $path).map((e) => ({ evidence: e, state: facts.evidence[e.$path]! }));
    if (known.length === 0) return { at: ['gates'], what: `has no evidence for ${env.name}`, why: [`wanted: a result of ${facts.fingerprints[$path]!.subject}`] };
    const limit = wholeDays(fresh);
    const judged = known.map(({ evidence, state }) => {
      const age = daysBetween(state.ranOn, asOf);
      return { evidence, problems: [
        ...state.differs.map(({ what, wanted, found }) => `${evidence.$id}: other ${names[what]}: ${found}, wanted ${wanted}`),
        ...state.scores.filter((s) => !s.passes).map((s) => (s.value === undefined ? `${evidence.$id}: no score for ${s.metric}` : `${evidence.$id}: ${s.metric} is ${s.value}, must be ${s.direction} ${s.threshold}; short by ${s.margin!.replace('-', '')}`)),
        ...(age > limit ? [`${evidence.$id}: ${age} days old, may be ${limit}; ran on ${state.ranOn}`] : age < 0 ? [`${evidence.$id}: ran on ${state.ranOn}, which is after ${asOf}`] : []),
      ] };
    });
    if (judged.some((j) => j.problems.length === 0)) return true;
    return { at: ['gates'], what: `has no evidence that fits, passes and is fresh for ${env.name}`, why: judged.flatMap((j) => j.problems), related: judged.map((j) => ({ node: j.evidence.$path, property: ['result'], what: 'this does not do' })) } satisfies Found;
  },
  fails: { props: { gates: 'production' } },
  passes: { props: { gates: 'staging' } },
});
