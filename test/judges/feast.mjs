// Feast: each feature repository is applied, joined as of a point in time, brought online and read, on files and SQLite in place of Athena and DynamoDB.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verdict } from './support/files.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';
import { inParallel } from './support/process.mjs';

export const name = 'feast', version = `feast ${versionOf('feast', 'feast')}`, needs = ['python3'];
export const install = (context) => installPython('feast', context, version);

const interpreter = warm('feast', 'feast', 'feast.repo_operations', 'feast.infra.offline_stores.contrib.athena_offline_store.athena_source', 'feast.infra.offline_stores.dask', 'feast.infra.online_stores.sqlite',
  'feast.infra.compute_engines.local.compute', 'feast.infra.compute_engines.feature_builder', 'feast.infra.passthrough_provider', 'feast.infra.registry.file', 'feast.diff.apply_progress', 'dask.dataframe.io.parquet.arrow', 'fsspec.implementations.arrow', 'pandas');
export const { open, close } = interpreter;

async function ask(repository, context, ...flags) {
  const scratch = join(context.scratch, 'feast');
  mkdirSync(scratch, { recursive: true });
  const { code, all } = await interpreter.run([join(here, 'feast_judge.py'), repository, scratch, ...flags]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-3).join('\n') };
}

/** The sample with one line changed. */
const spoilt = {
  'a time to live of nothing': ['features.py', /ttl=timedelta\(seconds=\d+\)/, 'ttl=timedelta(seconds=0)'],
  'a key that the query does not bring': ['features.py', /join_keys=\["customer"\]/, 'join_keys=["customer_id"]'],
  'an unknown type': ['features.py', 'dtype=Int32', 'dtype=Int33'],
  'a store that is told something unknown': ['feature_store.yaml', 'workgroup:', 'workgruop:'],
  'a key that nothing reads': ['feature_store.yaml', 'entity_key_serialization_version:', 'entity_key_serialisation_version:'],
  'a registry that is told something unknown': ['feature_store.yaml', 'cache_ttl_seconds:', 'cache_ttl:'],
  'a join that sees the future': undefined,
};

export async function selfTest(context) {
  return inParallel([['ok'], ...Object.entries(spoilt)], 2, async ([sample, change]) => {
    const folder = join(context.scratch, 'feast-samples', sample.replaceAll(' ', '-'));
    cpSync(join(here, 'samples/feast/ok'), folder, { recursive: true });
    if (change) {
      const [file, from, to] = change, text = readFileSync(join(folder, file), 'utf8');
      if (text.replace(from, to) === text) throw new Error(`the sample has nothing to spoil for '${sample}'`);
      writeFileSync(join(folder, file), text.replace(from, to));
    }
    const { refused, why } = await ask(folder, context, ...(sample.startsWith('a join') ? ['--leak'] : []));
    return verdict(sample, sample === 'ok' ? 'accept' : 'refuse', refused, why);
  });
}

export const takes = (paths) => paths.filter((path) => /\/features\/(feature_store\.yaml|sources\.py|features\.py)$/.test(path));

export async function judge(paths, context) {
  const folders = [...new Set(paths.map(dirname))], verdicts = await inParallel(folders, 2, (folder) => ask(join(context.dist, folder), context));
  const refused = folders.flatMap((what, i) => verdicts[i].refused ? [{ what, why: verdicts[i].why }] : []);
  return { accepted: folders.length - refused.length, refused, notes: folders.flatMap((folder, i) => verdicts[i].refused ? [] : [`${folder}: ${verdicts[i].why.split('\n').at(-1)}`]) };
}
