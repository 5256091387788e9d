// Which models the pods of a workload ask: those that it names, those that embed and order what it searches, and those that check what it sends on.
import { fact, type FactContext } from '../fact.ts';
import type { NodeOf, Ref } from '../model/node.ts';
import { refsTo } from '../model/query.ts';

export interface Call { readonly to: string; readonly because: string }
type Calling = NodeOf<'Application' | 'Pipeline'>;

export default fact<Readonly<Record<string, readonly Call[]>>>({
  doc: 'Which models each application and pipeline asks, by path, and why: those that it names, and those that searching and checking need.',
  derive: (context) => Object.fromEntries([...context.all('Application'), ...context.all('Pipeline')].map((node) => [node.$path, callsOf(node, context)])),
});

function callsOf(node: Calling, { get, facts }: FactContext): readonly Call[] {
  const found = new Map<string, string>();
  const add = ({ $ref }: Ref, because: string): void => { if (!found.has($ref)) found.set($ref, because); };
  for (const ref of node.calls) add(ref, 'asks it');
  const writes = node.$kind === 'Pipeline' ? node.writes : [];
  for (const ref of refsTo([...node.reads, ...writes], 'VectorIndex')) {
    const { $id, embedding, rerank } = get(ref);
    add(embedding.model, `embeds for ${$id}`);
    // Only who searches puts what was found in order.
    if (rerank && node.reads.some((r) => r.$ref === ref.$ref)) add(rerank.model, `orders what ${$id} finds`);
  }
  // Guardrails are around an endpoint: where no server in front of it checks, who asks it does.
  for (const ref of refsTo(node.calls, 'ModelEndpoint').filter((r) => facts.guarded[r.$ref] === undefined)) {
    for (const guardrail of get(ref).guardrails.map((g) => get(g))) {
      for (const check of guardrail.checks) if ('model' in check) add(check.model, `checks for ${guardrail.$id}`);
    }
  }
  return [...found].map(([to, because]) => ({ to, because }));
}
