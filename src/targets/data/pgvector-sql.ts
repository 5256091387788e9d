// The SQL of a vector index: its table, its indexes, who may see which row, how it is searched, and what is deleted when.
import { sha256 } from '../../model/digest.ts';
import type { NodeOf } from '../../model/node.ts';
import { toDecimal } from '../../model/rational.ts';
import { identifier, literal } from '../../model/sql.ts';
import { ratio, wholeDays } from '../../model/units.ts';
import type { Store } from '../../analyse/stores.ts';

type Index = NodeOf<'VectorIndex'>;
type Fields = NodeOf<'DataContract'>['fields'];

/** Operators and their classes: https://github.com/pgvector/pgvector#querying */
const metrics = {
  cosine: { operator: '<=>', ops: 'cosine_ops', score: (d: string) => `1 - ${d}` },
  euclidean: { operator: '<->', ops: 'l2_ops', score: (d: string) => `-${d}` },
  'inner-product': { operator: '<#>', ops: 'ip_ops', score: (d: string) => `-${d}` },
} as const;
/** An HNSW index takes 2,000 dimensions of single precision, 4,000 of half: https://github.com/pgvector/pgvector#hnsw */
export const vectorType = (dimensions: number): 'vector' | 'halfvec' => (dimensions <= 2000 ? 'vector' : 'halfvec');
/** https://www.postgresql.org/docs/current/datatype.html */
const columnTypes = { string: 'text', integer: 'integer', long: 'bigint', double: 'double precision', decimal: 'numeric(38,9)', boolean: 'boolean', date: 'date', timestamp: 'timestamptz' } as const;
/** Of two orders, a place far down counts little: G. V. Cormack et al., Reciprocal Rank Fusion, SIGIR 2009, https://plg.uwaterloo.ca/~gvcormac/cormacksigir09-rrf.pdf */
const fusion = 60;
/** Rows that each of two orders brings, where nobody puts them in order again, as a multiple of the results. */
const spare = 4;

const roles = ['reader', 'writer', 'keeper'] as const;
export const owner = 'owner';
export const schema = 'search';
/** What only a superuser may do, once, when the database is made. */
export const prologue: readonly string[] = [
  `CREATE SCHEMA ${schema} AUTHORIZATION ${owner}`, `CREATE EXTENSION vector WITH SCHEMA ${schema}`,
  // Nobody makes functions or tables of their own: a function that tells what it is given would be asked about rows that its caller may not see.
  'REVOKE CREATE, TEMPORARY ON DATABASE search FROM PUBLIC', 'REVOKE ALL ON SCHEMA public FROM PUBLIC',
];

const columnOf = (field: string): string => identifier('field', field);
export const candidatesOf = ({ rerank, results }: Index): number => rerank?.candidates ?? results * spare;

function columns({ metadata, hybrid, rowLevelSecurity, chunks, embedding }: Index, fields: Fields): readonly string[] {
  return [
    'document text NOT NULL', 'piece integer NOT NULL CHECK (piece >= 0)',
    ...(rowLevelSecurity ? ['whose text NOT NULL CHECK (whose <> \'\')'] : []),
    'content text NOT NULL', `tokens integer NOT NULL CHECK (tokens BETWEEN 1 AND ${chunks.tokens})`,
    ...metadata.filter((f) => Object.hasOwn(fields, f)).map((f) => `${columnOf(f)} ${columnTypes[fields[f]!.type]}`),
    `embedding ${schema}.${vectorType(embedding.dimensions)}(${embedding.dimensions}) NOT NULL`,
    ...(hybrid ? [`words tsvector GENERATED ALWAYS AS (to_tsvector('pg_catalog.${hybrid.language}', content)) STORED`] : []),
    'source_at timestamptz NOT NULL', 'indexed_at timestamptz NOT NULL DEFAULT now()', 'PRIMARY KEY (document, piece)',
  ];
}

function find(index: Index, fields: Fields): string {
  const { embedding: { dimensions }, metric, hybrid, results, rerank } = index;
  const { operator, score } = metrics[metric];
  const [candidates, meta] = [candidatesOf(index), index.metadata.filter((f) => Object.hasOwn(fields, f))];
  const most = rerank?.candidates ?? results;
  const weight = hybrid && toDecimal(ratio(hybrid.weight), 6);
  const nearest = `SELECT document, piece, embedding ${operator} question AS distance FROM pieces ORDER BY embedding ${operator} question LIMIT ${candidates}`;
  const put = (what: string) => meta.map((f) => `, ${what}.${columnOf(f)}`).join('');
  const body = hybrid ? `
  WITH near AS (SELECT document, piece, row_number() OVER (ORDER BY distance) AS place FROM (${nearest}) AS n),
  said AS (
    SELECT document, piece, row_number() OVER (ORDER BY rank DESC) AS place FROM (
      SELECT p.document, p.piece, ts_rank_cd(p.words, query) AS rank FROM pieces AS p, websearch_to_tsquery('pg_catalog.${hybrid.language}', wanted) AS query
      WHERE p.words @@ query ORDER BY rank DESC LIMIT ${candidates}) AS s),
  both_orders AS (SELECT document, piece, COALESCE((1 - ${weight}) / (${fusion} + near.place), 0) + COALESCE(${weight} / (${fusion} + said.place), 0) AS score FROM near FULL JOIN said USING (document, piece))
  SELECT p.document, p.piece, p.content${put('p')}, b.score::double precision FROM both_orders AS b JOIN pieces AS p USING (document, piece)
  ORDER BY b.score DESC, p.document, p.piece LIMIT LEAST(most, ${candidates})` : `
  SELECT p.document, p.piece, p.content${put('p')}, (${score('n.distance')})::double precision FROM (${nearest}) AS n JOIN pieces AS p USING (document, piece)
  ORDER BY n.distance, p.document, p.piece LIMIT LEAST(most, ${candidates})`;
  // It runs as its caller, so that the policies on rows hold in it. A scan goes on until it has enough rows that the caller may see: https://github.com/pgvector/pgvector#iterative-index-scans
  return `DROP FUNCTION IF EXISTS ${schema}.find;
CREATE FUNCTION ${schema}.find(question ${vectorType(dimensions)}(${dimensions})${hybrid ? ', wanted text' : ''}, most integer DEFAULT ${most})
RETURNS TABLE (document text, piece integer, content text${meta.map((f) => `, ${columnOf(f)} ${columnTypes[fields[f]!.type]}`).join('')}, score double precision)
LANGUAGE sql STABLE SECURITY INVOKER SET search_path = ${schema}, pg_temp SET hnsw.iterative_scan = 'strict_order' SET hnsw.ef_search = ${Math.min(1000, Math.max(40, candidates))} AS $find$${body}
$find$;`;
}

/** Who sees which row. What is over is not found even before it is deleted; who deletes sees nothing else; who writes sees keys only. */
function policies(setting: string | undefined, days: number | undefined): string {
  const alive = days === undefined ? [] : [`source_at > now() - interval '${days} days'`];
  const own = setting === undefined ? [] : [`whose = NULLIF(current_setting(${literal(setting)}, true), '')`];
  const when = (conditions: readonly string[]) => `(${conditions.join(' AND ') || 'true'})`;
  const made = [
    ['reader_reads', `FOR SELECT TO reader USING ${when([...own, ...alive])}`],
    ['writer_reads', 'FOR SELECT TO writer USING (true)'], ['writer_adds', `FOR INSERT TO writer WITH CHECK ${when(alive)}`],
    ['writer_deletes', 'FOR DELETE TO writer USING (true)'],
    ...(days === undefined ? [] : ['SELECT', 'DELETE'].map((verb) => [`keeper_${verb === 'SELECT' ? 'reads' : 'deletes'}`, `FOR ${verb} TO keeper USING (source_at <= now() - interval '${days} days')`])),
  ];
  const all = ['reader_reads', 'writer_reads', 'writer_adds', 'writer_deletes', 'keeper_reads', 'keeper_deletes'];
  return [...all.map((p) => `DROP POLICY IF EXISTS ${p} ON ${schema}.pieces;`), ...made.map(([p, rule]) => `CREATE POLICY ${p} ON ${schema}.pieces ${rule};`)].join('\n');
}

/** Applied by the owner of the schema, any number of times. */
export function sqlOf(index: Index, source: NodeOf<'DataContract'>, store: Store): string {
  const { metric, hybrid, rowLevelSecurity, updates, embedding, chunks } = index;
  const { fields } = source;
  const table = `${schema}.pieces`;
  const made = columns(index, fields);
  // Vectors of another model, or pieces of another cut, cannot be compared with these.
  const shape = sha256(JSON.stringify([made, embedding, chunks, metric])).slice(0, 16);
  const days = store.retention.state === 'unknown' ? undefined : wholeDays(store.retention.value);
  const other = updates === 'rebuild' ? `DROP TABLE ${table} CASCADE;`
    : `RAISE EXCEPTION 'the index holds pieces of another shape' USING HINT = 'declare updates: ''rebuild'' for one release, or give the index another id';`;
  const byOwner = source.erasure === 'by-key' && rowLevelSecurity !== undefined;
  const granted = [['find', 'reader'], ['erase', 'writer'], ...(byOwner ? [['erase_all_of', 'writer']] : []), ...(days === undefined ? [] : [['expire', 'keeper']])];
  return `-- Who may not see a row is kept from it by the database, not by whoever asks. Made from ${index.$path}.
SET client_min_messages = warning;
SET search_path = ${schema};
DO $shape$ BEGIN
  IF to_regclass('${table}') IS NOT NULL AND obj_description(to_regclass('${table}'), 'pg_class') IS DISTINCT FROM '${shape}' THEN ${other} END IF;
END $shape$;
CREATE TABLE IF NOT EXISTS ${table} (
  ${made.join(',\n  ')}
);
COMMENT ON TABLE ${table} IS '${shape}';
CREATE INDEX IF NOT EXISTS pieces_embedding ON ${table} USING hnsw (embedding ${vectorType(embedding.dimensions)}_${metrics[metric].ops});
${hybrid ? `CREATE INDEX IF NOT EXISTS pieces_words ON ${table} USING gin (words);\n` : ''}${rowLevelSecurity ? `CREATE INDEX IF NOT EXISTS pieces_whose ON ${table} (whose);\n` : ''}CREATE INDEX IF NOT EXISTS pieces_source_at ON ${table} (source_at);
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
${policies(store.tenant?.setting, days)}
REVOKE ALL ON ${table} FROM PUBLIC, ${roles.join(', ')};
GRANT USAGE ON SCHEMA ${schema} TO ${roles.join(', ')};
GRANT SELECT ON ${table} TO reader;
GRANT SELECT (document, piece, source_at, indexed_at${rowLevelSecurity ? ', whose' : ''}), INSERT, DELETE${updates === 'rebuild' ? ', TRUNCATE' : ''} ON ${table} TO writer;
GRANT SELECT (source_at), DELETE ON ${table} TO keeper;
${find(index, fields)}
-- A document is erased with all its pieces${byOwner ? ', and everything of one owner when asked' : ''}.
CREATE OR REPLACE FUNCTION ${schema}.erase(key text) RETURNS bigint LANGUAGE sql SECURITY INVOKER SET search_path = ${schema}, pg_temp AS $erase$
  WITH gone AS (DELETE FROM pieces WHERE document = key RETURNING 1) SELECT count(*) FROM gone
$erase$;
${byOwner ? `CREATE OR REPLACE FUNCTION ${schema}.erase_all_of(owner_key text) RETURNS bigint LANGUAGE sql SECURITY INVOKER SET search_path = ${schema}, pg_temp AS $erase$
  WITH gone AS (DELETE FROM pieces WHERE whose = owner_key RETURNING 1) SELECT count(*) FROM gone
$erase$;` : `DROP FUNCTION IF EXISTS ${schema}.erase_all_of(text);`}
${days === undefined ? `DROP FUNCTION IF EXISTS ${schema}.expire();` : `-- What is over goes; its policy shows the keeper nothing else.
CREATE OR REPLACE FUNCTION ${schema}.expire() RETURNS bigint LANGUAGE sql SECURITY INVOKER SET search_path = ${schema}, pg_temp AS $expire$
  WITH gone AS (DELETE FROM pieces WHERE source_at <= now() - interval '${days} days' RETURNING 1) SELECT count(*) FROM gone
$expire$;`}
${granted.map(([f, role]) => `REVOKE ALL ON FUNCTION ${schema}.${f} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION ${schema}.${f} TO ${role};`).join('\n')}
`;
}
