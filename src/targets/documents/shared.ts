// What the documents of a project share: each node once, as in the last environment that has it, and where each document lies.
import type { Kind, NodeOf } from '../../model/node.ts';
import type { EmitContext, SpanContext } from '../../target.ts';

export interface Seen<K extends Kind> { readonly node: NodeOf<K>; readonly context: EmitContext }
/** Nodes of a kind over all environments, each as the last one has it, in declaration order of the first. */
export function across<K extends Kind>({ environments }: SpanContext, kind: K): readonly Seen<K>[] {
  const found = new Map<string, Seen<K>>();
  for (const context of environments) for (const node of context.all(kind)) found.set(node.$path, { node, context });
  return [...found.values()];
}
/** Environments that have the node, by name. */
export const environmentsOf = ({ environments }: SpanContext, { $path, $kind }: { readonly $path: string; readonly $kind: Kind }): string =>
  environments.filter((c) => c.all($kind).some((n) => n.$path === $path)).map((c) => c.env.name).join(', ');

/** Below the project's folder of documents. */
export const paths = {
  onePager: 'one-pager.md', record: 'processing-record.md', bom: 'ml-bom.json', index: 'README.md',
  card: (id: string) => `models/${id}.md`, datasheet: (id: string) => `datasheets/${id}.md`, decision: (id: string) => `decisions/${id}.md`,
} as const;

/** Evidence for what a model answers with, with its evaluation. */
export function evidenceFor(model: string, { all }: EmitContext): readonly { readonly evaluation: NodeOf<'Evaluation'>; readonly evidence: NodeOf<'Evidence'> }[] {
  const endpoints = new Set([...all('ModelEndpoint'), ...all('PredictionEndpoint')].filter((e) => e.model.$ref === model).map((e) => e.$path));
  return all('Evaluation').filter((e) => endpoints.has(e.of.$ref)).flatMap((evaluation) => all('Evidence').filter((e) => e.of.$ref === evaluation.$path).map((evidence) => ({ evaluation, evidence })));
}
