// Templates name declared variables, and each declared variable is used.
import { policy, type Found } from 'leitwerk/policy';
import { placeholders } from '../src/model/chat.ts';
import { nearest } from '../src/model/suggest.ts';

export default policy({
  on: 'Prompt',
  severity: 'error',
  controls: ['ISO 42001 A.6.2.3'],
  because: 'A name that nothing fills is sent as it is, and a variable that no message has is not read by the model.',
  remedy: 'declare what the messages name, and name what is declared',
  waivable: 'owner',
  check({ messages, variables }) {
    const declared = Object.keys(variables);
    const unknown = messages.flatMap(({ content }, i) => placeholders(content).filter((name) => !declared.includes(name)).map((name): Found => {
      const near = nearest(name, declared);
      return { at: ['messages', i, 'content'], what: `names ${JSON.stringify(name)}, which is no variable`, why: [near === undefined ? `variables: ${declared.join(', ') || 'none'}` : `did you mean ${near}?`] };
    }));
    const used = new Set(messages.flatMap(({ content }) => placeholders(content)));
    return [...unknown, ...declared.filter((name) => !used.has(name)).map((name): Found => ({ at: ['variables', name], what: `declares ${name}, which no message names` }))];
  },
  fails: { props: { messages: [{ role: 'user', content: 'Ticket: {{ tickt }}' }] } },
  passes: {},
});
