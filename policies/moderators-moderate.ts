// A model that moderates is one that was made and declared for it.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Guardrail',
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 42001 A.6.2.4', 'NIST AI RMF MEASURE 2.6'],
  because: 'A model that was made to answer says little of what is unsafe, and in another form than the guardrail reads.',
  remedy: 'ask a model whose task is moderate',
  waivable: 'governance',
  check: ({ checks }, { get }) => checks.flatMap((check, i): readonly Found[] => {
    if (check.kind !== 'moderation') return [];
    const model = get(check.model);
    return model.task === 'moderate' ? [] : [{ at: ['checks', i, 'model'], what: `lets ${model.$id} moderate, whose task is ${model.task}`, try: [{ node: model.$path, property: ['task'], to: 'moderate' }] }];
  }),
  fails: {},
  passes: { props: { checks: [{ kind: 'moderation', model: { $ref: 'example/also-0', kind: 'ExternalModel' }, harms: ['hate'] }] }, also: [{ kind: 'ExternalModel', props: { task: 'moderate' } }] },
});
