// A raw Terraform resource gives nobody rights.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'RawTerraform',
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.5.15', 'ISO 27001 A.8.2', 'SOC 2 CC6.3'],
  because: 'Who may do what follows from what is declared; a right written by hand is one that no analysis sees.',
  remedy: 'declare who reads and writes; what no concept covers yet, the platform grants',
  waivable: 'governance',
  check: ({ resource }) => !/^aws_(iam|organizations|ssoadmin|ram)_/.test(resource) || { at: ['resource'], what: `is ${resource}, which gives rights` },
  fails: { props: { resource: 'aws_iam_role_policy', attributes: { role: 'x', policy: '{}' } } },
  passes: {},
});
