// A rule that the owner suspends for one node, for a reason and a time.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { date, line } from 'leitwerk/values';

export class Waiver extends concept('Waiver', {
  doc: 'Suspends a policy for one construct, with reason, owner and expiry; only for policies that the owner may waive.',
  compilerOnly: 'The check pass reads it; nothing runs because of it.',
  schema: () => z.strictObject({
    policy: z.string().regex(/^[a-z][a-z0-9-]*$/).describe('Id of the policy.'),
    for: ref().describe('The construct that may break it.'),
    because: line().describe('Why that is acceptable until then.'),
    owner: fromPlatform('teams').describe('Who answers for it.'),
    until: date().describe('Last day on which it holds.'),
  }),
  example: { policy: 'budget-has-teeth', for: a('Budget'), because: 'The pilot is paid from another budget.', owner: 'customer-care', until: '2027-03-31' },
  documentsOnly: { because: 'Explains the waiver to people.', owner: 'Says who to ask.' },
}) {}
