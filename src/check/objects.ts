// Checks emitted objects, raw ones and overrides included: every rule in CEL whose packs hold, on each object that its selector sees.
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Resolved } from '../model/node.ts';
import type { Environment } from '../model/platform.ts';
import type { AnyPolicy, ObjectPolicy } from '../policy.ts';
import type { MergedObject } from '../write/merge.ts';
import { judgeObject } from './cel/evaluate.ts';
import { holdsIn, type Policies } from './declarations.ts';

const isOnObjects = (policy: AnyPolicy): policy is ObjectPolicy => 'onObject' in policy;

export function checkObjects(objects: readonly MergedObject[], project: Resolved, env: Environment, policies: Policies): readonly Diagnostic[] {
  const rules = Object.entries(policies).filter((p): p is [string, ObjectPolicy] => isOnObjects(p[1]) && holdsIn(p[1], env));
  const found: Diagnostic[] = [];
  for (const { body, address, subject } of objects) {
    for (const [id, policy] of rules) {
      const verdict = judgeObject(policy, body);
      if (verdict === 'passes') continue;
      found.push({
        code: id, severity: policy.severity, object: `${address.kind}/${address.name}`,
        // the node that the object is for; what the project as a whole yields is said at the project
        at: { node: subject ?? project.project, environment: env.name },
        what: `${address.kind} ${address.name} ${verdict.what.replace(`: ${policy.remedy}`, '')}`, why: [...(verdict.why ?? []), policy.because],
        remedies: [{ text: policy.remedy }], project: project.project, environments: [env.name],
      });
    }
  }
  return found;
}
