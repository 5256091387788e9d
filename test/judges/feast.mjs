// Feast: each feature repository is applied, joined as of a point in time, brought online and read, on files and SQLite in place of Athena and DynamoDB.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verdict } from './support/files.mjs';
import { here, installPython, python, quiet, versionOf } from './support/python.mjs';
import { run } from './support/process.mjs';

export const name = 'feast', version = `feast ${versionOf('feast', 'feast')}`, needs = ['python3'];
export const install = (context) => installPython('feast', context, version);

async function ask(repository, context) {
  const scratch = join(context.scratch, 'feast');
  mkdirSync(scratch, { recursive: true });
  const { code, all } = await run(python('feast', context), [join(here, 'feast_judge.py'), repository, scratch], { env: quiet });
  return { refused: code !== 0, why: all.trim().split('\n').slice(-3).join('\n') };
}

/** The sample with one line changed. */
const spoilt = {
  'a time to live of nothing': ['features.py', /ttl=timedelta\(seconds=\d+\)/, 'ttl=timedelta(seconds=0)'],
  'a key that the query does not bring': ['features.py', /join_keys=\["customer"\]/, 'join_keys=["customer_id"]'],
  'an unknown type': ['features.py', 'dtype=Int32', 'dtype=Int33'],
  'a store that is told something unknown': ['feature_store.yaml', 'workgroup:', 'workgruop:'],
};

export async function selfTest(context) {
  const results = [];
  for (const [sample, change] of [['ok', undefined], ...Object.entries(spoilt)]) {
    const folder = join(context.scratch, 'feast-samples', sample.replaceAll(' ', '-'));
    cpSync(join(here, 'samples/feast/ok'), folder, { recursive: true });
    if (change) {
      const [file, from, to] = change, text = readFileSync(join(folder, file), 'utf8');
      if (text.replace(from, to) === text) throw new Error(`the sample has nothing to spoil for '${sample}'`);
      writeFileSync(join(folder, file), text.replace(from, to));
    }
    const { refused, why } = await ask(folder, context);
    results.push(verdict(sample, change ? 'refuse' : 'accept', refused, why));
  }
  return results;
}

export const takes = (paths) => paths.filter((path) => /\/features\/(feature_store\.yaml|sources\.py|features\.py)$/.test(path));

export async function judge(paths, context) {
  const refused = [], notes = [];
  let accepted = 0;
  for (const folder of new Set(paths.map(dirname))) {
    const { refused: no, why } = await ask(join(context.dist, folder), context);
    if (no) refused.push({ what: folder, why }); else { accepted++; notes.push(`${folder}: ${why}`); }
  }
  return { accepted, refused, notes };
}
