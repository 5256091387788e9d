// Where vector indexes are found and how one looks things up in them: what applications, pipelines and network policies agree on.
import { fact, type Known } from '../fact.ts';
import { systemOf } from '../model/environments.ts';
import type { JsonObject } from '../model/json.ts';
import { name, names } from '../model/names.ts';
import { settingOf } from '../model/sql.ts';

export type Role = 'reader' | 'writer' | 'keeper';
export interface Store {
  readonly node: string;
  /** The database cluster, its pods' labels, its namespace and its port. */
  readonly cluster: string;
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: number;
  /** Each with a volume of its own. */
  readonly instances: number;
  readonly database: string;
  /** Service by role: whoever reads may ask any instance, whoever writes asks the primary. */
  readonly services: Readonly<Record<Role, string>>;
  /** Secret by role, with `username` and `password`. */
  readonly secrets: Readonly<Record<Role, string>>;
  /** ConfigMap with `index.json`: how documents are cut, embedded and looked up. */
  readonly settings: string;
  /** Setting that a session gets for each request, and the claim that it carries. */
  readonly tenant?: { readonly setting: string; readonly claim: string };
  /** After which a piece must be gone: the shortest retention of what flows into the index. */
  readonly retention: Known<string>;
}

/** https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-PORT */
const port = 5432;

/** Environment variables by which a container finds a store; the password comes from the store's own Secret. */
export function variablesOf(store: Store, role: 'reader' | 'writer'): readonly JsonObject[] {
  const prefix = `LEITWERK_INDEX_${store.node.split('/').at(-1)!.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`;
  return [
    { name: `${prefix}_URL`, value: `postgresql://${role}@${store.services[role]}.${store.namespace}.svc:${store.port}/${store.database}?sslmode=require` },
    { name: `${prefix}_PASSWORD`, valueFrom: { secretKeyRef: { name: store.secrets[role], key: 'password' } } },
    { name: `${prefix}_SETTINGS`, valueFrom: { configMapKeyRef: { name: store.settings, key: 'index.json' } } },
  ];
}

export default fact<Readonly<Record<string, Store>>>({
  doc: 'Where each vector index is found: service, port, database, the Secrets of its roles, the setting that carries the tenant, and when a piece must be gone. By path.',
  derive: ({ all, env, facts, platform, project }) => {
    if (systemOf(env, 'vector-index') === undefined) return {};
    const { namespace } = names(platform.name, env.name, project.project, env.namespaceSuffix);
    return Object.fromEntries(all('VectorIndex').map(({ $id, $path, rowLevelSecurity }) => {
      const cluster = name('cloudnative-pg', $id);
      const secret = (role: Role): string => name('kubernetes', $id, role);
      return [$path, {
        node: $path, cluster, namespace, port, instances: env.stage === 'production' ? 2 : 1, database: 'search',
        // Labels and Services that CloudNativePG makes: https://cloudnative-pg.io/documentation/current/labels_annotations/ and https://cloudnative-pg.io/documentation/current/service_management/
        pods: { 'cnpg.io/cluster': cluster }, services: { reader: `${cluster}-r`, writer: `${cluster}-rw`, keeper: `${cluster}-rw` },
        secrets: { reader: secret('reader'), writer: secret('writer'), keeper: secret('keeper') }, settings: name('kubernetes', $id, 'index'),
        ...(rowLevelSecurity === undefined ? {} : { tenant: { setting: settingOf(rowLevelSecurity.claim), claim: rowLevelSecurity.claim } }),
        retention: facts.dataFlow.due[$path] ?? { state: 'unknown', because: [`nothing says how long ${$path} may keep what it holds`] },
      } satisfies Store];
    }));
  },
});
