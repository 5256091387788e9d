// The last contribution to an emitted object, by schema keys; one without effect is an error.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { apiVersion, kind, line, objectName } from 'leitwerk/values';

export class Override extends concept('Override', {
  doc: 'Changes an emitted Kubernetes object at the end: merged by the keys of its schema, visible to review. One without effect is an error.',
  schema: () => z.strictObject({
    object: z.strictObject({ apiVersion: apiVersion(), kind: kind(), name: objectName() }).meta({ id: 'ObjectAddress' }).describe('The object, in the project\'s namespace.'),
    set: z.record(z.string(), z.json()).describe('The fragment; lists with keys are merged by them, other lists are replaced.'),
    because: line().describe('Why the target\'s choice will not do here.'),
  }),
  example: { object: { apiVersion: 'v1', kind: 'Namespace', name: 'example' }, set: { metadata: { labels: { 'team.example/tier': 'gold' } } }, because: 'The legacy dashboard selects by it.' },
  documentsOnly: { because: 'Explains the exception to the reviewer.' },
}) {}
