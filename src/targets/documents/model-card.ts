// A card for each model that the project runs or trains, with the front matter that Hugging Face reads: what it is, what it is for and not, where it comes from, what it has shown.
import { licenceOf } from '../../data/licences.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { frontMatter } from '../../model/text/front-matter.ts';
import { md, mdBlocks, mdLink, mdList, mdTable } from '../../model/text/markdown.ts';
import { file, target, type EmitContext, type SpanContext } from '../../target.ts';
import { across, environmentsOf, evidenceFor, paths, type Seen } from './shared.ts';

// https://github.com/huggingface/huggingface.js/blob/main/packages/tasks/src/pipelines.ts
const serving = { generate: 'text-generation', embed: 'feature-extraction', rerank: 'text-ranking', moderate: 'text-classification' } as const;
const trained = { 'binary-classification': 'tabular-classification', classification: 'tabular-classification', 'anomaly-detection': 'tabular-classification', regression: 'tabular-regression', ranking: 'tabular-regression', forecasting: 'time-series-forecasting' } as const;

function licenceFields(text: string): JsonObject {
  const licence = licenceOf(text);
  return licence !== undefined && !licence.unlisted ? { license: licence.id } : { license: 'other', license_name: licence?.id ?? text, ...(licence === undefined ? {} : { license_link: licence.source }) };
}
function results(model: string, task: string, context: EmitContext): readonly JsonObject[] {
  return evidenceFor(model, context).map(({ evaluation, evidence: { result } }) => ({
    task: { type: task }, dataset: { name: evaluation.goldenSet.file, type: evaluation.$path, revision: result.goldenSet },
    metrics: Object.entries(result.scores).map(([name, value]) => ({ type: evaluation.metrics[name]?.measure ?? name, name, value: Number(value) })),
    // a name wants an address: https://github.com/huggingface/hub-docs/blob/main/modelcard.md
    source: { name: result.by, url: context.platform.repository.url },
  }));
}
function card(seen: Seen<'Model'> | Seen<'TrainedModel'>, title: string, task: string, fields: JsonObject, facts: readonly (readonly [string, string])[], span: SpanContext): readonly [string, string] {
  const { node, context } = seen as Seen<'Model' | 'TrainedModel'>;
  const licence = licenceOf(node.licence);
  const index = results(node.$path, task, context);
  const endpoints = [...context.all('ModelEndpoint'), ...context.all('PredictionEndpoint')].filter((e) => e.model.$ref === node.$path);
  const shown = evidenceFor(node.$path, context).flatMap(({ evaluation, evidence: { result } }) => Object.entries(result.scores).map(([name, value]) => {
    const metric = evaluation.metrics[name];
    return [name, metric?.measure ?? '', value, metric?.atLeast !== undefined ? `at least ${metric.atLeast}` : metric?.atMost !== undefined ? `at most ${metric.atMost}` : 'none', `${result.cases} cases of ${evaluation.goldenSet.file}`, result.ranOn, result.by];
  }));
  const { root } = context;
  const text = mdBlocks(
    frontMatter({ ...licenceFields(node.licence), pipeline_tag: task, tags: ['leitwerk', root.purpose], ...fields, ...(index.length === 0 ? {} : { 'model-index': [{ name: title, results: index }] }) }),
    md`# ${title}`,
    mdTable(['', ''], [...facts, ['Licence', `${licence?.title ?? node.licence}${licence?.conditions === undefined ? '' : `: ${licence.conditions}`}`], ['Environments', environmentsOf(span, node)]]),
    md`## What it is for\n\n${root.problem}`,
    endpoints.length > 0 && mdTable(['Answers in', 'Who asks', 'Timeout'], endpoints.map((e) => [e.$id, e.access.audience, e.timeout ?? 'none'])),
    root.nonGoals.length > 0 && md`## What it is not for\n\n${mdList(root.nonGoals)}`,
    md`## What it has shown\n\n${shown.length === 0 ? md`Nothing has been shown yet: there is no evidence.` : mdTable(['Metric', 'Measure', 'Value', 'Threshold', 'Examples', 'On', 'Run'], shown)}`,
    root.aiAct && md`## Who is responsible\n\n${mdTable(['Owner', 'Class under the EU AI Act', 'Oversight', 'Notice'], [[context.platform.teams[root.owner]?.title ?? root.owner, `${root.aiAct.class}, ${root.aiAct.role}`, root.aiAct.oversight ?? 'none declared', root.aiAct.notice ?? 'none declared']])}`,
    md`${mdLink('All documents of the project', `../${paths.index}`)}`,
  );
  return [`documents/${paths.card(node.$id)}`, `${text.text}\n`];
}

const hosted = (seen: Seen<'Model'>, span: SpanContext): readonly [string, string] => {
  const { node, context } = seen;
  const endpoint = context.all('ModelEndpoint').find((e) => e.model.$ref === node.$path);
  const q = node.quantisation;
  return card(seen, node.weights, serving[endpoint?.task ?? 'generate'], { base_model: node.weights, library_name: 'transformers', ...(q === undefined ? {} : { base_model_relation: 'quantized' }) }, [
    ['Weights', node.weights], ['Revision', node.revision], ['From', node.source], ['Precision', q === undefined ? 'as published' : `${q.kind}, ${q.at === 'load' ? 'quantised when loaded' : 'stored so'}`],
  ], span);
};
const library: Readonly<Partial<Record<NodeOf<'TrainedModel'>['format']['name'], string>>> = { sklearn: 'sklearn' };
const own = (seen: Seen<'TrainedModel'>, span: SpanContext): readonly [string, string] => {
  const { node } = seen;
  return card(seen, `${node.$id} ${node.version}`, trained[node.task], library[node.format.name] === undefined ? {} : { library_name: library[node.format.name]! }, [
    ['Task', node.task], ['Predicts', node.target], ['Format', `${node.format.name} ${node.format.version}`], ['Artefact', node.artefact], ['Digest', node.digest],
    ['Learned from', node.trainedOn.map((r) => r.$ref).join(', ')], ['Newest day in its data', node.trainedUntil], ['Trained by', node.trainedBy?.$ref ?? 'not declared'],
  ], span);
};

export default target({
  system: 'Hugging Face model card', api: 'model card metadata', docs: 'https://huggingface.co/docs/hub/model-cards', consumes: ['AiProject', 'Model', 'TrainedModel', 'Evaluation', 'Evidence', 'ModelEndpoint', 'PredictionEndpoint'],
  per: 'project', scope: 'project', judge: 'model-card',
  emit: (span) => [...across(span, 'Model').map((m) => [m.node.$path, hosted(m, span)] as const), ...across(span, 'TrainedModel').map((m) => [m.node.$path, own(m, span)] as const)].map(([node, [path, text]]) => file(path, text, { from: [node] })),
});
