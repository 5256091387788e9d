// The policies on objects as an OPA bundle in Rego v1, with tests out of their own examples; conftest reads the same files.
import { ruleOf } from '../../check/cel/evaluate.ts';
import { aggregate, environmentFile, packageOf, policyFile, type Named } from '../../check/cel/rego-files.ts';
import { celLibrary, objectsLibrary } from '../../check/cel/rego-library.ts';
import { aggregateTests, celTests, environmentTests, objectsTests, policyTests } from '../../check/cel/rego-tests.ts';
import { holdsIn } from '../../check/declarations.ts';
import { exemptions } from '../../check/exempt.ts';
import { sha256 } from '../../model/digest.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { file, target, type Artefact, type PortfolioEmitContext } from '../../target.ts';

export default target({
  system: 'Open Policy Agent', docs: 'https://www.openpolicyagent.org/docs/management-bundles', api: 'Rego v1',
  consumes: [], per: 'portfolio', scope: 'portfolio', judge: 'opa',
  *emit({ platform, policies, waivers, environments }: PortfolioEmitContext): Iterable<Artefact> {
    const named = policies.filter((p): p is Named => 'onObject' in p && !('code' in ruleOf(p)));
    if (named.length === 0) return;
    const files = new Map<string, string>([
      ['lib/cel.rego', celLibrary], ['lib/cel_test.rego', celTests], ['lib/objects.rego', objectsLibrary], ['lib/objects_test.rego', objectsTests], ['deny.rego', aggregate(named)], ['deny_test.rego', aggregateTests(named)],
    ]);
    for (const policy of named) {
      files.set(`${packageOf(policy.id ?? '')}.rego`, policyFile(policy));
      files.set(`${packageOf(policy.id ?? '')}_test.rego`, policyTests(policy));
    }
    const exempt: { [environment: string]: Json } = {};
    for (const { env } of environments) {
      const holding = named.filter((p) => holdsIn(p, env));
      files.set(`environments/${packageOf(env.name)}.rego`, environmentFile(env.name, holding));
      if (holding.length > 0) files.set(`environments/${packageOf(env.name)}_test.rego`, environmentTests(env.name, holding));
      exempt[env.name] = Object.fromEntries(holding.map((p) => [p.id ?? '', exemptions(p, waivers, platform, env)]));
    }
    const data: JsonObject = { leitwerk: { waivers: exempt } };
    const sorted = [...files].sort(([a], [b]) => a < b ? -1 : 1);
    // The revision is the content, so that equal bundles are equal and an agent reports which one it runs.
    const manifest = { revision: sha256(JSON.stringify([...sorted, data])), roots: ['leitwerk'], rego_version: 1 };
    yield file('opa/.manifest', `${JSON.stringify(manifest, undefined, 2)}\n`);
    yield file('opa/data.json', data);
    for (const [path, content] of sorted) yield file(`opa/leitwerk/${path}`, content);
  },
});
