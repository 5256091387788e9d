// Assemble: what targets yielded, merged and finished as it will be written and judged.
import { finish } from '../write/finish.ts';
import { merge, type Merged } from '../write/merge.ts';
import type { Pass } from '../model/diagnostic.ts';
import type { EmitContext } from '../target.ts';
import { emitProject } from './emit.ts';
import { overridesOf } from './override.ts';
import type { Targets } from './select.ts';

export function assemble(context: EmitContext, targets: Targets): Pass<Merged> {
  const { value, diagnostics } = merge(emitProject(context, targets), overridesOf(context.project, context));
  return { value: finish(value, context.platform, context.root.owner), diagnostics };
}
