// A provider that may train on what it is sent gets no personal data.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties', 'privacy'],
  controls: ['GDPR Art. 5(1)(b)', 'GDPR Art. 28(3)', 'ISO 27701 A.7.2.6', 'ISO 42001 A.10.3', 'OWASP LLM02:2025', 'NIST AI RMF MEASURE 2.10'],
  because: 'What a model has learned cannot be erased, and it may tell it to the provider\'s other customers.',
  remedy: 'agree that nothing is used for training, or keep personal data from it',
  waivable: 'never',
  check(model, { facts }) {
    if (!model.training) return true;
    const personal = facts.thirdParties.find((t) => t.node === model.$path)!.receives.filter((r) => r.classification !== 'confidential');
    return personal.length === 0 || {
      at: ['training'], what: `lets ${model.provider} train on personal data`, why: personal.map((r) => `${r.contract}.${r.field} (${r.classification})${r.arrives.state === 'unknown' ? `: ${r.arrives.because.join('; ')}` : ''}`),
      try: [{ node: model.$path, property: ['training'], to: false }],
    };
  },
  fails: { props: { training: true }, also: [{ kind: 'Application', props: { calls: [{ $ref: 'subject' }], reads: [{ $ref: 'a-DataContract' }] } }] },
  passes: { props: { training: false }, also: [{ kind: 'Application', props: { calls: [{ $ref: 'subject' }], reads: [{ $ref: 'a-DataContract' }] } }] },
});
