// A data contract in the Open Data Contract Standard: one document, with a server for each environment that has the data.
import { file, target, type EmitContext } from '../../target.ts';
import { account, databaseName, dataLocation, tableName } from '../../model/aws.ts';
import type { JsonObject } from '../../model/json.ts';
import type { NodeOf } from '../../model/node.ts';
import { name } from '../../model/names.ts';
import { rulesOf, type Rule } from '../../model/quality.ts';
import { wholeDays } from '../../model/units.ts';
import { apart, together } from './odcs-quality.ts';

type Contract = NodeOf<'DataContract'>;
const logical = { string: 'string', integer: 'integer', long: 'integer', double: 'number', decimal: 'number', boolean: 'boolean', date: 'date', timestamp: 'timestamp' } as const;
const physical = { string: 'string', integer: 'int', long: 'bigint', double: 'double', decimal: 'decimal(38,9)', boolean: 'boolean', date: 'date', timestamp: 'timestamp' } as const;
const list = (key: string, values: readonly JsonObject[]): JsonObject => (values.length > 0 ? { [key]: values } : {});

const keysOf = ({ fields }: Contract): string[] => Object.keys(fields).filter((f) => fields[f]!.key);
/** What `required` and `primaryKey` do not say yet. */
const checks = (contract: Contract): Rule[] => rulesOf(contract).filter((r) => r.kind !== 'present' && !(r.kind === 'unique' && [...r.fields].sort().join() === keysOf(contract).sort().join()));
/** The column that a rule is said at. */
const columnOf = (rule: Rule): string | undefined => ('field' in rule ? rule.field : rule.kind === 'unique' && rule.fields.length === 1 ? rule.fields[0] : undefined);

function properties(contract: Contract): JsonObject[] {
  const keys = keysOf(contract);
  return Object.entries(contract.fields).map(([id, field]) => ({
    name: id, ...(name('glue', id) === id ? {} : { physicalName: name('glue', id) }), logicalType: logical[field.type], physicalType: physical[field.type], required: !field.nullable, classification: field.classification,
    ...(field.description === undefined ? {} : { description: field.description }),
    ...(field.key ? { primaryKey: true, primaryKeyPosition: keys.indexOf(id) + 1 } : {}),
    ...(contract.partitionBy.includes(id) ? { partitioned: true, partitionKeyPosition: contract.partitionBy.indexOf(id) + 1 } : {}),
    ...(field.pseudonym ? { tags: ['pseudonym'] } : {}),
    // `enum` came with version 3.2; a check says the same to readers of 3.1.
    ...list('quality', apart(checks(contract).filter((r) => columnOf(r) === id))),
  }));
}

/** Freshness and retention are measured on the one column that says when a record came; with several, nobody can tell which. */
function promises(contract: Contract): JsonObject[] {
  const times = Object.keys(contract.fields).filter((f) => contract.fields[f]!.type === 'timestamp' && !contract.fields[f]!.nullable);
  const element = times.length === 1 ? { element: `${tableName(contract)}.${times[0]}` } : {};
  const [, amount = '0', unit = 'd'] = /^(\d+)(\D+)$/.exec(contract.freshness) ?? [];
  // Minutes, hours and days are the units that datacontract-cli executes: https://cli.datacontract.com
  const fresh = unit === 'm' || unit === 'h' || unit === 'd' ? { value: Number(amount), unit } : unit === 'ms' || unit === 's' ? { value: 1, unit: 'm' } : { value: wholeDays(contract.freshness), unit: 'd' };
  return [{ property: 'freshness', ...fresh, ...element }, ...(contract.retention === undefined ? [] : [{ property: 'retention', value: wholeDays(contract.retention), unit: 'd', ...element }])];
}

function servers(environments: readonly EmitContext[], path: string): JsonObject[] {
  return environments.flatMap((context) => {
    const { env } = context;
    const contract = context.all('DataContract').find((c) => c.$path === path);
    const home = account(env);
    if (contract === undefined || home === undefined) return [];
    return [
      ...(env.systems['object-storage'] === 'terraform/s3-bucket' ? [{ server: env.name, environment: env.name, type: 's3', location: dataLocation(context, contract), format: contract.format }] : []),
      ...(env.systems['catalogue'] === 'terraform/glue-table'
        ? [{ server: `${env.name}-catalogue`, environment: env.name, type: 'glue', account: home.id, database: databaseName(context, contract.$project), location: dataLocation(context, contract), format: contract.format }] : []),
    ];
  });
}

export default target({
  system: 'Open Data Contract Standard', api: '3.1.0', docs: 'https://bitol-io.github.io/open-data-contract-standard/v3.1.0/', consumes: ['DataContract'], per: 'project', scope: 'project', judge: 'odcs',
  *emit({ environments, platform, root, project }) {
    // What a contract promises, it promises where it counts: the last environment that has it.
    const contracts = new Map(environments.flatMap((context) => context.all('DataContract').map((c) => [c.$path, c] as const)));
    const team = platform.teams[root.owner];
    for (const [path, contract] of [...contracts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield file(`contracts/${contract.$id}.odcs.yaml`, {
        apiVersion: 'v3.1.0', kind: 'DataContract', id: `${project}_${contract.$id}`, name: contract.$id, version: contract.version, status: 'active',
        description: { purpose: contract.description, ...(contract.purposes.length > 0 ? { usage: `Only for: ${contract.purposes.map((p) => platform.purposes[p]?.title ?? p).join('; ')}` } : {}) },
        schema: [{
          name: tableName(contract), physicalName: tableName(contract), logicalType: 'object', physicalType: 'table', properties: properties(contract),
          ...list('quality', together(checks(contract).filter((r) => columnOf(r) === undefined))),
        }],
        ...list('servers', servers(environments, path)), slaProperties: promises(contract),
        team: { name: root.owner, ...(team ? { description: team.title, members: [{ username: team.email, role: 'owner' }] } : {}) },
        ...list('support', team ? [{ channel: team.title, tool: 'email', url: `mailto:${team.email}` }] : []),
        roles: [{ role: 'reader', access: 'read', firstLevelApprovers: root.owner }, { role: 'writer', access: 'write', firstLevelApprovers: root.owner }],
        customProperties: [
          { property: 'region', value: contract.region }, { property: 'jurisdiction', value: platform.regions[contract.region]?.jurisdiction ?? 'unknown' },
          ...(contract.purposes.length > 0 ? [{ property: 'purposes', value: contract.purposes.map((p) => ({ id: p, legalBasis: contract.legalBasis ?? platform.purposes[p]?.legalBasis ?? 'unknown' })) }] : []),
          { property: 'layer', value: contract.layer }, { property: 'erasure', value: contract.erasure },
          ...(contract.subjects.length > 0 ? [{ property: 'subjects', value: [...contract.subjects] }] : []),
          // In a value `${NAME}` would be a variable, in a description it is text: https://github.com/datacontract/datacontract-cli/blob/v1.2.8/datacontract/config/variables.py
          ...(contract.impactAssessment === undefined ? [] : [{ property: 'impactAssessment', value: { on: contract.impactAssessment.on, review: contract.impactAssessment.review }, description: contract.impactAssessment.reference }]),
        ],
      }, { from: [path] });
    }
  },
});
