// The policies on objects as an OPA bundle in Rego v1, with tests out of their own examples; conftest reads the same files.
import { ruleOf, variablesOf } from '../../check/cel/evaluate.ts';
import { toRego } from '../../check/cel/rego.ts';
import { celLibrary, objectsLibrary } from '../../check/cel/rego-library.ts';
import { holdsIn } from '../../check/declarations.ts';
import { exemptions } from '../../check/exempt.ts';
import { sha256 } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { ObjectPolicy } from '../../policy.ts';
import { file, target, type Artefact, type PortfolioEmitContext } from '../../target.ts';

type Named = ObjectPolicy & { readonly id?: string };
const packageOf = (id: string): string => id.replace(/[^a-z0-9]+/g, '_');
const text = (value: unknown): string => JSON.stringify(value);
const comment = (words: string): string => `# ${words.replace(/\s+/g, ' ')}`;

export default target({
  system: 'Open Policy Agent', docs: 'https://www.openpolicyagent.org/docs/management-bundles', api: 'Rego v1',
  consumes: [], per: 'portfolio', scope: 'portfolio', judge: 'opa',
  *emit({ platform, policies, waivers, environments }: PortfolioEmitContext): Iterable<Artefact> {
    const named = policies.filter((p): p is Named => 'onObject' in p && !('code' in ruleOf(p)));
    if (named.length === 0) return;
    const files = new Map<string, string>([['lib/cel.rego', celLibrary], ['lib/objects.rego', objectsLibrary], ['deny.rego', aggregate(named)]]);
    for (const policy of named) {
      files.set(`${packageOf(policy.id ?? '')}.rego`, policyFile(policy));
      files.set(`${packageOf(policy.id ?? '')}_test.rego`, testFile(policy));
    }
    const exempt: { [environment: string]: Json } = {};
    for (const { env } of environments) {
      const holding = named.filter((p) => holdsIn(p, env));
      files.set(`environments/${packageOf(env.name)}.rego`, environmentFile(env.name, holding));
      exempt[env.name] = Object.fromEntries(holding.map((p) => [p.id ?? '', exemptions(p, waivers, platform, env)]));
    }
    const data: JsonObject = { leitwerk: { waivers: exempt } };
    const sorted = [...files].sort(([a], [b]) => a < b ? -1 : 1);
    // The revision is the content, so that equal bundles are equal and an agent reports which one it runs.
    const manifest = { revision: sha256(text([...sorted, data])), roots: ['leitwerk'], rego_version: 1 };
    yield file('opa/.manifest', `${JSON.stringify(manifest, undefined, 2)}\n`);
    yield file('opa/data.json', data);
    for (const [path, content] of sorted) yield file(`opa/leitwerk/${path}`, content);
  },
});

function policyFile(policy: Named): string {
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

const example = (body: JsonObject): string => `json.unmarshal(\`${text(body).replaceAll('`', '\\u0060')}\`)`;
function testFile(policy: Named): string {
  const id = policy.id ?? '';
  return `# The examples that policies/${id}.ts declares, as an object and as an admission review.
package leitwerk.${packageOf(id)}_test

import data.leitwerk.${packageOf(id)}

fails := ${example(policy.fails)}

passes := ${example(policy.passes)}

test_fails_is_refused if count(${packageOf(id)}.deny) == 1 with input as fails

test_passes_is_not_refused if count(${packageOf(id)}.deny) == 0 with input as passes

test_fails_is_refused_at_admission if count(${packageOf(id)}.deny) == 1 with input as {"request": {"object": fails}}

test_passes_is_not_refused_at_admission if count(${packageOf(id)}.deny) == 0 with input as {"request": {"object": passes}}
`;
}

/** `data.leitwerk.deny`: every policy, without exemptions. */
const aggregate = (policies: readonly Named[]): string => `# Every policy, whatever the environment, nothing waived: conftest test --policy opa --namespace leitwerk FILE
package leitwerk
${policies.map((p) => `\ndeny contains message if some message in data.leitwerk.${packageOf(p.id ?? '')}.deny\n`).join('')}`;

/** `data.leitwerk.environments.<env>.deny`: what holds there, without what is waived there. */
const environmentFile = (environment: string, policies: readonly Named[]): string => `# What holds in ${environment}: conftest test --policy opa --data opa/data.json --namespace leitwerk.environments.${packageOf(environment)} FILE
package leitwerk.environments.${packageOf(environment)}
${policies.length === 0 ? '' : '\nimport data.leitwerk.lib.objects\n'}${policies.map((p) => `
deny contains message if {
\tsome message in data.leitwerk.${packageOf(p.id ?? '')}.deny
\tnot objects.exempt(${text(environment)}, ${text(p.id ?? '')})
}
`).join('')}`;
