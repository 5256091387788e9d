// MLflow: each project's models and prompts are registered in a real registry, twice, and read back.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verdict } from './support/files.mjs';
import { inParallel } from './support/process.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'mlflow', version = `mlflow ${versionOf('mlflow', 'mlflow')}`, needs = ['python3'];
export const install = (context) => installPython('mlflow', context, version);
const interpreter = warm('mlflow', 'mlflow_registry');
export const { open, close } = interpreter;

const ask = async (folder) => {
  const { code, all } = await interpreter.run([join(here, 'mlflow_judge.py'), folder]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-3).join('\n') };
};

const program = 'import json, pathlib\nfrom mlflow import MlflowClient\nc = MlflowClient()\nfor m in json.loads(pathlib.Path(__file__).with_name("entries.json").read_text())["models"]:\n  try: c.create_registered_model(m["name"])\n  except Exception: pass\n  for v in m["versions"]:\n    if not c.search_model_versions("name=\'%s\'" % m["name"]): c.create_model_version(m["name"], v["source"], tags=v["tags"])\n    for a in v["aliases"]: c.set_registered_model_alias(m["name"], a, 1)\n';
const entries = (aliases, tags = { digest: 'sha256:1' }) => ({ models: [{ name: 'fraud', tags: {}, versions: [{ source: 's3://models/fraud', tags, aliases }] }], prompts: [] });
export const selfTest = (context) => inParallel([
  ['ok', 'accept', entries(['production']), program], ['a reserved alias', 'refuse', entries(['v1']), program], ['a tag that is lost', 'refuse', entries(['production'], { digest: 'sha256:1', owner: 'risk' }), program.replace('tags=v["tags"]', 'tags={"digest": v["tags"]["digest"]}')],
], 2, async ([title, wanted, data, text], i) => {
  const folder = join(context.scratch, 'mlflow', String(i));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'entries.json'), JSON.stringify(data));
  writeFileSync(join(folder, 'register.py'), text);
  const { refused, why } = await ask(folder);
  return verdict(title, wanted, refused, why);
});

export const takes = (paths) => paths.filter((path) => /(^|\/)registry\/(register\.py|entries\.json)$/.test(path));
export async function judge(paths, context) {
  const folders = [...new Set(paths.map(dirname))];
  const verdicts = await inParallel(folders, 2, (folder) => ask(join(context.dist, folder)));
  const refused = folders.flatMap((folder, i) => verdicts[i].refused ? [{ what: folder, why: verdicts[i].why }] : []);
  return { accepted: folders.length - refused.length, refused };
}
