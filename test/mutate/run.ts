// Breaks the examples and the policies, and lists what nobody notices: `npm run mutate`.
import { terraformTables } from '../../src/check/terraform-schema.ts';
import { loadConcepts } from '../../src/cli/builtin.ts';
import { packageRoot } from '../../src/cli/place.ts';
import { facts, policies, portfolioFacts, targets } from '../../src/generated/registry.ts';
import { judgeOf, type Survivor } from './judge.ts';
import { mutants } from './mutants.ts';
import { judgePolicy, policyMutants } from './policies.ts';
import { judgeRule, ruleMutants } from './rules.ts';

export async function main(): Promise<number> {
  const tables = { concepts: await loadConcepts(packageRoot()), targets, policies, facts, portfolioFacts, terraformTables: await terraformTables() };
  const judge = judgeOf(tables);
  const report = (what: string, tried: number, survivors: readonly Survivor[]): number => {
    for (const { name, because } of survivors) console.log(`survives  ${name}\n          ${because}`);
    console.log(`${what}: ${tried} mutants, ${tried - survivors.length} found, ${survivors.length} survive`);
    return survivors.length;
  };
  const examples = mutants(tables.concepts.info);
  const broken = policyMutants(policies), rules = ruleMutants(policies);
  const survivors = report('examples', examples.length, examples.flatMap((m) => judge(m) ?? []))
    + report('policies', broken.length, broken.flatMap((m) => judgePolicy(m, tables) ?? []))
    + report('parts of rules', rules.length, rules.flatMap((m) => judgeRule(m) ?? []));
  return survivors > 0 ? 1 : 0;
}
