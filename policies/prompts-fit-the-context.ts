// A prompt with everything in it, and its answer, fit the context of the endpoint that is asked with it.
import { policy, type Found } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

/** Characters that a token has at least on average, also in German. A judgement: tokenisers with large vocabularies take three to four. */
const perToken = 3;

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.6.2.2'],
  because: 'What is longer than the context is refused, or loses its beginning.',
  remedy: 'widen the context, or shorten the messages, the variables or the answer',
  waivable: 'owner',
  check({ $path, context, prompts }, { get }) {
    return prompts.flatMap((r, i): readonly Found[] => {
      const { $id, messages, variables, tools, answer, maxTokens } = get(r);
      const text = Math.ceil([...messages.map((m) => m.content), ...[...tools, ...(answer ? [answer] : [])].map((t) => JSON.stringify(t))].join('').length / perToken);
      const filled = Object.values(variables).reduce((sum, v) => sum + v.tokens, 0);
      const whole = text + filled + maxTokens;
      return whole <= context ? [] : [{
        at: ['prompts', i], what: `has a context shorter than ${$id} may get`,
        why: [`text at most ${formatNumber(text)} tokens (${perToken} characters each) + variables ${formatNumber(filled)} + answer ${formatNumber(maxTokens)} = ${formatNumber(whole)}; context ${formatNumber(context)}; over by ${formatNumber(whole - context)}`],
        try: [{ node: $path, property: ['context'], to: Math.ceil(whole / 1024) * 1024 }],
      }];
    });
  },
  fails: { props: { context: 1024 } },
  passes: {},
});
