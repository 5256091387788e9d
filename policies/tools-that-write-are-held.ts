// A model does not change anything by itself: what it wants to write is checked first.
import { policy, type Found } from 'leitwerk/policy';
import { ways } from '../src/model/guardrails.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['security'],
  controls: ['OWASP LLM06:2025', 'OWASP ASI02:2026', 'EU AI Act Art. 14', 'ISO 42001 A.9.2', 'NIST AI RMF MAP 3.5'],
  because: 'A model that was talked into something writes it at once.',
  remedy: 'add a guardrail on the output that refuses; where a person confirms each call, have the rule waived and say so',
  waivable: 'governance',
  check({ prompts, guardrails }, { get }) {
    if (guardrails.some((r) => { const g = get(r); return ways(g).includes('output') && g.action === 'refuse'; })) return true;
    return prompts.flatMap((r, i): readonly Found[] => {
      const prompt = get(r);
      return prompt.tools.flatMap((tool, t) => (tool.effect === 'writes' ? [{ at: ['prompts', i], what: `lets ${prompt.$id} call ${tool.name}, which writes, and nothing refuses`, related: [{ node: prompt.$path, property: ['tools', t, 'effect'], what: 'it writes' }] }] : []));
    });
  },
  fails: { props: { guardrails: [], prompts: [{ $ref: 'example/also-0', kind: 'Prompt' }] }, also: [{ kind: 'Prompt', props: { tools: [{ name: 'cancel_order', description: 'Cancels an order.', parameters: { type: 'object', properties: {} }, effect: 'writes' }] } }] },
  passes: {},
});
