// A high-risk system says in which area of Annex III, or that it is part of a product of Annex I; one that names an area and is none explains itself.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['ai-act'],
  controls: ['EU AI Act Art. 6', 'EU AI Act Art. 49', 'ISO 42001 A.5.3', 'NIST AI RMF MAP 1.1'],
  because: 'The area decides from which day the obligations hold, and where the system is registered.',
  remedy: 'declare aiAct.area',
  waivable: 'governance',
  check({ aiAct }) {
    if (aiAct?.class === 'high-risk') return aiAct.area !== undefined || { at: ['aiAct'], what: 'is high-risk and names no area' };
    return aiAct?.area === undefined || { severity: 'info', at: ['aiAct', 'area'], what: `is in the area '${aiAct.area}' and not high-risk`, why: ['Article 6(3) allows that for narrow and preparatory tasks, never for profiling; the reasons are kept and the system is registered'] };
  },
  fails: { props: { aiAct: { role: 'deployer', class: 'high-risk', because: 'It ranks applicants.' } } },
  passes: { props: { aiAct: { role: 'deployer', class: 'high-risk', area: 'employment', because: 'It ranks applicants.' } } },
});
