// What a search brings fits beside the prompt into the context of each model that is asked with it, and a piece fits the model that embeds it.
import { policy, type Found } from 'leitwerk/policy';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'VectorIndex',
  severity: 'error',
  controls: ['ISO 42001 A.6.2.2', 'ISO 27001 A.8.6'],
  because: 'What does not fit is cut off or refused, and the answer is given without it.',
  remedy: 'return fewer or shorter pieces, or ask a model with more context',
  waivable: 'owner',
  check({ $path, chunks, results, embedding }, { users, get, all }) {
    const found: Found[] = [];
    if (chunks.overlap >= chunks.tokens) found.push({ at: ['chunks', 'overlap'], what: `shares ${formatNumber(chunks.overlap)} tokens with the next piece, and a piece has ${formatNumber(chunks.tokens)}`, try: [{ node: $path, property: ['chunks', 'overlap'], to: Math.floor(chunks.tokens / 10) }] });
    const embeds = get(embedding.model);
    if (embeds.context !== undefined && chunks.tokens > embeds.context) found.push({ at: ['chunks', 'tokens'], what: `cuts pieces of ${formatNumber(chunks.tokens)} tokens, and ${embeds.$id} embeds ${formatNumber(embeds.context)}`, try: [{ node: $path, property: ['chunks', 'tokens'], to: embeds.context }] });
    const asked = new Map([...users({ $path }, 'ModelEndpoint').filter((e) => e.reads.some((r) => r.$ref === $path)), ...users({ $path }, 'Application').flatMap((a) => a.calls.flatMap((c) => all('ModelEndpoint').filter((e) => e.$path === c.$ref && e.task === 'generate')))].map((e) => [e.$path, e]));
    for (const endpoint of asked.values()) {
      const brought = results * chunks.tokens;
      for (const prompt of endpoint.prompts.length > 0 ? endpoint.prompts.map(get) : [undefined]) {
        const rest = prompt === undefined ? 0 : prompt.maxTokens + Object.values(prompt.variables).reduce((sum, v) => sum + v.tokens, 0);
        if (brought + rest <= endpoint.context) continue;
        const most = Math.floor((endpoint.context - rest) / chunks.tokens);
        found.push({
          at: ['results'], what: `brings more than fits into the context of ${endpoint.$id}`,
          why: [`${results} pieces × ${formatNumber(chunks.tokens)} tokens${prompt === undefined ? '' : ` + ${formatNumber(rest)} for variables and answer of ${prompt.$id}`} = ${formatNumber(brought + rest)}; context ${formatNumber(endpoint.context)}`],
          ...(most >= 1 ? { try: [{ node: $path, property: ['results'], to: most }] } : {}), related: [{ node: endpoint.$path, property: ['context'], what: 'its context' }],
        });
      }
    }
    return found;
  },
  fails: { props: { results: 100, chunks: { tokens: 4000, overlap: 0, by: 'tokens' } }, also: [{ kind: 'Application', props: { reads: [{ $ref: 'subject', kind: 'VectorIndex' }] } }] },
  passes: { also: [{ kind: 'Application', props: { reads: [{ $ref: 'subject', kind: 'VectorIndex' }] } }] },
});
