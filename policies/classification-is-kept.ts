// A data set protects what flows into it no less than where it came from, unless something was done to it.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'Pipeline',
  severity: 'error',
  packs: ['privacy', 'security'],
  controls: ['ISO 27001 A.5.12', 'ISO 27001 A.8.11', 'GDPR Art. 32'],
  because: 'A copy with a lower classification is the same data with less protection, and whoever reads it does not know.',
  remedy: 'declare the field as it was, or the transformation that makes it harmless',
  waivable: 'governance',
  check: (pipeline, { facts }) => facts.dataFlow.lowered.filter((l) => l.via === pipeline.$path).map(({ from, to, field }) => ({
    at: ['writes'], what: `writes ${from} into ${to}, which declares ${field} as less protected`, related: [{ node: to, property: ['fields', field], what: 'declared here' }],
  })),
  fails: {
    props: { reads: [{ $ref: 'example/also-0', kind: 'DataContract' }], writes: [{ $ref: 'example/also-1', kind: 'DataContract' }], transformation: { kind: 'copy', fields: [], because: 'As it is.' } },
    also: [{ kind: 'DataContract' }, { kind: 'DataContract', props: { fields: { body: { type: 'string', classification: 'internal' }, day: { type: 'date' } } } }],
  },
  passes: {
    props: { reads: [{ $ref: 'example/also-0', kind: 'DataContract' }], writes: [{ $ref: 'example/also-1', kind: 'DataContract' }], transformation: { kind: 'drop', fields: [], because: 'Only days are counted.' } },
    also: [{ kind: 'DataContract' }, { kind: 'DataContract', props: { fields: { body: { type: 'string', classification: 'internal' }, day: { type: 'date' } } } }],
  },
});
