// What is handed over to an external model fits what its provider allows.
import { policy, type Found } from 'leitwerk/policy';
import { compare, decimal, rational, sum, toDecimal } from '../src/model/rational.ts';
import { formatNumber, perSecond } from '../src/model/units.ts';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.6', 'ISO 27001 A.5.30', 'SOC 2 A1.1', 'OWASP LLM10:2025'],
  because: 'A provider that refuses on the day of the outage is no fallback.',
  remedy: 'ask the provider for higher limits, split the traffic over two of them, or let callers send less',
  waivable: 'governance',
  check({ $path, provider, limits }, { facts, env }) {
    const { arriving, unknown } = facts.providerLoad[$path]!;
    const found: Found[] = [];
    if (limits === undefined) {
      if (arriving.length > 0 && env.stage === 'production') found.push({ severity: 'warning', at: ['limits'], what: `takes over from ${arriving.map((a) => a.from).join(', ')}, and nobody says what ${provider} allows` });
      return found;
    }
    const rest = unknown.length === 0 ? [] : [`not counted: ${unknown.join(', ')}, whose rate nobody declares`];
    const requests = sum(arriving.map((a) => decimal(a.perSecond)));
    if (compare(requests, perSecond(limits.requests)) > 0) {
      found.push({
        at: ['limits', 'requests'], what: `is sent ${toDecimal(requests, 1)} requests a second, and ${provider} allows ${limits.requests}`,
        why: [...arriving.map((a) => `${a.from}: ${a.perSecond}/s at its peak`), ...rest], try: [{ node: $path, property: ['limits', 'requests'], to: `${toDecimal(requests, 1)}/s`, note: 'if the provider agrees' }],
      });
    }
    const tokens = sum(arriving.map((a) => decimal(a.tokensPerMinute)));
    if (compare(tokens, rational(limits.tokensPerMinute)) > 0) {
      found.push({
        at: ['limits', 'tokensPerMinute'], what: `is sent ${formatNumber(toDecimal(tokens, 0))} tokens a minute, and ${provider} allows ${formatNumber(limits.tokensPerMinute)}`,
        why: [...arriving.map((a) => `${a.from}: ${a.perSecond}/s × 60 × its median request and answer = ${formatNumber(a.tokensPerMinute)} tokens`), ...rest],
        try: [{ node: $path, property: ['limits', 'tokensPerMinute'], to: Number(toDecimal(tokens, 0)), note: 'if the provider agrees' }],
      });
    }
    return found;
  },
  fails: { props: { limits: { requests: '2/s', tokensPerMinute: 10_000 } }, also: [{ kind: 'ModelEndpoint', props: { fallback: [{ $ref: 'subject', kind: 'subject' }] } }] },
  passes: { props: { limits: { requests: '300/min', tokensPerMinute: 500_000 } }, also: [{ kind: 'ModelEndpoint', props: { fallback: [{ $ref: 'subject', kind: 'subject' }] } }] },
});
