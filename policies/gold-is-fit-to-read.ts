// What is shaped for readers holds no personal data that can be read, unless something was done to it on the way.
import { policy, type Found } from 'leitwerk/policy';
import { valueOf } from '../src/model/known.ts';

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(c)', 'GDPR Art. 25', 'ISO 27001 A.8.11'],
  because: 'A gold table is read by many; personal data that got there as it came was meant for few.',
  remedy: 'drop, mask or pseudonymise the fields in the pipeline that writes it, or keep the table silver',
  waivable: 'governance',
  check(contract, { facts }) {
    if (contract.layer !== 'gold') return true;
    const own = Object.entries(contract.fields).filter(([, f]) => f.classification === 'special-category' || (f.classification === 'personal' && !f.pseudonym)).map(([name]) => name);
    const flown = facts.dataFlow.flows.filter((f) => f.to === contract.$path && f.classification !== 'confidential' && valueOf(f.arrives) === 'as-it-is' && !own.includes(f.name));
    const found: Found[] = own.map((name) => ({ at: ['fields', name], what: `is gold and holds ${name}, which tells of people as it is`, try: [{ node: contract.$path, property: ['layer'], to: 'silver' }] }));
    return [...found, ...flown.map((f): Found => ({ at: ['layer'], what: `is gold, and ${f.contract}.${f.field} comes in as it is`, why: [`by way of ${f.via.join(', ')}`] }))];
  },
  fails: { props: { layer: 'gold' } },
  passes: { props: { layer: 'silver' } },
});
