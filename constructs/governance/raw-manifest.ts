// A Kubernetes object that no concept carries yet.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { apiVersion, kind, line, objectName } from 'leitwerk/values';

export class RawManifest extends concept('RawManifest', {
  doc: 'A Kubernetes object as it is, for what no concept carries; policies on objects judge it like any other.',
  schema: () => z.strictObject({
    manifest: z.looseObject({ apiVersion: apiVersion(), kind: kind(), metadata: z.looseObject({ name: objectName() }) }).describe('The object. The namespace is set by the compiler.'),
    because: line().describe('Why no concept will do.'),
  }),
  example: { manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tuning' }, data: { threads: '8' } }, because: 'A legacy sidecar reads it.' },
  documentsOnly: { because: 'Explains the exception to the reviewer.' },
}) {}
