// A Terraform resource as its author wrote it.
import { moved, resource, target } from '../../target.ts';
import { name } from '../../model/names.ts';

export default target({
  system: 'Terraform', api: 'hashicorp/aws 6', docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs', consumes: ['RawTerraform'], per: 'node', scope: 'account', judge: 'opentofu',
  *emit(raw, { names }) {
    const local = raw.name === undefined ? names.of(raw, 'terraform') : name('terraform', raw.name);
    yield resource(raw.resource, local, raw.attributes);
    // With a name of its own, a new id moves nothing.
    if (raw.$formerly !== undefined && raw.name === undefined) yield moved(raw.resource, name('terraform', raw.$formerly), local);
  },
});
