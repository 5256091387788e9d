// A prompt with everything in it, and its answer, fit the context of the model that is asked with it, the platform's own or another company's.
import { policy, type Found } from 'leitwerk/policy';
import { charactersPerToken } from '../src/analyse/prompts.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: ['ModelEndpoint', 'ExternalModel'],
  severity: 'error',
  controls: ['ISO 27001 A.8.6', 'ISO 42001 A.6.2.2'],
  because: 'What is longer than the context is refused, or loses its beginning.',
  remedy: 'widen the context, ask a model with a wider one, or shorten the messages, the variables or the answer',
  waivable: 'owner',
  check({ $path, context, prompts }, { facts, get }) {
    return prompts.flatMap((r, i): readonly Found[] => {
      const { length: { text, filled, answer, whole }, beside } = facts.prompts[r.$ref]!;
      const left = beside[$path];
      // A provider that does not say how much its model takes leaves nothing to compare.
      if (context === undefined || left === null || left === undefined || left >= 0) return [];
      return [{
        at: ['prompts', i], what: `has a context shorter than ${get(r).$id} may get`,
        why: [`text at most ${formatNumber(text)} tokens (${charactersPerToken} characters each) + variables ${formatNumber(filled)} + answer ${formatNumber(answer)} = ${formatNumber(whole)}; context ${formatNumber(context)}; over by ${formatNumber(-left)}`],
        try: [{ node: $path, property: ['context'], to: Math.ceil(whole / 1024) * 1024 }],
      }];
    });
  },
  fails: { props: { context: 1024 } },
  passes: {},
});
