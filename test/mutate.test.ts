// Do our checks check? A part of `npm run mutate`: broken examples are refused where they are broken, and broken policies fail on their own examples.
import { beforeAll, describe, expect, test } from 'vitest';
import { terraformTables } from '../src/check/terraform-schema.ts';
import { tryPolicy } from '../src/check/try.ts';
import { loadConcepts } from '../src/cli/builtin.ts';
import { facts, policies, portfolioFacts, targets } from '../src/generated/registry.ts';
import { meant } from './mutate/meant.ts';
import { judgeOf, type Judge, type JudgeTables } from './mutate/judge.ts';
import { nameOf, type Mutant } from './mutate/mutant.ts';
import { mutants } from './mutate/mutants.ts';
import { judgePolicy, policyMutants } from './mutate/policies.ts';
import { judgeRule, ruleMutants, wrongs } from './mutate/rules.ts';
import { home } from './support/portfolio.ts';
import { sampled } from './support/sample.ts';

let tables: JudgeTables;
let all: readonly Mutant[];
let judge: Judge;
beforeAll(async () => {
  tables = { concepts: await loadConcepts(home), targets, policies, facts, portfolioFacts, terraformTables: await terraformTables() };
  all = mutants(tables.concepts.info);
  judge = judgeOf(tables);
});
const find = (name: string): Mutant => { const found = all.find((m) => nameOf(m) === name); if (!found) throw new Error(`there is no mutant '${name}'`); return found; };
const without = <T>(table: Readonly<Record<string, T>>, gone: string): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(table).filter(([id]) => id !== gone));

describe('the list of mutants', () => {
  test('is long, and names each once', () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    const names = all.map(nameOf);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  });
  test('has some of every concept, from its schema and from people', () => {
    for (const list of [all.slice(meant.length), meant]) expect(Object.keys(tables.concepts.info).filter((kind) => !list.some((m) => m.kind === kind))).toEqual([]);
  });
  test('has one for every policy that a property can break', () => {
    // what these find fault with is in the platform, or that something is not declared at all
    const unbreakable = ['data-has-an-account', 'index-has-an-image', 'kpi-has-an-outcome', 'serving-image-is-chosen', 'traces-have-a-collector'];
    expect(Object.keys(policies).filter((id) => !meant.some((m) => m.by === id))).toEqual(unbreakable);
  });
});

describe('a broken example', () => {
  test('is found at what was broken, by its schema', () => {
    expect(sampled(all.slice(meant.length), 250).flatMap((m) => judge(m) ?? [])).toEqual([]);
  });
  test('is found at what was broken, by the rule that is meant', () => {
    expect(sampled(meant, 30).flatMap((m) => judge(m) ?? [])).toEqual([]);
  });
  test('survives if its rule is taken away', () => {
    const name = 'Model: a branch for a revision';
    expect(judge(find(name))).toBeUndefined();
    expect(judgeOf({ ...tables, policies: without(policies, 'weights-pinned') })(find(name))).toEqual({ name, because: 'nothing is said' });
  });
  test('survives if something is said elsewhere alone', () => {
    const mutant = find('Model: a branch for a revision');
    expect(judge({ ...mutant, said: { property: ['licence'] } })?.because).toMatch(/^wanted weights-pinned at example\/subject\.licence; said: weights-pinned at example\/subject\.revision: /);
  });
  test('survives if nothing is broken', () => {
    expect(judge({ kind: 'Budget', does: 'more', edit: { property: ['amount', 'amount'], to: 1_200_100 } })).toEqual({ name: 'Budget: more', because: 'nothing is said' });
  });
});

describe('what looks broken and is not', () => {
  const pipeline = (to: string): Mutant => ({ kind: 'Pipeline', does: to, edit: { property: ['schedule'], to } });
  const decision = (to: string): Mutant => ({ kind: 'Decision', does: to, edit: { property: ['on'], to } });
  test('is let pass: every schedule that a CronJob takes', () => {
    for (const to of ['* * * * *', '*/15 * * * *', '0 3 * * MON-FRI', '5/20 8-17/2 1,15 jan,JUL *', '59 23 31 12 6', '00 03 01 01 0']) expect(judge(pipeline(to))?.because ?? 'refused', to).not.toMatch(/refused|LW1212/); // what runs each minute may cost too much
  });
  test('is let pass: every day that there is', () => {
    for (const to of ['2028-02-29', '2000-02-29', '2026-12-31', '2026-04-30']) expect(judge(decision(to))?.because, to).toBe('nothing is said');
    for (const to of ['2027-02-29', '2100-02-29', '2026-04-31', '2026-00-10', '2026-01-32']) expect(judge(decision(to)), to).toBeUndefined();
  });
});

describe('a policy', () => {
  test('speaks on its failing example, and is silent on its passing one', () => {
    expect(Object.entries(policies).map(([id, policy]) => tryPolicy(id, policy, tables)).filter(({ problems }) => problems.length > 0)).toEqual([]);
  });
});

describe('a broken policy', () => {
  test('fails on its own examples', () => {
    const broken = policyMutants(policies);
    expect(Object.keys(policies).filter((id) => !broken.some((m) => m.id === id))).toEqual([]);
    expect(sampled(broken, 80).flatMap((m) => judgePolicy(m, tables) ?? [])).toEqual([]);
  });
  test('judges some pod wrongly, if part of its rule is left out', () => {
    const rules = ruleMutants(policies);
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.flatMap((m) => judgeRule(m) ?? [])).toEqual([]);
    expect(Object.entries(policies).flatMap(([id, policy]) => 'onObject' in policy ? wrongs(id, policy) : [])).toEqual([]);
  });
  test('survives if it is not broken', () => {
    expect(judgePolicy({ id: 'weights-pinned', does: 'nothing', policy: policies['weights-pinned']! }, tables)).toEqual({ name: 'weights-pinned: nothing', because: 'its examples pass' });
  });
});
