// A prompt: versioned text with named variables, and the form of the answer.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { identifier, jsonSchema, line } from 'leitwerk/values';

export class Prompt extends concept('Prompt', {
  doc: 'A prompt: messages with named variables, the form of the answer, the tools that the model may call.',
  schema: () => z.strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/).describe('Semantic version; another text is another version.'),
    messages: z.array(z.strictObject({
      role: z.enum(['system', 'user', 'assistant']).describe('Who speaks.'),
      content: z.string().min(1).max(20_000).describe('Text; `{{ name }}` stands for a variable.'),
    }).meta({ id: 'Message' })).min(1).describe('The messages, in their order.'),
    variables: z.record(identifier(), z.strictObject({
      description: line().describe('What is put there.'),
      tokens: z.int().min(1).describe('Most tokens that it may take.'),
      trusted: z.boolean().default(false).describe('False: comes from people or documents, and may try to give orders.'),
    }).meta({ id: 'Variable' })).default({}).describe('What the templates name.'),
    answer: jsonSchema().optional().describe('Form of the answer; without it, free text.'),
    maxTokens: z.int().min(1).describe('Longest answer in tokens.'),
    temperature: z.string().regex(/^[01](\.\d{1,2})?$/).default('0').describe('How freely it answers, from 0 to 1.99.'),
    tools: z.array(z.strictObject({
      name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/).describe('Name.'), description: line().describe('When the model should call it.'), parameters: jsonSchema().describe('Its arguments.'),
      effect: z.enum(['reads', 'writes']).default('reads').describe('Does it change anything?'),
    }).meta({ id: 'Tool' })).default([]).describe('Functions that the model may ask for.'),
  }),
  example: {
    version: '1.2.0',
    messages: [{ role: 'system', content: 'You draft replies for support agents.' }, { role: 'user', content: 'Ticket: {{ ticket }}' }],
    variables: { ticket: { description: 'What the customer wrote.', tokens: 2000, trusted: false } },
    answer: { type: 'object', properties: { reply: { type: 'string' }, sources: { type: 'array', items: { type: 'string' } } }, required: ['reply'], additionalProperties: false },
    maxTokens: 400, temperature: '0.2',
    tools: [{ name: 'find_order', description: 'Looks up an order by its number.', parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] }, effect: 'reads' }],
  },
}) {}
