// Where prompts lie in a cluster, and who needs them: applications mount those of the models that they ask.
import { fact } from '../fact.ts';
import { name } from '../model/names.ts';
import { refsTo } from '../model/query.ts';

export interface PromptUse {
  readonly configMap: string;
  /** Models that are asked with it. */
  readonly askedOf: readonly string[];
  /** Applications that ask one of them. */
  readonly mountedBy: readonly string[];
}
/** Where an application finds its prompts: `<id>/<id>.json` below it. */
export const promptFolder = '/etc/prompts';

export default fact<Readonly<Record<string, PromptUse>>>({
  doc: 'Of each prompt, by path: the ConfigMap that holds it, the models that are asked with it, the applications that mount it.',
  derive: ({ all, users }) => Object.fromEntries(all('Prompt').map((prompt) => {
    const askedOf = [...users(prompt, 'ModelEndpoint'), ...users(prompt, 'ExternalModel')].filter((m) => m.prompts.some((r) => r.$ref === prompt.$path)).map((m) => m.$path);
    const mountedBy = all('Application').filter((a) => refsTo(a.calls, 'ModelEndpoint').some((r) => askedOf.includes(r.$ref)) || refsTo(a.calls, 'ExternalModel').some((r) => askedOf.includes(r.$ref))).map((a) => a.$path);
    return [prompt.$path, { configMap: name('kubernetes', prompt.$id, prompt.version), askedOf, mountedBy }];
  })),
});
