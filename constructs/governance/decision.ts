// A decision and its reasons: an architecture decision record.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { date, line, text } from 'leitwerk/values';

export class Decision extends concept('Decision', {
  doc: 'A decision and its reasons, as a record that later readers find: context, options, outcome, consequences.',
  schema: () => z.strictObject({
    title: line().describe('What was decided, in one line.'),
    status: z.enum(['proposed', 'accepted', 'rejected', 'deprecated']).describe('Where it stands; one that another replaces is superseded.'),
    on: date().describe('When.'),
    by: z.array(fromPlatform('teams')).min(1).describe('Who decided.'),
    context: text().describe('What made a decision necessary.'),
    options: z.array(z.strictObject({ name: line(), because: line().describe('What speaks for or against it.') }).meta({ id: 'Option' })).min(1).describe('What was weighed.'),
    outcome: text().describe('What was chosen, and why.'),
    consequences: text().optional().describe('What follows, good and bad.'),
    about: z.array(ref()).default([]).describe('Constructs that it is about.'),
    replaces: ref('Decision').optional().describe('An earlier decision that it replaces.'),
    review: date().optional().describe('When it is looked at again.'),
  }),
  example: {
    title: 'Run the model ourselves', status: 'accepted', on: '2026-09-14', by: ['customer-care'], context: 'Tickets are personal data.', options: [{ name: 'External model', because: 'Cheaper, but the agreement is missing.' }, { name: 'Own GPUs', because: 'Data stays.' }],
    outcome: 'Own GPUs, with an external fallback in the EU.', consequences: 'Eight GPUs are bound.', about: [a('ModelEndpoint')], replaces: a('Decision'), review: '2027-09-14',
  },
  documentsOnly: {
    title: 'A record for people.', on: 'A record for people.', by: 'A record for people.', context: 'A record for people.', options: 'A record for people.', outcome: 'A record for people.', consequences: 'A record for people.', about: 'A record for people.',
  },
}) {}
