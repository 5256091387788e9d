// What people talk to is checked on the way in and on the way out.
import { policy } from 'leitwerk/policy';
import { ways } from '../src/model/guardrails.ts';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  packs: ['security'],
  controls: ['OWASP LLM01:2025', 'OWASP LLM02:2025', 'ISO 27001 A.8.26', 'NIST AI RMF MEASURE 2.7', 'EU AI Act Art. 15'],
  because: 'What people type may be an attack, and what a model says may harm them; between them nothing else looks.',
  remedy: 'give the endpoint guardrails for input and for output, or let only services call it',
  waivable: 'governance',
  check({ task, access: { audience }, guardrails }, { get }) {
    if (task !== 'generate' || audience === 'services') return true;
    const covered = new Set(guardrails.flatMap((r) => ways(get(r))));
    const open = (['input', 'output'] as const).filter((way) => !covered.has(way));
    // People of the company answer for what they do with it.
    return open.length === 0 || { at: ['guardrails'], what: `is called by ${audience} and checks no ${open.join(' and no ')}`, ...(audience === 'employees' ? { severity: 'warning' as const } : {}) };
  },
  fails: { props: { guardrails: [], access: { audience: 'customers' } } },
  passes: {},
});
