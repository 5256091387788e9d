// A forbidden practice runs nowhere.
import { policy } from 'leitwerk/policy';
import { obligationsOf } from '../src/data/ai-act.ts';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['ai-act'],
  controls: ['EU AI Act Art. 5', 'ISO 42001 A.9.2', 'ISO 42001 A.5.4'],
  because: 'It is forbidden in every environment and for everybody; the highest fines of the Act are for this.',
  remedy: 'stop the project, or change what it does and say why it is of another class',
  waivable: 'never',
  check: ({ aiAct }) => aiAct?.class !== 'prohibited' || { at: ['aiAct', 'class'], what: 'is declared as a forbidden practice', why: obligationsOf(aiAct.role, 'prohibited').filter((o) => o.answer === 'never').map((o) => `${o.article}, since ${String(o.from)}: ${o.source}`) },
  fails: { props: { aiAct: { role: 'deployer', class: 'prohibited', because: 'It scores people by their behaviour.' } } },
  passes: { props: { aiAct: { role: 'deployer', class: 'minimal', because: 'It plans stock.' } } },
});
