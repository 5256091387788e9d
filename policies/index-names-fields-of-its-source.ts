// The fields that a vector index searches, keeps and protects by are fields of its source.
import { policy } from 'leitwerk/policy';
import { missingFields } from '../src/model/field-names.ts';

export default policy({
  on: 'VectorIndex',
  severity: 'error',
  controls: ['ISO 42001 A.7.5', 'ISO 27001 A.5.9'],
  because: 'A field that is not there is not indexed, and one that says whose a document is protects nothing.',
  remedy: 'name a field of the source',
  waivable: 'never',
  check({ $path, source, text, metadata, rowLevelSecurity }, { get }) {
    return missingFields([
      ...text.map((name, i) => ({ name, at: ['text', i] })), ...metadata.map((name, i) => ({ name, at: ['metadata', i] })),
      ...(rowLevelSecurity ? [{ name: rowLevelSecurity.field, at: ['rowLevelSecurity', 'field'] }] : []),
    ], get(source), $path);
  },
  fails: { props: { text: ['bodi'] } },
  passes: {},
});
