// A model that the project trained says under which licence others may use it.
import { policy } from 'leitwerk/policy';
import { licenceOf } from '../src/data/licences.ts';

export default policy({
  on: 'TrainedModel',
  severity: 'warning',
  packs: ['third-parties'],
  controls: ['ISO 27001 A.5.32', 'ISO 42001 A.6.2.7', 'NIST AI RMF MAP 4.1'],
  because: 'Whoever finds the artefact in the registry cannot ask the person who trained it.',
  remedy: 'declare the SPDX id of the licence, or proprietary',
  waivable: 'owner',
  check({ licence: name }) {
    const licence = licenceOf(name);
    if (licence === undefined) return { at: ['licence'], what: `has a licence that is not known: '${name}'` };
    return licence.commercial || { at: ['licence'], what: `is licensed so that no business may use it, its own included: ${licence.title}`, why: [licence.source] };
  },
  fails: { props: { licence: 'do what you like' } },
  passes: { props: { licence: 'proprietary' } },
});
