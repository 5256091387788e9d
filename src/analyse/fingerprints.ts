// What exactly an evaluation evaluates: everything that changes answers, and its digest. Evidence names it; what has another digest was not tested.
import { fact, type FactContext } from '../fact.ts';
import { digestOf } from '../model/digest.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { NodeOf, Ref } from '../model/node.ts';
import { refsTo } from '../model/query.ts';

export interface Fingerprint {
  /** Where nothing goes without evidence of this. */
  readonly gates: string;
  /** Digest of what is evaluated: `result.subject` of its evidence. */
  readonly subject: string;
  /** Digest of the examples: `result.goldenSet`. */
  readonly goldenSet: string;
  /** What the subject's digest is made of. */
  readonly madeOf: JsonObject;
}

export default fact<Readonly<Record<string, Fingerprint>>>({
  doc: 'What each evaluation evaluates, by path: the digest of everything that changes answers, what it is made of, and the digest of the examples.',
  derive: (context) => Object.fromEntries(context.all('Evaluation').map((evaluation) => {
    const madeOf = { ...subjectOf(evaluation.of, context), prompt: evaluation.prompt === undefined ? null : promptOf(context.get(evaluation.prompt)) };
    return [evaluation.$path, { gates: evaluation.gates, subject: digestOf(madeOf), goldenSet: evaluation.goldenSet.digest, madeOf }];
  })),
});

/** Not its id or version: what is sent is what counts. */
export const promptOf = ({ messages, answer, maxTokens, temperature, tools }: NodeOf<'Prompt'>): JsonObject =>
  ({ messages: messages.map((m) => ({ ...m })), answer: (answer ?? null) as Json, maxTokens, temperature, tools: tools.map((t) => ({ ...t })) });

/** Parallelism, replicas and limits of length change how fast and whether an answer comes, not what it says. */
function subjectOf(of: NodeOf<'Evaluation'>['of'], context: FactContext): JsonObject {
  const node = context.get(of);
  if (node.$kind === 'PredictionEndpoint') {
    const { digest, format } = context.get(node.model);
    const features = node.features.map((r) => { const { source, entity, features, pointInTime, ttl } = context.get(r); return { source: source.$ref, entity: { ...entity }, features: Object.fromEntries(Object.entries(features).map(([name, feature]) => [name, { ...feature }])), pointInTime, ttl }; });
    return { artefact: digest, format: { ...format }, features };
  }
  const model = modelOf(of as Ref<'ModelEndpoint' | 'ExternalModel'>, context);
  if (node.$kind === 'ExternalModel') return { model };
  return {
    model,
    guardrails: node.guardrails.map((r) => { const { on, checks, action, refusal } = context.get(r); return { on, action, refusal, checks: checks.map((c) => checkOf(c, context)) }; }),
    retrieval: refsTo(node.reads, 'VectorIndex').map((r) => retrievalOf(context.get(r), context)),
  };
}

/** Which model answers: the checkpoint and its precision, or the name that its provider gives it. */
function modelOf(of: Ref<'ModelEndpoint' | 'ExternalModel'>, { get }: FactContext): JsonObject {
  const node = get(of);
  if (node.$kind === 'ExternalModel') return { provider: node.provider, host: node.host, model: node.model };
  const { weights, revision, quantisation } = get(node.model);
  return { weights, revision, quantisation: quantisation === undefined ? null : { ...quantisation }, kvCache: node.kvCache };
}

function checkOf(check: NodeOf<'Guardrail'>['checks'][number], context: FactContext): JsonObject {
  if (check.kind === 'answer-form') return { kind: check.kind, answer: (context.get(check.of).answer ?? null) as Json };
  if (check.kind !== 'moderation' && check.kind !== 'classifier') return { ...check };
  const model = context.get(check.model);
  const by = model.$kind === 'PredictionEndpoint' ? { artefact: context.get(model.model).digest } : modelOf(check.model as Ref<'ModelEndpoint' | 'ExternalModel'>, context);
  return { ...check, model: by };
}

function retrievalOf({ source, text, embedding, chunks, metric, hybrid, rerank, results }: NodeOf<'VectorIndex'>, context: FactContext): JsonObject {
  return {
    source: source.$ref, text, embedding: { model: modelOf(embedding.model, context), dimensions: embedding.dimensions }, chunks: { ...chunks }, metric, results,
    hybrid: hybrid === undefined ? null : { ...hybrid }, rerank: rerank === undefined ? null : { model: modelOf(rerank.model, context), candidates: rerank.candidates },
  };
}
