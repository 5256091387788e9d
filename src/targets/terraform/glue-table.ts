// The catalogue entry of each data contract: typed columns, partitions, where the files are, and who may look it up.
import { attr, moved, partOf, resource, target } from '../../target.ts';
import { account, arn, databaseName, dataLocation, rightsBlock, sid, tableName } from '../../model/aws.ts';
import { dataUses, foreignContracts } from '../../model/data-use.ts';
import { name } from '../../model/names.ts';
import type { NodeOf } from '../../model/node.ts';
import { wholeDays } from '../../model/units.ts';

// https://docs.aws.amazon.com/athena/latest/ug/data-types.html ; a decimal is as wide as Hive allows, half of it for whole digits and more.
const types = { string: 'string', integer: 'int', long: 'bigint', double: 'double', decimal: 'decimal(38,9)', boolean: 'boolean', date: 'date', timestamp: 'timestamp' } as const;
const parquet = {
  input_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat', output_format: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  ser_de_info: { serialization_library: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', parameters: { 'serialization.format': '1' } },
};
type Contract = NodeOf<'DataContract'>;

/** Cut at this many bytes, between characters. */
function cut(text: string, most: number): string {
  let bytes = 0;
  return [...text].filter((c) => (bytes += Buffer.byteLength(c)) <= most).join('');
}
/** What came as it was is only added to; elsewhere changes can be followed, so that what is made of it keeps up. https://docs.delta.io/latest/table-properties.html */
const deltaProperties = ({ layer, retention }: Contract): Readonly<Record<string, string>> => ({
  ...(layer === 'bronze' ? { 'delta.appendOnly': 'true' } : { 'delta.enableChangeDataFeed': 'true' }),
  ...(retention === undefined ? {} : { 'delta.deletedFileRetentionDuration': `interval ${Math.min(7, wholeDays(retention))} days` }),
});
// Limits: https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html and API_TableInput.html
const column = (contract: Contract, field: string) => {
  const { type, description, classification } = contract.fields[field]!;
  return { name: name('glue', field), type: types[type], ...(description === undefined ? {} : { comment: cut(description, 255) }), parameters: { classification } };
};

export default target({
  system: 'AWS Glue Data Catalog', api: 'hashicorp/aws 6', docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/glue_catalog_table',
  concern: 'catalogue', consumes: ['DataContract', 'Pipeline'], per: 'project', scope: 'account', judge: 'opentofu',
  *emit(context) {
    const { env, names, root } = context;
    const home = account(env);
    if (home === undefined) return;
    const contracts = context.all('DataContract');
    if (contracts.length > 0) yield resource('aws_glue_catalog_database', 'project', { name: databaseName(context, root.$project), description: `Data of project ${root.$project}, environment ${env.name}` });
    for (const contract of contracts) {
      const n = names.of(contract, 'terraform');
      const delta = contract.format === 'delta';
      // Delta keeps partitions in its own log: https://docs.aws.amazon.com/athena/latest/ug/delta-lake-tables-querying.html
      const partitions = delta ? [] : contract.partitionBy.filter((field) => Object.hasOwn(contract.fields, field));
      const columns = Object.keys(contract.fields).filter((field) => !partitions.includes(field)).map((field) => column(contract, field));
      yield { ...resource('aws_glue_catalog_table', n, {
        name: tableName(contract), database_name: attr('aws_glue_catalog_database', 'project', 'name'), description: cut(contract.description, 2048), table_type: 'EXTERNAL_TABLE',
        parameters: { EXTERNAL: 'TRUE', classification: contract.format, contract_version: contract.version, layer: contract.layer, ...(delta ? { table_type: 'DELTA', 'spark.sql.sources.provider': 'delta', ...deltaProperties(contract) } : {}) },
        ...(partitions.length > 0 ? { partition_keys: partitions.map((field) => column(contract, field)) } : {}),
        storage_descriptor: { location: dataLocation(context, contract), columns, ...parquet },
      }), from: [contract.$path] };
      if (contract.$formerly !== undefined) yield moved('aws_glue_catalog_table', name('terraform', contract.$formerly), n);
    }
    for (const contract of [...contracts, ...foreignContracts(context, root.$project)]) {
      const database = databaseName(context, contract.$project);
      const resources = [arn(home, 'glue', 'catalog'), arn(home, 'glue', `database/${database}`), arn(home, 'glue', `table/${database}/${tableName(contract)}`)];
      const whose = contract.$project === root.$project ? [contract.$id] : [contract.$project, contract.$id];
      const partitioned = contract.format !== 'delta' && contract.partitionBy.length > 0;
      yield* dataUses(context, contract).map(({ worker, writes }) => ({ ...partOf('data', 'aws_iam_policy_document', rightsBlock(worker), { statement: [{
        sid: sid(whose.length === 1 ? 'Describe' : 'FromTable', ...whose), effect: 'Allow', resources,
        actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartition', 'glue:GetPartitions', ...(writes && partitioned ? ['glue:BatchCreatePartition', 'glue:CreatePartition', 'glue:UpdatePartition'] : [])],
      }] }), from: [contract.$path, worker.$path] }));
    }
  },
});
