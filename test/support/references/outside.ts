// References outside of Kubernetes: in stacks of Terraform, and in files of other formats.
import { parseAllDocuments } from 'yaml';
import { at, isObject, type JsonObject } from '../../../src/model/json.ts';
import type { Environment } from '../../../src/model/platform.ts';
import { type Refer, type Stack, type World, kindOf, labelsOf, list, nameOf, namespaceOf } from './world.ts';

export const blocks = ({ body }: Stack, type: string): readonly JsonObject[] => Object.values(labelsOf(at(body, ['resource', type]))).filter(isObject);

export function ofStack(stack: Stack, env: Environment, world: World, refer: Refer): void {
  const account = env.accounts.find((a) => a.name === stack.account);
  const inEnv = world.stacks.filter((s) => s.env === env.name);
  const ids = { account: account && 'id' in account ? String(account.id) : '' };
  visit(stack.body, []);

  function visit(value: unknown, path: readonly string[]): void {
    if (typeof value === 'string') { ofText(value, path); return; }
    if (typeof value === 'object' && value !== null) for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
  }
  function ofText(value: string, path: readonly string[]): void {
    for (const [, inside] of value.matchAll(/(?<!\$)\$\{([^}]+)\}/g)) {
      const [, data, type, name] = /^(data\.)?([a-z0-9_]+)\.([a-z0-9_]+)/.exec(inside!) ?? [];
      refer('Terraform reference', stack, inside!, type !== undefined && isObject(at(stack.body, [data ? 'data' : 'resource', type, name!])));
    }
    if (path.at(-2) === 'depends_on') refer('Terraform reference', stack, value, isObject(at(stack.body, ['resource', ...value.split('.')])));
    const subject = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(value);
    if (subject) refer('trusted service account', stack, value, world.objects.some((o) => o.tree === stack.tree && kindOf(o) === 'ServiceAccount' && namespaceOf(o) === subject[1] && nameOf(o) === subject[2]));
    const issuer = /oidc-provider\/(.+)$/.exec(value)?.[1];
    if (issuer !== undefined) refer('OIDC issuer', stack, issuer, env.clusters.some((c) => c.oidcIssuer === issuer));
    const arn = /^arn:aws:(s3|glue|kms):([^:]*):(\d*):(.+)$/.exec(value);
    const owner = arn?.[3];
    if (owner !== undefined && owner !== '') refer('account', stack, owner, env.accounts.some((a) => 'id' in a && String(a.id) === owner));
    if (arn?.[1] === 's3') refer('bucket', stack, arn[4]!, world.given.has(arn[4]!.split('/')[0]!) || inEnv.some((s) => blocks(s, 'aws_s3_bucket').some((b) => b['bucket'] === arn[4]!.split('/')[0])));
    const [what, database, table] = arn?.[1] === 'glue' ? arn[4]!.split('/') : [];
    if (what === 'database' || what === 'table') refer('Glue table', stack, arn![4]!, inEnv.some((s) => blocks(s, 'aws_glue_catalog_database').some((d) => d['name'] === database) && (table === undefined || blocks(s, 'aws_glue_catalog_table').some((t) => t['name'] === table))));
    const alias = /^alias\/.+/.test(value) && path[0] !== 'resource' ? value : arn?.[1] === 'kms' && arn[4]!.startsWith('alias/') ? arn[4]! : undefined;
    if (alias !== undefined) refer('key alias', stack, alias, inEnv.some((s) => blocks(s, 'aws_kms_alias').some((k) => k['name'] === alias)));
    const bucket = /^s3:\/\/([^/]+)/.exec(value)?.[1];
    if (bucket !== undefined) refer('bucket', stack, bucket, inEnv.some((s) => blocks(s, 'aws_s3_bucket').some((b) => b['bucket'] === bucket)));
    if (path.includes('allowed_account_ids')) refer('account', stack, value, value === ids.account);
  }
}

/** What files of other formats refer to: the list of manifests, the places of contracts, entities of the catalogue. */
export function ofFiles({ files, stacks, platform }: World, refer: Refer): void {
  const entities = new Set<string>();
  const documents = [...files].filter(([p]) => p.startsWith('_projects/') && p.endsWith('.yaml') && !p.includes('/chart/')).map(([path, body]) => ({ path, body: parseAllDocuments(body)[0]?.toJS() as JsonObject }));
  for (const { body } of documents) if (String(body['apiVersion']).startsWith('backstage.io/')) entities.add(`${String(body['kind']).toLowerCase()}:default/${String(at(body, ['metadata', 'name']))}`);
  for (const team of Object.keys(platform.teams)) entities.add(`group:default/${team}`);
  for (const { path, body } of documents) {
    if (String(body['apiVersion']).startsWith('backstage.io/')) for (const name of [at(body, ['spec', 'owner']), ...['dependsOn', 'dependencyOf'].flatMap((k) => (at(body, ['spec', k]) ?? []) as unknown[])]) if (typeof name === 'string') refer('catalogue entity', path, name, entities.has(name));
    for (const server of list(body['servers'])) {
      const bucket = /^s3:\/\/([^/]+)/.exec(String(server['location']))?.[1];
      if (bucket !== undefined) refer('place of a contract', path, bucket, stacks.some((s) => blocks(s, 'aws_s3_bucket').some((b) => b['bucket'] === bucket)));
    }
  }
  for (const [path, body] of files) {
    if (!path.endsWith('/kustomization.yaml')) continue;
    const folder = path.slice(0, path.lastIndexOf('/'));
    for (const resource of (at(parseAllDocuments(body)[0]?.toJS(), ['resources']) ?? []) as string[]) refer('listed manifest', path, resource, files.has(`${folder}/${resource}`));
  }
}
