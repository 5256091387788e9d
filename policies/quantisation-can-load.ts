// A model is quantised on loading only into a format that its server can make.
import { policy } from 'leitwerk/policy';
import { madeOnLoad } from '../src/analyse/sizing.ts';

export default policy({
  on: 'Model',
  severity: 'error',
  controls: ['ISO 42001 A.6.2.4'],
  because: 'The server would refuse to start: formats such as AWQ are calibrated beforehand and stored.',
  remedy: 'use weights that are stored in this format, or one that the server can make',
  waivable: 'never',
  check: ({ $path, quantisation }) => quantisation?.at !== 'load' || (madeOnLoad as readonly string[]).includes(quantisation.kind) || {
    at: ['quantisation', 'at'], what: `asks for ${quantisation.kind} on loading, which vLLM cannot make`, why: [`it can make ${madeOnLoad.join(' and ')}`],
    try: [{ node: $path, property: ['quantisation', 'at'], to: 'stored' }, ...madeOnLoad.map((to) => ({ node: $path, property: ['quantisation', 'kind'], to }))],
  },
  fails: { props: { quantisation: { kind: 'awq', at: 'load' } } },
  passes: { props: { quantisation: { kind: 'fp8', at: 'load' } } },
});
