// The files of a Feast repository: where features lie, what they are, and who is served which. Names and texts of authors are literals.
import { account, databaseName, tableName } from '../../model/aws.ts';
import { feastName, plain, storeBucket, tablePattern, viewsOf } from '../../model/feature-store.ts';
import type { Json } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { NodeOf } from '../../model/node.ts';
import { call, py } from '../../model/python.ts';
import { milliseconds } from '../../model/units.ts';
import type { EmitContext } from '../../target.ts';

type View = NodeOf<'FeatureView'>;
/** https://docs.feast.dev/getting-started/concepts/feature-view#field ; the online store takes no decimal, so the query gives a double. */
const types = { string: ['String', 'STRING'], integer: ['Int32', 'INT32'], long: ['Int64', 'INT64'], double: ['Float64', 'DOUBLE'], decimal: ['Float64', 'DOUBLE'], boolean: ['Bool', 'BOOL'], date: ['UnixTimestamp', 'UNIX_TIMESTAMP'], timestamp: ['UnixTimestamp', 'UNIX_TIMESTAMP'] } as const;
const casts: Readonly<Record<string, string>> = { decimal: 'double', date: 'timestamp' };

const quoted = (of: string): string => `"${of.replaceAll('"', '""')}"`;
/** A Python name of a node. */
const variable = (view: View, root: string, suffix: string): string => name('terraform', view.$project === root ? '' : view.$project, view.$id, suffix);
export function settings(context: EmitContext): Json {
  const { env, root } = context;
  const region = account(env)?.region ?? '';
  const bucket = storeBucket(context);
  return {
    project: plain(root.$project), provider: 'aws', registry: { registry_type: 'file', path: `s3://${bucket}/registry.db`, cache_ttl_seconds: 600 },
    online_store: { type: 'dynamodb', region, table_name_template: tablePattern(context) },
    offline_store: { type: 'athena', data_source: 'AwsDataCatalog', region, database: databaseName(context, root.$project), workgroup: 'primary', s3_staging_location: `s3://${bucket}/athena/` },
    entity_key_serialization_version: 3, auth: { type: 'no_auth' },
  };
}

/** The queries that read the features out of their data sets. */
export function sources(context: EmitContext): string {
  const { get, root } = context;
  const made = viewsOf(context).map((view) => {
    const contract = get(view.source);
    const chosen = new Map([[plain(view.entity.key), view.entity.key], [plain(view.pointInTime), view.pointInTime], ...Object.entries(view.features).map(([feature, { from }]): [string, string] => [plain(feature), from])]);
    const selected = [...chosen].map(([as, field]) => {
      const cast = casts[contract.fields[field]?.type ?? ''];
      return `${cast === undefined ? quoted(plain(field)) : `CAST(${quoted(plain(field))} AS ${cast})`} AS ${quoted(as)}`;
    });
    const query = `SELECT ${selected.join(', ')} FROM "AwsDataCatalog".${quoted(databaseName(context, contract.$project))}.${quoted(tableName(contract))}`;
    return `${variable(view, root.$project, 'source')} = ${call('AthenaSource', { name: py(feastName(view)), query: py(query), timestamp_field: py(plain(view.pointInTime)), owner: py(view.owner) })}\n`;
  });
  return `# Where features come from.\nfrom feast.infra.offline_stores.contrib.athena_offline_store.athena_source import AthenaSource\n\n${made.join('')}`;
}

function viewText(view: View, context: EmitContext, entity: string): string {
  const { root, get } = context;
  const { fields } = get(view.source);
  const schema = Object.entries(view.features).map(([feature, { from, transformation, description }]) =>
    `        ${call('Field', { name: py(plain(feature)), dtype: types[fields[from]?.type ?? 'string'][0], description: py(description ?? ''), tags: py({ from, transformation }) })},\n`);
  const tags = { version: view.version, contract: view.source.$ref, training: view.offline ? 'yes' : 'no' };
  return `${variable(view, root.$project, 'view')} = FeatureView(
    name=${py(feastName(view))}, source=${variable(view, root.$project, 'source')}, entities=[${entity}],
    schema=[\n${schema.join('')}    ],
    ttl=timedelta(seconds=${Math.max(1, Math.round(milliseconds(view.ttl) / 1000))}), online=${py(view.online)}, owner=${py(view.owner)}, tags=${py(tags)},
)\n`;
}

/** Entities, feature views, and a service for each endpoint that looks features up. */
export function definitions(context: EmitContext): string {
  const { all, get, root } = context;
  const views = viewsOf(context);
  const entityOf = (view: View): string => name('terraform', view.entity.name, 'by', view.entity.key, 'entity');
  const entities = new Map(views.map((view) => [entityOf(view), call('Entity', { name: py(plain(view.entity.name)), join_keys: py([plain(view.entity.key)]), value_type: `ValueType.${types[get(view.source).fields[view.entity.key]?.type ?? 'string'][1]}` })]));
  const services = all('PredictionEndpoint').filter((e) => e.features.length > 0).map((e) =>
    `${name('terraform', e.$id, 'service')} = ${call('FeatureService', { name: py(e.$id), features: `[${e.features.map((r) => variable(get(r), root.$project, 'view')).join(', ')}]` })}\n`);
  return `# What features are, and who is served which.
from datetime import timedelta

from feast import Entity, FeatureService, FeatureView, Field, ValueType
from feast.types import Bool, Float64, Int32, Int64, String, UnixTimestamp
from sources import ${views.map((view) => variable(view, root.$project, 'source')).sort().join(', ')}

${[...[...entities].map(([n, entity]) => `${n} = ${entity}\n`), ...views.map((view) => viewText(view, context, entityOf(view))), ...services].join('\n')}`;
}
