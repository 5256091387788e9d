// What checks mean to the systems that make them: names of entities, and categories of harm.
import type { NodeOf } from './node.ts';

export type Check = NodeOf<'Guardrail'>['checks'][number];
type Personal = Extract<Check, { readonly kind: 'personal-data' }>;
type Moderation = Extract<Check, { readonly kind: 'moderation' }>;

/** What Presidio calls them: https://microsoft.github.io/presidio/supported_entities/ */
const common = { person: 'PERSON', email: 'EMAIL_ADDRESS', phone: 'PHONE_NUMBER', iban: 'IBAN_CODE', 'credit-card': 'CREDIT_CARD', address: 'LOCATION', 'ip-address': 'IP_ADDRESS', 'date-of-birth': 'DATE_TIME' } as const;
const national: Readonly<Record<Personal['language'], readonly string[]>> = { de: ['DE_ID_CARD', 'DE_TAX_ID', 'DE_SOCIAL_SECURITY', 'DE_PASSPORT'], en: ['UK_NINO', 'UK_NHS', 'US_SSN'], fr: [] };
export const presidioEntities = ({ entities, language }: Personal): readonly string[] => entities.flatMap((e) => (e === 'national-id' ? national[language] : [common[e]]));
/** Entities that no recogniser of that language finds. */
export const unknownEntities = ({ entities, language }: Personal): readonly string[] => entities.filter((e) => e === 'national-id' && national[language].length === 0);

/** Hazards of Llama Guard 3 and 4: https://www.llama.com/docs/model-cards-and-prompt-formats/llama-guard-4/ */
const hazards: Readonly<Record<Moderation['harms'][number], readonly string[]>> = {
  violence: ['S1: Violent Crimes'], crime: ['S2: Non-Violent Crimes'], 'child-abuse': ['S4: Child Sexual Exploitation'], defamation: ['S5: Defamation'], advice: ['S6: Specialized Advice'],
  privacy: ['S7: Privacy'], weapons: ['S9: Indiscriminate Weapons'], hate: ['S10: Hate'], 'self-harm': ['S11: Suicide & Self-Harm'], sexual: ['S3: Sex-Related Crimes', 'S12: Sexual Content'],
};
export const hazardsOf = (harms: Moderation['harms']): readonly string[] => [...new Set(harms.flatMap((h) => hazards[h]))].sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)));

export const ways = ({ on }: { readonly on: 'input' | 'output' | 'both' }): readonly ('input' | 'output')[] => (on === 'both' ? ['input', 'output'] : [on]);
