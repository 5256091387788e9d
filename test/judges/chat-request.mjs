// The form of prompts as chat requests: roles, settings, answer form and tools, no key that the protocol does not have.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { json, verdict } from './support/files.mjs';

export const name = 'chat-request', version = '1', formOnly = true;
const text = { type: 'string', minLength: 1 }, closed = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required, additionalProperties: false });
// https://platform.openai.com/docs/api-reference/chat/create
const request = closed({
  messages: { type: 'array', minItems: 1, items: closed({ role: { enum: ['system', 'user', 'assistant'] }, content: text }) }, max_tokens: { type: 'integer', minimum: 1 }, temperature: { type: 'number', minimum: 0, maximum: 2 },
  response_format: closed({ type: { const: 'json_schema' }, json_schema: closed({ name: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' }, schema: { type: 'object' } }) }),
  tools: { type: 'array', minItems: 1, items: closed({ type: { const: 'function' }, function: closed({ name: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,64}$' }, description: text, parameters: { type: 'object' } }) }) },
}, ['messages', 'max_tokens', 'temperature']);
const prompt = closed({ id: text, version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' }, digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' }, request, variables: { type: 'object', additionalProperties: closed({ description: text, maxTokens: { type: 'integer' }, trusted: { type: 'boolean' } }) }, effects: { type: 'object', additionalProperties: { enum: ['reads', 'writes'] } } });
const ajv = new Ajv2020({ strict: false }), valid = ajv.compile(prompt);

function reasons(of) {
  if (!valid(of)) return valid.errors.map((e) => `${e.instancePath} ${e.message}`);
  // the schemas in it are JSON Schemas themselves
  return [of.request.response_format?.json_schema.schema, ...(of.request.tools ?? []).map((t) => t.function.parameters)].filter(Boolean).flatMap((s) => ajv.validateSchema(s) ? [] : [ajv.errorsText()]);
}

const ok = { id: 'p', version: '1.0.0', digest: `sha256:${'0'.repeat(64)}`, request: { messages: [{ role: 'user', content: 'x' }], max_tokens: 5, temperature: 0 }, variables: {}, effects: {} };
export const selfTest = () => [['ok', 'accept', ok], ['no messages', 'refuse', { ...ok, request: { ...ok.request, messages: [] } }], ['an unknown key', 'refuse', { ...ok, request: { ...ok.request, maxTokens: 5 } }], ['a form that is no schema', 'refuse', { ...ok, request: { ...ok.request, response_format: { type: 'json_schema', json_schema: { name: 'p', schema: { type: 'objekt' } } } } }]]
  .map(([title, wanted, of]) => { const why = reasons(of); return verdict(title, wanted, why.length > 0, why.join('; ')); });

export const takes = (paths) => paths.filter((path) => /(^|\/)llm\/prompts\/[^/]+\/[^/]+\.json$/.test(path));
export function judge(paths, { dist }) {
  const refused = paths.flatMap((path) => { const why = reasons(json(readFileSync(join(dist, path), 'utf8'))); return why.length ? [{ what: path, why: why.join('; ') }] : []; });
  return { accepted: paths.length - refused.length, refused };
}
