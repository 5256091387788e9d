// Broken policies: each says nothing, says it of everything, or says the opposite; its own examples must notice, by `tryPolicy` as `leitwerk test` runs it.
import { tryPolicy, type Tables } from '../../src/check/try.ts';
import type { Kind } from '../../src/model/node.ts';
import { kindsOf, type AnyDeclarationPolicy, type AnyPolicy, type CheckContext, type ObjectPolicy, type Verdict } from '../../src/policy.ts';
import type { Survivor } from './judge.ts';

export interface PolicyMutant { readonly id: string; readonly does: string; readonly policy: AnyPolicy }

export const policyMutants = (policies: Readonly<Record<string, AnyPolicy>>): readonly PolicyMutant[] =>
  Object.entries(policies).flatMap(([id, policy]) => ('onObject' in policy ? ofRule(policy) : ofCheck(policy)).map(([does, broken]) => ({ id, does, policy: broken })));

type Broken = readonly [string, AnyPolicy];
const ofCheck = (policy: AnyDeclarationPolicy): readonly Broken[] => {
  const { check } = policy;
  const isSilent = (verdict: Verdict): boolean => verdict === undefined || verdict === true || (Array.isArray(verdict) && verdict.length === 0);
  const kindOf = (node: { readonly $kind: Kind }): Kind => node.$kind;
  const kinds = kindsOf(policy);
  return [
    ['finds nothing', { ...policy, check: () => true }],
    ['finds fault with everything', { ...policy, check: () => false }],
    ['is negated', { ...policy, check: (node: never, context: CheckContext) => !isSilent(check(node, context)) }],
    ['throws', { ...policy, check: () => { throw new Error('broken'); } }],
    ['takes its passing example for the failing one', { ...policy, fails: policy.passes }],
    ['takes its failing example for the passing one', { ...policy, passes: policy.fails }],
    ...(kinds.length > 1 ? kinds.map((kind): Broken => [`forgets ${kind}`, { ...policy, check: (node: never, context: CheckContext) => kindOf(node) === kind || check(node, context) }]) : []),
  ];
};

/** A rule in CEL: one text for the compiler, the cluster and the bundle. */
const ofRule = (policy: ObjectPolicy): readonly Broken[] => {
  const rule = (cel: string): AnyPolicy => ({ ...policy, rule: { cel } });
  const { cel } = policy.rule;
  return [
    ['admits everything', rule('true')], ['refuses everything', rule('false')], ['is negated', rule(`!(${cel})`)], ['is no rule', rule(`(${cel}) &&`)],
    ['takes its passing example for the failing one', { ...policy, fails: policy.passes }], ['takes its failing example for the passing one', { ...policy, passes: policy.fails }],
  ];
};

export function judgePolicy({ id, does, policy }: PolicyMutant, tables: Tables): Survivor | undefined {
  return tryPolicy(id, policy, tables).problems.length > 0 ? undefined : { name: `${id}: ${does}`, because: 'its examples pass' };
}
