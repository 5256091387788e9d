// A raw Terraform resource describes infrastructure; it runs no commands where it is applied.
import { policy } from 'leitwerk/policy';

/** https://developer.hashicorp.com/terraform/language/provisioners */
const runs = ['provisioner', 'connection'];

export default policy({
  on: 'RawTerraform',
  severity: 'error',
  controls: ['ISO 27001 A.8.9', 'ISO 27001 A.8.32', 'SOC 2 CC8.1'],
  because: 'A provisioner runs what the project wrote with the rights of whoever applies the stack, and no plan shows what it does.',
  remedy: 'leave it out; what has to run belongs into a Pipeline',
  waivable: 'never',
  check: ({ attributes }) => runs.filter((name) => name in attributes).map((name) => ({ at: ['attributes', name], what: `has a ${name}` })),
  fails: { props: { attributes: { name: 'support-tickets', provisioner: [{ 'local-exec': { command: 'true' } }] } } },
  passes: { props: { attributes: { name: 'support-tickets' } } },
});
