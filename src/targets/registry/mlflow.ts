// Models and prompts in MLflow's registry: a program that is always the same, and what it registers as data beside it. Aliases say what runs in which environment.
import { promptOf } from '../../analyse/fingerprints.ts';
import { asTemplate, chatMessages } from '../../model/chat.ts';
import { digestOf } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { file, target, type EmitContext, type SpanContext } from '../../target.ts';
import { program } from './mlflow-program.ts';

interface Version { readonly digest: string; readonly entry: JsonObject }
/** The versions of a thing over all environments; each with the environments that run it as aliases. */
function versions(contexts: readonly EmitContext[], of: (context: EmitContext) => Version | undefined): readonly JsonObject[] {
  const found = new Map<string, { readonly entry: JsonObject; readonly aliases: string[] }>();
  for (const context of contexts) {
    const version = of(context);
    if (version === undefined) continue;
    const known = found.get(version.digest) ?? { entry: version.entry, aliases: [] };
    known.aliases.push(context.env.name);
    found.set(version.digest, known);
  }
  return [...found.values()].map(({ entry, aliases }) => ({ ...entry, aliases }));
}
const ids = (contexts: readonly EmitContext[], kind: 'Model' | 'TrainedModel' | 'Prompt'): readonly string[] => [...new Set(contexts.flatMap((c) => c.all(kind).map((n) => n.$id)))].sort();

/** What was shown of the endpoints that run a model: each piece of evidence as its own tag. */
const evidence = (model: { readonly $path: string }, { all, get, facts }: EmitContext): JsonObject => Object.fromEntries(all('Evidence').flatMap((e) => {
  const evaluation = get(e.of), evaluated = get(evaluation.of);
  if (evaluated.$kind === 'ExternalModel' || evaluated.model.$ref !== model.$path) return [];
  const { differs, passes } = facts.evidence[e.$path]!;
  return [[`evidence.${e.$id}`, `${differs.length > 0 ? 'does not fit' : passes ? 'passes' : 'fails'}; ${e.result.subject}; ${e.result.ranOn}; ${e.result.by}`]];
}));

function weights(model: NodeOf<'Model'>, context: EmitContext): Version {
  const { weights, revision, quantisation, licence } = model;
  const digest = digestOf({ weights, revision, quantisation: quantisation === undefined ? null : { ...quantisation } });
  return { digest, entry: { source: `https://huggingface.co/${weights}/tree/${revision}`, tags: { digest, revision, licence, ...(quantisation ? { quantisation: `${quantisation.kind}, ${quantisation.at}` } : {}), ...evidence(model, context) } } };
}
function artefact(model: NodeOf<'TrainedModel'>, context: EmitContext): Version {
  const { digest, version, task, format, artefact, trainedOn, trainedUntil, target: predicts, licence } = model;
  return { digest, entry: { source: artefact, tags: { digest, version, task, format: `${format.name} ${format.version}`, target: predicts, trainedOn: trainedOn.map((r) => r.$ref).join(', '), trainedUntil, licence, ...evidence(model, context) } } };
}
function prompt(of: NodeOf<'Prompt'>): Version {
  const digest = digestOf(promptOf(of));
  return { digest, entry: { version: of.version, template: chatMessages(of).map((m) => ({ ...m, content: asTemplate(m['content'] as string, Object.keys(of.variables)) })), tags: { digest, version: of.version } } };
}

export default target({
  system: 'MLflow', api: '3', docs: 'https://mlflow.org/docs/latest/ml/model-registry/', concern: 'model-registry', consumes: ['Model', 'TrainedModel', 'Prompt', 'Evidence'], per: 'project', scope: 'project', judge: 'mlflow',
  *emit(span: SpanContext) {
    const { environments, platform, project, root } = span;
    const called = (id: string): string => `${platform.registry?.prefix ?? ''}${project}-${id}`;
    const one = <T extends { readonly $id: string }>(list: readonly T[], id: string, make: (node: T) => Version): Version | undefined => { const node = list.find((n) => n.$id === id); return node && make(node); };
    const tags = { owner: root.owner, project };
    const models: readonly Json[] = [
      ...ids(environments, 'Model').map((id) => ({ name: called(id), tags, versions: versions(environments, (c) => one(c.all('Model'), id, (n) => weights(n, c))) })),
      ...ids(environments, 'TrainedModel').map((id) => ({ name: called(id), tags, versions: versions(environments, (c) => one(c.all('TrainedModel'), id, (n) => artefact(n, c))) })),
    ];
    const prompts: readonly Json[] = ids(environments, 'Prompt').map((id) => ({ name: called(id), versions: versions(environments, (c) => one(c.all('Prompt'), id, prompt)) }));
    if (models.length + prompts.length === 0) return;
    yield file('registry/register.py', program);
    yield file('registry/entries.json', { server: platform.registry?.url ?? null, models, prompts });
  },
});
