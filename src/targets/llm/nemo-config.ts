// The configuration of NeMo Guardrails for one endpoint: models, rails in the declared order, and what our own checks look for. Texts of authors stand in data alone, never in Colang or Jinja.
import { hazardsOf, presidioEntities, ways, type Check } from '../../model/guardrails.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { ratio } from '../../model/units.ts';
import { toNumber } from '../../model/rational.ts';
import type { NodeOf } from '../../model/node.ts';
import type { EmitContext } from '../../target.ts';

type Endpoint = NodeOf<'ModelEndpoint'>;
interface Rail { readonly id: string; readonly check: Check; readonly guardrail: NodeOf<'Guardrail'> }

export const railsOf = ({ guardrails }: Endpoint, { get }: EmitContext): readonly Rail[] =>
  guardrails.flatMap((r) => { const guardrail = get(r); return guardrail.checks.map((check, i) => ({ id: `${guardrail.$id}-${i + 1}`, check, guardrail })); });

/** Environment variable with the credential of a model outside. */
export const keyVariable = ({ $id }: { readonly $id: string }): string => `KEY_${$id.replace(/-/g, '_').toUpperCase()}`;

export function baseUrl(ref: { readonly $ref: string }, { facts, get, namespace }: EmitContext): string {
  const node = get(ref as Endpoint['fallback'][number]) as NodeOf<'ModelEndpoint' | 'ExternalModel' | 'PredictionEndpoint'>;
  if (node.$kind === 'ExternalModel') return `https://${node.host}`;
  const { service, port } = facts.workloads[node.$path]!.answers!;
  return `http://${service}.${namespace}.svc:${port}`;
}

const flow = ({ id }: Rail, way: string): string => `guardrail ${id} on ${way}`;
/** Keys of the configuration: https://docs.nvidia.com/nemo/guardrails/latest/configure-rails/yaml-schema/index.html ; the program takes unknown ones in silence, so that these are all. */
export function config(endpoint: Endpoint, context: EmitContext): JsonObject {
  const rails = railsOf(endpoint, context);
  const named = (ref: { readonly $ref: string }) => context.get(ref as Endpoint['fallback'][number]);
  const judges = new Map(rails.flatMap(({ check }) => (check.kind === 'moderation' ? [[check.model.$ref, check.model] as const] : [])));
  const classifiers = rails.flatMap(({ id, check }): readonly (readonly [string, JsonObject])[] => {
    if (check.kind !== 'classifier') return [];
    const node = context.get(check.model);
    return [[id, { engine: node.$kind === 'PredictionEndpoint' ? 'kserve' : 'vllm', model: node.$kind === 'ExternalModel' ? node.model : context.names.of(node), base_url: baseUrl(check.model, context), threshold: toNumber(ratio(check.from)), blocked_labels: [check.label], ...(node.$kind === 'ExternalModel' ? { api_key_env_var: keyVariable(node) } : {}) }]];
  });
  const settings = ({ check, guardrail: { action, refusal } }: Rail): JsonObject => ({
    kind: check.kind, action, refusal,
    ...(check.kind === 'pattern' ? { name: check.name, pattern: check.pattern } : check.kind === 'personal-data' ? { language: check.language, entities: presidioEntities(check) }
      : check.kind === 'answer-form' ? { form: context.get(check.of).$id, schema: (context.get(check.of).answer ?? {}) as Json } : {}),
  });
  return {
    colang_version: '1.0', passthrough: true,
    models: [
      { type: 'main', engine: 'openai', model: context.names.of(endpoint), parameters: { base_url: `http://${context.facts.workloads[endpoint.$path]!.answers!.service}.${context.namespace}.svc:${context.facts.workloads[endpoint.$path]!.answers!.port}/v1` } },
      ...[...judges.values()].map((ref): JsonObject => { const node = named(ref); return { type: node.$id, engine: 'openai', model: node.$kind === 'ExternalModel' ? node.model : context.names.of(node), ...(node.$kind === 'ExternalModel' ? { api_key_env_var: keyVariable(node) } : {}), parameters: { base_url: `${baseUrl(ref, context)}/v1` } }; }),
    ],
    rails: {
      ...Object.fromEntries((['input', 'output'] as const).map((way) => [way, { flows: rails.filter((r) => ways(r.guardrail).includes(way)).map((r) => flow(r, way)) }])),
      ...(classifiers.length > 0 ? { config: { hf_classifier: Object.fromEntries(classifiers) } } : {}),
    },
    ...(judges.size > 0 ? { prompts: moderation(rails) } : {}),
    custom_data: { guardrails: Object.fromEntries(rails.map((r) => [r.id, settings(r)])) },
  };
}

/** One prompt for all: the program has one for each way. Whose harms differ are judged by all of them. */
function moderation(rails: readonly Rail[]): readonly JsonObject[] {
  const harms = rails.flatMap(({ check }) => (check.kind === 'moderation' ? check.harms : []));
  const text = (who: string, conversation: string): string =>
    `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nTask: Say whether the last message of '${who}' is unsafe by these categories.\n\n<BEGIN UNSAFE CONTENT CATEGORIES>\n${hazardsOf(harms).map((h) => `${h}.`).join('\n')}\n<END UNSAFE CONTENT CATEGORIES>\n\n<BEGIN CONVERSATION>\n\n${conversation}\n\n<END CONVERSATION>\n\nAnswer in the first line 'safe' or 'unsafe'; if unsafe, list the violated categories in the second.<|eot_id|><|start_header_id|>assistant<|end_header_id|>`;
  return [{ task: 'llama_guard_check_input', content: text('User', 'User: {{ user_input }}') }, { task: 'llama_guard_check_output', content: text('Agent', 'User: {{ user_input }}\n\nAgent: {{ bot_response }}') }];
}

/** Colang 1.0: one flow for each check and way. A refusal is not checked again: it need not have the form of an answer. https://docs.nvidia.com/nemo/guardrails/latest/colang-1.0/index.html */
export function flows(endpoint: Endpoint, context: EmitContext): string {
  const one = (rail: Rail, way: 'input' | 'output'): string => {
    const { id, check } = rail, message = way === 'input' ? 'user_message' : 'bot_message';
    const ask = check.kind === 'moderation' ? `execute llama_guard_check_${way}(model_name="${context.get(check.model).$id}")` : check.kind === 'classifier' ? `execute hf_classifier_check_${way}(classifier="${id}", text=$${message})` : undefined;
    return `define subflow ${flow(rail, way)}
${ask === undefined ? `  $verdict = execute guardrail_check(check="${id}", source="${way}", text=$${message})` : `  $said = ${ask}
  $verdict = execute guardrail_decide(check="${id}", source="${way}", blocked=$said.is_blocked)`}
  if $verdict.is_blocked
    $refusal = $verdict.metadata["refusal"]
    $skip_output_rails = True
    create event BotMessage(text=$refusal)
    stop
  if $verdict.is_transform
    $${message} = $verdict.transform_text["${message}"]
`;
  };
  return railsOf(endpoint, context).flatMap((rail) => ways(rail.guardrail).map((way) => one(rail, way))).join('\n');
}
