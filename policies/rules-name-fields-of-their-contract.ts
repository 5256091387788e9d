// What must hold of rows is said of fields that the contract has.
import { policy } from 'leitwerk/policy';
import { missingFields } from '../src/model/field-names.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  controls: ['ISO 42001 A.7.4'],
  because: 'A rule about a field that is not there is checked by nobody.',
  remedy: 'name a field of the contract',
  waivable: 'never',
  check: (contract) => missingFields([
    ...contract.quality.flatMap((rule, i) => ('field' in rule ? [{ name: rule.field, at: ['quality', i, 'field'] }] : 'fields' in rule ? rule.fields.map((name, j) => ({ name, at: ['quality', i, 'fields', j] })) : [])),
    ...contract.partitionBy.map((name, i) => ({ name, at: ['partitionBy', i] })),
  ], contract, contract.$path),
  fails: { props: { quality: [{ kind: 'complete', field: 'custumer', atLeast: '99%' }] } },
  passes: {},
});
