// Personal data has a legal basis, its own or that of its purposes; special categories have one that allows them.
import { policy, type Found } from 'leitwerk/policy';
import { isPersonal } from '../src/model/personal.ts';

/** Bases of Article 6 that can go with an exception of Article 9(2). */
const special = ['consent', 'vital-interests', 'legal-obligation', 'public-task'];

export default policy({
  on: 'DataContract',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 6', 'GDPR Art. 9', 'GDPR Art. 5(1)(a)', 'ISO 27701 A.7.2.2', 'SOC 2 P2.1'],
  because: 'Without a basis every use is unlawful, whatever is done to protect the data.',
  remedy: 'declare the legal basis, or purposes that have one',
  waivable: 'never',
  check(contract, { platform }) {
    const personal = Object.entries(contract.fields).filter(([, f]) => isPersonal(f));
    if (personal.length === 0) return true;
    const bases = contract.legalBasis === undefined ? contract.purposes.map((p) => ({ of: `purpose ${p}`, basis: platform.purposes[p]?.legalBasis })) : [{ of: 'declared', basis: contract.legalBasis }];
    if (bases.every((b) => b.basis === undefined)) return { at: ['legalBasis'], what: 'has personal data and no legal basis', why: [`personal: ${personal.map(([name]) => name).join(', ')}`] };
    const sensitive = personal.filter(([, f]) => f.classification === 'special-category').map(([name]) => name);
    const weak = sensitive.length === 0 ? [] : bases.filter((b) => b.basis !== undefined && !special.includes(b.basis));
    return weak.map((b): Found => ({ at: ['legalBasis'], what: `has special categories of data on the basis '${b.basis}', which does not allow them`, why: [`special category: ${sensitive.join(', ')}`, `${b.of}; Article 9(2) of the GDPR lists what does`], try: special.map((to) => ({ node: contract.$path, property: ['legalBasis'], to })) }));
  },
  fails: { props: { legalBasis: undefined, purposes: [] } },
  passes: { props: { legalBasis: 'contract' } },
});
