// Presidio: each guardrail's recognisers come out of its registry, and its operators do what they say.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { verdict } from './support/files.mjs';
import { inParallel } from './support/process.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'presidio', version = `presidio-analyzer ${versionOf('presidio', 'presidio-analyzer')}`, needs = ['python3'];
export const install = (context) => installPython('presidio', context, version);
const interpreter = warm('presidio', 'spacy', 'presidio_analyzer', 'presidio_analyzer.recognizer_registry', 'presidio_anonymizer');
export const { open, close } = interpreter;

const ask = async (folder) => {
  const { code, all } = await interpreter.run([join(here, 'presidio_judge.py'), folder]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-3).join('\n') };
};

const recogniser = (change) => ({ name: 'order-en', type: 'custom', supported_entity: 'ORDER', supported_languages: [{ language: 'en' }], patterns: [{ name: 'order', regex: 'N-[0-9]{8}', score: 1, ...change }] });
const sample = (recognizers, operator = { type: 'replace', new_value: '[ORDER]' }) => ({
  analyzer: { supported_languages: ['en'], default_score_threshold: 0.4, nlp_configuration: { nlp_engine_name: 'spacy', models: [{ lang_code: 'en', model_name: 'en_core_web_lg' }] }, recognizer_registry: { supported_languages: ['en'], global_regex_flags: 24, recognizers } },
  anonymizer: { operators: { ORDER: operator } },
});
export const selfTest = (context) => inParallel([
  ['ok', 'accept', sample([recogniser({}), { name: 'EmailRecognizer', type: 'predefined', supported_languages: ['en'] }])], ['a score over 1', 'refuse', sample([recogniser({ score: 9 })])],
  ['no such recogniser', 'refuse', sample([{ name: 'EmaiRecognizer', type: 'predefined', supported_languages: ['en'] }])], ['no such operator', 'refuse', sample([recogniser({})], { type: 'replaze', new_value: 'x' })],
], 2, async ([title, wanted, { analyzer, anonymizer }], i) => {
  const folder = join(context.scratch, 'presidio', String(i));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'analyzer.yaml'), stringify(analyzer));
  writeFileSync(join(folder, 'anonymizer.json'), JSON.stringify(anonymizer));
  const { refused, why } = await ask(folder);
  return verdict(title, wanted, refused, why);
});

export const takes = (paths) => paths.filter((path) => /(^|\/)llm\/guardrails\/[^/]+\/[^/]+\/(analyzer\.yaml|anonymizer\.json)$/.test(path));
export async function judge(paths, context) {
  const folders = [...new Set(paths.map(dirname))];
  const verdicts = await inParallel(folders, 2, (folder) => ask(join(context.dist, folder)));
  const refused = folders.flatMap((folder, i) => verdicts[i].refused ? [{ what: folder, why: verdicts[i].why }] : []);
  return { accepted: folders.length - refused.length, refused };
}
