// A version whose answers are thrown away must not act: what it does to others stays done, twice.
import { policy, type Found } from 'leitwerk/policy';
import { refsTo } from '../src/model/query.ts';

export default policy({
  on: 'Rollout',
  severity: 'error',
  controls: ['ISO 27001 A.8.32', 'ISO 42001 A.6.2.5', 'OWASP LLM06:2025'],
  because: 'A copied request runs all the way: the tool that sends the mail sends it a second time.',
  remedy: 'begin with a small canary, or let the shadow have tools that read alone',
  waivable: 'governance',
  check(rollout, { get }) {
    const node = get(rollout.of);
    if (node.$kind !== 'Application') return true; // models only say what is to be done; who asks them does it
    const asked = [...refsTo(node.calls, 'ModelEndpoint'), ...refsTo(node.calls, 'ExternalModel')].flatMap((r) => get(r).prompts);
    const acting = [...new Map(asked.map((r) => [r.$ref, get(r)])).values()].flatMap((prompt) => prompt.tools.filter((t) => t.effect !== 'reads').map((tool) => ({ prompt, tool })));
    if (acting.length === 0) return true;
    return rollout.steps.flatMap((step, i): readonly Found[] => (step.kind !== 'shadow' ? [] : [{
      at: ['steps', i, 'kind'], what: `copies requests to ${node.$id}, which acts on them`, why: acting.map(({ prompt, tool }) => `${tool.name} of ${prompt.$id} ${tool.effect}`),
      try: [{ node: rollout.$path, property: ['steps', i, 'kind'], to: 'canary' }], related: acting.map(({ prompt }) => ({ node: prompt.$path, property: ['tools'], what: 'acts' })),
    }]));
  },
  fails: {
    also: [
      { kind: 'Prompt', props: { tools: [{ name: 'send_mail', description: 'Sends a mail.', parameters: { type: 'object', properties: {} }, effect: 'writes' }] } },
      { kind: 'ModelEndpoint', props: { prompts: [{ $ref: 'example/also-0', kind: 'Prompt' }] } },
      { kind: 'Application', props: { calls: [{ $ref: 'example/also-1', kind: 'ModelEndpoint' }] } },
    ],
    props: { of: { $ref: 'example/also-2', kind: 'Application' }, steps: [{ kind: 'shadow', share: '50%', hold: '1h' }] },
  },
  passes: { props: { steps: [{ kind: 'canary', share: '10%', hold: '2h' }] } },
});
