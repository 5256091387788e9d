// NeMo Guardrails: what each guardrail server mounts is loaded by the program, and each check does in a talk what it declares.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { once, verdict, yamlDocuments } from './support/files.mjs';
import { inParallel } from './support/process.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'nemo-guardrails', version = `nemoguardrails ${versionOf('nemo', 'nemoguardrails')}`, needs = ['python3'];
export const install = (context) => installPython('nemo', context, version);

const interpreter = warm('nemo', 'nemo_parsed');
export const { open, close } = interpreter;

async function ask(data, place, context) {
  const folder = join(context.scratch, 'nemo', place);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(data)) writeFileSync(join(folder, basename(file)), text);
  const { code, all } = await interpreter.run([join(here, 'nemo_judge.py'), folder]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-3).join('\n') };
}

const config = { models: [{ type: 'main', engine: 'openai', model: 'm' }], passthrough: true, colang_version: '1.0', rails: { input: { flows: ['guardrail words-1 on input'] } }, custom_data: { guardrails: { 'words-1': { kind: 'pattern', action: 'refuse', refusal: 'Not here.', name: 'word', pattern: 'x+' } } } };
const co = 'define subflow guardrail words-1 on input\n  $verdict = execute guardrail_check(check="words-1", text=$user_message)\n  if $verdict.is_blocked\n    $refusal = $verdict.metadata["refusal"]\n    $skip_output_rails = True\n    create event BotMessage(text=$refusal)\n    stop\n';
const py = 'import re\nfrom nemoguardrails.actions import action\nfrom nemoguardrails.actions.rail_outcome import RailOutcome\n@action(name="guardrail_check")\nasync def guardrail_check(check, text, config, **kwargs):\n  s = config.custom_data["guardrails"][check]\n  m = {"refusal": s["refusal"]}\n  return RailOutcome.block(metadata=m) if re.search(s["pattern"], text) else RailOutcome.allow(metadata=m)\n';
const sample = (change = {}, flows = co) => ({ 'config.yml': JSON.stringify({ ...config, ...change }), 'rails.co': flows, 'actions.py': py });
export const selfTest = (context) => inParallel([
  ['ok', 'accept', sample()], ['a key that nothing reads', 'refuse', sample({ modelz: [] })], ['a key of the rails that nothing reads', 'refuse', sample({ rails: { input: { ...config.rails.input, flowz: [] } } })], ['a kind of rails that is none', 'refuse', sample({ rails: { ...config.rails, outputs: { flows: [] } } })], ['a key of a model that nothing reads', 'refuse', sample({ models: [{ ...config.models[0], parameterz: {} }] })],
  ['a flow that is not there', 'refuse', sample({ rails: { input: { flows: ['guardrail words-2 on input'] } } })],
  ['a check that lets pass', 'refuse', sample({}, co.replace('$verdict.is_blocked', '$verdict.is_transform'))],
], 2, async ([title, wanted, data], i) => { const { refused, why } = await ask(data, `sample-${i}`, context); return verdict(title, wanted, refused, why); });

export const takes = (paths) => paths.filter((path) => /\/kubernetes\/[^/]+\/guardrails\.yaml$/.test(path));

const asked = once(ask);
export async function judge(paths, context) {
  const all = paths.flatMap((path) => yamlDocuments(readFileSync(join(context.dist, path), 'utf8')).filter((o) => o.kind === 'ConfigMap' && o.data['rails.co']).map((o) => ({ what: `${path} ${o.metadata.name}`, data: o.data })));
  const verdicts = await inParallel(all, 2, ({ data }, i) => asked(JSON.stringify(data), data, String(i), context));
  const refused = all.flatMap(({ what }, i) => verdicts[i].refused ? [{ what, why: verdicts[i].why }] : []);
  return { accepted: all.length - refused.length, refused };
}
