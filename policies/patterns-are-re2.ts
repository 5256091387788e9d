// Patterns of guardrails are regular expressions that every system reads alike, and in linear time.
import { policy, type Found } from 'leitwerk/policy';
import { compileRegex } from '../src/model/regex.ts';

export default policy({
  on: 'Guardrail',
  severity: 'error',
  controls: ['ISO 27001 A.8.28', 'OWASP LLM10:2025'],
  because: 'A pattern with back references or look-around takes some systems for ever on a text made for it, and means nothing to others.',
  remedy: 'write it in the syntax of RE2: https://github.com/google/re2/wiki/Syntax',
  waivable: 'never',
  check: ({ checks }) => checks.flatMap((check, i): readonly Found[] => {
    if (check.kind !== 'pattern') return [];
    const compiled = compileRegex(check.pattern);
    return typeof compiled !== 'string' ? [] : [{ at: ['checks', i, 'pattern'], what: `has a pattern that is no RE2: ${check.name}`, why: [compiled] }];
  }),
  fails: { props: { checks: [{ kind: 'pattern', name: 'twice', pattern: '(a+)\\1' }] } },
  passes: { props: { checks: [{ kind: 'pattern', name: 'order-number', pattern: '(?i)n-[0-9]{8}' }] } },
});
