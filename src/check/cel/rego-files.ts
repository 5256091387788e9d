// The files of the OPA bundle: a policy, and what holds together; formatted as `opa fmt` does.
import type { ObjectPolicy } from '../../policy.ts';
import { ruleOf, variablesOf } from './evaluate.ts';
import { toRego } from './rego.ts';

export type Named = ObjectPolicy & { readonly id?: string };
/** A policy's id, or an environment's name, as a name in Rego. */
export const packageOf = (id: string): string => id.replace(/[^a-z0-9]+/g, '_');
const text = (value: unknown): string => JSON.stringify(value);
const comment = (words: string): string => `# ${words.replace(/\s+/g, ' ')}`;

export function policyFile(policy: Named): string {
  const rule = ruleOf(policy), id = policy.id ?? '';
  if ('code' in rule) return '';
  const { text: rego, usesLibrary } = toRego(rule.text, rule.tree, rule.variables);
  const selected = policy.onObject.select === 'pods' ? ['\tsome subject in objects.pods']
    : ['\tsubject := {"object": objects.current}', `\tsubject.object.apiVersion == ${text(policy.onObject.apiVersion)}`, `\tsubject.object.kind == ${text(policy.onObject.kind)}`];
  const [first = 'object'] = variablesOf(policy.onObject);
  return `${comment(policy.because)}
# The source is the rule in policies/${id}.ts.
package leitwerk.${packageOf(id)}

${usesLibrary ? 'import data.leitwerk.lib.cel\n' : ''}import data.leitwerk.lib.objects

# Refused unless the rule is true: false and no value alike.
deny contains message if {
${selected.join('\n')}
\tnot allowed(subject)
\tmessage := sprintf("%s: %s: %s", [objects.title, ${text(id)}, ${text(policy.remedy)}])
}

allowed(subject) if {
\tsubject.${first} != null
\trule(${variablesOf(policy.onObject).map((v) => `subject.${v}`).join(', ')}) == true
}

${rego}`;
}

/** `data.leitwerk.deny`: every policy, without exemptions. */
export const aggregate = (policies: readonly Named[]): string => `# Every policy, whatever the environment, nothing waived: conftest test --policy opa --namespace leitwerk FILE
package leitwerk
${policies.map((p) => `\ndeny contains message if some message in data.leitwerk.${packageOf(p.id ?? '')}.deny\n`).join('')}`;

/** `data.leitwerk.environments.<env>.deny`: what holds there, without what is waived there. */
export const environmentFile = (environment: string, policies: readonly Named[]): string => `# What holds in ${environment}: conftest test --policy opa --data opa/data.json --namespace leitwerk.environments.${packageOf(environment)} FILE
package leitwerk.environments.${packageOf(environment)}
${policies.length === 0 ? '' : '\nimport data.leitwerk.lib.objects\n'}${policies.map((p) => `
deny contains message if {
\tsome message in data.leitwerk.${packageOf(p.id ?? '')}.deny
\tnot objects.exempt(${text(environment)}, ${text(p.id ?? '')})
}
`).join('')}`;
