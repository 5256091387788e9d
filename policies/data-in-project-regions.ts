// The data that a project holds or reads lies in the regions that it says, and so do the accounts that keep it.
import { policy, type Found } from 'leitwerk/policy';
import { isA } from '../src/model/query.ts';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 44', 'ISO 27701 A.7.5.1'],
  because: 'Who approves a project approves where its data is; a region that nobody named was approved by nobody.',
  remedy: 'name the region in the project, or use data that lies in one of them',
  waivable: 'governance',
  check(root, { all, users, project, env }) {
    const contracts = [...all('DataContract'), ...project.used.filter((node) => isA(node, 'DataContract'))];
    const named = root.regions.join(', ');
    const data = contracts.filter((c) => !root.regions.includes(c.region)).map((contract): Found => ({
      at: ['regions'], what: `${contract.$path} lies in ${contract.region}, which is none of the project's regions`, why: [`regions: ${named}`],
      try: [{ node: root.$path, property: ['regions'], to: [...root.regions, contract.region] }],
      related: [...users(contract, 'ModelEndpoint'), ...users(contract, 'Pipeline')].map((node) => ({ node: node.$path, what: `${node.$id} uses it` })),
    }));
    const kept = all('DataContract').length === 0 ? [] : env.accounts.filter((a) => !root.regions.includes(a.region)).map((account): Found => ({
      at: ['regions'], what: `account ${account.name} of ${env.name} keeps its data in ${account.region}, which is none of the project's regions`, why: [`regions: ${named}`],
    }));
    return [...data, ...kept];
  },
  fails: { props: { regions: ['us-east-1'] }, also: [{ kind: 'DataContract', props: { region: 'eu-central-1' } }] },
  passes: { props: { regions: ['eu-central-1'] }, also: [{ kind: 'DataContract', props: { region: 'eu-central-1' } }] },
});
