// Prompts as files by version, and as a ConfigMap that applications mount: the text that runs is the text that was evaluated.
import { promptOf } from '../../analyse/fingerprints.ts';
import { promptFolder } from '../../analyse/prompts.ts';
import { chatMessages, chatSettings, plainJson } from '../../model/chat.ts';
import { digestOf } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { NodeOf } from '../../model/node.ts';
import { contribute, file, object, target } from '../../target.ts';

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
    const content = document(prompt), { configMap, mountedBy } = facts.prompts[prompt.$path]!;
    yield file(`llm/prompts/${prompt.$id}/${prompt.version}.json`, content);
    // By version, so that a new text rolls out with the pods that mount it, and back with them.
    yield object('v1', 'ConfigMap', { name: configMap, namespace, labels: labels(prompt) }, { data: { [`${prompt.$id}.json`]: plainJson(content) } }, { file: 'prompts' });
    const volume = name('kubernetes', 'prompt', prompt.$id);
    for (const path of mountedBy) {
      const { controller, pod } = facts.workloads[path]!;
      yield contribute(controller.apiVersion, controller.kind, { name: controller.name, namespace }, { spec: { template: { spec: {
        containers: [{ name: pod.container, volumeMounts: [{ name: volume, mountPath: `${promptFolder}/${prompt.$id}`, readOnly: true }] }], volumes: [{ name: volume, configMap: { name: configMap } }],
      } } } }, { from: [path] });
    }
  },
});
