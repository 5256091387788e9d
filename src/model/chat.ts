// A prompt as a request of the chat protocol that servers and clients of language models share. https://platform.openai.com/docs/api-reference/chat/create
import { isObject, type Json, type JsonObject } from './json.ts';
import type { NodeOf } from './node.ts';

/** Everything but the messages: how long, how freely, in which form it answers, and what it may ask for. */
export const chatSettings = ({ $id, answer, maxTokens, temperature, tools }: NodeOf<'Prompt'>): JsonObject => ({
  max_tokens: maxTokens, temperature: Number(temperature),
  ...(answer === undefined ? {} : { response_format: { type: 'json_schema', json_schema: { name: $id.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64), schema: answer as JsonObject } } }),
  ...(tools.length === 0 ? {} : { tools: tools.map(({ name, description, parameters }): JsonObject => ({ type: 'function', function: { name, description, parameters: parameters as JsonObject } })) }),
});
export const chatMessages = ({ messages }: NodeOf<'Prompt'>): readonly JsonObject[] => messages.map(({ role, content }) => ({ role, content }));

/** Names that a template puts in: `{{ name }}`. */
export const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map((m) => m[1]!);

/** JSON that every reader of JSON and YAML takes alike: no character beyond ASCII, indented. */
export const plainJson = (value: Json): string => JSON.stringify(value, null, 2).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Text as a Nunjucks or Jinja template in which nothing but these names is put in: what else means something there is written as a text of its own. https://mozilla.github.io/nunjucks/templating.html */
export const asTemplate = (text: string, names: readonly string[] = []): string =>
  text.replace(/\{\{\s*([^{}]*?)\s*\}\}|\{[{%#]/g, (found, name: string | undefined) => (name !== undefined && names.includes(name) ? `{{ ${name} }}` : found.replace(/\{[{%#]/g, (open) => `{{ '${open}' }}`)));
/** All texts of a value as templates that put nothing in. */
export function inTemplates(value: Json): Json {
  if (typeof value === 'string') return asTemplate(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(inTemplates);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inTemplates(v!)])) : value;
}
