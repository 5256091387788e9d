// Requests that are tried again at every level still fit what the provider at the end allows: retries multiply, and all at once.
import { policy } from 'leitwerk/policy';
import { compare, decimal, multiply, rational, sum, toDecimal } from '../src/model/rational.ts';
import { perSecond } from '../src/model/units.ts';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['reliability'],
  controls: ['ISO 27001 A.8.6', 'ISO 27001 A.5.30', 'OWASP LLM10:2025', 'OWASP ASI08:2026'],
  because: 'When a provider falters, every level tries again at the same time: what was a slow minute becomes an outage, paid by the token.',
  remedy: 'try again at one level alone, or only where no connection could be made',
  waivable: 'owner',
  check({ $path, provider, limits }, { facts, get }) {
    if (limits === undefined) return true;
    const allowed = perSecond(limits.requests);
    const sent = facts.providerLoad[$path]!.arriving.map((a) => ({ ...a, once: decimal(a.perSecond), all: a.tries.reduce((rate, { times }) => multiply(rate, rational(times)), decimal(a.perSecond)) }));
    const total = sum(sent.map((s) => s.all));
    // What is too much even once is the finding of another rule.
    if (compare(total, allowed) <= 0 || compare(sum(sent.map((s) => s.once)), allowed) > 0) return true;
    const levels = [...new Set(sent.flatMap((s) => s.tries.map(({ node }) => node)))];
    return {
      at: ['limits', 'requests'], what: `may be sent ${toDecimal(total, 1)} requests a second while it fails, and ${provider} allows ${limits.requests}`,
      why: sent.map((s) => `${s.from}: ${[`${s.perSecond}/s at its peak`, ...s.tries.map(({ node, times }) => `${times} tries (${node})`)].join(' × ')} = ${toDecimal(s.all, 1)}/s`),
      try: levels.map((node) => ({ node, property: ['retries'], to: undefined })),
      related: levels.map((node) => ({ node, property: ['retries'], what: `tries ${(get({ $ref: node, kind: 'ModelEndpoint' }).retries?.attempts ?? 0) + 1} times` })),
    };
  },
  fails: { props: { limits: { requests: '4/s', tokensPerMinute: 500_000 } }, also: [{ kind: 'ModelEndpoint', props: { fallback: [{ $ref: 'subject', kind: 'subject' }], retries: { attempts: 2, on: ['unavailable'] } } }] },
  passes: { props: { limits: { requests: '10/s', tokensPerMinute: 500_000 } }, also: [{ kind: 'ModelEndpoint', props: { fallback: [{ $ref: 'subject', kind: 'subject' }], retries: { attempts: 2, on: ['unavailable'] } } }] },
});
