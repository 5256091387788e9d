// What features are made of, what they describe and when they became known are fields of their source; when is a time.
import { policy, type Found } from 'leitwerk/policy';
import { missingFields } from '../src/model/field-names.ts';

export default policy({
  on: 'FeatureView',
  severity: 'error',
  controls: ['ISO 42001 A.7.5', 'ISO 42001 A.7.6'],
  because: 'A feature of a field that is not there is empty, and without a time for each row training sees what came after its label.',
  remedy: 'name fields of the source, and a timestamp for when a row became known',
  waivable: 'never',
  check({ $path, source, features, entity, pointInTime }, { get }) {
    const contract = get(source);
    const { fields } = contract;
    const found: Found[] = [...missingFields([
      ...Object.entries(features).map(([name, { from }]) => ({ name: from, at: ['features', name, 'from'] })), { name: entity.key, at: ['entity', 'key'] }, { name: pointInTime, at: ['pointInTime'] },
    ], contract, $path)];
    const times = Object.keys(fields).filter((f) => fields[f]!.type === 'timestamp');
    if (Object.hasOwn(fields, pointInTime) && fields[pointInTime]!.type !== 'timestamp') {
      found.push({ at: ['pointInTime'], what: `takes ${pointInTime} for the time when a row became known, and it is a ${fields[pointInTime]!.type}`, why: [`timestamps: ${times.join(', ') || 'none'}`], try: times.map((to) => ({ node: $path, property: ['pointInTime'], to })) });
    }
    return found;
  },
  fails: { props: { pointInTime: 'day' } },
  passes: {},
});
