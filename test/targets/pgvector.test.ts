// What a vector index becomes: the SQL that keeps tenants apart, the database around it, and who may connect. What PostgreSQL makes of it, the judge pgvector shows.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { at } from '../../src/model/json.ts';
import { identifier, literal, settingOf } from '../../src/model/sql.ts';
import cronJob from '../../src/targets/pipelines/cron-job.ts';
import networkPolicy from '../../src/targets/kubernetes/network-policy.ts';
import pgvector from '../../src/targets/data/pgvector.ts';
import { body, contextOf, objectsOf, to, type Declaring, type Setting } from '../support/emit.ts';

const source = (props: JsonObject = {}): Declaring => ({ kind: 'DataContract', id: 'tickets', props: { retention: '13mo', partitionBy: [], ...props } });
const index = (props: JsonObject = {}): Declaring => ({ kind: 'VectorIndex', id: 'ticket-index', props: { source: to('DataContract', 'tickets'), ...props } });
const without = (...names: readonly string[]): JsonObject => Object.fromEntries(names.map((n) => [n, undefined])) as unknown as JsonObject;
const emittedOf = (nodes: readonly Declaring[] = [source(), index()], setting?: Setting) => objectsOf(pgvector, contextOf(nodes, setting));
const sqlOf = (nodes?: readonly Declaring[]): string => at(emittedOf(nodes).find((o) => o.address.kind === 'ConfigMap' && o.address.name.includes('schema'))!.body, ['data', 'index.sql']) as string;

describe('the SQL of an index', () => {
  it('is the one that the judge attacks, byte for byte', () => {
    const golden = JSON.parse(readFileSync(new URL('../judges/python/samples/pgvector/ok.json', import.meta.url), 'utf8')) as { sql: string; prologue: string[]; settings: JsonObject };
    expect(sqlOf()).toBe(golden.sql);
    expect(at(body(emittedOf(), 'Cluster'), ['spec', 'bootstrap', 'initdb', 'postInitApplicationSQL'])).toEqual(golden.prologue);
  });
  it('lets a reader see rows of its own claim that are not over, and nobody else anything but keys', () => {
    const policies = sqlOf().match(/^CREATE POLICY .*$/gm)!;
    expect(policies[0]).toBe("CREATE POLICY reader_reads ON search.pieces FOR SELECT TO reader USING (whose = NULLIF(current_setting('app.tenant', true), '') AND source_at > now() - interval '395 days');");
    expect(sqlOf()).toContain('ALTER TABLE search.pieces FORCE ROW LEVEL SECURITY;');
    expect(sqlOf()).toContain('GRANT SELECT (document, piece, source_at, indexed_at, whose), INSERT, DELETE ON search.pieces TO writer;');
    expect(sqlOf()).not.toMatch(/SECURITY DEFINER|BYPASSRLS|GRANT .* TO PUBLIC/);
  });
  it('measures by the metric, in half precision where there are too many dimensions for an index', () => {
    expect(sqlOf([source(), index({ metric: 'inner-product' })])).toContain('USING hnsw (embedding vector_ip_ops)');
    expect(sqlOf([source(), index({ embedding: { model: to('ModelEndpoint', 'embed'), dimensions: 3072 } })])).toMatch(/embedding search\.halfvec\(3072\)[^]*halfvec_cosine_ops[^]*question halfvec\(3072\)/);
  });
  it('has words, tenants and times only where they are declared', () => {
    const bare = sqlOf([source({ retention: undefined as never, fields: { ticket_id: { type: 'string', key: true }, body: { type: 'string' }, channel: { type: 'string' } } }), index(without('hybrid', 'rowLevelSecurity', 'rerank'))]);
    expect(bare).not.toMatch(/tsvector|whose|interval|expire\(\) RETURNS/);
    expect(bare).toContain('DROP FUNCTION IF EXISTS search.expire();');
    expect(bare).toContain('CREATE POLICY reader_reads ON search.pieces FOR SELECT TO reader USING (true);');
    expect(bare).toContain('most integer DEFAULT 8');
  });
  it('refuses another shape where it adds, and makes the table anew where it rebuilds', () => {
    expect(sqlOf()).toContain('RAISE EXCEPTION \'the index holds pieces of another shape\'');
    expect(sqlOf([source(), index({ updates: 'rebuild' })])).toMatch(/THEN DROP TABLE search\.pieces CASCADE;[^]*INSERT, DELETE, TRUNCATE ON/);
    const shape = (nodes: readonly Declaring[]) => /COMMENT ON TABLE search\.pieces IS '(\w+)'/.exec(sqlOf(nodes))![1];
    expect(shape([source(), index({ chunks: { tokens: 400, overlap: 80, by: 'headings' } })])).not.toBe(shape([source(), index()]));
  });
  it('erases by owner only where the contract erases by key', () => {
    expect(sqlOf()).toContain('search.erase_all_of(owner_key text)');
    expect(sqlOf([source({ erasure: 'by-retention' }), index()])).toContain('DROP FUNCTION IF EXISTS search.erase_all_of(text);');
  });
});

describe('the database of an index', () => {
  it('has a standby in production alone, and roles that obey the policies', () => {
    const spec = body(emittedOf(), 'Cluster')['spec'] as JsonObject;
    expect(spec).toMatchObject({ instances: 2, enableSuperuserAccess: false, storage: { size: '20Gi' } });
    expect(at(spec, ['managed', 'roles'])).toMatchObject([{ name: 'reader', bypassrls: false }, { name: 'writer', bypassrls: false }, { name: 'keeper', bypassrls: false }]);
    expect(at(body(emittedOf(undefined, { environment: 'dev' }), 'Cluster'), ['spec', 'instances'])).toBe(1);
  });
  it('gets other SQL by another Job', () => {
    const job = (nodes?: readonly Declaring[]) => emittedOf(nodes).find((o) => o.address.kind === 'Job')!.address.name;
    expect(job()).toMatch(/^ticket-index-schema-[0-9a-f]{8}$/);
    expect(job([source(), index({ hybrid: { language: 'german', weight: '40%' } })])).not.toBe(job());
  });
  it('deletes what is over each night, where somebody promises when that is', () => {
    expect(at(body(emittedOf(), 'CronJob'), ['spec', 'startingDeadlineSeconds'])).toBe(43_200);
    expect(at(body(emittedOf(), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'command'])).toContain('--command=SELECT search.expire()');
    expect(emittedOf([source({ retention: undefined as never }), index()]).filter((o) => o.address.kind === 'CronJob')).toEqual([]);
  });
  it('is reached by those who declare it, and each finds it by variables', () => {
    const nodes = [source(), index(), { kind: 'Pipeline', id: 'embeds', props: { reads: [to('DataContract', 'tickets')], writes: [to('VectorIndex', 'ticket-index')], calls: [] } } satisfies Declaring];
    const context = contextOf(nodes);
    expect(JSON.stringify(body(objectsOf(networkPolicy, context), 'NetworkPolicy', 'ticket-index'))).toContain('"app.kubernetes.io/name":"embeds"');
    const env = at(body(objectsOf(cronJob, context), 'CronJob'), ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers', 0, 'env']) as readonly JsonObject[];
    expect(env.find((v) => v['name'] === 'LEITWERK_INDEX_TICKET_INDEX_URL')!['value']).toBe('postgresql://writer@ticket-index-rw.demo.svc:5432/search?sslmode=require');
    expect(JSON.stringify(body(objectsOf(networkPolicy, context), 'NetworkPolicy', 'embeds'))).toContain('"cnpg.io/cluster":"ticket-index"');
  });
});

describe('text in SQL', () => {
  it('means nothing but itself', () => {
    expect(identifier('a"b')).toBe('"a""b"');
    expect(literal("it's")).toBe("'it''s'");
    expect(literal('\\\'')).toBe(" E'\\\\'''");
    expect(Buffer.byteLength(identifier('field', 'x'.repeat(80)))).toBe(65);
  });
  it('makes one setting of each claim', () => {
    expect(settingOf('tenant')).toBe('app.tenant');
    expect(settingOf('https://nordlicht.example/tenant')).toMatch(/^app\.https_nordlicht_example_tenant_[0-9a-f]{8}$/);
    expect(settingOf('Tenant')).not.toBe(settingOf('tenant'));
  });
});
