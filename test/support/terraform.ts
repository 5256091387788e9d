// What the Terraform targets make of a small project, merged as the compiler merges it.
import type { contextOf } from './emit.ts';
import { emitOne } from '../../src/emit/emit.ts';
import { targets } from '../../src/generated/registry.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { SpanContext } from '../../src/target.ts';
import { merge, type MergedBlock } from '../../src/write/merge.ts';

type Context = ReturnType<typeof contextOf>;
/** The blocks of the project's stack; what does not merge fails the test. */
export function stackOf(context: Context): readonly MergedBlock[] {
  const tagged = Object.entries(targets).filter(([id]) => id.startsWith('terraform/')).flatMap(([id, target]) => emitOne(id, target, context));
  const { value, diagnostics } = merge(tagged, []);
  if (diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.what).join('\n'));
  return value.terraform;
}
/** The body of the one block of this type and name. */
export function blockOf(stack: readonly MergedBlock[], type: string, name: string): JsonObject {
  const found = stack.filter((b) => b.block !== 'moved' && b.type === type && b.name === name);
  if (found.length !== 1) throw new Error(`${found.length} blocks ${type}.${name}: ${stack.map((b) => `${b.type}.${b.name}`).join(', ')}`);
  return found[0]!.body;
}
export const spanOf = (contexts: readonly Context[]): SpanContext =>
  ({ project: contexts[0]!.root.$project, root: contexts.at(-1)!.root, platform: contexts[0]!.platform, environments: contexts, objects: () => [] });
