// Prompts as files by version, and as a ConfigMap that applications mount: the text that runs is the text that was evaluated.
import { promptOf } from '../../analyse/fingerprints.ts';
import { chatMessages, chatSettings, plainJson } from '../../model/chat.ts';
import { digestOf } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { file, object, target } from '../../target.ts';

/** Templates stay templates: the application puts the variables in. */
const document = (prompt: NodeOf<'Prompt'>): JsonObject => ({
  id: prompt.$id, version: prompt.version, digest: digestOf(promptOf(prompt)),
  request: { messages: chatMessages(prompt), ...chatSettings(prompt) },
  variables: Object.fromEntries(Object.entries(prompt.variables).map(([name, { description, tokens, trusted }]) => [name, { description, maxTokens: tokens, trusted }])),
  effects: Object.fromEntries(prompt.tools.map(({ name, effect }) => [name, effect])),
});

export default target({
  system: 'Chat completion request', api: 'v1', docs: 'https://platform.openai.com/docs/api-reference/chat/create',
  consumes: ['Prompt'], per: 'node', scope: 'cluster', judge: 'chat-request',
  *emit(prompt, { facts, labels, namespace }) {
    const content = document(prompt);
    yield file(`llm/prompts/${prompt.$id}/${prompt.version}.json`, content);
    // By version, so that a new text rolls out with the pods that mount it, and back with them.
    yield object('v1', 'ConfigMap', { name: facts.prompts[prompt.$path]!.configMap, namespace, labels: labels(prompt) }, { data: { [`${prompt.$id}.json`]: plainJson(content) } }, { file: 'prompts' });
  },
});
