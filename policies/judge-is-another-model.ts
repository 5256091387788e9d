// Who judges answers is not who gave them.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Evaluation',
  severity: 'error',
  controls: ['NIST AI RMF MEASURE 2.13', 'ISO 42001 A.6.2.4'],
  because: 'A model that marks its own answers prefers them.',
  remedy: 'let another model judge',
  waivable: 'governance',
  check({ of, metrics }, { get }) {
    const evaluated = get(of);
    return Object.entries(metrics).flatMap(([name, { judge }]): readonly Found[] => {
      if (judge === undefined || evaluated.$kind === 'PredictionEndpoint') return [];
      const judging = get(judge);
      const same = judge.$ref === of.$ref ? [`${judging.$id} judges itself`]
        : evaluated.$kind === 'ModelEndpoint' && judging.$kind === 'ModelEndpoint' && get(evaluated.model).weights === get(judging.model).weights ? [`${judging.$id} and ${evaluated.$id} both run ${get(judging.model).weights}`]
        : evaluated.$kind === 'ExternalModel' && judging.$kind === 'ExternalModel' && evaluated.host === judging.host && evaluated.model === judging.model ? [`both are ${judging.model} at ${judging.host}`] : [];
      return same.length === 0 ? [] : [{ at: ['metrics', name, 'judge'], what: `lets the evaluated model judge ${name}`, why: same }];
    });
  },
  fails: { props: { of: { $ref: 'example/also-0', kind: 'ExternalModel' }, metrics: { helpful: { measure: 'judge', atLeast: '0.8', judge: { $ref: 'example/also-0', kind: 'ExternalModel' } } } }, also: [{ kind: 'ExternalModel' }] },
  passes: {},
});
