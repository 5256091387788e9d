// datacontract-cli: every data contract is one of the Open Data Contract Standard.
import { join } from 'node:path';
import { verdict } from './support/files.mjs';
import { must } from './support/process.mjs';
import { here, installPython, python, quiet, versionOf } from './support/python.mjs';

export const name = 'odcs', version = `datacontract-cli ${versionOf('contract', 'datacontract-cli')}`, needs = ['python3'];
export const install = (context) => installPython('contract', context, version);

/** What it says of files, asked for their form (`lint`) or with rows (`data`): of each { accepted, refused, notes }. One process, since its start takes longer than an answer. */
export async function ask(question, files, context) {
  const { out } = await must(python('contract', context), [join(here, 'contract_judge.py')], { input: JSON.stringify({ [question]: files }), env: quiet });
  return JSON.parse(out);
}

export async function selfTest(context) {
  const samples = [['ok', 'accept'], ['bad_kind', 'refuse'], ['bad_type', 'refuse']];
  const said = await ask('lint', samples.map(([sample]) => join(here, 'samples', `${sample}.odcs.yaml`)), context);
  return samples.map(([sample, wanted], i) => verdict(sample, wanted, said[i].refused.length > 0, said[i].refused.join('\n')));
}

export const takes = (paths) => paths.filter((path) => /\.odcs\.ya?ml$/.test(path));

export async function judge(paths, context) {
  const said = await ask('lint', paths.map((path) => join(context.dist, path)), context);
  const refused = paths.flatMap((path, i) => said[i].refused.map((why) => ({ what: path, why })));
  return { accepted: said.filter(({ refused: against }) => against.length === 0).length, refused };
}
