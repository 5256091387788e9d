// Where prompts lie in a cluster, who needs them, and how long they get: applications mount those of the models that they ask, and each must fit into what its model takes.
import { fact } from '../fact.ts';
import type { NodeOf } from '../model/node.ts';
import { name } from '../model/names.ts';
import { refsTo } from '../model/query.ts';

/** Tokens of a prompt at most: its text, what fills its variables, the answer. */
export interface PromptLength { readonly text: number; readonly filled: number; readonly answer: number; readonly whole: number }
export interface PromptUse {
  readonly configMap: string;
  /** Models that are asked with it. */
  readonly askedOf: readonly string[];
  /** Applications that ask one of them. */
  readonly mountedBy: readonly string[];
  readonly length: PromptLength;
  /** Tokens of context that each model has beside it, by path; below zero it does not fit, `null` where the model does not say how much it takes. */
  readonly beside: Readonly<Record<string, number | null>>;
}
/** Characters that a token has at least on average, also in German. A judgement: tokenisers with large vocabularies take three to four. */
export const charactersPerToken = 3;
/** Where an application finds its prompts: `<id>/<id>.json` below it. */
export const promptFolder = '/etc/prompts';

function lengthOf({ messages, variables, tools, answer, maxTokens }: NodeOf<'Prompt'>): PromptLength {
  const text = Math.ceil([...messages.map((m) => m.content), ...[...tools, ...(answer ? [answer] : [])].map((t) => JSON.stringify(t))].join('').length / charactersPerToken);
  const filled = Object.values(variables).reduce((sum, v) => sum + v.tokens, 0);
  return { text, filled, answer: maxTokens, whole: text + filled + maxTokens };
}

export default fact<Readonly<Record<string, PromptUse>>>({
  doc: 'Of each prompt, by path: the ConfigMap that holds it, the models that are asked with it, the applications that mount it, how long it gets, what each model has beside it.',
  derive: ({ all, users }) => Object.fromEntries(all('Prompt').map((prompt) => {
    const models = [...users(prompt, 'ModelEndpoint'), ...users(prompt, 'ExternalModel')].filter((m) => m.prompts.some((r) => r.$ref === prompt.$path));
    const askedOf = models.map((m) => m.$path);
    const length = lengthOf(prompt);
    const mountedBy = all('Application').filter((a) => refsTo(a.calls, 'ModelEndpoint').some((r) => askedOf.includes(r.$ref)) || refsTo(a.calls, 'ExternalModel').some((r) => askedOf.includes(r.$ref))).map((a) => a.$path);
    return [prompt.$path, { configMap: name('kubernetes', prompt.$id, prompt.version), askedOf, mountedBy, length, beside: Object.fromEntries(models.map((m) => [m.$path, m.context === undefined ? null : m.context - length.whole])) }];
  })),
});
