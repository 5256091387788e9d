// A guardrail: what is checked on the way to a model and back, and what happens on a hit.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { line, percent } from 'leitwerk/values';

const entities = ['person', 'email', 'phone', 'iban', 'credit-card', 'address', 'ip-address', 'date-of-birth', 'national-id'] as const;
const harms = ['hate', 'self-harm', 'sexual', 'violence', 'weapons', 'crime', 'child-abuse', 'defamation', 'privacy', 'advice'] as const;
const check = () => z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pattern'), name: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/), pattern: z.string().min(1).max(500) }).meta({ id: 'PatternCheck' }),
  z.strictObject({ kind: z.literal('personal-data'), entities: z.array(z.enum(entities)).min(1), language: z.enum(['de', 'en', 'fr']) }).meta({ id: 'PersonalDataCheck' }),
  z.strictObject({ kind: z.literal('moderation'), model: ref('ModelEndpoint', 'ExternalModel'), harms: z.array(z.enum(harms)).min(1) }).meta({ id: 'ModerationCheck' }),
  z.strictObject({ kind: z.literal('classifier'), model: ref('ModelEndpoint', 'ExternalModel', 'PredictionEndpoint'), label: line(), from: percent() }).meta({ id: 'ClassifierCheck' }),
  z.strictObject({ kind: z.literal('answer-form'), of: ref('Prompt') }).meta({ id: 'AnswerFormCheck' }),
]);
type Entity = typeof entities[number];
interface PatternCheck { readonly kind: 'pattern'; readonly name: string; readonly pattern: string }
interface PersonalDataCheck { readonly kind: 'personal-data'; readonly entities: readonly Entity[]; readonly language: 'de' | 'en' | 'fr' }

/** Text that matches a regular expression (RE2). */
export function pattern(name: string, expression: string): PatternCheck { return { kind: 'pattern', name, pattern: expression }; }
/** Text that tells something of a person. */
export function personalData(found: PersonalDataCheck['entities'], language: PersonalDataCheck['language']): PersonalDataCheck { return { kind: 'personal-data', entities: found, language }; }

export class Guardrail extends concept('Guardrail', {
  doc: 'What is checked on the way to a model and back, and what happens on a hit.',
  schema: () => z.strictObject({
    on: z.enum(['input', 'output', 'both']).describe('Which way.'),
    checks: z.array(check()).min(1).describe('What is looked for.'),
    action: z.enum(['refuse', 'mask', 'flag']).describe('On a hit: refuse the request, mask what was found, or let it pass and count it.'),
    refusal: line().default('That cannot be answered here.').describe('What the caller is told when it is refused.'),
  }),
  example: {
    on: 'both', action: 'refuse', refusal: 'That cannot be answered here.',
    checks: [
      { kind: 'pattern', name: 'order-number', pattern: 'N-[0-9]{8}' }, { kind: 'personal-data', entities: ['email', 'iban'], language: 'de' },
      { kind: 'moderation', model: a('ExternalModel'), harms: ['hate', 'violence'] }, { kind: 'classifier', model: a('PredictionEndpoint'), label: 'injection', from: '80%' }, { kind: 'answer-form', of: a('Prompt') },
    ],
  },
}) {}
