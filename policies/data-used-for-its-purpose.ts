// A project uses personal data only for a purpose that its contract allows, its own and that of others.
import { policy, type Found } from 'leitwerk/policy';
import { isA } from '../src/model/query.ts';
import { personalFields } from '../src/model/personal.ts';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(b)', 'GDPR Art. 6(4)', 'ISO 27701 A.7.2.2'],
  because: 'Data that was collected for one purpose may not be used for another because it happens to be there.',
  remedy: 'choose a purpose that the contract allows, or agree on a new one with the owner of the data',
  waivable: 'governance',
  check(root, { all, users, project }) {
    const contracts = [...all('DataContract'), ...project.used.filter((node) => isA(node, 'DataContract'))];
    return contracts.filter((c) => personalFields(c).length > 0 && !c.purposes.includes(root.purpose)).map((contract): Found => ({
      at: ['purpose'], what: `uses ${contract.$path} for '${root.purpose}', which its contract does not allow`,
      why: [`${contract.$path} ${contract.version}: ${contract.purposes.length === 0 ? 'no purpose' : contract.purposes.join(', ')}; personal: ${personalFields(contract).join(', ')}`],
      try: contract.purposes.map((to) => ({ node: root.$path, property: ['purpose'], to })),
      related: [...users(contract, 'ModelEndpoint'), ...users(contract, 'Pipeline')].map((node) => ({ node: node.$path, what: `${node.$id} uses it` })),
    }));
  },
  fails: { props: { purpose: 'customer-support' }, also: [{ kind: 'DataContract', props: { purposes: ['supply-planning'] } }] },
  passes: { props: { purpose: 'customer-support' }, also: [{ kind: 'DataContract', props: { purposes: ['customer-support'] } }] },
});
