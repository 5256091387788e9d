// What comes from people or documents goes through a guardrail before it reaches a model.
import { policy, type Found } from 'leitwerk/policy';
import { ways } from '../src/model/guardrails.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['security'],
  controls: ['OWASP LLM01:2025', 'OWASP ASI01:2026', 'ISO 42001 A.6.2.4', 'ISO 27001 A.8.28', 'NIST AI RMF MEASURE 2.7'],
  because: 'A text that is put into a prompt may give orders of its own.',
  remedy: 'add a guardrail on the input, or say `trusted: true` of a variable that only programs fill',
  waivable: 'governance',
  check({ prompts, guardrails }, { get }) {
    if (guardrails.some((r) => ways(get(r)).includes('input'))) return true;
    return prompts.flatMap((r, i): readonly Found[] => {
      const prompt = get(r);
      const untrusted = Object.entries(prompt.variables).filter(([, v]) => !v.trusted).map(([name]) => name);
      return untrusted.length === 0 ? [] : [{ at: ['prompts', i], what: `puts ${untrusted.join(', ')} into ${prompt.$id} unchecked`, related: untrusted.map((name) => ({ node: prompt.$path, property: ['variables', name], what: 'comes from people or documents' })) }];
    });
  },
  fails: { props: { guardrails: [] } },
  passes: {},
});
