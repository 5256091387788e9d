// A Terraform resource that no concept carries yet.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { identifier, line } from 'leitwerk/values';

export class RawTerraform extends concept('RawTerraform', {
  doc: 'A Terraform resource as it is, for what no concept carries; its attributes are checked against the provider\'s schema where Leitwerk has it, and it says where not.',
  schema: () => z.strictObject({
    resource: z.string().regex(/^aws_[a-z0-9_]+$/).describe('Type of the resource.'),
    name: identifier().optional().describe('Local name; default, the id.'),
    attributes: z.record(z.string(), z.json()).describe('Arguments and blocks. `${...}` is text here: use `tf(...)` for an expression.'),
    because: line().describe('Why no concept will do.'),
  }),
  example: { resource: 'aws_sns_topic', name: 'tickets', attributes: { name: 'support-tickets' }, because: 'The ticket system publishes to it until it moves to the gateway.' },
  documentsOnly: { because: 'Explains the exception to the reviewer.' },
}) {}
