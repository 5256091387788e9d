// A data contract: what a data set promises to those who read it.
import * as z from 'zod';
import { concept, fromPlatform } from 'leitwerk/concept';
import { date as day, duration, identifier, line, percent, signedDecimal, size, text } from 'leitwerk/values';

const types = ['string', 'integer', 'long', 'double', 'decimal', 'boolean', 'date', 'timestamp'] as const;
const classes = ['public', 'internal', 'confidential', 'personal', 'special-category'] as const;
const rule = () => z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unique'), fields: z.array(identifier()).min(1) }).meta({ id: 'UniqueRule' }),
  z.strictObject({ kind: z.literal('complete'), field: identifier(), atLeast: percent() }).meta({ id: 'CompleteRule' }),
  z.strictObject({ kind: z.literal('range'), field: identifier(), min: signedDecimal().optional(), max: signedDecimal().optional() }).meta({ id: 'RangeRule' }),
  z.strictObject({ kind: z.literal('pattern'), field: identifier(), pattern: z.string().min(1).max(500) }).meta({ id: 'PatternRule' }),
  z.strictObject({ kind: z.literal('rows'), min: z.int().min(0), max: z.int().min(1).optional() }).meta({ id: 'RowsRule' }),
]);
const field = () => z.strictObject({
  type: z.enum(types).describe('Logical type.'),
  key: z.boolean().default(false).describe('Part of the primary key.'),
  nullable: z.boolean().default(false).describe('May be missing.'),
  classification: z.enum(classes).default('internal').describe('How it must be protected.'),
  pseudonym: z.boolean().default(false).describe('Stands for a person, who can be found only with a separate table.'),
  description: line().optional().describe('What it means.'),
  values: z.array(z.string().min(1).max(200)).min(1).optional().describe('The only values that occur.'),
}).meta({ id: 'Field' }).describe('A column.');

export interface Field { readonly type: typeof types[number]; readonly key?: boolean; readonly nullable?: boolean; readonly classification?: typeof classes[number]; readonly pseudonym?: boolean; readonly description?: string; readonly values?: readonly string[] }
export function string(more: Partial<Field> = {}): Field { return { type: 'string', ...more }; }
export function integer(more: Partial<Field> = {}): Field { return { type: 'integer', ...more }; }
export function decimal(more: Partial<Field> = {}): Field { return { type: 'decimal', ...more }; }
export function double(more: Partial<Field> = {}): Field { return { type: 'double', ...more }; }
export function boolean(more: Partial<Field> = {}): Field { return { type: 'boolean', ...more }; }
export function date(more: Partial<Field> = {}): Field { return { type: 'date', ...more }; }
export function timestamp(more: Partial<Field> = {}): Field { return { type: 'timestamp', ...more }; }
/** Part of the primary key. */
export function key(field: Field): Field { return { ...field, key: true }; }
/** Relates to a person. */
export function personal(field: Field): Field { return { ...field, classification: 'personal' }; }
/** Stands for a person: personal data, but not readable without a separate table. */
export function pseudonym(field: Field): Field { return { ...field, classification: 'personal', pseudonym: true }; }

export class DataContract extends concept('DataContract', {
  doc: 'What a data set promises: fields, quality, freshness, and what it may be used for, where and how long.',
  published: true,
  schema: () => z.strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/).describe('Semantic version of the promise: a break of a reader is a new major version.'),
    description: text().describe('What the data is.'),
    fields: z.record(identifier(), field()).describe('The columns, by name.'),
    purposes: z.array(fromPlatform('purposes')).default([]).describe('What it may be used for; personal data needs at least one.'),
    retention: duration().optional().describe('How long a record is kept; personal data needs it.'),
    freshness: duration().describe('How old the newest record may be.'),
    region: fromPlatform('regions').describe('Where it is stored.'),
    format: z.enum(['parquet', 'delta']).default('parquet').describe('Table format.'),
    partitionBy: z.array(identifier()).default([]).describe('Columns that partition the table.'),
    layer: z.enum(['bronze', 'silver', 'gold']).default('silver').describe('As it came, cleaned, or shaped for its readers.'),
    quality: z.array(rule()).default([]).describe('What must hold of the rows, beyond their types; checked after each write.'),
    subjects: z.array(z.enum(['customers', 'employees', 'applicants', 'children', 'patients', 'public'])).default([]).describe('Whose personal data it holds.'),
    legalBasis: z.enum(['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests']).optional().describe('Why it may be processed; default, that of its purposes.'),
    impactAssessment: z.strictObject({ reference: line().describe('Where it is filed.'), on: day().describe('When it was made.'), review: day().describe('When it is looked at again.') }).meta({ id: 'ImpactAssessment' }).optional().describe('Data protection impact assessment, where one is needed.'),
    volume: size().optional().describe('How much is stored, old versions included; its cost follows from that.'),
    erasure: z.enum(['by-key', 'by-retention']).default('by-retention').describe('How a person\'s records go: by their key when asked, or when their time is over.'),
  }),
  example: {
    version: '2.1.0', description: 'Support tickets with their messages.',
    fields: {
      ticket_id: key(string()), customer: pseudonym(string()), body: personal(string({ description: 'What the customer wrote.' })),
      channel: string({ values: ['mail', 'chat', 'phone'] }), created_at: timestamp(), day: date(), rating: integer({ nullable: true }),
    },
    purposes: ['customer-support'], retention: '13mo', freshness: '1h', region: 'eu-central-1', format: 'parquet', partitionBy: ['day'], volume: '40Gi',
    layer: 'silver', quality: [{ kind: 'unique', fields: ['ticket_id'] }, { kind: 'complete', field: 'customer', atLeast: '99%' }, { kind: 'range', field: 'rating', min: '1', max: '5' }, { kind: 'pattern', field: 'ticket_id', pattern: '^T-[0-9]+$' }, { kind: 'rows', min: 1 }],
    subjects: ['customers'], legalBasis: 'contract', impactAssessment: { reference: 'DPIA 2026-14', on: '2026-05-04', review: '2027-05-04' }, erasure: 'by-key',
  },
}) {}
