// Each check of a guardrail is one that the chosen system can make, in the language that is asked for.
import { policy, type Found } from 'leitwerk/policy';
import { unknownEntities } from '../src/model/guardrails.ts';
import { systemOf } from '../src/model/environments.ts';

/** Presidio finds text; it asks no model and knows no form. */
const finds = new Set(['pattern', 'personal-data']);

export default policy({
  on: 'Guardrail',
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.26', 'ISO 42001 A.6.2.4'],
  because: 'A check that nothing makes protects nobody, and reads as if it did.',
  remedy: 'choose another system for guardrails in this environment, or another check',
  waivable: 'governance',
  check({ checks, action }, { env }) {
    const system = systemOf(env, 'guardrails');
    return checks.flatMap((check, i): readonly Found[] => {
      if (check.kind === 'personal-data') return unknownEntities(check).map((entity) => ({ at: ['checks', i, 'entities'], what: `looks for ${entity} in ${check.language}, for which there is no recogniser`, why: ['Presidio has recognisers of national numbers for de and en'] }));
      if (system === 'llm/presidio' && !finds.has(check.kind)) return [{ at: ['checks', i], what: `has a check (${check.kind}) that ${system} cannot make in ${env.name}`, why: ['systems that can: llm/nemo-guardrails'] }];
      return action === 'mask' && !finds.has(check.kind) ? [{ at: ['action'], severity: 'info', what: `masks, but its check of the ${check.kind} finds no text to mask: it refuses` }] : [];
    });
  },
  fails: { props: { action: 'refuse', checks: [{ kind: 'personal-data', entities: ['national-id'], language: 'fr' }] } },
  passes: { props: { action: 'refuse' } },
});
