// Some system deletes what the contract promises to delete.
import { policy } from 'leitwerk/policy';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'DataContract',
  severity: 'warning',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(e)', 'ISO 27701 A.7.4.7', 'ISO 27001 A.8.10'],
  because: 'A retention that nothing enforces is a sentence in a document, and the data is still there.',
  remedy: 'store it as parquet, whose files the bucket expires; or delete and vacuum in a pipeline, and have the waiver name it',
  waivable: 'owner',
  // The log of a Delta table names its files, so a bucket may not expire them: https://docs.delta.io/latest/delta-utility.html#remove-files-no-longer-referenced-by-a-delta-table
  check: (contract) => contract.format !== 'delta' || contract.retention === undefined || {
    at: ['retention'], what: `promises to delete after ${contract.retention}, and nothing deletes from a Delta table`,
    why: personalFields(contract).length === 0 ? [] : [`personal: ${personalFields(contract).join(', ')}`],
    try: [{ node: contract.$path, property: ['format'], to: 'parquet' }],
  },
  fails: { props: { format: 'delta', retention: '13mo' } },
  passes: { props: { format: 'parquet', retention: '13mo' } },
});
