// Raw Terraform resources against their provider's schema: what is wrong is said at the attribute that the author wrote.
import { diagnose } from '../model/catalogue.ts';
import { emit as catalogue } from '../model/catalogue/emit.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Resolved } from '../model/node.ts';
import { query } from '../model/query.ts';
import type { MergedBlock } from '../write/merge.ts';
import { checkTerraform, type TerraformTables } from './terraform-schema.ts';

export function checkRawTerraform(blocks: readonly MergedBlock[], project: Resolved, environment: string, tables: TerraformTables): readonly Diagnostic[] {
  const raw = new Map(query(project).all('RawTerraform').map((node) => [node.$path, node]));
  if (raw.size === 0) return [];
  const stack = blocks.map((block) => ({ form: 'terraform' as const, ...block }));
  return stack.flatMap((block) => {
    const node = block.from.map((path) => raw.get(path)).find((n) => n !== undefined && n.resource === block.type);
    if (node === undefined || block.block !== 'resource') return [];
    return checkTerraform(block, stack.filter((other) => other.place === block.place), tables).map(({ path, what, unjudged }) => diagnose(
      catalogue, unjudged ? 'LW1313' : 'LW1312', { node: node.$path, property: unjudged ? ['resource'] : ['attributes', ...path], environment },
      { type: block.type, argument: path.join('.'), what }, { project: project.project, environments: [environment] },
    ));
  });
}
