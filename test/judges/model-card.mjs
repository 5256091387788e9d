// Hugging Face cards: huggingface_hub reads them, and the front matter has the fields of its specification, which that does not ask for, with the tasks and libraries of Hugging Face's own tables.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachFile, problem, verdict } from './support/files.mjs';
import { split } from './support/front-matter.mjs';
import { installPackages, requireFrom } from './support/npm.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

const packages = ['@huggingface/tasks@0.21.54'];
export const name = 'model-card', version = `huggingface-hub ${versionOf('hf', 'huggingface-hub')}, ${packages[0]}`, needs = ['npm', 'python3'];
export async function install(context) { await installPackages('hugging-face', packages, context); await installPython('hf', context, version); }

const interpreter = warm('hf', 'hf_judge');
export const { open, close } = interpreter;
/** Why huggingface_hub refuses each card, or ''. */
async function read(cards) {
  const said = cards.length ? await interpreter.answer(join(here, 'hf_judge.py'), cards) : [];
  if (said.length !== cards.length) throw new Error(`${said.length} answers to ${cards.length} cards`);
  return said;
}

// The list of ids: https://huggingface.co/docs/hub/repositories-licenses
const LICENCES = new Set(('apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 '
  + 'cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 '
  + 'lgpl lgpl-2.1 lgpl-3.0 isc h-research intel-research lppl-1.3c ms-pl apple-ascl apple-amlr mpl-2.0 odc-by odbl openmdw-1.0 openrail++ osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr deepfloyd-if-license fair-noncommercial-research-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 gemma unknown other').split(' '));
const isText = (value) => typeof value === 'string' && value !== '', isTexts = (value) => Array.isArray(value) && value.every(isText);
// https://github.com/huggingface/hub-docs/blob/main/modelcard.md and datasetcard.md
const MODEL = new Set(['license', 'license_name', 'license_link', 'pipeline_tag', 'library_name', 'base_model', 'base_model_relation', 'tags', 'datasets', 'metrics', 'language', 'model-index']);
const DATA = new Set(['pretty_name', 'tags', 'license', 'language', 'task_categories', 'size_categories']);

function reasons(text, context, isModel) {
  let head;
  const unread = problem(() => { head = split(text); });
  if (unread) return [unread];
  const { data, body } = head;
  if (data === undefined) return ['has no front matter'];
  const { PIPELINE_TYPES, ALL_MODEL_LIBRARY_KEYS } = requireFrom('hugging-face', context)('@huggingface/tasks');
  const known = isModel ? MODEL : DATA, has = (key) => Object.hasOwn(data, key);
  return [
    ...Object.keys(data).filter((key) => !known.has(key)).map((key) => `${key} is no field of a card`),
    ...(!has('tags') || isTexts(data.tags) ? [] : ['tags are no list of texts']),
    ...(/^\s*# \S/.test(body) ? [] : ['has no title']),
    ...(isModel ? ofModel() : has('pretty_name') && !isText(data.pretty_name) ? ['pretty_name is no text'] : []),
  ];
  function ofModel() {
    return [
      ...(LICENCES.has(data.license) ? [] : [`${data.license} is no licence of the list`]),
      ...(data.license !== 'other' || isText(data.license_name) ? [] : ['another licence has no name']),
      ...(has('license_link') && !/^https:\/\//.test(data.license_link) ? ['license_link is no address'] : []),
      ...(!has('pipeline_tag') || PIPELINE_TYPES.includes(data.pipeline_tag) ? [] : [`${data.pipeline_tag} is no task`]),
      ...(!has('library_name') || ALL_MODEL_LIBRARY_KEYS.includes(data.library_name) ? [] : [`${data.library_name} is no library`]),
      ...(!has('base_model_relation') || ['finetune', 'adapter', 'merge', 'quantized'].includes(data.base_model_relation) ? [] : [`${data.base_model_relation} is no relation`]),
      ...(data['model-index'] ?? []).flatMap((model) => isText(model.name) && Array.isArray(model.results) ? model.results.flatMap((result) => [
        ...(PIPELINE_TYPES.includes(result.task?.type) ? [] : ['a result without a task']), ...(isText(result.dataset?.type) && isText(result.dataset?.name) ? [] : ['a result without a data set']),
        ...(Array.isArray(result.metrics) && result.metrics.length > 0 && result.metrics.every((m) => isText(m.type) && Number.isFinite(m.value)) ? [] : ['a result without metrics']),
      ]) : ['a model without name or results']),
    ];
  }
}

const card = (front, body = '# a\n') => `---\n${front}\n---\n\n${body}`;
const index = 'model-index:\n- name: a\n  results:\n  - task:\n      type: text-generation\n    dataset:\n      name: golden\n      type: golden\n    metrics:\n    - type: judge\n      value: 0.9';
const samples = { good: card(`license: mit\npipeline_tag: text-generation\nlibrary_name: transformers\n${index}`), 'no front matter': '# a\n', 'an unknown licence': card('license: mine'), 'another licence without a name': card('license: other'), 'an unknown task': card('license: mit\npipeline_tag: guessing'), 'an unknown library': card('license: mit\nlibrary_name: mine'),
  'an unknown field': card('license: mit\ncolour: red'), 'a metric without a value': card(`license: mit\n${index.replace('value: 0.9', 'value: good')}`), 'a key given twice': card('license: mit\nlicense: mit'), 'no title': card('license: mit', 'text\n') };
/** Of these the program alone shows that it reads. */
const unread = { 'an index without results': card('license: mit\nmodel-index:\n- name: a'), 'an index that is no list': card('license: mit\nmodel-index: a'), 'a metric without its type': card(`license: mit\n${index.replace('type: judge\n      ', '')}`) };
export async function selfTest(context) {
  const folder = join(context.scratch, 'cards');
  mkdirSync(folder, { recursive: true });
  const own = Object.entries(samples).map(([sample, text]) => { const why = reasons(text, context, true); return verdict(sample, sample === 'good' ? 'accept' : 'refuse', why.length > 0, why.join('; ')); });
  const asked = Object.entries({ good: samples.good, ...unread }).map(([sample, text], i) => ({ sample, text, file: join(folder, `${i}.md`) }));
  for (const { file, text } of asked) writeFileSync(file, text);
  const said = await read(asked.map(({ file }) => ({ kind: 'model', file })));
  return [...own, ...asked.map(({ sample }, i) => verdict(`huggingface_hub: ${sample}`, sample === 'good' ? 'accept' : 'refuse', said[i] !== '', said[i]))];
}

export const takes = (paths) => paths.filter((path) => /\/documents\/(models|datasheets)\/[^/]+\.md$/.test(path));
export async function judge(paths, context) {
  const isModel = (path) => path.includes('/models/');
  const said = await read(paths.map((path) => ({ kind: isModel(path) ? 'model' : 'dataset', file: join(context.dist, path) }))), of = new Map(paths.map((path, i) => [path, said[i]]));
  return eachFile(paths, context.dist, (text, path) => [...reasons(text, context, isModel(path)), ...of.get(path) ? [`huggingface_hub: ${of.get(path)}`] : []]);
}
