// What runs in production says what it is under the EU AI Act.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['ai-act'],
  controls: ['EU AI Act Art. 6', 'ISO 42001 A.5.2', 'NIST AI RMF GOVERN 1.1', 'NIST AI RMF MAP 1.1'],
  because: 'The class decides what has to be there on which day; one that nobody has thought about is not minimal.',
  remedy: 'declare aiAct: role, class and why',
  waivable: 'governance',
  check: ({ aiAct }, { env }) => aiAct !== undefined || env.stage !== 'production' || { at: ['aiAct'], what: 'runs in production without a class under the EU AI Act' },
  fails: { props: { aiAct: undefined } },
  passes: { props: { aiAct: { role: 'deployer', class: 'minimal', because: 'It plans stock.' } } },
});
