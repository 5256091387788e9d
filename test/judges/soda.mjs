// Soda: each contract is one that Soda 4 reads; nothing is asked of a table. Its licence is Elastic License 2.0: it is run here and never handed on.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from './support/files.mjs';
import { inParallel } from './support/process.mjs';
import { environment, here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'soda', version = `soda-core ${versionOf('soda', 'soda-core')}`, needs = ['python3'];
export const install = (context) => installPython('soda', context, version);

const interpreter = warm('soda', 'soda_core.cli.cli');
export const { open, close } = interpreter;

const ask = async (file, context) => {
  const { code, all } = await interpreter.run([join(environment('soda', context), 'bin/soda'), 'contract', 'test', '-c', file]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-5).join('\n') };
};
const sample = join(here, 'samples/soda/tickets.soda.yaml');

export async function selfTest(context) {
  const text = readFileSync(sample, 'utf8');
  const cases = { ok: ['accept', text], 'an unknown check': ['refuse', text.replace('"missing"', '"misssing"')], 'a column without a name': ['refuse', text.replace('"name": "ticket_id"', '"nam": "ticket_id"')] };
  mkdirSync(join(context.scratch, 'soda'), { recursive: true });
  return inParallel(Object.entries(cases), 2, async ([what, [wanted, content]]) => {
    const file = join(context.scratch, 'soda', `${what.replaceAll(' ', '-')}.yaml`);
    writeFileSync(file, content);
    const { refused, why } = await ask(file, context);
    return verdict(what, wanted, refused, why);
  });
}

export const takes = (paths) => paths.filter((path) => path.endsWith('.soda.yaml'));

export async function judge(paths, context) {
  const verdicts = await inParallel(paths, 2, (path) => ask(join(context.dist, path), context));
  const refused = paths.flatMap((path, i) => verdicts[i].refused ? [{ what: path, why: verdicts[i].why }] : []);
  return { accepted: paths.length - refused.length, refused };
}
