// Assemble: what targets yielded, merged and finished as it will be written and judged.
import { finish } from '../write/finish.ts';
import { merge, type Merged } from '../write/merge.ts';
import type { Pass } from '../model/diagnostic.ts';
import { anew, type Recall } from '../model/recall.ts';
import type { EmitContext } from '../target.ts';
import { emitProject } from './emit.ts';
import { overridesOf } from './override.ts';
import type { Targets } from './select.ts';

export function assemble(context: EmitContext, targets: Targets, recall?: Recall): Pass<Merged> {
  const once: Recall['once'] = recall ? (what, of, make) => recall.once(`${context.project.project} ${context.env.name} ${what}`, of, make) : anew;
  const { value, diagnostics } = merge(emitProject(context, targets, recall), overridesOf(context.project, context), once);
  return { value: finish(value, context.platform, context.root.owner, once), diagnostics };
}
