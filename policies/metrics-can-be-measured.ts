// Each metric of an evaluation has what its measure needs, and a threshold.
import { policy, type Found } from 'leitwerk/policy';
import { madeBy, needsJudge, ofScores } from '../src/model/evaluation.ts';

export default policy({
  on: 'Evaluation',
  severity: 'error',
  controls: ['NIST AI RMF MEASURE 2.1', 'EU AI Act Art. 15'],
  because: 'A metric that nothing measures, or that has no threshold, stops nothing.',
  remedy: 'give each metric a threshold and what its measure needs',
  waivable: 'owner',
  check({ of, prompt, metrics }, { get }) {
    const scores = of.kind === 'PredictionEndpoint';
    return [
      ...(scores || prompt !== undefined ? [] : [{ at: ['of'], what: 'evaluates a language model without a prompt' }]),
      ...Object.entries(metrics).flatMap(([name, { measure, atLeast, atMost, judge, k, rubric }]): readonly Found[] => {
        const say = (what: string, ...property: readonly string[]): Found => ({ at: ['metrics', name, ...property], what: `${what}: ${name} (${measure})` });
        return [
          ...(atLeast === undefined && atMost === undefined ? [say('has a metric without a threshold')] : []),
          ...(needsJudge.has(measure) && judge === undefined ? [say('has a metric that a model must judge, and names none')] : []),
          ...(judge !== undefined && get(judge).task !== 'generate' ? [say('has a judge that answers no questions', 'judge')] : []),
          ...(madeBy[measure] === 'retrieval' && k === undefined ? [say('measures retrieval, and says not of how many pieces')] : []),
          ...(measure === 'judge' && rubric === undefined ? [say('does not say what the judge is asked')] : []),
          ...(ofScores.has(measure) !== scores && !(scores && measure === 'latency-p95-ms') ? [say(scores ? 'measures text of a model that gives numbers' : 'measures numbers of a model that gives text', 'measure')] : []),
          ...(measure === 'answer-form' && prompt !== undefined && get(prompt).answer === undefined ? [say('measures the form of an answer that has none', 'measure')] : []),
        ];
      }),
    ];
  },
  fails: { props: { metrics: { helpful: { measure: 'judge' } } } },
  passes: {},
});
