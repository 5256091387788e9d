// A vector index in PostgreSQL: a database of its own, its tables by a Job, a password for each role, and who may connect. It is made again from its source, so nothing is backed up.
import type { Role, Store } from '../../analyse/stores.ts';
import { sha256 } from '../../model/digest.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod } from '../../model/kubernetes.ts';
import { name } from '../../model/names.ts';
import { bytes, gibibyte } from '../../model/units.ts';
import { object, target, type Artefact, type EmitContext } from '../../target.ts';
import { candidatesOf, owner, prologue, sqlOf } from './pgvector-sql.ts';

const file = 'indexes';
/** User of the images of CloudNativePG: https://cloudnative-pg.io/documentation/current/container_images/ */
const user = 26;
/** Seconds: where the cluster was away at night, what has expired goes in the course of the morning; after that it waits for the next night. */
const expiryDeadline = 12 * 3_600;
const roles: readonly Role[] = ['reader', 'writer', 'keeper'];

/** `psql` as a role; `more`: what it is told. */
function psql(of: { readonly user: string; readonly secret: string; readonly store: Store; readonly image: string }, more: readonly string[], mounts: readonly JsonObject[] = []): JsonObject {
  const { store, image } = of;
  return {
    name: 'psql', image, command: ['psql', '--no-psqlrc', '--set=ON_ERROR_STOP=1', '--single-transaction', ...more],
    env: [
      { name: 'PGHOST', value: store.services.writer }, { name: 'PGDATABASE', value: store.database }, { name: 'PGUSER', value: of.user }, { name: 'PGSSLMODE', value: 'require' },
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: of.secret, key: 'password' } } },
    ],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } }, securityContext: restrictedContainer, volumeMounts: mounts,
  };
}
const podOf = (container: JsonObject, volumes: readonly JsonObject[] = []): JsonObject => ({ restartPolicy: 'Never', automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user), containers: [container], volumes });

/** A password that is made once, in the cluster, and that nobody writes down. https://external-secrets.io/latest/api/generator/password/ */
function password(store: Store, role: Role, context: EmitContext, labels: JsonObject): readonly Artefact[] {
  const meta = { name: store.secrets[role], namespace: context.namespace, labels: labels as Readonly<Record<string, string>> };
  return [
    object('generators.external-secrets.io/v1alpha1', 'Password', meta, { spec: { length: 40, symbols: 0, noUpper: false, allowRepeat: true } }, { file }),
    object('external-secrets.io/v1', 'ExternalSecret', meta, { spec: {
      refreshPolicy: 'CreatedOnce',
      // The operator sees a Secret that carries this label: https://cloudnative-pg.io/documentation/current/declarative_role_management/
      target: { name: store.secrets[role], creationPolicy: 'Owner', template: { type: 'kubernetes.io/basic-auth', metadata: { labels: { 'cnpg.io/reload': 'true' } }, data: { username: role, password: '{{ .password }}' } } },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: store.secrets[role] } } }],
    } }, { file }),
  ];
}

export default target({
  system: 'PostgreSQL with pgvector, run by CloudNativePG', api: 'postgresql.cnpg.io/v1', docs: 'https://github.com/pgvector/pgvector',
  concern: 'vector-index', consumes: ['VectorIndex'], per: 'node', scope: 'cluster', requires: ['cloudnative-pg >= 1.25', 'external-secrets >= 2.0'], judge: 'pgvector',
  *emit(index, context) {
    const { facts, get, names, namespace, platform, cluster } = context;
    const [store, image] = [facts.stores[index.$path], platform.images['postgres']];
    if (store === undefined || image === undefined) return;
    const source = get(index.source);
    const labels = context.labels(index);
    yield object('postgresql.cnpg.io/v1', 'Cluster', { name: store.cluster, namespace, labels }, { spec: {
      instances: store.instances, imageName: image, enableSuperuserAccess: false,
      bootstrap: { initdb: { database: store.database, owner, encoding: 'UTF8', postInitApplicationSQL: prologue } },
      managed: { roles: roles.map((role) => ({ name: role, ensure: 'present', login: true, inherit: true, bypassrls: false, passwordSecret: { name: store.secrets[role] } })) },
      // A quarter of the memory is its cache: https://cloudnative-pg.io/documentation/current/resource_management/
      postgresql: { parameters: { shared_buffers: `${Math.floor(bytes(index.memory) / 4 / (gibibyte / 1024))}MB` } },
      resources: { requests: { cpu: index.cpu, memory: index.memory }, limits: { memory: index.memory } },
      storage: { size: index.storage, ...(cluster.storageClass === undefined ? {} : { storageClass: cluster.storageClass }) },
    } }, { file });
    for (const role of roles) yield* password(store, role, context, labels);
    const sql = sqlOf(index, source, store);
    const schemaName = name('kubernetes', index.$id, 'schema', sha256(sql).slice(0, 8));
    yield object('v1', 'ConfigMap', { name: schemaName, namespace, labels }, { data: { 'index.sql': sql } }, { file });
    // A Job cannot be changed: other SQL is another Job. It waits for the database and its roles by failing until they are there.
    yield object('batch/v1', 'Job', { name: schemaName, namespace, labels }, { spec: {
      backoffLimit: 20, template: { metadata: { labels }, spec: podOf(
        psql({ user: owner, secret: `${store.cluster}-app`, store, image }, ['--file=/sql/index.sql'], [{ name: 'sql', mountPath: '/sql', readOnly: true }]), [{ name: 'sql', configMap: { name: schemaName } }]) },
    } }, { file });
    if (store.retention.state !== 'unknown') {
      yield object('batch/v1', 'CronJob', { name: names.of(index, 'cron-job', 'expire'), namespace, labels }, { spec: {
        schedule: '17 3 * * *', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: expiryDeadline, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels }, spec: { backoffLimit: 3, template: { metadata: { labels }, spec: podOf(psql({ user: 'keeper', secret: store.secrets.keeper, store, image }, ['--command=SELECT search.expire()'])) } } },
      } }, { file });
    }
    const { embedding, chunks, metric, hybrid, rerank, results, freshness, updates, text, metadata } = index;
    yield object('v1', 'ConfigMap', { name: store.settings, namespace, labels }, { data: { 'index.json': JSON.stringify({
      text, metadata, chunks, embedding: { model: embedding.model.$ref, dimensions: embedding.dimensions }, metric, results, candidates: candidatesOf(index), freshness, updates,
      ...(hybrid ? { hybrid } : {}), ...(rerank ? { rerank: { model: rerank.model.$ref, candidates: rerank.candidates } } : {}), ...(store.tenant ? { tenant: { ...store.tenant, field: index.rowLevelSecurity!.field } } : {}),
    }, null, 2) } }, { file });
  },
});
