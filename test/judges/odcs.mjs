// datacontract-cli: every data contract is one of the Open Data Contract Standard.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onceEach, verdict } from './support/files.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'odcs', version = `datacontract-cli ${versionOf('contract', 'datacontract-cli')}`, needs = ['python3'];
export const install = (context) => installPython('contract', context, version);

/** What is imported before either question is asked, since it is needed by every contract. */
const modules = { lint: ['contract_checked'], data: ['contract_judge', 'ibis.backends.duckdb', 'pandas', 'rstr.xeger'] };

/** An interpreter for a judge, and what it says of files that it is asked for their form (`lint`) or with rows (`data`): of each { refused }, and of data { sets, noticed, untold }. The same content is asked about once. */
export function asking(question) {
  const interpreter = warm('contract', ...modules[question]), asked = onceEach((files) => interpreter.answer(join(here, 'contract_judge.py'), { [question]: files }));
  return { open: interpreter.open, close: interpreter.close, ask: (files) => asked(files.map((file) => readFileSync(file, 'utf8')), files) };
}
const { ask, ...interpreter } = asking('lint');
export const { open, close } = interpreter;

export async function selfTest() {
  const samples = [['ok', 'accept'], ['bad_kind', 'refuse'], ['bad_type', 'refuse']];
  const said = await ask(samples.map(([sample]) => join(here, 'samples', `${sample}.odcs.yaml`)));
  return samples.map(([sample, wanted], i) => verdict(sample, wanted, said[i].refused.length > 0, said[i].refused.join('\n')));
}

export const takes = (paths) => paths.filter((path) => /\.odcs\.ya?ml$/.test(path));

export async function judge(paths, context) {
  const said = await ask(paths.map((path) => join(context.dist, path)));
  const refused = paths.flatMap((path, i) => said[i].refused.map((why) => ({ what: path, why })));
  return { accepted: said.filter(({ refused: against }) => against.length === 0).length, refused };
}
